"""One clock while it is played: moves, answers and lifts by day; the first answer or lift ends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from models.law.counting import Readings
from models.law.rule import Rule
from models.law.standing import StandingEntry
from models.law.vocabulary import Party, RuleKind, Status


class Act(IntEnum):
    """What an entry does to a clock; on one day in this order."""

    MOVE = 0
    ANSWER = 1
    LIFT = 2


@dataclass(slots=True)
class Clock:
    """A rule that runs from one trigger, in its chains. `began` is the entry that began the chain, if any."""

    rule: Rule
    trigger: StandingEntry
    chains: frozenset[int]
    began: int | None
    anchor_kind: str
    anchor_on: date
    strict_on: date
    lenient_on: date
    trace: list[str] = field(default_factory=list)
    ambiguities: set[str] = field(default_factory=set)
    status: Status | None = None
    settled_on: date | None = None
    settled_by: StandingEntry | None = None

    @property
    def binds_customs(self) -> bool:
        """Whether an entry in doubt concerns it."""
        return self.rule.bound is Party.CUSTOMS

    def move_to(self, moved: Readings) -> None:
        """Replaces both readings."""
        self.strict_on, self.lenient_on = moved.strict_on, moved.lenient_on
        self.ambiguities -= {"A1"}
        self.ambiguities |= {"A1"} if moved.rolled else set()

    def answer(self, on: date, by: StandingEntry) -> None:
        """Ends it by an act of somebody."""
        self._settle(_answered(self, on), on, by)

    def lift(self, on: date, by: StandingEntry) -> None:
        """Ends it by something that takes the obligation or the right away."""
        self._settle(Status.LIFTED, on, by)

    def _settle(self, status: Status, on: date, by: StandingEntry) -> None:
        self.status, self.settled_on, self.settled_by = status, on, by


@dataclass(frozen=True, slots=True)
class Step:
    """On a day an entry acts on a clock. `move` is what it does instead of ending it."""

    on: date
    act: Act
    entry: StandingEntry
    move: Callable[[Clock], None] | None = None
    why: str = ""
    """What the trace says beside the entry and its day."""


def play(clock: Clock, steps: Iterable[Step], say: Callable[[Clock, Step], str]) -> None:
    """Takes the steps in order until one ends the clock; `say` words the trace of what ended it."""
    for step in sorted(steps, key=lambda step: (step.on, step.act, step.entry.place)):
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
        clock.status = Status.STOPPED if stopped else Status.AMBIGUOUS
        clock.settled_on, clock.settled_by = first.on, first.entry
        clock.trace.append(say(clock, first))
    elif as_of >= clock.lenient_on:
        clock.status, clock.settled_on = Status.CROSSED, clock.lenient_on


def _answered(clock: Clock, on: date) -> Status:
    if clock.rule.kind is RuleKind.RIGHT:
        return Status.USED
    if on <= clock.strict_on:
        return Status.MET
    return Status.MET_IN_GAP if on <= clock.lenient_on else Status.MET_LATE
