"""One docket on its day, as the rules see it: current entries, their chains, and the problems found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, Protocol

from models.law.engine.calendars import Calendars
from models.law.engine.chains import ALWAYS, Chains, chains_of, concerns
from models.law.engine.clock import Act, Clock, Start, Step
from models.law.engine.current_entries import CurrentEntry, current_entries
from models.law.engine.docket import Docket
from models.law.text.rule import Law, Rule
from models.law.text.vocabulary import ABSENT


class Reach(Protocol):
    """What `Matter.concerning` needs to know of a clock or a start."""

    @property
    def triggers(self) -> tuple[CurrentEntry, ...]:
        """Returns the entries that start it."""

    @property
    def chains(self) -> frozenset[int]:
        """Returns the chains it is in."""

    @property
    def binds_customs(self) -> bool:
        """Returns whether CBP must act, so that entries in doubt concern it."""


class Engine(NamedTuple):
    """The two functions of `derive` that rules call back: every clock of a rule, and one from its start."""

    clocks_of: Callable[["Matter", Rule], list[Clock]]
    play: Callable[["Matter", Rule, Start], Clock | None]


@dataclass(slots=True)
class Matter:
    """The current entries of a docket, their chains, and the problems found so far as (index, code)."""

    docket: Docket
    law: Law
    calendars: Calendars
    entries: tuple[CurrentEntry, ...]
    by_index: Mapping[int, CurrentEntry]
    engine: Engine
    chains: Chains
    problems: set[tuple[int, str]] = field(default_factory=set)
    worked_out: dict[object, Any] = field(default_factory=dict)
    """Results that one condition computes and others reuse, such as the petition right."""

    @classmethod
    def of(cls, docket: Docket, law: Law, engine: Engine) -> "Matter":
        """Builds the matter on the docket's day, and gives each entry its chains."""
        entries = current_entries(docket)
        by_index = {entry.index: entry for entry in entries}
        nothing = Chains({}, frozenset(), {})
        matter = cls(docket, law, _calendars(docket, law), entries, by_index, engine, nothing)
        matter.chains = chains_of(entries, law.belonging[docket.lifecycle], matter)
        return matter

    def kind_starts(self, kind: str) -> bool:
        """Returns whether entries of this kind start a clock of any rule of the lifecycle."""
        return any(kind in rule.starts for rule in self.law.rules_of(self.docket.lifecycle))

    def triggers(self, rule: str, entries: Sequence[CurrentEntry], chains: Chains) -> list[CurrentEntry]:
        """Returns the entries that would start a clock of the rule if no others were on the docket."""
        then = replace(self, entries=tuple(entries), chains=chains, problems=set(), worked_out={})
        clocks = self.engine.clocks_of(then, self.law.rules[rule])
        return [trigger for clock in clocks for trigger in clock.triggers]

    def of_kind(self, *kinds: str) -> list[CurrentEntry]:
        """Returns the current entries of these kinds, in docket order."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def answers(self, entry: CurrentEntry) -> bool:
        """Returns whether an entry of its kind can answer or lift: not if it is only a part."""
        without = self.law.events[entry.kind].no_answer_if
        return not (without and entry.says(without))

    def is_in_doubt(self, entry: CurrentEntry) -> bool:
        """Returns whether the docket does not show to which start the entry belongs."""
        return entry.index in self.chains.doubt

    def concerning(
        self, clock: Reach, *kinds: str, by_doubt: bool | None = None, any_day: bool = False
    ) -> list[CurrentEntry]:
        """Returns the entries of these kinds that concern the clock, in docket order.

        An entry in doubt concerns it if `by_doubt` is true or, without `by_doubt`, if CBP must act. With
        `any_day`, entries before the clock's first day count too.
        """
        doubt = clock.binds_customs if by_doubt is None else by_doubt
        entries = self.of_kind(*kinds)
        return [each for each in entries if self._concerns(each, clock, by_doubt=doubt, any_day=any_day)]

    def _concerns(self, entry: CurrentEntry, clock: Reach, *, by_doubt: bool, any_day: bool) -> bool:
        in_chain = self.shares_chain(entry, clock.chains)
        shares = by_doubt if self.is_in_doubt(entry) else in_chain
        return concerns(entry, clock.triggers, self.by_index, shares=shares, any_day=any_day)

    def shares_chain(self, entry: CurrentEntry, chains: frozenset[int]) -> bool:
        """Returns whether the entry belongs to at least one of the chains."""
        return bool(self.chains.of[entry.index] & chains)

    def any_of(self, *kinds: str, since: date) -> list[CurrentEntry]:
        """Returns the entries of these kinds from the day on, whatever their chains, except void ones."""
        return [entry for entry in self.of_kind(*kinds) if entry.on >= since and not entry.void]

    def problem(self, code: str, entry: CurrentEntry) -> None:
        """Records a problem of the entry; the same code counts once for each entry."""
        self.problems.add((entry.index, code))

    def by_then(self, entry: CurrentEntry, *kinds: str) -> list[CurrentEntry]:
        """Returns the entries of these kinds on or before the entry's day, whatever their chains."""
        return [each for each in self.of_kind(*kinds) if each.on <= entry.on]

    def clock_of(self, rule: str, start: Start) -> Clock | None:
        """Returns the clock of the rule from this start, played once for each matter, or None."""
        key = (rule, start.trigger.index, start.chains)
        if key not in self.worked_out:
            self.worked_out[key] = self.engine.play(self, self.law.rules[rule], start)
        clock = self.worked_out[key]
        assert clock is None or isinstance(clock, Clock)
        return clock

    def clocks_of(self, rule: str) -> list[Clock]:
        """Returns every clock of the rule, in the order of their starts."""
        return self.engine.clocks_of(self, self.law.rules[rule])

    def number_of(self, rule: Rule) -> int | None:
        """Returns the rule's count, or the office's number where the law gives none; None if it is off."""
        if not rule.office:
            return rule.count
        return self.docket.office.get(rule.id, self.law.office[rule.id].default)

    def starts_of(self, trigger: CurrentEntry) -> list[Start]:
        """Returns one start in all the entry's chains, or one for each if it hangs from a line."""
        table = self.law.belonging[self.docket.lifecycle]
        chains = sorted(self.chains.of[trigger.index], key=self._began_at)
        if chains and table.is_copied(trigger.kind):
            return [Start(trigger, frozenset({chain}), _begun(chain)) for chain in chains]
        return [Start(trigger, frozenset(chains), _begun(chains[0]) if chains else None)]

    def _began_at(self, chain: int) -> tuple[date, int]:
        return (date.min, chain) if chain == ALWAYS else self.by_index[chain].place


def _calendars(docket: Docket, law: Law) -> Calendars:
    if docket.closures is None and docket.proclaimed is None:
        return Calendars((), law.closures)
    return Calendars(docket.closures or (), docket.proclaimed or ())


def _begun(chain: int) -> int | None:
    return None if chain == ALWAYS else chain


def starts_clock(rule: Rule, entry: CurrentEntry) -> bool:
    """Returns whether the entry starts the rule by its kind and by the facts that `starts_if` asks for."""
    wanted = rule.starts_if.items()
    return entry.kind in rule.starts and all(
        entry.facts.get(name, ABSENT.get(name, False)) == value for name, value in wanted
    )


def answers(entries: Iterable[CurrentEntry]) -> list[Step]:
    """Returns a step for each entry that answers the clock on the entry's day."""
    return [Step(entry.on, Act.ANSWER, entry) for entry in entries]


def lifts(clock: Clock, entries: Iterable[CurrentEntry]) -> list[Step]:
    """Returns a step for each entry that lifts the clock on its day, but not before the clock begins."""
    return [Step(max(entry.on, clock.begins_on), Act.LIFT, entry) for entry in entries]
