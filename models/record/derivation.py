"""What the law answers to a docket at an instant, and what that changes in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from models.law.engine.answer import Answer, Problem
from models.law.engine.answer import Deadline as Clock
from models.law.text.rule import Law
from models.record.docket_rows import Basis
from models.record.tables.dockets import Deadline, Defect, DerivedDocket, Entry, Matter
from models.wall_clock import today_in

Identity = tuple[str, int, int]
"""Rule, number of the trigger's first version, number of the first version of what began the chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """What the law answers to a docket, with the docket, at an instant."""

    matter: Matter
    entries: Sequence[Entry]
    answer: Answer
    law: Law
    at: datetime
    holds_through: date
    """The last day on which the docket has this answer, if nothing more is recorded."""

    @property
    def today(self) -> date:
        """The day in the matter's zone."""
        return today_in(self.matter.timezone, self.at)

    def clocks(self) -> dict[Identity, Clock]:
        """All that the docket gives, by what stays the same of each."""
        return {self.identity_of(clock): clock for clock in self.answer.deadlines}

    def identity_of(self, clock: Clock) -> Identity:
        """What stays the same of a clock, whatever is corrected or moved."""
        one_clock = self.law.rules[clock.rule].one_clock
        trigger = 0 if one_clock else self.root_of(clock.known_by)
        return clock.rule, trigger, 0 if clock.chain is None else self.root_of(clock.chain)

    def remembered(self, basis: Basis) -> DerivedDocket:
        """This derivation as it is kept: on what basis, and for which days."""
        return DerivedDocket(
            matter_id=self.matter.id,
            head=basis.head,
            law_hash=basis.law_hash,
            settings=basis.settings,
            derived_on=self.today,
            holds_through=self.holds_through,
        )

    def defects(self) -> set[tuple[str, int]]:
        """Each defect of the docket, by its code and the number of its entry."""
        return {(each.code, self.entries[each.entry].number) for each in self.problems}

    @property
    def problems(self) -> list[Problem]:
        """What is defective, whatever the day: that something is yet to happen is no defect of a docket."""
        return [each for each in self.answer.problems if each.code != "entry_after_as_of"]

    def root_of(self, index: int) -> int:
        """The number of an entry's first version."""
        entry = self.entries[index]
        while entry.replaces is not None:
            entry = self.entries[entry.replaces - 1]
        return entry.number


@dataclass(slots=True)
class Moved:
    """A clock whose days changed, with the days it had."""

    deadline: Deadline
    strict_on: date
    lenient_on: date


@dataclass(slots=True)
class Changes:
    """What a derivation changed in the store."""

    started: list[Deadline] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    settled: list[Deadline] = field(default_factory=list)
    restated: list[Deadline] = field(default_factory=list)
    """A status that changed with time, or a settled clock that runs again."""
    withdrawn: list[Deadline] = field(default_factory=list)
    raised: list[Defect] = field(default_factory=list)
    cleared: list[Defect] = field(default_factory=list)
    clocks: Mapping[Identity, Clock] = field(default_factory=dict)
    """All that the docket gives now, with the reasons, which are not stored."""
