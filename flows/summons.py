"""Summonses, 19 CFR 163.7 to 163.10: record what happens, and watch for what does not."""

from flows.lifecycle import recording, watching
from models.law.vocabulary import Lifecycle

record_summons = recording(Lifecycle.SUMMONS, "a summons")
watch_summonses = watching(Lifecycle.SUMMONS, "summonses")
