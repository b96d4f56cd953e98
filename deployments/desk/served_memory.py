"""Since when each calendar says what it says, so that a program that asks by time is answered rightly."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

_MOST, _MOST_BYTES = 10_000, 64_000_000
"""Calendars that are remembered, and how much of what they say."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a calendar said when it was served last, by its mark, and since when: a whole second."""

    mark: str
    since: datetime
    content: bytes = b""
    """The file, while there is room for it."""


class ServedMemory:
    """Kept in memory. What it has forgotten is sent whole once more, and nothing old is taken for new."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, int], Seen] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def seen(self, office: str, address_id: int, mark: str, now: datetime) -> Seen:
        """Since when an address of an office serves what has this mark; since now where that is new.

        What changes twice within a second is dated a second later each time.
        """
        key, second = (office, address_id), now.replace(microsecond=0)
        with self._lock:
            known = self._seen.get(key)
            if known is None or known.mark != mark:
                earliest = second if known is None else known.since + timedelta(seconds=1)
                known = Seen(mark, max(second, earliest))
                self._put(key, known)
            self._seen.move_to_end(key)
        return known

    def content(self, office: str, address_id: int, seen: Seen, made: Callable[[], bytes]) -> bytes:
        """The file of a calendar as it was seen; made only where it is not kept."""
        if seen.content:
            return seen.content
        content = made()
        with self._lock:
            if self._seen.get((office, address_id)) == seen:
                self._put((office, address_id), replace(seen, content=content))
        return content

    def _put(self, key: tuple[str, int], seen: Seen) -> None:
        former = self._seen.pop(key, None)
        self._bytes += len(seen.content) - (len(former.content) if former else 0)
        self._seen[key] = seen
        while len(self._seen) > 1 and (len(self._seen) > _MOST or self._bytes > _MOST_BYTES):
            _, oldest = self._seen.popitem(last=False)
            self._bytes -= len(oldest.content)
