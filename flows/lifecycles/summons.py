"""Summonses, 19 CFR 163.7 to 163.10: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_summons = recording(Lifecycle.SUMMONS, "a summons")
watch_summonses = watching(Lifecycle.SUMMONS, "summonses")
