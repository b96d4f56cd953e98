"""Which chains an entry belongs to and which clocks it concerns; encoding, section 4.

The chains are found by playing the whole turn again and again: an entry whose links turn out to lead to
nothing with a chain is then treated as if it named nothing, from its own place in the turn on.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from tests.law.oracle.docket import Entry
from tests.law.oracle.standing import Standing
from tests.law.oracle.table import ALWAYS_THERE, JOINS, LINES, STARTS_A_CLOCK, WHOLE

THE_ONE = -1
Starting = Callable[[str, Entry, list[Entry], "Belonging"], bool]
"""Whether an entry starts a clock of the rule, where only those entries have been reached."""


@dataclass(slots=True)
class Belonging:
    """`chains` of each entry by the index of the entry that began them; `doubt` the entries in doubt."""

    standing: Standing
    lifecycle: str
    starting: Starting
    unlinked: set[int] = field(default_factory=set)
    chains: dict[int, set[int]] = field(default_factory=dict)
    doubt: set[int] = field(default_factory=set)
    among: dict[int, set[int]] = field(default_factory=dict)
    """The chains between which what hangs from a line is in doubt."""
    _stands_in: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.lifecycle in WHOLE:
            # "one chain, always there": it takes every entry, whatever the entry names, void or not
            self.chains = {entry.index: {THE_ONE} for entry in self.standing.entries}
            return
        self._play_the_turn()
        while (stranded := self._first_stranded()) is not None:
            self.unlinked.add(stranded)
            self._play_the_turn()

    @property
    def _lines(self) -> list[tuple[list[str], list[str]]]:
        return LINES[self.lifecycle]

    def _line_of_start(self, kind: str) -> int | None:
        return next((n for n, (starts, _) in enumerate(self._lines) if kind in starts), None)

    def turn(self) -> list[Entry]:
        """The entries in the order in which they get their chains."""
        order = [kind for starts, _ in self._lines for kind in starts]

        def place(entry: Entry) -> tuple[object, ...]:
            if entry.kind in order:
                return entry.on, 0, order.index(entry.kind), entry.index
            return entry.on, 2 if entry.kind == "due_date_fixed" else 1, 0, entry.index

        return sorted(self.standing.entries, key=place)

    def _joins_by_name(self, entry: Entry) -> bool:
        wanted = JOINS.get(entry.kind, ())
        return any(self.standing.entry(named).kind in wanted for named in self.standing.links[entry.index])

    def _follows_links(self, entry: Entry) -> bool:
        if not self.standing.links[entry.index] or entry.index in self.unlinked:
            return False
        if entry.kind in ALWAYS_THERE.get(self.lifecycle, ()):
            return False
        return self._line_of_start(entry.kind) is None or self._joins_by_name(entry)

    def _first_stranded(self) -> int | None:
        """The first whose links lead to no chain, though each of those named has had its own turn."""
        empty = {e.index for e in self.turn() if self._follows_links(e) and not self.chains[e.index]}
        for entry in self.turn():
            if entry.index in empty and not self.standing.links[entry.index] & empty:
                return entry.index
        return None

    def _play_the_turn(self) -> None:
        self.chains, self.doubt = {}, set()
        self._stands_in = {n: [] for n in range(len(self._lines))}
        reached: list[Entry] = []
        for entry in self.turn():
            self.chains[entry.index] = self._at_its_turn(entry, reached)
            self._hand_on()
            reached.append(entry)

    def _hand_on(self) -> None:
        """Gives the chains of what has been reached to what names it, until nothing changes."""
        changed = True
        while changed:
            changed = False
            for entry in self.standing.entries:
                if entry.index in self.chains and self._follows_links(entry):
                    mine, before = self.chains[entry.index], len(self.chains[entry.index])
                    for named in self.standing.links[entry.index]:
                        mine |= self.chains.get(named, set())
                    changed = changed or len(mine) > before

    def _at_its_turn(self, entry: Entry, reached: list[Entry]) -> set[int]:
        line = self._line_of_start(entry.kind)
        if entry.kind in ALWAYS_THERE.get(self.lifecycle, ()):
            return {THE_ONE}
        if self._follows_links(entry):
            if line is not None:
                self._stands_in[line].append(entry.index)
            return set()
        if line is not None:
            return self._start(entry, line, reached)
        if entry.index in self.standing.void:
            return {entry.index}
        if entry.kind == "due_date_fixed":
            return self._of_what_it_moves(entry, reached)
        return self._by_lines(entry)

    def _start(self, entry: Entry, line: int, reached: list[Entry]) -> set[int]:
        names_something = self.standing.links[entry.index] or entry.index in self.standing.void
        waiting = [] if names_something else self._in_question(entry, reached)
        self._stands_in[line].append(entry.index)
        if len(waiting) == 1:
            return set(self.chains[waiting[0].index])
        if waiting:
            self.doubt.add(entry.index)
        return {entry.index}

    def _in_question(self, entry: Entry, reached: list[Entry]) -> list[Entry]:
        if entry.kind == "demand_received":
            return [
                e for e in reached if e.kind == "oral_demand_made" and self._oral_waits(e, entry, reached)
            ]
        if entry.kind == "penalty_mailed":
            return [
                e for e in reached if e.kind == "prepenalty_mailed" and self._claim_waits(e, entry, reached)
            ]
        return []

    def _kinds_in_chain_of(self, entry: Entry, reached: list[Entry]) -> set[str]:
        whole = [e for e in reached if not e.says("partial")]
        return {e.kind for e in whole if self.chains[e.index] & self.chains[entry.index]}

    def _oral_waits(self, oral: Entry, entry: Entry, reached: list[Entry]) -> bool:
        ends = {"demand_received", "records_produced", "extension_granted", "demand_closed"}
        return (entry.on - oral.on).days <= 30 and not ends & self._kinds_in_chain_of(oral, reached)

    def _claim_waits(self, notice: Entry, entry: Entry, reached: list[Entry]) -> bool:
        kinds = self._kinds_in_chain_of(notice, reached)
        old = (entry.on - notice.on).days > 30 and "due_date_fixed" not in kinds
        return "penalty_mailed" not in kinds and ("prepenalty_answered" in kinds or old)

    def _by_lines(self, entry: Entry) -> set[int]:
        lines = [n for n, (_, hangs) in enumerate(self._lines) if entry.kind in hangs]
        begun: set[int] = set().union(*(self.chains[i] for n in lines for i in self._stands_in[n]))
        if len(begun) > 1:
            self.among[entry.index] = begun
            return self._in_doubt(entry)
        if not begun and lines and entry.kind in STARTS_A_CLOCK:
            for n in lines:
                self._stands_in[n].append(entry.index)
            return {entry.index}
        return begun

    def _in_doubt(self, entry: Entry) -> set[int]:
        self.doubt.add(entry.index)
        return {entry.index}

    def _of_what_it_moves(self, entry: Entry, reached: list[Entry]) -> set[int]:
        moved = [e for e in reached if self.starting(entry.facts["rule"], e, reached, self)]
        if not moved:
            return set()
        shared = set.intersection(*(set(self.chains[e.index]) for e in moved))
        return shared or self._in_doubt(entry)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a clock is to belonging: its triggers, its chains and whether it binds Customs."""

    trigger: Entry
    chains: frozenset[int]
    binds_customs: bool
    others: tuple[Entry, ...] = ()

    @property
    def triggers(self) -> tuple[Entry, ...]:
        """All of its triggers."""
        return (self.trigger, *self.others)


def concerns(
    belonging: Belonging, entry: Entry, clock: Reach, *, any_day: bool = False, by_doubt: bool | None = None
) -> bool:
    """Whether the entry concerns the clock; `any_day` waives the day of an entry that does not name it."""
    standing = belonging.standing
    triggers = {trigger.index for trigger in clock.triggers}
    if entry.index in triggers or entry.index in standing.void:
        return False
    named = standing.links[entry.index]
    if named & triggers:
        return True
    if _is_for_another(standing, named, clock.triggers):
        return False
    if entry.index in belonging.doubt:
        shared = clock.binds_customs if by_doubt is None else by_doubt
    else:
        shared = bool(belonging.chains[entry.index] & clock.chains)
    follows = all(t.kind != entry.kind or entry.place > t.place for t in clock.triggers)
    return shared and (any_day or entry.on >= min(t.on for t in clock.triggers)) and follows


def _is_for_another(standing: Standing, named: frozenset[int], triggers: Iterable[Entry]) -> bool:
    """Whether it names another of the trigger's kind, or names what names another."""
    kinds = {trigger.kind for trigger in triggers}
    own = {trigger.index for trigger in triggers}

    def of_its_kind(indices: Collection[int]) -> set[int]:
        return {index for index in indices if standing.entry(index).kind in kinds}

    near = of_its_kind(named)
    if near:
        return not near & own
    far = of_its_kind({each for index in named for each in standing.links[index]})
    return bool(far) and not far & own
