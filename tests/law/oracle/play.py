"""One clock, played step by step; encoding, section 4."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.law.oracle.belonging import Belonging, Reach, concerns
from tests.law.oracle.calendar import Days
from tests.law.oracle.docket import Docket, Entry
from tests.law.oracle.standing import Standing
from tests.law.oracle.table import LINES

MOVE, ANSWER, LIFT = range(3)
IN_FORCE = date(1998, 7, 16)
OF_PART_163 = ("AUD", "SUM", "DEM", "PRG", "ALT", "RET")


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
    ours: bool = True
    strict_since: list[tuple[date, date]] = field(default_factory=list)
    """Days on which it was moved, each with the strict date before."""

    @property
    def begins(self) -> date:
        """The earliest day of its triggers."""
        return min(trigger.on for trigger in self.reach.triggers)

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
    when: Callable[[Clock], bool] | None = None


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

    def concerning(self, clock: Clock, *kinds: str, by_doubt: bool | None = None) -> list[Entry]:
        """Those of them that concern the clock."""
        found = self.of_kind(*kinds)
        return [e for e in found if concerns(self.belonging, e, clock.reach, by_doubt=by_doubt)]

    def reaches(self, trigger: Entry, *, customs: bool) -> list[Reach]:
        """One of all its chains for a start and for what stands in no line; else one in each chain."""
        chains, lines = self.belonging.chains[trigger.index], LINES.get(self.docket.lifecycle, [])
        is_start = any(trigger.kind in starts for starts, _ in lines)
        hangs = any(trigger.kind in hanging for _, hanging in lines)
        if hangs and not is_start:
            return [Reach(trigger, frozenset({chain}), customs) for chain in sorted(chains)]
        return [Reach(trigger, frozenset(chains), customs)]

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
        clock.strict_since.append((entry.on, clock.strict))
        self.move_to(clock, entry.facts["due_on"])

    def move_to(self, clock: Clock, day: date) -> None:
        """Sets both readings to a fixed day."""
        clock.strict, clock.lenient = day, self.days.roll(day)
        if clock.rule == "CAL-02":
            clock.strict = self.days.fewer_closed.roll(day)

    def play(self, clock: Clock, steps: list[Step]) -> None:
        """Plays a deadline, a target or a right and adds its row."""
        for step in sorted(steps, key=lambda step: (step.day, step.what, step.entry.place)):
            if step.move is not None:
                step.move(clock, step.entry)
            elif step.when is not None and not step.when(clock):
                continue
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
        for trigger in clock.reach.triggers:
            if trigger.on < IN_FORCE and clock.rule.startswith(OF_PART_163):
                self.problem("before_in_force", trigger)
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
        if clock.reach.binds_customs or not clock.ours or clock.kind in ("right", "retention", "lookback"):
            return None
        before = timedelta(days=1 if clock.kind == "threshold" else 0)
        return self.days.back(clock.strict - before).isoformat()

    def position(self, clock: Clock) -> tuple[Any, ...]:
        """The order of the answer."""
        began = next((e.place for e in self.standing.entries if e.index == clock.began), (date.min, -1))
        return clock.strict, clock.rule, clock.anchor[1], clock.trigger.place, began


def play_threshold(matter: Matter, clock: Clock, stops: list[Entry]) -> None:
    """The first stop from the clock's begin on, if it comes before the lenient day; else it happens."""
    stops = sorted((e for e in stops if e.on >= clock.begins), key=lambda e: e.place)
    if stops and stops[0].on < clock.lenient:
        clock.end("stopped" if stops[0].on < clock.strict else "ambiguous", stops[0].on, stops[0])
    elif matter.docket.as_of >= clock.lenient:
        clock.end("crossed", clock.lenient, None)
    matter.add(clock)


def lift_day(clock: Clock, entry: Entry) -> date:
    """A lift dated before the trigger takes effect on the trigger's day."""
    return max(entry.on, clock.begins)


def _answered(clock: Clock, day: date) -> str:
    if clock.kind == "right":
        return "used"
    if day <= clock.strict:
        return "met"
    return "met_in_gap" if day <= clock.lenient else "met_late"


def _unsettled(clock: Clock, as_of: date) -> str:
    if clock.kind == "lookback":
        return "fixed"
    if clock.kind == "retention":
        return "keep" if as_of <= clock.lenient else "disposable"
    if clock.kind == "right":
        return "not_open" if as_of < clock.strict else "ambiguous" if as_of < clock.lenient else "open"
    if clock.kind == "threshold":
        return "running" if as_of < clock.strict else "ambiguous" if as_of < clock.lenient else "crossed"
    return "pending" if as_of <= clock.strict else "ambiguous" if as_of <= clock.lenient else "missed"
