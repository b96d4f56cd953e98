"""A stored deadline as every look sees it: its row, its state, its names and its steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline
from notifications.policy.deadline_state import Watched
from notifications.policy.decide import Hearing
from notifications.policy.ladders import Ladder
from notifications.policy.pauses import Hold
from notifications.policy.steps import Step, steps_of
from tasks.alerts.matter_context import Desk
from tasks.record.deadline_name import clock_name

SUBJECT = "deadline"
"""What a deadline is called as the subject of alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """A deadline of a matter. `desk` is the matter that it is of, `row` what is stored."""

    desk: Desk
    row: Deadline
    state: Watched
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
        return self.desk.holds.get(self.row.id, [])


class Recipient(NamedTuple):
    """A contact, and what they hear of a deadline."""

    contact: Contact
    hearing: Hearing


def view_of(desk: Desk, row: Deadline) -> DeadlineView:
    """A deadline as the office's ladders and calendar have it."""
    state = state_of(row)
    ladder = desk.house.ladders.of(row.rule, state.kind, state.bound)
    return DeadlineView(
        desk=desk,
        row=row,
        state=state,
        name=clock_name(row),
        subject=subject_of(row),
        ladder=ladder,
        steps=tuple(steps_of(state, ladder, desk.house.calendar)),
        roots=tuple(number for number in (row.trigger_root, row.chain_root) if number),
    )


def subject_of(row: Deadline) -> str:
    """A deadline as the subject of alerts."""
    return f"{SUBJECT}:{row.id}"


def state_of(row: Deadline) -> Watched:
    """A stored deadline as the policy sees it, where no ladder is asked."""
    return Watched(
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
    )
