"""Wrong passwords by where they came from: a name that nobody has costs the guesser time too."""

from datetime import datetime

from models.record.sign_ins import pause_after

_FREE = 10
"""An office may share one address: its people have more free guesses than one of them alone."""

_MOST = 10_000
"""Addresses that are remembered."""


class Guesses:
    """Kept in memory: what a person's own wrong passwords cost is on record."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, datetime]] = {}

    def waits(self, address: str, now: datetime) -> bool:
        """Whether nothing from there is looked at yet."""
        return now < self._wrong.get(address, (0, now))[1]

    def count(self, address: str, now: datetime) -> None:
        """Counts one more."""
        if len(self._wrong) > _MOST:
            self._wrong = {each: said for each, said in self._wrong.items() if said[1] > now}
        wrong = self._wrong.get(address, (0, now))[0] + 1
        self._wrong[address] = (wrong, now + pause_after(wrong - _FREE))

    def forget(self, address: str) -> None:
        """Somebody signed in from there."""
        self._wrong.pop(address, None)
