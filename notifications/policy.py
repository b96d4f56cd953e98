"""Decides what somebody should hear now: compares a clock with what this person was told. Pure.

The answer is always a reason, for silence too. Whatever days the watch was off, the next look tells the
highest step reached, once, and says how late it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.law.vocabulary import Party, RuleKind, Status
from notifications.ladder import Ladder, Rung


class Reason(StrEnum):
    """Why somebody is told, or is not."""

    DEADLINE_SET = "deadline_set"
    REMINDER = "reminder"
    DUE_NOW = "due_now"
    IN_GAP = "in_gap"
    MISSED = "missed"
    IN_DOUBT = "in_doubt"
    RIGHT_OPENED = "right_opened"
    THRESHOLD_NEAR = "threshold_near"
    THRESHOLD_CROSSED = "threshold_crossed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    MET = "met"
    DEFECT = "defect"
    WATCH_SILENT = "watch_silent"
    LAW_CHANGED = "law_changed"
    NOT_YET = "not_yet"
    ALREADY_TOLD = "already_told"

    @property
    def is_silence(self) -> bool:
        """Whether nobody is told."""
        return self in (Reason.NOT_YET, Reason.ALREADY_TOLD)

    @property
    def alarms(self) -> bool:
        """Whether who was told this must hear when the matter is met."""
        return self in _ALARMS

    @property
    def ends_a_round(self) -> bool:
        """Whether the story ends here; if the clock runs again, it is told anew."""
        return self in (Reason.MET, Reason.WITHDRAWN)


_ALARMS = {
    Reason.DUE_NOW,
    Reason.IN_GAP,
    Reason.MISSED,
    Reason.IN_DOUBT,
    Reason.RIGHT_OPENED,
    Reason.THRESHOLD_NEAR,
    Reason.THRESHOLD_CROSSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A clock as the policy sees it."""

    kind: RuleKind
    bound: Party
    strict_on: date
    lenient_on: date
    act_by: date | None
    status: Status
    settled_on: date | None = None
    withdrawn: bool = False

    @property
    def due(self) -> str:
        """The readings told of, as text: a changed day is another one."""
        if self.strict_on == self.lenient_on:
            return self.strict_on.isoformat()
        return f"{self.strict_on.isoformat()}/{self.lenient_on.isoformat()}"

    @property
    def is_settled(self) -> bool:
        """Whether somebody ended it; what happened by itself did not."""
        return self.settled_on is not None and self.status is not Status.CROSSED


@dataclass(frozen=True, slots=True)
class Told:
    """One thing this person was told of this clock, oldest first in a sequence of them."""

    due: str
    step: str
    reason: Reason
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to say now. `step` names it once for each `due`; `previous` is the day that is struck out."""

    reason: Reason
    step: str
    due: str
    days_late: int = 0
    previous: str = ""


def decide(watched: Watched, told: Sequence[Told], ladder: Ladder, today: date) -> Decision:
    """What this person should hear of this clock today."""
    rounds = sum(each.reason.ends_a_round for each in told)
    heard = _this_round(told)
    if watched.withdrawn or watched.is_settled:
        return _at_the_end(watched, heard, rounds)
    if heard and heard[-1].due != watched.due:
        moves = sum(each.reason is Reason.MOVED for each in heard)
        step = "moved" if moves == 0 else f"moved {moves + 1}"
        return _say(Reason.MOVED, step, watched, rounds, previous=heard[-1].due)
    return _on_the_ladder(watched, heard, ladder, today, rounds)


def next_look(watched: Watched, ladder: Ladder, today: date) -> date | None:
    """The next day on which the decision or the status can change; None where no day can change them."""
    if watched.withdrawn or watched.is_settled:
        return None
    days = {day for _, day in _rungs(watched, ladder)} | _turning_days(watched)
    return min((day for day in days if day > today), default=None)


def _turning_days(watched: Watched) -> set[date]:
    """The days on which the status itself changes, whichever kind it is."""
    after = timedelta(days=1)
    edges = (watched.strict_on, watched.lenient_on)
    return {*edges, *(edge + after for edge in edges)}


def _this_round(told: Sequence[Told]) -> list[Told]:
    last = max((place for place, each in enumerate(told) if each.reason.ends_a_round), default=-1)
    return list(told[last + 1 :])


def _at_the_end(watched: Watched, heard: Sequence[Told], rounds: int) -> Decision:
    """Withdrawn is for everybody who was told anything, met for those alarmed."""
    if not heard:
        return _silent(Reason.NOT_YET, watched)
    if watched.withdrawn:
        return _say(Reason.WITHDRAWN, "withdrawn", watched, rounds, previous=heard[-1].due)
    if any(each.reason.alarms for each in heard):
        return _say(Reason.MET, "met", watched, rounds)
    return _silent(Reason.ALREADY_TOLD, watched)


def _on_the_ladder(
    watched: Watched, heard: Sequence[Told], ladder: Ladder, today: date, rounds: int
) -> Decision:
    reached = [(rung, day) for rung, day in _rungs(watched, ladder) if day <= today]
    # Of two steps of one day the later of the ladder: max takes the first it meets.
    rung, day = max(reversed(reached), key=lambda pair: pair[1], default=(None, today))
    if not heard:
        return _first_word(watched, rung, rounds)
    if rung is None or _is_covered(rung, day, watched, heard):
        return _silent(Reason.ALREADY_TOLD, watched)
    return _say(_reason_of(rung, watched), rung.step, watched, rounds, days_late=(today - day).days)


def _is_covered(rung: Rung, day: date, watched: Watched, heard: Sequence[Told]) -> bool:
    """Whether what was said of these days covers a step: all before it, but news of a move covers no alarm.

    A day moved into the past is not only moved: it is missed.
    """
    of_these_days = [each for each in heard if each.due == watched.due]
    if Reason(rung.reason).alarms:
        of_these_days = [each for each in of_these_days if each.reason is not Reason.MOVED]
    return any(day <= each.on for each in of_these_days)


def _first_word(watched: Watched, rung: Rung | None, rounds: int) -> Decision:
    """A new clock starts at the highest step reached; where only reminders lie behind, it is simply set."""
    if rung is None:
        return _say(Reason.DEADLINE_SET, "set", watched, rounds)
    reason = _reason_of(rung, watched)
    return _say(Reason.DEADLINE_SET if reason is Reason.REMINDER else reason, rung.step, watched, rounds)


def _reason_of(rung: Rung, watched: Watched) -> Reason:
    """A clock that stays ambiguous when its last day has passed is never said to be missed."""
    reason = Reason(rung.reason)
    in_doubt = reason is Reason.MISSED and watched.status is Status.AMBIGUOUS
    return Reason.IN_DOUBT if in_doubt else reason


def _rungs(watched: Watched, ladder: Ladder) -> list[tuple[Rung, date]]:
    """The steps of this clock with their days; the gap is a step only where there is one."""
    days = {
        "act_by": watched.act_by or watched.strict_on,
        "strict_on": watched.strict_on,
        "lenient_on": watched.lenient_on,
    }
    has_gap = watched.strict_on < watched.lenient_on
    return [
        (rung, days[rung.counts_from] + timedelta(days=rung.days))
        for rung in ladder.rungs
        if has_gap or rung.reason != Reason.IN_GAP
    ]


def _say(
    reason: Reason, step: str, watched: Watched, rounds: int, *, days_late: int = 0, previous: str = ""
) -> Decision:
    named = step if rounds == 0 else f"{step}/{rounds + 1}"
    return Decision(reason=reason, step=named, due=watched.due, days_late=days_late, previous=previous)


def _silent(reason: Reason, watched: Watched) -> Decision:
    return Decision(reason=reason, step="", due=watched.due)
