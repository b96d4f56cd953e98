"""Finds the chains that each entry belongs to, by its kind, its links and its day.

A chain is what belongs together on a docket, such as a summons with its service, its stay and its answer. It
is named by the index of the entry that began it, or by `ALWAYS`. If a docket does not show to which chain an
entry belongs, the entry is in doubt: it ends no deadline of the recordkeeper and makes no one else late.

An example: two summonses, an answer that names the first, and an answer that names neither. The last one is
in doubt, with a chain of its own. No rule is consulted, so `None` stands for the rules.

>>> from datetime import date
>>> from models.law.text.belonging import Line
>>> table = Belonging(whole=False, lines=(Line(("summons_issued",), ("summons_complied",)),))
>>> first = CurrentEntry(0, "summons_issued", date(2026, 1, 5), {})
>>> second = CurrentEntry(1, "summons_issued", date(2026, 1, 12), {})
>>> for_the_first = CurrentEntry(2, "summons_complied", date(2026, 2, 2), {}, links=frozenset({0}))
>>> for_which = CurrentEntry(3, "summons_complied", date(2026, 2, 9), {})
>>> found = chains_of([first, second, for_the_first, for_which], table, None)
>>> {index: set(chains) for index, chains in sorted(found.of.items())}
{0: {0}, 1: {1}, 2: {0}, 3: {3}}
>>> found.candidates
{3: (0, 1)}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import Protocol

from models.law.engine.chain_joins import JOINS
from models.law.engine.chain_lines import ChainLines
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.docket_index import DocketIndex, from_day
from models.law.engine.followed_links import FollowedLinks
from models.law.text.belonging import Belonging, Join
from models.law.text.vocabulary import DUE_DATE_FIXED

ALWAYS = -1
"""The name of a chain that exists from the start of the matter: an audit, a program, a sale."""

_ALWAYS = frozenset({ALWAYS})
_Members = dict[int, list[CurrentEntry]]


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains of each entry, and what each entry in doubt could belong to, by index; then all entries."""

    of: Mapping[int, frozenset[int]]
    candidates: Mapping[int, tuple[int, ...]]
    index: DocketIndex


class Starts(Protocol):
    """What `chains_of` asks of the rules; `Matter` answers it."""

    def kind_starts(self, kind: str) -> bool:
        """Returns whether entries of this kind start a clock of any rule."""

    def triggers(self, rule: str, chains: Chains) -> list[CurrentEntry]:
        """Returns the entries that start a clock of the rule, with these entries and chains alone."""


def chains_of(entries: Sequence[CurrentEntry], table: Belonging, starts: Starts) -> Chains:
    """Returns the chains of each current entry; see the example above.

    If the links of an entry lead to no entry with a chain, it counts as if it named nothing. All entries then
    get their chains again from the beginning, unless none after it can tell the difference.
    """
    if table.whole:
        return _one_chain(entries)
    unlinked: set[int] = set()
    while True:
        turn = _Turn(entries, table, starts, unlinked)
        turn.play()
        if not turn.unlinks_stranded():
            return turn.so_far()


def _one_chain(entries: Sequence[CurrentEntry]) -> Chains:
    index = DocketIndex()
    for entry in entries:
        index.add(entry)
        index.settle(entry, _ALWAYS, in_doubt=False)
    return Chains({entry.index: _ALWAYS for entry in entries}, {}, index)


class _Turn:
    """One pass over the entries: by day; on one day starts first, fixed dates last; then as recorded."""

    def __init__(
        self, entries: Sequence[CurrentEntry], table: Belonging, starts: Starts, unlinked: set[int]
    ) -> None:
        self._table, self._starts, self._unlinked = table, starts, unlinked
        self._entries = sorted(entries, key=self._turn) if len(entries) > 1 else entries
        self._by_index = {entry.index: entry for entry in entries}
        self._links, self._lines = FollowedLinks(), ChainLines()
        self._candidates: dict[int, tuple[int, ...]] = {}
        self._members: _Members = {}
        self._index = DocketIndex()

    def play(self) -> None:
        """Gives every entry its chains, or leaves it to its links to give them."""
        for entry in self._entries:
            reached = self._links.take(entry) if self._follows_links(entry) else None
            if reached is None:
                reached = self._links.reach(entry.index, self._at_its_turn(entry))
            elif entry.kind in self._table.line_of:
                chains, known = self._links.chains(entry.index), entry.index in self._links.reached
                self._lines.add([self._table.line_of[entry.kind]], entry.index, chains, known=known)
            self._index.add(entry)
            if not reached:
                self._index.leave_open(entry)
            for index in reached:
                self._settle(self._by_index[index])

    def unlinks_stranded(self) -> bool:
        """Unlinks the first entry whose links lead to no chain. Returns whether another may get others by it.

        As long as they cannot, the next one is unlinked, too.
        """
        for entry in self._links.stranded():
            self._unlinked.add(entry.index)
            if not self._is_alone(entry):
                return True
        return False

    def so_far(self) -> Chains:
        """Returns the chains of the entries reached so far. They change with the next one."""
        of = self._links if self._links.open else self._links.reached
        return Chains(of, self._candidates, self._index)

    def _turn(self, entry: CurrentEntry) -> tuple[date, int, int]:
        last = len(self._table.rank) + (entry.kind == DUE_DATE_FIXED)
        return entry.on, self._table.rank.get(entry.kind, last), entry.index

    def _follows_links(self, entry: CurrentEntry) -> bool:
        if not entry.links or entry.index in self._unlinked or entry.kind in self._table.always:
            return False
        return entry.kind not in self._table.line_of or self._joins_what_it_names(entry)

    def _joins_what_it_names(self, entry: CurrentEntry) -> bool:
        join = self._table.join_of.get(entry.kind)
        return join is not None and any(self._by_index[named].kind in join.names for named in entry.links)

    def _is_alone(self, entry: CurrentEntry) -> bool:
        """Whether the entry has no chain even without its links, so that no other can get one from it."""
        kinds = self._table.hangs_from.keys() | self._table.line_of.keys() | {DUE_DATE_FIXED}
        return entry.kind not in kinds

    def _at_its_turn(self, entry: CurrentEntry) -> frozenset[int]:
        if entry.kind in self._table.always:
            return _ALWAYS
        if entry.kind in self._table.line_of:
            return self._start(entry)
        if entry.void:
            return frozenset({entry.index})
        if entry.kind == DUE_DATE_FIXED:
            return self._of_what_it_moves(entry)
        return self._by_its_lines(entry)

    def _start(self, entry: CurrentEntry) -> frozenset[int]:
        line = self._table.line_of[entry.kind]
        join = self._table.join_of.get(entry.kind)
        waiting = [] if join is None or entry.links or entry.void else self._waiting(join, entry)
        if len(waiting) == 1:
            chains = self._links.chains(waiting[0].index)
            self._lines.add([line], entry.index, chains, known=not self._links.open)
            return chains
        if waiting:
            self._candidates[entry.index] = tuple(parent.index for parent in waiting)
        return self._begin(entry, (line,))

    def _waiting(self, join: Join, entry: CurrentEntry) -> list[CurrentEntry]:
        """The earlier entries that this start may follow, and so join."""
        awaits, oldest = JOINS[join.when], date.min
        if awaits.days is not None:
            oldest = entry.on - timedelta(days=awaits.days)
        parents, in_part = from_day(self._index.of_kind(join.parent), oldest), self._open_members()
        return [each for each in parents if awaits.waits(each, entry, self._members_of(each, in_part))]

    def _members_of(self, parent: CurrentEntry, in_part: _Members) -> list[CurrentEntry]:
        """The entries so far that share a chain with an entry."""
        chains = self._links.chains(parent.index)
        return [
            each for chain in chains for found in (self._members, in_part) for each in found.get(chain, ())
        ]

    def _open_members(self) -> _Members:
        """The members of each chain that may yet get others."""
        found: _Members = {}
        for index in self._links.open:
            for chain in self._links.chains(index):
                found.setdefault(chain, []).append(self._by_index[index])
        return found

    def _settle(self, entry: CurrentEntry) -> None:
        """Notes an entry whose chains are known for good."""
        chains = self._links.reached[entry.index]
        self._index.settle(entry, chains, in_doubt=entry.index in self._candidates)
        for chain in chains if self._table.joins else ():
            self._members.setdefault(chain, []).append(entry)

    def _by_its_lines(self, entry: CurrentEntry) -> frozenset[int]:
        lines = self._table.hangs_from.get(entry.kind, ())
        begun = self._lines.begun(lines, self._links.chains)
        if len(begun) > 1:
            return self._in_doubt(entry, begun)
        if not begun and lines and self._starts.kind_starts(entry.kind):
            return self._begin(entry, lines)
        return frozenset(begun)

    def _begin(self, entry: CurrentEntry, lines: tuple[int, ...]) -> frozenset[int]:
        self._lines.add(lines, entry.index, (entry.index,), known=True)
        return frozenset({entry.index})

    def _of_what_it_moves(self, entry: CurrentEntry) -> frozenset[int]:
        moved = self._starts.triggers(entry.facts["rule"], self.so_far())
        if not moved:
            return frozenset()
        shared = reduce(frozenset.intersection, (self._links.chains(each.index) for each in moved))
        return shared or self._in_doubt(entry, [each.index for each in moved])

    def _in_doubt(self, entry: CurrentEntry, candidates: Sequence[int]) -> frozenset[int]:
        self._candidates[entry.index] = tuple(candidates)
        return frozenset({entry.index})
