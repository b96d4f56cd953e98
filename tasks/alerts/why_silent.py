"""Who hears nothing of a clock, and why: the decisions of a look that nobody is told of. Writes nothing."""

from collections.abc import Iterator

from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline
from notifications.policy.deadline_state import Decision
from notifications.policy.decide import decide
from tasks.alerts.deadline_view import view_of
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.who_hears import hearings


def silences(context: MatterContext, row: Deadline) -> Iterator[tuple[Contact, Decision]]:
    """Everybody of the importer to whom nothing is said of a clock; whoever was told of it today is none.

    The context is to be read after the look has claimed: what is yet to be told is no silence either.
    """
    view = view_of(context, row)
    for contact, own in hearings(view):
        told = context.told_of(view.subject, contact)
        decision = decide(view.state, told, own, context.today)
        if decision.reason.is_silence and not any(each.on == context.today for each in told):
            yield contact, decision
