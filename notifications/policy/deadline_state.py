"""A clock as the policy sees it, what a person was told of it, and what to say now."""

from dataclasses import dataclass
from datetime import date, datetime

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineState:
    """A clock: what kind, whom it binds, its days, how it stands. `set_on` is the day it became known."""

    kind: RuleKind
    bound: Party
    strict_on: date
    lenient_on: date
    act_by: date | None
    status: Status
    settled_on: date | None = None
    withdrawn: bool = False
    set_on: date
    looked_on: date | None = None
    """The day of the last look; None where there was none."""

    leaves_exposure: bool = False
    """Whether it was answered late, so that something can still come of it: that is told, come what may."""

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

    @property
    def is_over(self) -> bool:
        """Whether nothing more can become of it."""
        return self.withdrawn or self.is_settled


@dataclass(frozen=True, slots=True)
class Told:
    """One thing this person was told of this clock, oldest first in a sequence of them."""

    due: str
    step: str
    reason: Reason
    on: date
    at: datetime | None = None
    """The instant at which it was claimed; None where it is not claimed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to say now. `step` names it once for each `due`; `previous` is the day that is struck out.

    `line` is the line of the ladder that called for it; kept with the alert, it outlives the ladder.
    """

    reason: Reason
    step: str
    due: str
    days_late: int = 0
    previous: str = ""
    line: str = ""
    drafts: bool = False
    """Whether the paper that the rule calls for is drafted with it."""
