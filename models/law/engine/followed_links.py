"""Entries whose links give them their chains, while the chains of a docket are found one after the other."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import chain

from models.law.engine.current_entries import CurrentEntry

_NONE: frozenset[int] = frozenset()


class FollowedLinks(Mapping[int, frozenset[int]]):
    """The chains of all entries so far, by index, whether links give them or not.

    An entry that follows its links is *open* as long as they lead to an entry whose turn is still to come.
    """

    __slots__ = ("_awaiting", "_empty", "_followers", "_open", "_reached")

    def __init__(self) -> None:
        self._reached: dict[int, frozenset[int]] = {}
        self._followers: dict[int, CurrentEntry] = {}
        self._open: dict[int, int] = {}
        self._awaiting: dict[int, list[int]] = {}
        self._empty: set[int] = set()

    def __getitem__(self, index: int) -> frozenset[int]:
        return self.chains(index)

    def __iter__(self) -> Iterator[int]:
        return chain(self._reached, self._open)

    def __len__(self) -> int:
        return len(self._reached) + len(self._open)

    @property
    def reached(self) -> Mapping[int, frozenset[int]]:
        """Returns the chains that are known for good, by entry."""
        return self._reached

    @property
    def open(self) -> Iterable[int]:
        """Returns the entries whose chains are known in part."""
        return self._open

    def chains(self, index: int) -> frozenset[int]:
        """Returns the chains of an entry as far as they are known; links pass on those of what they name."""
        known = self._reached.get(index)
        if known is not None:
            return known
        return self._in_part(index) if index in self._open else _NONE

    def take(self, entry: CurrentEntry) -> list[int] | None:
        """Lets the links of an entry give its chains. Returns what `reach` returns.

        Returns None where they lead to no chain, if that is certain and no entry before it is in question:
        the entry then counts as if it named nothing.
        """
        awaited = [named for named in entry.links if named not in self._reached]
        chains = _NONE if awaited else self._passed_on(entry)
        if not chains and not awaited and not self._open and not self._empty:
            return None
        self._followers[entry.index] = entry
        if not awaited:
            return self.reach(entry.index, chains)
        self._open[entry.index] = len(awaited)
        for named in awaited:
            self._awaiting.setdefault(named, []).append(entry.index)
        return []

    def reach(self, index: int, chains: frozenset[int]) -> list[int]:
        """Makes the chains of an entry known for good. Returns it and the entries that only waited for it."""
        self._reached[index] = chains
        reached = [index]
        if not self._followers:
            return reached
        for each in reached:
            if each in self._followers and not self._reached[each]:
                self._empty.add(each)
            for follower in self._awaiting.pop(each, ()):
                self._open[follower] -= 1
                if not self._open[follower]:
                    del self._open[follower]
                    self._reached[follower] = self._passed_on(self._followers[follower])
                    reached.append(follower)
        return reached

    def stranded(self) -> Iterator[CurrentEntry]:
        """Yields in their turn the entries whose links lead to no chain, each after those that it names."""
        if not self._empty and not self._open:
            return
        empty = self._empty.union(each for each in self._open if not self.chains(each))
        order = [index for index in self._followers if index in empty]
        turn = {index: place for place, index in enumerate(order)}
        leads_to = {index: set(self._followers[index].links & empty) for index in order}
        namers: dict[int, list[int]] = {}
        for index, named in leads_to.items():
            for each in named:
                namers.setdefault(each, []).append(index)
        ready = [turn[index] for index, named in leads_to.items() if not named]
        while ready:
            index = order[heappop(ready)]
            yield self._followers[index]
            for namer in namers.get(index, ()):
                leads_to[namer].remove(index)
                if not leads_to[namer]:
                    heappush(ready, turn[namer])

    def _passed_on(self, entry: CurrentEntry) -> frozenset[int]:
        return _NONE.union(*(self._reached[named] for named in entry.links))

    def _in_part(self, index: int) -> frozenset[int]:
        found: set[int] = set()
        seen: set[int] = set()
        ahead = [index]
        while ahead:
            named = ahead.pop()
            if named in self._open and named not in seen:
                ahead += self._followers[named].links
            else:
                found |= self._reached.get(named, _NONE)
            seen.add(named)
        return frozenset(found)
