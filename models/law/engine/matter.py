"""One docket on its day, as the rules see it: current entries, their chains, and the problems found."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

from models.law.engine.calendars import Calendars, calendars_of
from models.law.engine.chains import ALWAYS, Chains, chains_of
from models.law.engine.clock import Act, Clock, Start, Step
from models.law.engine.concerning import concerns
from models.law.engine.current_entries import CurrentEntry, current_entries
from models.law.engine.docket import Docket
from models.law.engine.docket_index import DocketIndex, from_day, in_docket_order, through_day
from models.law.text.lifecycle_rules import LifecycleRules, rules_for
from models.law.text.rule import Law, Rule
from models.law.text.vocabulary import ABSENT

_Found = TypeVar("_Found")


class Reach(Protocol):
    """What `Matter.concerning` needs to know of a clock or a start."""

    @property
    def triggers(self) -> tuple[CurrentEntry, ...]:
        """Returns the entries that start it."""

    @property
    def begins_on(self) -> date:
        """Returns the earliest day of its triggers."""

    @property
    def chains(self) -> frozenset[int]:
        """Returns the chains it is in."""

    @property
    def binds_customs(self) -> bool:
        """Returns whether CBP must act, so that entries in doubt concern it."""


class Engine(NamedTuple):
    """What rules call back of `derive`: every start or clock of a rule, and one clock from its start."""

    starts_of: Callable[["Matter", Rule], list[Start]]
    clocks_of: Callable[["Matter", Rule], list[Clock]]
    play: Callable[["Matter", Rule, Start], Clock | None]


@dataclass(slots=True)
class Matter:
    """The current entries of a docket, their chains, and the problems found so far as (index, code)."""

    docket: Docket
    law: Law
    rules: LifecycleRules
    calendars: Calendars
    by_index: Mapping[int, CurrentEntry]
    engine: Engine
    chains: Chains
    index: DocketIndex
    problems: set[tuple[int, str]] = field(default_factory=set)
    worked_out: dict[object, Any] = field(default_factory=dict)
    """Results that one condition computes and others reuse, such as the petition right."""

    @classmethod
    def of(cls, docket: Docket, law: Law, engine: Engine) -> "Matter":
        """Builds the matter on the docket's day, and gives each entry its chains."""
        entries = current_entries(docket)
        by_index = {entry.index: entry for entry in entries}
        rules, calendars = rules_for(law, docket.lifecycle), _calendars(docket, law)
        index = DocketIndex()
        matter = cls(docket, law, rules, calendars, by_index, engine, Chains({}, {}, index), index)
        matter.chains = chains_of(entries, law.belonging[docket.lifecycle], matter)
        matter.index = matter.chains.index
        return matter

    def kind_starts(self, kind: str) -> bool:
        """Returns whether entries of this kind start a clock of any rule of the lifecycle."""
        return self.rules.starts(kind)

    def triggers(self, rule: str, chains: Chains) -> list[CurrentEntry]:
        """Returns the entries that would start a clock of the rule if no others were on the docket."""
        then = replace(self, chains=chains, index=chains.index, problems=set(), worked_out={})
        starts = self.engine.starts_of(then, self.law.rules[rule])
        return [trigger for start in starts for trigger in start.triggers]

    def of_kind(self, *kinds: str) -> Sequence[CurrentEntry]:
        """Returns the current entries of these kinds, in docket order."""
        return self.index.of_kind(*kinds)

    def answers(self, entry: CurrentEntry) -> bool:
        """Returns whether an entry of its kind can answer or lift: not if it is only a part."""
        without = self.law.events[entry.kind].no_answer_if
        return not (without and entry.says(without))

    def is_in_doubt(self, entry: CurrentEntry) -> bool:
        """Returns whether the docket does not show to which start the entry belongs."""
        return entry.index in self.chains.candidates

    def concerning(
        self,
        reach: Reach,
        *kinds: str,
        keep: Callable[[CurrentEntry], bool] | None = None,
        by_doubt: bool | None = None,
        any_day: bool = False,
    ) -> list[CurrentEntry]:
        """Returns the entries of these kinds that concern the clock, in docket order, and that `keep` keeps.

        An entry in doubt concerns it if `by_doubt` is true or, without `by_doubt`, if CBP must act. With
        `any_day`, entries before the clock's first day count too.
        """
        if self.index.kinds.keys().isdisjoint(kinds):
            return []
        doubt = reach.binds_customs if by_doubt is None else by_doubt
        lists = self._near(reach, kinds, doubtful=doubt, any_day=any_day)
        found = [
            entry
            for entries in lists
            for entry in entries
            if (keep is None or keep(entry)) and self.concerns(entry, reach, by_doubt=doubt, any_day=any_day)
        ]
        return found if len(lists) < 2 else in_docket_order(found)

    def first_concerning(
        self,
        reach: Reach,
        kinds: Collection[str],
        keep: Callable[[CurrentEntry], bool] | None = None,
        *,
        by_doubt: bool | None = None,
        any_day: bool = False,
    ) -> CurrentEntry | None:
        """Returns the first of what `concerning` returns, and looks no further; None if there is none."""
        if self.index.kinds.keys().isdisjoint(kinds):
            return None
        doubt = reach.binds_customs if by_doubt is None else by_doubt
        first: CurrentEntry | None = None
        for entries in self._near(reach, kinds, doubtful=doubt, any_day=any_day):
            for entry in entries:
                if first is not None and first.place <= entry.place:
                    break
                if (keep is None or keep(entry)) and self.concerns(
                    entry, reach, by_doubt=doubt, any_day=any_day
                ):
                    first = entry
                    break
        return first

    def _near(
        self, reach: Reach, kinds: Iterable[str], *, doubtful: bool, any_day: bool
    ) -> list[Sequence[CurrentEntry]]:
        named = [trigger.index for trigger in reach.triggers]
        since = date.min if any_day else reach.begins_on
        return self.index.lists(kinds, reach.chains, named, doubtful=doubtful, since=since)

    def concerns(self, entry: CurrentEntry, reach: Reach, *, by_doubt: bool, any_day: bool = False) -> bool:
        """Returns whether an entry concerns the clock; one in doubt does where `by_doubt` says so."""
        shares = by_doubt if self.is_in_doubt(entry) else self.shares_chain(entry, reach.chains)
        return concerns(entry, reach.triggers, self.by_index, shares=shares, any_day=any_day)

    def shares_chain(self, entry: CurrentEntry, chains: frozenset[int]) -> bool:
        """Returns whether the entry belongs to at least one of the chains."""
        return not chains.isdisjoint(self.chains.of[entry.index])

    def first_since(
        self, kinds: Collection[str], day: date, keep: Callable[[CurrentEntry], bool] | None = None
    ) -> CurrentEntry | None:
        """Returns the first entry of these kinds from the day on, whatever its chains, or None."""
        if self.index.kinds.keys().isdisjoint(kinds):
            return None
        entries = from_day(self.of_kind(*kinds), day)
        return next((entry for entry in entries if keep is None or keep(entry)), None)

    def by_then(self, entry: CurrentEntry, *kinds: str) -> Sequence[CurrentEntry]:
        """Returns the entries of these kinds on or before the entry's day, whatever their chains."""
        return through_day(self.of_kind(*kinds), entry.on)

    def problem(self, code: str, entry: CurrentEntry) -> None:
        """Records a problem of the entry; the same code counts once for each entry."""
        self.problems.add((entry.index, code))

    def once(self, work: Callable[["Matter"], _Found]) -> _Found:
        """Returns what a function finds in this matter, worked out once."""
        if work not in self.worked_out:
            self.worked_out[work] = work(self)
        found: _Found = self.worked_out[work]
        return found

    def clock_of(self, rule: str, start: Start) -> Clock | None:
        """Returns the clock of the rule from this start, played once for each matter, or None."""
        key = (rule, start.trigger.index, start.chains)
        if key not in self.worked_out:
            self.worked_out[key] = self.engine.play(self, self.law.rules[rule], start)
        clock: Clock | None = self.worked_out[key]
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
        chains = self.chains.of[trigger.index]
        if len(chains) == 1:
            (chain,) = chains
            return [Start(trigger, chains, None if chain == ALWAYS else chain)]
        if chains and self.law.belonging[self.docket.lifecycle].is_copied(trigger.kind):
            return [
                Start(trigger, frozenset({each}), _begun(each)) for each in self._by_their_beginning(chains)
            ]
        return [Start(trigger, chains, _begun(self._by_their_beginning(chains)[0]) if chains else None)]

    def _by_their_beginning(self, chains: Iterable[int]) -> list[int]:
        return sorted(chains, key=self._began_at)

    def _began_at(self, chain: int) -> tuple[date, int]:
        return (date.min, chain) if chain == ALWAYS else self.by_index[chain].place


def _calendars(docket: Docket, law: Law) -> Calendars:
    if docket.closures is None and docket.proclaimed is None:
        return calendars_of(frozenset(), law.closures)
    return calendars_of(docket.closures or frozenset(), docket.proclaimed or frozenset())


def _begun(chain: int) -> int | None:
    return None if chain == ALWAYS else chain


def starts_clock(rule: Rule, entry: CurrentEntry) -> bool:
    """Returns whether the entry starts the rule by its kind and by the facts that `starts_if` asks for."""
    if entry.kind not in rule.starts:
        return False
    wanted = rule.starts_if.items()
    return not wanted or all(
        entry.facts.get(name, ABSENT.get(name, False)) == value for name, value in wanted
    )


def lifts(clock: Clock, entries: Iterable[CurrentEntry]) -> list[Step]:
    """Returns a step for each entry that lifts the clock on its day, but not before the clock begins."""
    return [Step(max(entry.on, clock.begins_on), Act.LIFT, entry) for entry in entries]
