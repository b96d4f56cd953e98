"""Foresees the alerts about a deadline if nothing more is recorded: the policy day by day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.in_words import short_date, spaced
from models.law.engine.answer import status_on
from models.law.text.vocabulary import Status
from notifications.policy.deadline_state import DeadlineState, Decision, Told
from notifications.policy.decide import Hearing, decide, next_look
from notifications.policy.pauses import Hold
from notifications.policy.steps import Step

_WORDS_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Foreseen:
    """One upcoming alert: its day, whom it reaches and by which channel, of which deadline, and why."""

    on: date
    docket_number: str
    clock: str
    contact: str
    channel: str
    step: str
    reason: str

    @property
    def words(self) -> str:
        """The alert on one line: day, person, channel, matter, deadline, step, reason."""
        return (
            f"{short_date(self.on)}: {self.contact} by {self.channel}: {self.docket_number}, {self.clock}: "
            f"{self.step} ({spaced(self.reason)})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A deadline with its steps and pauses; `by_days`: its status follows from the days alone."""

    watched: DeadlineState
    steps: Sequence[Step]
    holds: Sequence[Hold] = ()
    by_days: bool = True
    muted: Sequence[tuple[date, date]] = ()
    """From which day until before which graver clocks mute what is lesser of it."""

    def unmuted_on(self, day: date) -> date | None:
        """The day on which it is heard again; None where it is not mute."""
        return max((until for since, until in self.muted if since <= day < until), default=None)

    def on(self, day: date) -> DeadlineState:
        """The clock as it stands on a day to come."""
        if not self.by_days or self.watched.is_over:
            return self.watched
        status = status_on(self.watched.kind, self.watched.strict_on, self.watched.lenient_on, day)
        settled = self.watched.lenient_on if status is Status.CROSSED else self.watched.settled_on
        return replace(self.watched, status=status, settled_on=settled)


def foresee(
    outlook: Outlook, told: Sequence[Told], own: Hearing, today: date, until: date
) -> list[tuple[date, Decision]]:
    """What one person will be told from today through a day, each with its day."""
    heard, found, day = list(told), [], today
    while day <= until:
        watched = outlook.on(day)
        heard_again = outlook.unmuted_on(day)
        for _ in range(_WORDS_AT_ONCE):
            decision = decide(watched, heard, replace(own, muted=heard_again is not None), day)
            if decision.reason.is_silence:
                break
            heard.append(Told(decision.due, decision.step, decision.reason, day))
            found.append((day, decision))
        following = next_look(watched, outlook.steps, outlook.holds, day)
        if heard_again is not None and not watched.is_over:
            following = min(filter(None, (following, heard_again)))
        if following is None:
            break
        day = following
    return found


def difference(
    before: Sequence[Foreseen], after: Sequence[Foreseen]
) -> tuple[list[Foreseen], list[Foreseen]]:
    """The alerts that would no longer come, and those that would come instead."""
    former, new = set(before), set(after)
    return sorted(former - new), sorted(new - former)
