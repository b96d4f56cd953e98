"""How far long work is: an artifact on the page of its run."""

from time import monotonic
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

LONG = 2.0
"""Seconds after which work is long enough to be shown."""

_STEP = 5.0
"""Percent between two things that are shown."""


class Seen:
    """Shows the progress of a run on its page, once it takes long."""

    def __init__(self, words: str, *, long: float = LONG) -> None:
        self._words, self._long, self._began = words, long, monotonic()
        self._artifact: UUID | None = None
        self._last = 0.0

    def __call__(self, done: int, of: int) -> None:
        percent = 100.0 * done / of if of else 100.0
        if self._artifact is None:
            if percent < 100.0 and monotonic() - self._began >= self._long:
                made = create_progress_artifact(percent, description=self._words)
                assert isinstance(made, UUID), "flows are synchronous"
                self._artifact, self._last = made, percent
        elif percent >= min(self._last + _STEP, 100.0) > self._last:
            update_progress_artifact(self._artifact, percent)
            self._last = percent
