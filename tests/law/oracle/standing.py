"""Which entries stand on the day of the answer, and where their links lead; encoding, section 2."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.law.oracle.docket import Docket, Entry, versions


@dataclass(frozen=True, slots=True)
class Standing:
    """`entries` in docket order; `links` the standing entries that each names; `late` not yet happened."""

    entries: tuple[Entry, ...]
    links: Mapping[int, frozenset[int]]
    void: frozenset[int]
    late: tuple[int, ...]

    def entry(self, index: int) -> Entry:
        """The standing entry at that place of the input."""
        return next(entry for entry in self.entries if entry.index == index)


def standing(docket: Docket) -> Standing:
    """What stands on the day of the answer, corrections and withdrawals followed."""
    version_of = versions(docket.entries)
    names = {entry.id: entry.index for entry in docket.entries}
    happened = [entry for entry in docket.entries if entry.on <= docket.as_of]
    out = {index for entry in happened for index in _all_before(docket, entry)}
    stands = [e for e in happened if e.index not in out and e.kind != "entry_withdrawn"]
    stands_for = {version_of[entry.index]: entry.index for entry in stands}
    links, void = {}, set()
    for entry in stands:
        roots = {version_of[names[each]] for each in entry.of}
        links[entry.index] = frozenset(stands_for[root] for root in roots if root in stands_for)
        if roots and not links[entry.index]:
            void.add(entry.index)
    late = [e.index for e in docket.entries if e.on > docket.as_of and e.index not in out]
    return Standing(
        entries=tuple(sorted(stands, key=lambda entry: entry.place)),
        links=links,
        void=frozenset(void),
        late=tuple(late),
    )


def _all_before(docket: Docket, entry: Entry) -> set[int]:
    """The versions that an entry takes out: what it replaces, what that one replaced, and so on."""
    names = {each.id: each for each in docket.entries}
    before = set()
    while entry.replaces is not None:
        entry = names[entry.replaces]
        before.add(entry.index)
    return before
