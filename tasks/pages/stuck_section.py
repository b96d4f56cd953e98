"""The messages that no channel delivered, for the board: Landwaiter retries, then stops until you resend."""

from models.in_words import counted, sentence
from models.law.printing import markdown_table
from models.record.amounts import Amount
from models.record.tables.alerts import Contact, Message, MessageState
from models.wall_clock import moment
from notifications.wording.links import Links
from tasks.delivery.stuck import Stuck
from tasks.pages.markdown import safe


def stuck_section(stuck: Stuck, more: Amount, links: Links) -> list[str]:
    """The section of the board; nothing where every message was delivered. `more` are not shown."""
    if not stuck:
        return []
    rows = [_stuck_row(message, contact, said, links) for message, contact, said in stuck]
    rest = [f"{sentence(more.of('more message'))} not delivered, newer than these."] if more else []
    return ["## Not delivered", markdown_table(("To", "Attempts", "Message"), rows), *rest]


def _stuck_row(message: Message, contact: Contact, said: str, links: Links) -> tuple[str, str, str]:
    again = links.form("resend", {"contact": {"name": contact.name}})
    gave_up = message.state == MessageState.DEAD
    state = "**stopped retrying** after" if gave_up else "not delivered in"
    return (
        f"{safe(contact.name)}<br>[send again]({again})",
        f"{state} {counted(message.attempts, 'attempt')}<br>{safe(said)}<br>{_next_try(message, contact)}",
        safe(message.content["subject"]),
    )


def _next_try(message: Message, contact: Contact) -> str:
    """When it is tried next, and by which channels."""
    if message.state == MessageState.DEAD:
        return "not tried again until you send it again or another message reaches this contact"
    by = f"{contact.channel}, then {contact.fallback}" if contact.fallback else contact.channel
    return f"next attempt after {moment(message.leased_until)}, by {safe(by)}"
