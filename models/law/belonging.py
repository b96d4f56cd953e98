"""Which chains each entry belongs to: the turn in which they get them, links, and doubt.

A chain is named by the index of the entry that began it, the one that is always there by `ALWAYS`.
The principle: in doubt nothing of the recordkeeper's falls silent and nobody else is accused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from models.law.rule import Belonging
from models.law.standing import StandingEntry
from models.law.vocabulary import DUE_DATE_FIXED

ALWAYS = -1
"""The chain that is there from the beginning: an audit, a program, a sale."""

Starts = Callable[[StandingEntry, str], bool]
"""Whether an entry starts a clock of the rule named, or of any rule where the name is empty."""


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains of each entry, the entries in doubt, and to which entries each of those could belong."""

    of: Mapping[int, frozenset[int]]
    doubt: frozenset[int]
    candidates: Mapping[int, tuple[int, ...]]


def chains_of(entries: Sequence[StandingEntry], table: Belonging, starts: Starts) -> Chains:
    """Gives each standing entry its chains.

    An entry whose links turn out to lead to nothing with a chain counts as if it named nothing, from its own
    place in the turn on: the turn is then played anew.
    """
    if table.whole:
        return Chains({entry.index: frozenset({ALWAYS}) for entry in entries}, frozenset(), {})
    unlinked: set[int] = set()
    while True:
        turn = _Turn(entries, table, starts, unlinked)
        turn.play()
        stranded = turn.first_stranded()
        if stranded is None:
            return turn.result()
        unlinked.add(stranded)


class _Turn:
    """One play of the turn: by day; on one day starts first, fixed dates last; then as recorded."""

    def __init__(
        self, entries: Sequence[StandingEntry], table: Belonging, starts: Starts, unlinked: set[int]
    ) -> None:
        self._table, self._starts, self._unlinked = table, starts, unlinked
        self._hangs = [frozenset(line.hangs) for line in table.lines]
        self._line_of = {kind: n for n, line in enumerate(table.lines) for kind in line.starts}
        self._rank = {kind: rank for rank, kind in enumerate(self._line_of)}
        self._entries = sorted(entries, key=self._place)
        self._reached: dict[int, frozenset[int]] = {}
        self._linked: dict[int, StandingEntry] = {}
        self._begun: list[list[int]] = [[] for _ in table.lines]
        self._candidates: dict[int, tuple[int, ...]] = {}

    def play(self) -> None:
        """Reaches every entry."""
        for entry in self._entries:
            if self._follows_links(entry):
                self._linked[entry.index] = entry
            else:
                self._reached[entry.index] = self._at_its_turn(entry)

    def first_stranded(self) -> int | None:
        """The first whose links lead to no chain, while none of those named waits for another one."""
        empty = {index for index in self._linked if not self._chains(index)}
        for index, entry in self._linked.items():
            if index in empty and not entry.links & empty:
                return index
        return None

    def result(self) -> Chains:
        """What the play gave."""
        of = {entry.index: self._chains(entry.index) for entry in self._entries}
        return Chains(of, frozenset(self._candidates), self._candidates)

    def _place(self, entry: StandingEntry) -> tuple[object, ...]:
        last = len(self._rank) + (entry.kind == DUE_DATE_FIXED)
        return entry.on, self._rank.get(entry.kind, last), entry.index

    def _is_start(self, entry: StandingEntry) -> bool:
        return entry.kind in self._rank

    def _follows_links(self, entry: StandingEntry) -> bool:
        its_own = self._is_start(entry) or entry.kind in self._table.always
        return bool(entry.links) and entry.index not in self._unlinked and not its_own

    def _chains(self, index: int) -> frozenset[int]:
        """The chains of an entry as far as the turn has come; a link hands on those of the entries named."""
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

    def _at_its_turn(self, entry: StandingEntry) -> frozenset[int]:
        if entry.kind in self._table.always:
            return frozenset({ALWAYS})
        if self._is_start(entry):
            return self._begin(entry, [self._line_of[entry.kind]])
        if entry.void:
            return frozenset({entry.index})
        if entry.kind == DUE_DATE_FIXED:
            return self._of_what_it_moves(entry)
        return self._by_its_lines(entry)

    def _by_its_lines(self, entry: StandingEntry) -> frozenset[int]:
        lines = [n for n, hangs in enumerate(self._hangs) if entry.kind in hangs]
        begun = list(dict.fromkeys(chain for n in lines for chain in self._begun[n]))
        if len(begun) > 1:
            return self._in_doubt(entry, begun)
        if not begun and lines and self._starts(entry, ""):
            return self._begin(entry, lines)
        return frozenset(begun)

    def _begin(self, entry: StandingEntry, lines: Sequence[int]) -> frozenset[int]:
        for n in lines:
            self._begun[n].append(entry.index)
        return frozenset({entry.index})

    def _of_what_it_moves(self, entry: StandingEntry) -> frozenset[int]:
        rule, place = entry.facts["rule"], self._place(entry)
        moved = [each for each in self._entries if self._place(each) < place and self._starts(each, rule)]
        if not moved:
            return frozenset()
        shared = reduce(frozenset.intersection, (self._chains(each.index) for each in moved))
        return shared or self._in_doubt(entry, [each.index for each in moved])

    def _in_doubt(self, entry: StandingEntry, candidates: Sequence[int]) -> frozenset[int]:
        self._candidates[entry.index] = tuple(candidates)
        return frozenset({entry.index})


def concerns(
    entry: StandingEntry,
    trigger: StandingEntry,
    entries: Mapping[int, StandingEntry],
    *,
    shares: bool,
    any_day: bool = False,
) -> bool:
    """Whether an entry concerns a clock with this trigger.

    `shares` says that they share a chain, or that it is in doubt and counts as if they did; `any_day` that
    its day does not matter. One that names the trigger does, whatever its day; one that names another of the
    trigger's kind does not.
    """
    if entry.index == trigger.index or entry.void:
        return False
    if trigger.index in entry.links:
        return True
    if _is_for_another(entry, trigger, entries):
        return False
    follows = entry.kind != trigger.kind or entry.place > trigger.place
    return shares and (any_day or entry.on >= trigger.on) and follows


def _is_for_another(
    entry: StandingEntry, trigger: StandingEntry, entries: Mapping[int, StandingEntry]
) -> bool:
    near = {index for index in entry.links if entries[index].kind == trigger.kind}
    far = {i for index in entry.links for i in entries[index].links if entries[i].kind == trigger.kind}
    named = near or far
    return bool(named) and trigger.index not in named
