"""Prior disclosures, 19 CFR 162.74: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_disclosure = recording(Lifecycle.DISCLOSURE, "a prior disclosure")
watch_disclosures = watching(Lifecycle.DISCLOSURE, "disclosures")
