"""What is to be told of a matter that is of no deadline."""

from collections.abc import Callable

from models.record.tables.alerts import Contact
from notifications.policy.deadline_state import Decision, Told
from notifications.wording.message import Message as Words
from tasks.alerts.claim import Telling, Wanted
from tasks.alerts.matter_context import MatterContext


def wanted_in(
    context: MatterContext, subject: str, contact: Contact, decision: Decision, content: Callable[[], Words]
) -> Wanted:
    """An alert of a matter that a contact should hear; it counts as told from here on."""
    told = Told(decision.due, decision.step, decision.reason, context.today)
    context.told_of(subject, contact).append(told)
    telling = Telling(subject=subject, decision=decision, matter_id=context.matter.id, told_on=context.today)
    return Wanted(telling, contact, content)
