"""What no channel took, for the board: it is tried on, until it is given up and waits to be sent again."""

from models.law.printing import markdown_table
from models.record.tables.alerts import Contact, Message, MessageState
from notifications.wording.links import Links
from tasks.delivery.stuck import Stuck
from tasks.pages.markdown import safe


def stuck_section(stuck: Stuck, links: Links) -> list[str]:
    """The section of the board; nothing where all got through."""
    if not stuck:
        return []
    rows = [_stuck_row(message, contact, said, links) for message, contact, said in stuck]
    return ["## Not delivered", markdown_table(("To", "How it went", "What"), rows)]


def _stuck_row(message: Message, contact: Contact, said: str, links: Links) -> tuple[str, str, str]:
    again = links.form("resend", {"contact": {"name": contact.name}})
    state = "**given up** after" if message.state == MessageState.DEAD else "tried"
    return (
        f"{safe(contact.name)}<br>[send again]({again})",
        f"{state} {message.attempts} times<br>{safe(said)}",
        safe(message.content["subject"]),
    )
