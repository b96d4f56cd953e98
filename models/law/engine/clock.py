"""One clock while it is played: moves, answers and lifts by day; the first answer or lift ends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from models.law.engine.counting import Readings
from models.law.engine.current_entries import CurrentEntry
from models.law.text.rule import Rule
from models.law.text.vocabulary import Party, RuleKind, Status


class Act(IntEnum):
    """What an entry does to a clock; on one day in this order."""

    MOVE = 0
    ANSWER = 1
    LIFT = 2


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a clock, in its chains, before it runs; `began` is the entry that began them, if any."""

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
        """Every entry that starts it."""
        return (self.trigger, *self.others)


@dataclass(frozen=True, slots=True)
class Reading:
    """Both days of a clock as a named function gives them, with their anchor, the gaps and the reasons."""

    anchor_kind: str
    anchor_on: date
    days: Readings
    why: tuple[str, ...]
    ambiguities: frozenset[str] = frozenset()


@dataclass(slots=True)
class Clock:
    """A rule that runs from its start, with its two days as they stand."""

    rule: Rule
    start: Start
    anchor_kind: str
    anchor_on: date
    strict_on: date
    lenient_on: date
    trace: list[str] = field(default_factory=list)
    ambiguities: set[str] = field(default_factory=set)
    status: Status | None = None
    settled_on: date | None = None
    settled_by: CurrentEntry | None = None

    @property
    def trigger(self) -> CurrentEntry:
        """The entry that starts it, the one of its anchor where there are several."""
        return self.start.trigger

    @property
    def triggers(self) -> tuple[CurrentEntry, ...]:
        """Every entry that starts it."""
        return self.start.triggers

    @property
    def begins_on(self) -> date:
        """The day from which it counts: the earliest of its triggers'."""
        return min(trigger.on for trigger in self.triggers)

    @property
    def chains(self) -> frozenset[int]:
        """The chains it is in."""
        return self.start.chains

    @property
    def binds_customs(self) -> bool:
        """Whether an entry in doubt concerns it."""
        return self.rule.bound is Party.CUSTOMS

    def move_to(self, moved: Readings) -> None:
        """Replaces both readings."""
        self.strict_on, self.lenient_on = moved.strict_on, moved.lenient_on
        self.ambiguities -= {"A1"}
        self.ambiguities |= {"A1"} if moved.rolled else set()

    def answer(self, on: date, by: CurrentEntry) -> None:
        """Ends it by an act of somebody."""
        self.settle(_answered(self, on), on, by)

    def lift(self, on: date, by: CurrentEntry) -> None:
        """Ends it by something that takes the obligation or the right away."""
        self.settle(Status.LIFTED, on, by)

    def settle(self, status: Status, on: date, by: CurrentEntry | None) -> None:
        """Where it stands for good, since when, and by which entry."""
        self.status, self.settled_on, self.settled_by = status, on, by


@dataclass(frozen=True, slots=True)
class Step:
    """On a day an entry acts on a clock. `move` is what it does instead of ending it."""

    on: date
    act: Act
    entry: CurrentEntry
    move: Callable[[Clock], None] | None = None
    when: Callable[[Clock], bool] | None = None
    """It takes effect only if this holds of the clock as it then stands."""


def play(clock: Clock, steps: Iterable[Step], say: Callable[[Clock, Step], str]) -> None:
    """Takes the steps in order until one ends the clock; `say` words the trace of what ended it."""
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
        clock.trace.append(say(clock, step))
        return


def play_threshold(
    clock: Clock, stops: Iterable[Step], as_of: date, say: Callable[[Clock, Step], str]
) -> None:
    """The first stop counts if it comes before the lenient day; else it happens by itself on that day."""
    first = min(stops, key=lambda step: (step.on, step.entry.place), default=None)
    if first is not None and first.on < clock.lenient_on:
        stopped = first.on < clock.strict_on
        clock.settle(Status.STOPPED if stopped else Status.AMBIGUOUS, first.on, first.entry)
        clock.trace.append(say(clock, first))
    elif as_of >= clock.lenient_on:
        clock.settle(Status.CROSSED, clock.lenient_on, None)


def _answered(clock: Clock, on: date) -> Status:
    if clock.rule.kind is RuleKind.RIGHT:
        return Status.USED
    if on <= clock.strict_on:
        return Status.MET
    return Status.MET_IN_GAP if on <= clock.lenient_on else Status.MET_LATE
