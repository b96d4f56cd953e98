"""Rulings, 19 CFR part 177: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_ruling = recording(Lifecycle.RULING, "a ruling")
watch_rulings = watching(Lifecycle.RULING, "rulings")
