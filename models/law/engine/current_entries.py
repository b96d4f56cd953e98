"""Finds the entries in effect on the date of the calculation, in docket order, and their links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from models.law.engine.docket import Docket, Entry
from models.law.engine.entry_links import first_versions, index_by_id
from models.law.text.vocabulary import ENTRY_WITHDRAWN


@dataclass(frozen=True, slots=True)
class CurrentEntry:
    """An entry that has happened and that no correction has replaced or withdrawn.

    `index` is its place in the docket as given. `links` are the current entries that it names. `void` says
    that it names some entries and none of them is current.
    """

    index: int
    kind: str
    on: date
    facts: Mapping[str, Any]
    links: frozenset[int] = frozenset()
    void: bool = False

    @property
    def place(self) -> tuple[date, int]:
        """Returns the key of docket order: the day, then the index as recorded."""
        return self.on, self.index

    def says(self, fact: str) -> bool:
        """Returns whether a yes/no fact is yes; a fact that is not given is no."""
        return bool(self.facts.get(fact, False))


def current_entries(docket: Docket) -> tuple[CurrentEntry, ...]:
    """Returns the entries that have happened and are not corrected, in docket order."""
    gone = _taken_out(docket)
    stands = [
        index
        for index, entry in enumerate(docket.entries)
        if entry.on <= docket.as_of and index not in gone and entry.kind != ENTRY_WITHDRAWN
    ]
    entries = [_stand(index, docket.entries[index]) for index in stands]
    if any(entry.of for entry in docket.entries):
        entries = _linked(docket.entries, entries)
    # Those of one day stay in the order in which they were recorded.
    return tuple(sorted(entries, key=attrgetter("on")))


def entries_to_come(docket: Docket) -> tuple[int, ...]:
    """Returns the indices of entries dated after the calculation and not corrected by then."""
    to_come = [index for index, entry in enumerate(docket.entries) if entry.on > docket.as_of]
    gone = _taken_out(docket) if to_come else ()
    return tuple(index for index in to_come if index not in gone)


def _taken_out(docket: Docket) -> set[int]:
    """The indices of all earlier versions of entries that have happened."""
    corrections = [entry for entry in docket.entries if entry.replaces is not None]
    names = index_by_id(docket.entries) if corrections else {}
    gone: set[int] = set()
    for entry in corrections:
        before = names[entry.replaces] if entry.replaces and entry.on <= docket.as_of else None
        while before is not None and before not in gone:
            gone.add(before)
            replaces = docket.entries[before].replaces
            before = None if replaces is None else names[replaces]
    return gone


def _stand(index: int, entry: Entry) -> CurrentEntry:
    return CurrentEntry(index, entry.kind, entry.on, entry.facts)


def _linked(given: Sequence[Entry], stand: Sequence[CurrentEntry]) -> list[CurrentEntry]:
    """The entries that stand with what they name, as far as that stands."""
    roots, names = first_versions(given), index_by_id(given)
    stands_for = {roots[entry.index]: entry.index for entry in stand}
    linked = []
    for entry in stand:
        named = [roots[names[name]] for name in given[entry.index].of]
        links = frozenset([stands_for[root] for root in named if root in stands_for])
        void = bool(named) and not links
        linked.append(CurrentEntry(entry.index, entry.kind, entry.on, entry.facts, links, void))
    return linked
