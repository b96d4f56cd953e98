"""The messages that were tried and not delivered."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.record.tables.alerts import UNSENT, Contact, Delivery, Message

_LONGEST = 200
"""Messages that are shown."""


Stuck = Sequence[tuple[Message, Contact, str]]
"""The messages, whom they are for, and how the last attempt ended."""


def stuck_messages(session: Session) -> Stuck:
    """The messages that were tried and not delivered; not those that another run is sending just now."""
    failed = select(Delivery.message_id).where(col(Delivery.ok).is_(False))
    wanted = (
        select(Message, Contact)
        .join(Contact, col(Message.contact_id) == Contact.id)
        .where(col(Message.state).in_(UNSENT), col(Message.id).in_(failed))
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
