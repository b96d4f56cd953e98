"""Certifications, 19 CFR 163.12 and 163.13: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_certification = recording(Lifecycle.CERTIFICATION, "a certification")
watch_certifications = watching(Lifecycle.CERTIFICATION, "certifications")
