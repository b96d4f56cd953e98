"""The yearly cycle of the Informed Compliance Strategy: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_improvement = recording(Lifecycle.IMPROVEMENT, "the yearly cycle")
watch_improvement = watching(Lifecycle.IMPROVEMENT, "improvement")
