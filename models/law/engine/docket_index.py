"""The current entries of a docket as its rules look for them: by kind, in a chain, or by what they name.

Each list is in docket order. A docket has a few entries and may have thousands: no clock looks through all of
them for those that concern it.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter

from models.law.engine.current_entries import CurrentEntry

_place = attrgetter("place")
_on = attrgetter("on")


class DocketIndex:
    """Current entries, all of them and by kind: those of a chain, those that name another, those in doubt.

    It can be asked before the chains of all are known: *open* ones may be in any chain.
    """

    __slots__ = ("_chained", "_doubtful", "_naming", "_open", "entries", "kinds")

    def __init__(self) -> None:
        self.entries: list[CurrentEntry] = []
        self.kinds: dict[str, list[CurrentEntry]] = {}
        self._chained: dict[tuple[str, int], list[CurrentEntry]] = {}
        self._naming: dict[tuple[str, int], list[CurrentEntry]] = {}
        self._doubtful: dict[str, list[CurrentEntry]] = {}
        self._open: dict[int, CurrentEntry] = {}

    def add(self, entry: CurrentEntry) -> None:
        """Adds an entry by its kind and by what it names."""
        _put(self.entries, entry)
        if entry.kind in self.kinds:
            _put(self.kinds[entry.kind], entry)
        else:
            self.kinds[entry.kind] = [entry]
        for named in entry.links:
            _put(self._naming.setdefault((entry.kind, named), []), entry)

    def leave_open(self, entry: CurrentEntry) -> None:
        """Says of an entry that its chains are not all known."""
        self._open[entry.index] = entry

    def settle(self, entry: CurrentEntry, chains: Iterable[int], *, in_doubt: bool) -> None:
        """Puts an entry in its chains, for good."""
        for chain in chains:
            key = (entry.kind, chain)
            if key in self._chained:
                _put(self._chained[key], entry)
            else:
                self._chained[key] = [entry]
        if in_doubt:
            _put(self._doubtful.setdefault(entry.kind, []), entry)
        if self._open:
            self._open.pop(entry.index, None)

    def of_kind(self, *kinds: str) -> Sequence[CurrentEntry]:
        """Returns the entries of these kinds."""
        if len(kinds) == 1:
            return self.kinds.get(kinds[0], ())
        return _joined([self.kinds[kind] for kind in kinds if kind in self.kinds])

    def of_kind_in(self, chain: int, kind: str) -> Sequence[CurrentEntry]:
        """Returns the entries of a kind that belong to a chain, those in doubt of their own chain too."""
        return self._chained.get((kind, chain), ())

    def in_doubt(self, kinds: Iterable[str]) -> Sequence[CurrentEntry]:
        """Returns the entries of these kinds that are in doubt."""
        return _joined([self._doubtful[kind] for kind in kinds if kind in self._doubtful])

    def lists(
        self,
        kinds: Iterable[str],
        chains: Iterable[int],
        named: Iterable[int],
        *,
        doubtful: bool,
        since: date = date.min,
    ) -> list[Sequence[CurrentEntry]]:
        """Returns lists that hold every entry of these kinds which names one of those entries, or which from
        a day on is in one of the chains or in doubt. An entry may be in several lists.
        """
        found: list[Sequence[CurrentEntry]] = []
        for kind in kinds:
            if kind not in self.kinds:
                continue
            found += [
                cut for chain in chains if (cut := from_day(self._chained.get((kind, chain), ()), since))
            ]
            found += [each for index in named if (each := self._naming.get((kind, index)))]
            if doubtful and (cut := from_day(self._doubtful.get(kind, ()), since)):
                found.append(cut)
            if self._open:
                found.append(in_docket_order(each for each in self._open.values() if each.kind == kind))
        return found


def from_day(entries: Sequence[CurrentEntry], day: date) -> Sequence[CurrentEntry]:
    """Returns those from the day on."""
    if not entries or entries[0].on >= day:
        return entries
    return entries[bisect_left(entries, day, key=_on) :]


def through_day(entries: Sequence[CurrentEntry], day: date) -> Sequence[CurrentEntry]:
    """Returns those on or before the day."""
    if not entries or entries[-1].on <= day:
        return entries
    return entries[: bisect_right(entries, day, key=_on)]


def in_docket_order(entries: Iterable[CurrentEntry]) -> list[CurrentEntry]:
    """Returns each entry once."""
    return sorted({entry.index: entry for entry in entries}.values(), key=_place)


def _joined(lists: Sequence[Sequence[CurrentEntry]]) -> Sequence[CurrentEntry]:
    if len(lists) == 1:
        return lists[0]
    return sorted((entry for entries in lists for entry in entries), key=_place)


def _put(entries: list[CurrentEntry], entry: CurrentEntry) -> None:
    if entries and entries[-1].on >= entry.on and entries[-1].place > entry.place:
        insort(entries, entry, key=_place)
    else:
        entries.append(entry)
