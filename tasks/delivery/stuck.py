"""The messages that were tried and not delivered."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.record.tables.alerts import UNSENT, Alert, Contact, Delivery, Message

_LONGEST = 200
"""Messages that are shown."""


Stuck = Sequence[tuple[Message, Contact, str]]
"""The messages, whom they are for, and how the last attempt ended."""


def stuck_messages(session: Session, matter_id: int | None = None) -> Stuck:
    """The messages that were tried and not delivered, of one matter where one is named.

    Those that another run is sending just now are not among them.
    """
    failed = select(Delivery.message_id).where(col(Delivery.ok).is_(False))
    wanted = (
        select(Message, Contact)
        .join(Contact, col(Message.contact_id) == Contact.id)
        .where(col(Message.state).in_(UNSENT), col(Message.id).in_(failed))
        .order_by(col(Message.id))
        .limit(_LONGEST)
    )
    if matter_id is not None:
        of_it = select(Alert.message_id).where(Alert.matter_id == matter_id)
        wanted = wanted.where(col(Message.id).in_(of_it))
    return [
        (message, contact, _last_word(session, message)) for message, contact in session.exec(wanted).all()
    ]


def _last_word(session: Session, message: Message) -> str:
    attempts = select(Delivery).where(Delivery.message_id == message.id).order_by(col(Delivery.id).desc())
    last = session.exec(attempts).first()
    return "" if last is None else f"{last.channel}: {last.detail}"
