"""One clock, played step by step; encoding, section 4."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from second_belonging import Belonging, Reach, concerns
from second_calendar import Days
from second_docket import Docket, Entry
from second_standing import Standing

MOVE, ANSWER, LIFT = range(3)
IN_FORCE = date(1998, 7, 16)


@dataclass(slots=True)
class Clock:
    """One row of the answer while it runs; `began` is the chain of one of several copies."""

    rule: str
    kind: str
    reach: Reach
    anchor: tuple[str, date]
    strict: date
    lenient: date
    began: int = -1
    status: str = ""
    settled_on: date | None = None
    settled_by: Entry | None = None

    @property
    def trigger(self) -> Entry:
        """The entry that starts the clock."""
        return self.reach.trigger

    def end(self, status: str, on: date, by: Entry | None) -> None:
        """Settles the clock; `by` is None for what happens by itself."""
        self.status, self.settled_on, self.settled_by = status, on, by


@dataclass(frozen=True, slots=True)
class Step:
    """On a day an entry moves, answers or lifts; with `move` it does only that, if the clock still runs."""

    day: date
    what: int
    entry: Entry
    move: Callable[[Clock, Entry], None] | None = None


@dataclass(slots=True)
class Matter:
    """One docket on its day, with the rows and problems found so far."""

    docket: Docket
    standing: Standing
    belonging: Belonging
    days: Days
    rows: list[Clock] = field(default_factory=list)
    problems: set[tuple[int, str]] = field(default_factory=set)

    def of_kind(self, *kinds: str) -> list[Entry]:
        """The standing entries of these kinds in docket order."""
        return [entry for entry in self.standing.entries if entry.kind in kinds]

    def concerning(self, clock: Clock, *kinds: str) -> list[Entry]:
        """Those of them that concern the clock."""
        return [e for e in self.of_kind(*kinds) if concerns(self.belonging, e, clock.reach)]

    def in_doubt(self, entry: Entry) -> bool:
        """Whether it is in doubt to which start the entry belongs."""
        return entry.index in self.belonging.doubt

    def problem(self, code: str, entry: Entry) -> None:
        """Raises the problem, once for each entry."""
        self.problems.add((entry.index, code))

    def fixed_dates(self, clock: Clock) -> list[Step]:
        """The moves by `due_date_fixed`; one in doubt moves to a later day only."""
        fixed = [e for e in self.concerning(clock, "due_date_fixed") if e.facts["rule"] == clock.rule]
        return [Step(entry.on, MOVE, entry, self._fix) for entry in fixed]

    def _fix(self, clock: Clock, entry: Entry) -> None:
        if self.in_doubt(entry) and entry.facts["due_on"] <= clock.strict:
            return
        self.move_to(clock, entry.facts["due_on"])

    def move_to(self, clock: Clock, day: date) -> None:
        """Sets both readings to a fixed day."""
        clock.strict, clock.lenient = day, self.days.roll(day)

    def play(self, clock: Clock, steps: list[Step]) -> None:
        """Plays a deadline, a target or a right and adds its row."""
        for step in sorted(steps, key=lambda step: (step.day, step.what, step.entry.place)):
            if step.move is not None:
                step.move(clock, step.entry)
            elif step.what == LIFT:
                clock.end("lifted", step.day, step.entry)
            else:
                clock.end(_answered(clock, step.day), step.day, step.entry)
            if clock.status:
                break
        self.add(clock)

    def add(self, clock: Clock) -> None:
        """Adds the row, with the status of the day if nothing has settled it."""
        if not clock.status:
            clock.status = _unsettled(clock, self.docket.as_of)
        if clock.trigger.on < IN_FORCE:
            self.problem("before_in_force", clock.trigger)
        self.rows.append(clock)

    def as_row(self, clock: Clock) -> dict[str, Any]:
        """The keys of the row that are compared."""
        return {
            "rule": clock.rule,
            "anchor": {"kind": clock.anchor[0], "on": clock.anchor[1].isoformat()},
            "strict_on": clock.strict.isoformat(),
            "lenient_on": clock.lenient.isoformat(),
            "act_by": self._act_by(clock),
            "status": clock.status,
            "settled_on": None if clock.settled_on is None else clock.settled_on.isoformat(),
        }

    def _act_by(self, clock: Clock) -> str | None:
        if clock.reach.binds_customs or clock.kind == "right":
            return None
        before = timedelta(days=1 if clock.kind == "threshold" else 0)
        return self.days.back(clock.strict - before).isoformat()

    def position(self, clock: Clock) -> tuple[Any, ...]:
        """The order of the answer."""
        began = next((e.place for e in self.standing.entries if e.index == clock.began), (date.min, -1))
        return clock.strict, clock.rule, clock.anchor[1], clock.trigger.place, began


def lift_day(clock: Clock, entry: Entry) -> date:
    """A lift dated before the trigger takes effect on the trigger's day."""
    return max(entry.on, clock.trigger.on)


def _answered(clock: Clock, day: date) -> str:
    if clock.kind == "right":
        return "used"
    if day <= clock.strict:
        return "met"
    return "met_in_gap" if day <= clock.lenient else "met_late"


def _unsettled(clock: Clock, as_of: date) -> str:
    if clock.kind == "right":
        return "open" if as_of >= clock.strict else "not_open"
    if clock.kind == "threshold":
        return "running" if as_of < clock.strict else "ambiguous" if as_of < clock.lenient else "crossed"
    return "pending" if as_of <= clock.strict else "ambiguous" if as_of <= clock.lenient else "missed"
