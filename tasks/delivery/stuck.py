"""The messages that were tried and not delivered."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, exists, func, text
from sqlalchemy import select as select_core
from sqlmodel import Session, col, select

from models.record.amounts import Amount, amount_of
from models.record.tables.alerts import IS_UNSENT, Alert, Contact, Delivery, Message

_LONGEST = 200
"""Messages that are shown."""


Stuck = Sequence[tuple[Message, Contact, str]]
"""The messages, whom they are for, and how the last attempt ended."""


def stuck_messages(session: Session, matter_id: int | None = None, contact_id: int | None = None) -> Stuck:
    """The messages that were tried and not delivered, of one matter or to one contact where one is named.

    At most so many.

    Those that another run is sending just now are not among them.
    """
    ids = session.connection().execute(_stuck(matter_id, contact_id).limit(_LONGEST)).scalars().all()
    wanted = select(Message, Contact).join(Contact, col(Message.contact_id) == Contact.id)
    found = session.exec(wanted.where(col(Message.id).in_(ids)).order_by(col(Message.id))).all()
    said = _last_words(session, ids)
    return [(message, contact, said.get(message.id, "")) for message, contact in found]


def more_stuck(session: Session, shown: Stuck) -> Amount:
    """How many more there are of every matter."""
    return amount_of(session, _stuck(None)).but(len(shown)) if len(shown) == _LONGEST else Amount()


def _stuck(matter_id: int | None, contact_id: int | None = None) -> Select[Any]:
    failed = exists().where(col(Delivery.message_id) == Message.id, col(Delivery.ok).is_(False))
    wanted = select_core(col(Message.id)).where(text(IS_UNSENT), failed).order_by(col(Message.id))
    if contact_id is not None:
        wanted = wanted.where(col(Message.contact_id) == contact_id)
    if matter_id is None:
        return wanted
    of_it = exists().where(col(Alert.message_id) == Message.id, col(Alert.matter_id) == matter_id)
    return wanted.where(of_it)


def _last_words(session: Session, ids: Collection[int]) -> dict[int, str]:
    """How the last attempt to send each of these messages ended."""
    message = col(Delivery.message_id)
    last = select(func.max(Delivery.id)).where(message.in_(ids)).group_by(message)
    rows = session.exec(select(Delivery).where(col(Delivery.id).in_(last))).all()
    return {row.message_id: f"{row.channel}: {row.detail}" for row in rows}
