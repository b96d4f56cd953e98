"""Finds the entries in effect on the date of the calculation, in docket order, and their links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
    roots, names = first_versions(docket.entries), index_by_id(docket.entries)
    stands_for = {roots[index]: index for index in stands}
    entries = [_stand(index, docket.entries[index], roots, names, stands_for) for index in stands]
    return tuple(sorted(entries, key=lambda entry: entry.place))


def entries_to_come(docket: Docket) -> tuple[int, ...]:
    """Returns the indices of entries dated after the calculation and not corrected by then."""
    gone = _taken_out(docket)
    return tuple(i for i, entry in enumerate(docket.entries) if entry.on > docket.as_of and i not in gone)


def _taken_out(docket: Docket) -> set[int]:
    """The indices of all earlier versions of entries that have happened."""
    names = index_by_id(docket.entries)
    gone: set[int] = set()
    for entry in docket.entries:
        before = entry.replaces if entry.on <= docket.as_of else None
        while before is not None:
            gone.add(names[before])
            before = docket.entries[names[before]].replaces
    return gone


def _stand(
    index: int, entry: Entry, roots: Sequence[int], names: Mapping[str, int], stands_for: Mapping[int, int]
) -> CurrentEntry:
    named = {roots[names[name]] for name in entry.of}
    links = frozenset(stands_for[root] for root in named if root in stands_for)
    return CurrentEntry(index, entry.kind, entry.on, entry.facts, links, void=bool(named) and not links)
