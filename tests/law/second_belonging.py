"""Which chains an entry belongs to and which clocks it concerns; encoding, section 4.

The chains are found by playing the whole turn again and again: an entry whose links turn out to lead to
nothing with a chain is then treated as if it named nothing, from its own place in the turn on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from second_docket import Entry
from second_standing import Standing

THE_AUDIT = -1
START = "summons_issued"
BEGINS_ONE = {"enforcement_ordered", "delivery_withheld"}


@dataclass(slots=True)
class Belonging:
    """`chains` of each entry by the index of the entry that began them; `doubt` the entries in doubt."""

    standing: Standing
    lifecycle: str
    starters: Mapping[str, Collection[int]]
    unlinked: set[int] = field(default_factory=set)
    chains: dict[int, set[int]] = field(default_factory=dict)
    doubt: set[int] = field(default_factory=set)
    _in_line: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.lifecycle == "audit":
            # "one chain, always there": it takes every entry, whatever the entry names, void or not
            self.chains = {entry.index: {THE_AUDIT} for entry in self.standing.entries}
            return
        self._play_the_turn()
        while (stranded := self._first_stranded()) is not None:
            self.unlinked.add(stranded)
            self._play_the_turn()

    def turn(self) -> list[Entry]:
        """The entries in the order in which they get their chains."""

        def place(entry: Entry) -> tuple[object, ...]:
            rank = 0 if entry.kind == START else 2 if entry.kind == "due_date_fixed" else 1
            return entry.on, rank, entry.index

        return sorted(self.standing.entries, key=place)

    def _follows_links(self, entry: Entry) -> bool:
        has_links = bool(self.standing.links[entry.index]) and entry.index not in self.unlinked
        return has_links and entry.kind != START

    def _first_stranded(self) -> int | None:
        """The first whose links lead to no chain, though each of those named has had its own turn."""
        empty = {e.index for e in self.turn() if self._follows_links(e) and not self.chains[e.index]}
        for entry in self.turn():
            if entry.index in empty and not self.standing.links[entry.index] & empty:
                return entry.index
        return None

    def _play_the_turn(self) -> None:
        self.chains, self.doubt, self._in_line = {}, set(), []
        for entry in self.turn():
            self.chains[entry.index] = self._at_its_turn(entry)
            self._hand_on()

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

    def _at_its_turn(self, entry: Entry) -> set[int]:
        if entry.kind == START:
            return self._begin(entry)
        if entry.index in self.standing.void:
            return {entry.index}
        if self._follows_links(entry):
            return set()
        if entry.kind == "due_date_fixed":
            return self._of_what_it_moves(entry)
        if len(self._in_line) > 1:
            return self._in_doubt(entry)
        if not self._in_line and entry.kind in BEGINS_ONE:
            return self._begin(entry)
        return set(self._in_line)

    def _begin(self, entry: Entry) -> set[int]:
        self._in_line.append(entry.index)
        return {entry.index}

    def _in_doubt(self, entry: Entry) -> set[int]:
        self.doubt.add(entry.index)
        return {entry.index}

    def _of_what_it_moves(self, entry: Entry) -> set[int]:
        starters = self.starters.get(entry.facts["rule"], ())
        reached = [chains for index, chains in self.chains.items() if index in starters]
        if not reached:
            return set()
        shared = set.intersection(*map(set, reached))
        return shared or self._in_doubt(entry)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a clock is to belonging: its trigger, its chains and whether it binds Customs."""

    trigger: Entry
    chains: frozenset[int]
    binds_customs: bool


def concerns(belonging: Belonging, entry: Entry, clock: Reach, *, any_day: bool = False) -> bool:
    """Whether the entry concerns the clock; `any_day` waives the day of an entry that does not name it."""
    standing, trigger = belonging.standing, clock.trigger
    if entry.index == trigger.index or entry.index in standing.void:
        return False
    named = standing.links[entry.index]
    if trigger.index in named:
        return True
    if _is_for_another(standing, named, trigger):
        return False
    if entry.index in belonging.doubt:
        shared = clock.binds_customs
    else:
        shared = bool(belonging.chains[entry.index] & clock.chains)
    follows = entry.kind != trigger.kind or entry.place > trigger.place
    return shared and (any_day or entry.on >= trigger.on) and follows


def _is_for_another(standing: Standing, named: frozenset[int], trigger: Entry) -> bool:
    """Whether it names another of the trigger's kind, or names what names another."""

    def of_its_kind(indices: Collection[int]) -> set[int]:
        return {index for index in indices if standing.entry(index).kind == trigger.kind}

    near = of_its_kind(named)
    if near:
        return trigger.index not in near
    far = of_its_kind({each for index in named for each in standing.links[index]})
    return bool(far) and trigger.index not in far
