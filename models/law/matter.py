"""One docket on its day, as the rules see it: what stands, what belongs where, what is defective."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from models.law.belonging import ALWAYS, Chains, chains_of, concerns
from models.law.calendar import Calendar
from models.law.clock import Act, Clock, Step
from models.law.docket import Docket
from models.law.rule import Law, Rule
from models.law.standing import StandingEntry, standing_entries


class Reach(Protocol):
    """What belonging asks of a clock."""

    @property
    def trigger(self) -> StandingEntry:
        """The entry that starts it."""

    @property
    def chains(self) -> frozenset[int]:
        """The chains it is in."""

    @property
    def binds_customs(self) -> bool:
        """Whether an entry in doubt concerns it."""


@dataclass(frozen=True, slots=True)
class Start:
    """A trigger in its chains, before any clock of it runs; `began` is the entry that began them, if any."""

    trigger: StandingEntry
    chains: frozenset[int]
    began: int | None = None
    binds_customs: bool = False


Player = Callable[["Matter", Rule, Start], Clock | None]
"""Plays a rule's clock from a start; None where there is none."""


@dataclass(slots=True)
class Matter:
    """The standing entries of a docket, their chains, and the problems found so far."""

    docket: Docket
    law: Law
    calendar: Calendar
    entries: tuple[StandingEntry, ...]
    chains: Chains
    by_index: Mapping[int, StandingEntry]
    player: Player
    problems: set[tuple[int, str]] = field(default_factory=set)
    worked_out: dict[object, Any] = field(default_factory=dict)
    """What one condition found and another asks for again: the petition right, a stay."""

    @classmethod
    def of(cls, docket: Docket, law: Law, player: Player) -> "Matter":
        """What stands on the docket's day, with its chains; `player` plays the clocks."""
        entries = standing_entries(docket)
        rules = {rule.id: rule for rule in law.rules_of(docket.lifecycle)}

        def starts(entry: StandingEntry, rule: str) -> bool:
            asked = [rules[rule]] if rule else rules.values()
            return any(starts_clock(each, entry) for each in asked)

        chains = chains_of(entries, law.belonging[docket.lifecycle], starts)
        closures = law.closures if docket.closures is None else docket.closures
        by_index = {entry.index: entry for entry in entries}
        return cls(docket, law, Calendar(closures), entries, chains, by_index, player)

    def of_kind(self, *kinds: str) -> list[StandingEntry]:
        """The standing entries of these kinds, in docket order."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def is_in_doubt(self, entry: StandingEntry) -> bool:
        """Whether the docket cannot tell to which start the entry belongs."""
        return entry.index in self.chains.doubt

    def concerning(
        self, clock: Reach, *kinds: str, by_doubt: bool | None = None, any_day: bool = False
    ) -> list[StandingEntry]:
        """The entries of these kinds that concern the clock, in docket order.

        One in doubt does if `by_doubt` says so, else if the clock binds Customs; `any_day` waives the day.
        """
        doubt = clock.binds_customs if by_doubt is None else by_doubt
        entries = self.of_kind(*kinds)
        return [each for each in entries if self._concerns(each, clock, by_doubt=doubt, any_day=any_day)]

    def _concerns(self, entry: StandingEntry, clock: Reach, *, by_doubt: bool, any_day: bool) -> bool:
        in_chain = bool(self.chains.of[entry.index] & clock.chains)
        shares = by_doubt if self.is_in_doubt(entry) else in_chain
        return concerns(entry, clock.trigger, self.by_index, shares=shares, any_day=any_day)

    def problem(self, code: str, entry: StandingEntry) -> None:
        """Raises the problem, once for each entry."""
        self.problems.add((entry.index, code))

    def by_then(self, entry: StandingEntry, *kinds: str) -> list[StandingEntry]:
        """The entries of these kinds on or before the entry's day, whatever their chains."""
        return [each for each in self.of_kind(*kinds) if each.on <= entry.on]

    def clock_of(self, rule: str, start: Start) -> Clock | None:
        """The clock of the rule from this start, played once."""
        key = (rule, start.trigger.index, start.chains)
        if key not in self.worked_out:
            self.worked_out[key] = self.player(self, self.law.rules[rule], start)
        clock = self.worked_out[key]
        assert clock is None or isinstance(clock, Clock)
        return clock

    def number_of(self, rule: Rule) -> int | None:
        """The rule's count, the office's where the law gives none; None where an office switched it off."""
        if not rule.office:
            return rule.count
        return self.docket.office.get(rule.id, self.law.office[rule.id].default)

    def starts_of(self, trigger: StandingEntry) -> list[Start]:
        """One start in each chain of the trigger: what belongs to several runs once in each, alone."""
        chains = sorted(self.chains.of[trigger.index], key=self._began_at)
        return [Start(trigger, frozenset({chain}), None if chain == ALWAYS else chain) for chain in chains]

    def _began_at(self, chain: int) -> tuple[date, int]:
        return (date.min, chain) if chain == ALWAYS else self.by_index[chain].place


def starts_clock(rule: Rule, entry: StandingEntry) -> bool:
    """Whether the entry is a start of the rule by its kind and facts; an absent yes/no fact counts as no."""
    wanted = rule.starts_if.items()
    return entry.kind in rule.starts and all(entry.facts.get(name, False) == value for name, value in wanted)


def answers(entries: Iterable[StandingEntry]) -> list[Step]:
    """Each of them answers on its day."""
    return [Step(entry.on, Act.ANSWER, entry) for entry in entries]


def lifts(clock: Clock, entries: Iterable[StandingEntry]) -> list[Step]:
    """Each of them lifts on its day; one dated before the trigger, on the trigger's day."""
    return [Step(max(entry.on, clock.trigger.on), Act.LIFT, entry) for entry in entries]
