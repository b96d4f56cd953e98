"""Takes back what is on its way to somebody who may no longer hear it. The account wall fails closed."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from models.record.tables.alerts import DIGEST, UNSENT, Alert, Contact, Message, MessageState
from models.record.tables.dockets import Matter


def take_back(session: Session, contact: Contact, accounts: Collection[int]) -> None:
    """Of what has not gone out yet, keeps only what is of these importers; the rest was never told.

    A message of which a part may still be heard is made anew from that part, and so is the day's digest. The
    caller holds the contact.
    """
    unsent = select(Message).where(Message.contact_id == contact.id, col(Message.state).in_(UNSENT))
    for message in session.exec(unsent).all():
        alerts = session.exec(select(Alert).where(Alert.message_id == message.id)).all()
        if not all(_may_hear(session, alert, accounts) for alert in alerts):
            # What is in it may be told again one day, by the same key.
            message.state = MessageState.VOID
            message.key = f"{message.key} {message.state} {message.id}"
            for alert in alerts:
                alert.message_id = None
                session.add(alert)
            session.add(message)
    session.flush()
    waiting = select(Alert).where(Alert.contact_id == contact.id, col(Alert.message_id).is_(None))
    for alert in session.exec(waiting).all():
        if not _may_hear(session, alert, accounts):
            session.delete(alert)
            if alert.reason == DIGEST:
                contact.digest_on = None
                session.add(contact)
    session.flush()


def is_beyond(session: Session, message: Message, accounts: Collection[int]) -> bool:
    """Whether a message says anything of which who answers for these importers may not hear."""
    of_matters = select(Matter.account_id).join(Alert, col(Alert.matter_id) == Matter.id)
    told = session.exec(of_matters.where(Alert.message_id == message.id)).all()
    return not accounts or not set(accounts).issuperset(told)


def _may_hear(session: Session, alert: Alert, accounts: Collection[int]) -> bool:
    """What is of no matter, such as a silent watch, is for whoever answers for any importer.

    A digest is of all that they answered for, and is made anew.
    """
    if alert.matter_id is None:
        return bool(accounts) and alert.reason != DIGEST
    return session.get_one(Matter, alert.matter_id).account_id in accounts
