"""Acknowledgements and snoozes: which reminders they pause, until when, and what comes after. Pure.

An acknowledgement names who acts, the next step and its date; it pauses the reminders of a deadline for
everybody until then. A snooze pauses them for one person. Alerts of the last safe day and of a missed
deadline are always sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.roles import Role
from notifications.policy.reasons import Reason
from notifications.policy.steps import Step

LONGEST = timedelta(days=90)
"""The longest that one acknowledgement or snooze pauses reminders."""

LIMITS = f"a pause lasts at most {LONGEST.days} days and ends before any alert that cannot be paused"
"""In words, why reminders may be paused for less time than was requested."""

_DAY = timedelta(days=1)


class HoldKind(StrEnum):
    """What pauses the reminders of a deadline."""

    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One of them, for the readings `due`: whose it is, from when, until which day, what comes next."""

    number: int
    kind: HoldKind
    by: str
    role: Role
    due: str
    since: date
    until: date
    next_action: str = ""

    @property
    def reason(self) -> Reason:
        """Why nothing is sent meanwhile."""
        return Reason.ACKNOWLEDGED if self.kind is HoldKind.ACKNOWLEDGED else Reason.SNOOZED

    def binds(self, person: str) -> bool:
        """Whether it pauses the reminders of this person."""
        return self.kind is HoldKind.ACKNOWLEDGED or self.by == person


def last_quiet_day(hold: Hold, steps: Sequence[Step]) -> date:
    """Until when it really holds: never over a step that must be heard, never longer than `LONGEST`."""
    must_be_heard = [step.on - _DAY for step in steps if step.is_critical and step.on > hold.since]
    return min([hold.until, hold.since + LONGEST, *must_be_heard])


def holding(holds: Sequence[Hold], person: str, due: str) -> Hold | None:
    """The newest that quiets a clock with these readings for a person; one of other readings is void."""
    bound = [hold for hold in holds if hold.binds(person) and hold.due == due]
    return max(bound, key=lambda hold: hold.number, default=None)


def step_after(hold: Hold, quiet_until: date, *, drafts: bool) -> Step:
    """What is said once it is over and the deadline is still open: an acknowledgement that expired escalates.

    `drafts`: a step that it silenced would have drafted the paper.
    """
    if hold.kind is HoldKind.SNOOZED:
        name, reason, up_to = f"snooze {hold.number} over", Reason.REMINDER, Role.EXECUTIVE
    else:
        name, reason, up_to = f"acknowledgement {hold.number} expired", Reason.ESCALATED, hold.role.above
    return Step(name=name, reason=reason, on=quiet_until + _DAY, up_to=up_to, drafts=drafts)
