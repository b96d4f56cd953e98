"""The key by which every repeat of an alert is known as the same one."""

from models.record.hash_chain import digest
from models.record.tables.alerts import Contact
from notifications.policy.deadline_state import Decision


def key_of(subject: str, contact: Contact, decision: Decision) -> str:
    """The alert's key: the same however often it is worked out."""
    return digest([subject, decision.due, decision.step, contact.id])[:32]
