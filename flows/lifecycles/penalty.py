"""Penalties and petitions, 19 CFR 162.77 and part 171: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_penalty = recording(Lifecycle.PENALTY, "a penalty or seizure")
watch_penalties = watching(Lifecycle.PENALTY, "penalties")
