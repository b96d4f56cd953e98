"""A stored deadline as every look sees it: its row, its state, its names and its steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.decide import Hearing
from notifications.policy.ladders import Ladder
from notifications.policy.pauses import Hold
from notifications.policy.steps import Step, steps_of
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.still_owed import is_late_production
from tasks.record.deadline_name import deadline_name

SUBJECT = "deadline"
"""What a deadline is called as the subject of alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """A deadline of a matter. `context` is the matter that it is of, `row` what is stored."""

    context: MatterContext
    row: Deadline
    state: DeadlineState
    name: str
    """As people call it in a form: `AUD-06 of E3`."""

    subject: str
    """As alerts name it: `deadline:<id>`, whatever it is called."""

    ladder: Ladder
    steps: tuple[Step, ...]
    """The steps of its ladder in the order of their days."""

    roots: tuple[int, ...]
    """The numbers of the entries that it depends on."""

    @property
    def holds(self) -> Sequence[Hold]:
        """The acknowledgements and snoozes of it, oldest first."""
        return self.context.holds.get(self.row.id, [])


class Recipient(NamedTuple):
    """A contact, and what they hear of a deadline."""

    contact: Contact
    hearing: Hearing


def view_of(context: MatterContext, row: Deadline) -> DeadlineView:
    """A deadline as the office's ladders and calendar have it."""
    state = state_of(row)
    ladder = context.office.ladders.of(row.rule, state.kind, state.bound)
    return DeadlineView(
        context=context,
        row=row,
        state=state,
        name=deadline_name(row),
        subject=subject_of(row),
        ladder=ladder,
        steps=tuple(steps_of(state, ladder, context.office.calendar)),
        roots=tuple(number for number in (row.trigger_root, row.chain_root) if number),
    )


def subject_of(row: Deadline) -> str:
    """A deadline as the subject of alerts."""
    return f"{SUBJECT}:{row.id}"


def state_of(row: Deadline) -> DeadlineState:
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
