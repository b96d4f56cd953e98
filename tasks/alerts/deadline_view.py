"""A stored deadline as every look sees it: its row, its state and its steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.deadline_days import DeadlineDays
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.decide import Hearing
from notifications.policy.ladders import Ladder
from notifications.policy.pauses import Hold
from notifications.policy.steps import Step
from tasks.alerts.hearers import Hearers
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.still_owed import is_late_production

SUBJECT = "deadline"
"""What a deadline is called as the subject of alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A deadline of a matter as the watch sees it: `row` are its days, `hearers` those who hear of it."""

    hearers: Hearers
    row: DeadlineDays
    state: DeadlineState
    ladder: Ladder
    steps: tuple[Step, ...]
    """The steps of its ladder in the order of their days."""

    @property
    def subject(self) -> str:
        """As alerts name it: `deadline:<id>`, whatever it is called."""
        return subject_of(self.row)

    @property
    def holds(self) -> Sequence[Hold]:
        """The acknowledgements and snoozes of it, oldest first."""
        return self.hearers.holds.get(self.row.id, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView(Watched):
    """The same with what is needed to speak of it: `context` is the matter that it is of."""

    context: MatterContext
    row: Deadline


class Recipient(NamedTuple):
    """A contact, and what they hear of a deadline."""

    contact: Contact
    hearing: Hearing


def watched(hearers: Hearers, row: DeadlineDays) -> Watched:
    """A deadline as the office's ladders and calendar have it."""
    state = state_of(row)
    ladder = hearers.office.ladders.of(row.rule, state.kind, state.bound)
    steps = hearers.office.steps(state, ladder)
    return Watched(hearers=hearers, row=row, state=state, ladder=ladder, steps=steps)


def view_of(context: MatterContext, row: Deadline) -> DeadlineView:
    """A deadline of a matter that is to be spoken of."""
    seen = watched(context, row)
    return DeadlineView(
        hearers=context,
        context=context,
        row=row,
        state=seen.state,
        ladder=seen.ladder,
        steps=seen.steps,
    )


def subject_of(row: DeadlineDays) -> str:
    """A deadline as the subject of alerts."""
    return f"{SUBJECT}:{row.id}"


def state_of(row: DeadlineDays) -> DeadlineState:
    """A stored deadline as the policy sees it, where no ladder is asked."""
    return DeadlineState(
        kind=RuleKind(row.kind),
        bound=Party(row.bound),
        strict_on=row.strict_on,
        lenient_on=row.lenient_on,
        act_by=row.act_by,
        status=Status(row.status),
        settled_on=row.settled_on,
        withdrawn=row.withdrawn,
        set_on=row.set_on,
        looked_on=row.looked_on,
        leaves_exposure=is_late_production(row),
    )
