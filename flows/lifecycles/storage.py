"""Alternative storage, 19 CFR 163.5: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_storage = recording(Lifecycle.STORAGE, "alternative storage")
watch_storage = watching(Lifecycle.STORAGE, "storage")
