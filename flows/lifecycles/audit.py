"""Audits, 19 CFR 163.11: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_audit = recording(Lifecycle.AUDIT, "an audit")
watch_audits = watching(Lifecycle.AUDIT, "audits")
