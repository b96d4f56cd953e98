"""Rulings, 19 CFR part 177: record what happens, and watch for what does not."""

from flows.lifecycle import recording, watching
from models.law.vocabulary import Lifecycle

record_ruling = recording(Lifecycle.RULING, "a ruling")
watch_rulings = watching(Lifecycle.RULING, "rulings")
