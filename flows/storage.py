"""Alternative storage, 19 CFR 163.5: record what happens, and watch for what does not."""

from flows.lifecycle import recording, watching
from models.law.vocabulary import Lifecycle

record_storage = recording(Lifecycle.STORAGE, "alternative storage")
watch_storage = watching(Lifecycle.STORAGE, "storage")
