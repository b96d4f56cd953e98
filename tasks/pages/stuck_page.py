"""What no channel took, for the board: it is tried on, until it is given up and waits to be sent again."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.alerts import Contact, Delivery, Message
from models.law.printing import markdown_table
from notifications.links import Links
from tasks.pages.markdown import safe

_LONGEST = 200
"""Messages that are shown."""

Stuck = Sequence[tuple[Message, Contact, str]]
"""The messages, whom they are for, and how the last attempt ended."""


def stuck_messages(session: Session) -> Stuck:
    """The messages that were tried and have not got through; not what somebody is sending just now."""
    failed = select(Delivery.message_id).where(col(Delivery.ok).is_(False))
    wanted = (
        select(Message, Contact)
        .join(Contact, col(Message.contact_id) == Contact.id)
        .where(col(Message.state).in_(("claimed", "dead")), col(Message.id).in_(failed))
        .order_by(col(Message.id))
        .limit(_LONGEST)
    )
    return [
        (message, contact, _last_word(session, message)) for message, contact in session.exec(wanted).all()
    ]


def _last_word(session: Session, message: Message) -> str:
    attempts = select(Delivery).where(Delivery.message_id == message.id).order_by(col(Delivery.id).desc())
    last = session.exec(attempts).first()
    return "" if last is None else f"{last.channel}: {last.detail}"


def stuck_section(stuck: Stuck, links: Links) -> list[str]:
    """The section of the board; nothing where all got through."""
    if not stuck:
        return []
    rows = [_stuck_row(message, contact, said, links) for message, contact, said in stuck]
    return ["## Not delivered", markdown_table(("To", "How it went", "What"), rows)]


def _stuck_row(message: Message, contact: Contact, said: str, links: Links) -> tuple[str, str, str]:
    again = links.form("resend", {"contact": {"name": contact.name}})
    state = "**given up** after" if message.state == "dead" else "tried"
    return (
        f"{safe(contact.name)}<br>[send again]({again})",
        f"{state} {message.attempts} times<br>{safe(said)}",
        safe(message.content["subject"]),
    )
