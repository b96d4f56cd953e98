"""One clock while it is played: moves, answers and lifts by day; the first answer or lift ends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from models.law.engine.calendars import Count
from models.law.engine.counting import Readings
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.telling import Trace, Words
from models.law.text.rule import Rule
from models.law.text.vocabulary import Party, RuleKind, Status


class Act(IntEnum):
    """What an entry does to a clock. On one day, acts take effect in this order."""

    MOVE = 0
    ANSWER = 1
    LIFT = 2


class Start(NamedTuple):
    """What starts a clock, and its chains. `began` is the index of the entry that began them, or None."""

    trigger: CurrentEntry
    chains: frozenset[int]
    began: int | None = None
    binds_customs: bool = False
    others: tuple[CurrentEntry, ...] = ()
    """The further triggers of a clock that has several."""
    known_by: int | None = None
    """The entry by which the clock stays the same one when another entry becomes its trigger."""

    @property
    def triggers(self) -> tuple[CurrentEntry, ...]:
        """Returns every entry that starts the clock, the trigger first."""
        return (self.trigger, *self.others)

    @property
    def begins_on(self) -> date:
        """Returns the earliest day of its triggers; entries before it concern the clock only by a link."""
        if not self.others:
            return self.trigger.on
        return min(trigger.on for trigger in self.triggers)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock counts from its anchor, and the ambiguities between its dates."""

    anchor_kind: str
    anchor_on: date
    count: Count
    """It looks at no closed day but between the anchor and its two dates."""
    why: Callable[[], Words] | None = None
    """What the trace says of the count, where it is another one than the rule's own."""
    ambiguities: frozenset[str] = frozenset()


@dataclass(slots=True)
class Clock:
    """A rule as it runs from its start, with its current two dates; strict_on is never after lenient_on."""

    rule: Rule
    start: Start
    anchor_kind: str
    anchor_on: date
    strict_on: date
    lenient_on: date
    trace: Trace = field(default_factory=Trace)
    ambiguities: set[str] = field(default_factory=set)
    status: Status | None = None
    settled_on: date | None = None
    settled_by: CurrentEntry | None = None
    strict_days: list[tuple[date, date]] = field(default_factory=list)
    """Each strict date that a move gave it, after the day of the move."""
    trigger: CurrentEntry = field(init=False)
    """The entry that starts the clock; of several, the one that gives the anchor."""
    triggers: tuple[CurrentEntry, ...] = field(init=False)
    """Every entry that starts the clock, the trigger first."""
    begins_on: date = field(init=False)
    """The earliest day of its triggers."""
    chains: frozenset[int] = field(init=False)
    """The chains of its start, named by the index of the entry that began each."""

    def __post_init__(self) -> None:
        self.trigger, self.triggers = self.start.trigger, self.start.triggers
        self.begins_on, self.chains = self.start.begins_on, self.start.chains

    @property
    def binds_customs(self) -> bool:
        """Returns whether CBP must act, so that an entry in doubt concerns the clock."""
        return self.rule.bound is Party.CUSTOMS

    def move_to(self, moved: Readings, on: date) -> None:
        """Replaces both dates; A1 and A27 are named if and only if they bear on the new last day."""
        if not self.strict_days:
            self.strict_days.append((date.min, self.strict_on))
        self.strict_on, self.lenient_on = moved.strict_on, moved.lenient_on
        self.strict_days.append((on, moved.strict_on))
        self.ambiguities -= {"A1", "A27"}
        self.ambiguities |= moved.ambiguities

    def strict_as_of(self, day: date) -> date:
        """Returns the strict date in force at the end of a day, on which the clock runs."""
        given = [strict for moved_on, strict in self.strict_days if moved_on <= day]
        return given[-1] if given else self.strict_on

    def answer(self, on: date, by: CurrentEntry) -> None:
        """Ends the clock as met, met late or used, by the day of the act."""
        self.settle(_answered(self, on), on, by)

    def lift(self, on: date, by: CurrentEntry) -> None:
        """Ends the clock because the obligation or the right no longer exists."""
        self.settle(Status.LIFTED, on, by)

    def settle(self, status: Status, on: date, by: CurrentEntry | None) -> None:
        """Sets the final status, its day, and the entry that caused it."""
        self.status, self.settled_on, self.settled_by = status, on, by


class Step(NamedTuple):
    """What an entry does to a clock on a day: `move` changes its dates, a step without it ends it."""

    on: date
    act: Act
    entry: CurrentEntry
    move: Callable[[Clock], None] | None = None
    when: Callable[[Clock], bool] | None = None
    """It takes effect only if this holds of the clock as it then stands."""


def play(clock: Clock, steps: Iterable[Step], say: Callable[[Clock, Step], None]) -> None:
    """Takes the steps by day until one ends the clock; `say` notes in its trace what the step did."""
    for step in sorted(steps, key=lambda step: (step.on, step.act, step.entry.place)):
        if step.when is not None and not step.when(clock):
            continue
        if step.move is not None:
            step.move(clock)
            continue
        if step.act is Act.LIFT:
            clock.lift(step.on, step.entry)
        else:
            clock.answer(step.on, step.entry)
        say(clock, step)
        return


def play_threshold(
    clock: Clock, stops: Iterable[Step], as_of: date, say: Callable[[Clock, Step], None]
) -> None:
    """Ends a threshold: stopped if its first stop comes before the lenient day, else crossed on that day."""
    first = min(stops, key=lambda step: (step.on, step.entry.place), default=None)
    if first is not None and first.on < clock.lenient_on:
        stopped = first.on < clock.strict_on
        clock.settle(Status.STOPPED if stopped else Status.AMBIGUOUS, first.on, first.entry)
        say(clock, first)
    elif as_of >= clock.lenient_on:
        clock.settle(Status.CROSSED, clock.lenient_on, None)


def _answered(clock: Clock, on: date) -> Status:
    if clock.rule.kind is RuleKind.RIGHT:
        return Status.USED
    if on <= clock.strict_on:
        return Status.MET
    return Status.MET_IN_GAP if on <= clock.lenient_on else Status.MET_LATE
