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
from functools import reduce
from typing import Protocol

from models.law.engine.chain_joins import JOINS
from models.law.engine.current_entries import CurrentEntry
from models.law.text.belonging import Belonging, Join
from models.law.text.vocabulary import DUE_DATE_FIXED

ALWAYS = -1
"""The name of a chain that exists from the start of the matter: an audit, a program, a sale."""


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains of each entry, the entries in doubt, and what each of those could belong to, by index."""

    of: Mapping[int, frozenset[int]]
    doubt: frozenset[int]
    candidates: Mapping[int, tuple[int, ...]]


class Starts(Protocol):
    """What `chains_of` asks of the rules; `Matter` answers it."""

    def kind_starts(self, kind: str) -> bool:
        """Returns whether entries of this kind start a clock of any rule."""

    def triggers(self, rule: str, entries: Sequence[CurrentEntry], chains: Chains) -> list[CurrentEntry]:
        """Returns the entries that start a clock of the rule, with these entries and chains alone."""


def chains_of(entries: Sequence[CurrentEntry], table: Belonging, starts: Starts) -> Chains:
    """Returns the chains of each current entry; see the example above.

    If the links of an entry lead to no entry with a chain, it counts as if it named nothing. All entries then
    get their chains again from the beginning.
    """
    if table.whole:
        return Chains({entry.index: frozenset({ALWAYS}) for entry in entries}, frozenset(), {})
    unlinked: set[int] = set()
    while True:
        turn = _Turn(entries, table, starts, unlinked)
        turn.play()
        stranded = turn.first_stranded()
        if stranded is None:
            return turn.so_far()
        unlinked.add(stranded)


class _Turn:
    """One pass over the entries: by day; on one day starts first, fixed dates last; then as recorded."""

    def __init__(
        self, entries: Sequence[CurrentEntry], table: Belonging, starts: Starts, unlinked: set[int]
    ) -> None:
        self._table, self._starts, self._unlinked = table, starts, unlinked
        self._hangs = [frozenset(line.hangs) for line in table.lines]
        self._line_of = {kind: n for n, line in enumerate(table.lines) for kind in line.starts}
        self._rank = {kind: rank for rank, kind in enumerate(self._line_of)}
        self._joins = {join.start: join for join in table.joins}
        self._entries = sorted(entries, key=self._place)
        self._by_index = {entry.index: entry for entry in entries}
        self._reached: dict[int, frozenset[int]] = {}
        self._linked: dict[int, CurrentEntry] = {}
        self._in_line: list[list[int]] = [[] for _ in table.lines]
        self._candidates: dict[int, tuple[int, ...]] = {}

    def play(self) -> None:
        """Gives every entry its chains, or notes that its links give them."""
        for entry in self._entries:
            if not self._follows_links(entry):
                self._reached[entry.index] = self._at_its_turn(entry)
                continue
            self._linked[entry.index] = entry
            if entry.kind in self._line_of:
                self._in_line[self._line_of[entry.kind]].append(entry.index)

    def first_stranded(self) -> int | None:
        """Returns the first entry whose links lead to no chain or other such entry; None if there is none."""
        empty = {index for index in self._linked if not self._chains(index)}
        for index, entry in self._linked.items():
            if index in empty and not entry.links & empty:
                return index
        return None

    def so_far(self) -> Chains:
        """Returns the chains of the entries reached so far."""
        of = {index: self._chains(index) for index in (*self._reached, *self._linked)}
        return Chains(of, frozenset(self._candidates), dict(self._candidates))

    def _place(self, entry: CurrentEntry) -> tuple[object, ...]:
        last = len(self._rank) + (entry.kind == DUE_DATE_FIXED)
        return entry.on, self._rank.get(entry.kind, last), entry.index

    def _follows_links(self, entry: CurrentEntry) -> bool:
        if not entry.links or entry.index in self._unlinked or entry.kind in self._table.always:
            return False
        return entry.kind not in self._line_of or self._joins_what_it_names(entry)

    def _joins_what_it_names(self, entry: CurrentEntry) -> bool:
        join = self._joins.get(entry.kind)
        return join is not None and any(self._by_index[named].kind in join.names for named in entry.links)

    def _chains(self, index: int) -> frozenset[int]:
        """The chains of an entry as far as this pass has come; links pass on those of the entries named."""
        found: set[int] = set()
        seen: set[int] = set()
        ahead = [index]
        while ahead:
            named = ahead.pop()
            if named in self._linked and named not in seen:
                ahead += self._linked[named].links
            else:
                found |= self._reached.get(named, frozenset())
            seen.add(named)
        return frozenset(found)

    def _at_its_turn(self, entry: CurrentEntry) -> frozenset[int]:
        if entry.kind in self._table.always:
            return frozenset({ALWAYS})
        if entry.kind in self._line_of:
            return self._start(entry)
        if entry.void:
            return frozenset({entry.index})
        if entry.kind == DUE_DATE_FIXED:
            return self._of_what_it_moves(entry)
        return self._by_its_lines(entry)

    def _start(self, entry: CurrentEntry) -> frozenset[int]:
        line = self._line_of[entry.kind]
        join = self._joins.get(entry.kind)
        waiting = [] if join is None or entry.links or entry.void else self._waiting(join, entry)
        if len(waiting) == 1:
            self._in_line[line].append(entry.index)
            return self._chains(waiting[0].index)
        if waiting:
            self._candidates[entry.index] = tuple(parent.index for parent in waiting)
        return self._begin(entry, [line])

    def _waiting(self, join: Join, entry: CurrentEntry) -> list[CurrentEntry]:
        """The earlier entries that this start may follow, and so join."""
        before = self._before(entry)
        parents = [each for each in before if each.kind == join.parent]
        awaits = JOINS[join.when]
        return [each for each in parents if awaits(each, entry, self._members(each, before))]

    def _before(self, entry: CurrentEntry) -> list[CurrentEntry]:
        place = self._place(entry)
        return [each for each in self._entries if self._place(each) < place]

    def _members(self, parent: CurrentEntry, before: Sequence[CurrentEntry]) -> list[CurrentEntry]:
        chains = self._chains(parent.index)
        return [each for each in before if self._chains(each.index) & chains]

    def _by_its_lines(self, entry: CurrentEntry) -> frozenset[int]:
        lines = [n for n, hangs in enumerate(self._hangs) if entry.kind in hangs]
        members = [index for n in lines for index in self._in_line[n]]
        begun = list(dict.fromkeys(chain for index in members for chain in sorted(self._chains(index))))
        if len(begun) > 1:
            return self._in_doubt(entry, begun)
        if not begun and lines and self._starts.kind_starts(entry.kind):
            return self._begin(entry, lines)
        return frozenset(begun)

    def _begin(self, entry: CurrentEntry, lines: Sequence[int]) -> frozenset[int]:
        for n in lines:
            self._in_line[n].append(entry.index)
        return frozenset({entry.index})

    def _of_what_it_moves(self, entry: CurrentEntry) -> frozenset[int]:
        before = sorted(self._before(entry), key=lambda each: each.place)
        moved = self._starts.triggers(entry.facts["rule"], before, self.so_far())
        if not moved:
            return frozenset()
        shared = reduce(frozenset.intersection, (self._chains(each.index) for each in moved))
        return shared or self._in_doubt(entry, [each.index for each in moved])

    def _in_doubt(self, entry: CurrentEntry, candidates: Sequence[int]) -> frozenset[int]:
        self._candidates[entry.index] = tuple(candidates)
        return frozenset({entry.index})


def concerns(
    entry: CurrentEntry,
    triggers: Sequence[CurrentEntry],
    entries: Mapping[int, CurrentEntry],
    *,
    shares: bool,
    any_day: bool = False,
) -> bool:
    """Returns whether an entry concerns a clock with these triggers.

    `shares` says that they share a chain, or that the entry is in doubt and counts as if they did. `any_day`
    says that its day does not matter. An entry that names a trigger concerns the clock on any day. An entry
    that names another entry of a trigger's kind does not.
    """
    named = {trigger.index for trigger in triggers}
    if entry.index in named or entry.void:
        return False
    if entry.links & named:
        return True
    if _is_for_another(entry, triggers, entries):
        return False
    follows = all(entry.place > trigger.place for trigger in triggers if trigger.kind == entry.kind)
    is_in_time = any_day or entry.on >= min(trigger.on for trigger in triggers)
    return shares and is_in_time and follows


def _is_for_another(
    entry: CurrentEntry, triggers: Sequence[CurrentEntry], entries: Mapping[int, CurrentEntry]
) -> bool:
    kinds = {trigger.kind for trigger in triggers}
    near = {index for index in entry.links if entries[index].kind in kinds}
    far = {i for index in entry.links for i in entries[index].links if entries[i].kind in kinds}
    named = near or far
    return bool(named) and not any(trigger.index in named for trigger in triggers)
