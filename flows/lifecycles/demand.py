"""Demands for entry records, 19 CFR 163.6: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_demand = recording(Lifecycle.DEMAND, "a demand")
watch_demands = watching(Lifecycle.DEMAND, "demands")
