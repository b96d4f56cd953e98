"""Records that are kept, 19 CFR 163.4: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_retention = recording(Lifecycle.RETENTION, "records that are kept")
watch_retention = watching(Lifecycle.RETENTION, "retention")
