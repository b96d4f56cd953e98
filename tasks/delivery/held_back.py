"""Judges again, before it goes, what a broken channel held back: it was true when it was written.

What is over, moved, withdrawn or told better by a later word is let go, and the rest is put together anew. A
message that one attempt may have delivered, so that nobody knows, keeps its key and its words.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from models.record.change_log import changed
from models.record.tables.alerts import Alert, Contact, Delivery, Message, MessageState
from models.wall_clock import today_in
from notifications.policy.reasons import Reason
from notifications.wording.bundle import ALONE
from tasks.delivery.stale import is_stale


def contacts_held_back(session: Session, now: datetime) -> set[int]:
    """The ids of the contacts for whom a message is due for another attempt."""
    return set(session.exec(select(Message.contact_id).where(*_due(now)).distinct()).all())


def judge_again(session: Session, contact: Contact, now: datetime) -> list[Alert]:
    """Takes apart what was held back for a contact, where it no longer goes as it is.

    Returns the alerts that are still to be sent, out of their messages; the caller holds the contact.
    """
    held = session.exec(
        select(Message).where(Message.contact_id == contact.id, *_due(now)).order_by(col(Message.id))
    ).all()
    alerts = {message.id: _alerts_of(session, message) for message in held}
    if not _goes_otherwise(session, contact, held, alerts, now):
        return []
    freed: list[Alert] = []
    for message in held:
        if _void(session, message, now):
            freed += alerts[message.id]
    return _kept(session, freed)


def _due(now: datetime) -> tuple[Any, ...]:
    failed = select(Delivery.message_id).where(col(Delivery.ok).is_(False))
    return (
        Message.state == MessageState.CLAIMED,
        col(Message.leased_until) <= now,
        col(Message.id).in_(failed),
    )


def _alerts_of(session: Session, message: Message) -> Sequence[Alert]:
    return session.exec(select(Alert).where(Alert.message_id == message.id).order_by(col(Alert.id))).all()


def _goes_otherwise(
    session: Session,
    contact: Contact,
    held: Sequence[Message],
    alerts: dict[int, Sequence[Alert]],
    now: datetime,
) -> bool:
    """Whether some of it is stale, was given up before, or many of it came together over the days."""
    today = today_in(contact.timezone, now)
    is_old = any(today_in(contact.timezone, message.claimed_at) < today for message in held)
    was_given_up = any(message.attempts == 0 for message in held)
    every = [alert for found in alerts.values() for alert in found]
    stale = len(_fresh(session, every)) < len(every)
    return bool(held) and (was_given_up or stale or (is_old and len(held) > ALONE))


def _void(session: Session, message: Message, now: datetime) -> bool:
    """Takes a message out of the queue, unless somebody is sending it just now."""
    free = (
        col(Message.id) == message.id,
        col(Message.state) == MessageState.CLAIMED,
        col(Message.leased_until) <= now,
    )
    key = f"{message.key} {MessageState.VOID} {message.id}"
    voided = update(Message).where(*free).values(state=MessageState.VOID, key=key)
    return changed(session, voided) == 1


def _kept(session: Session, alerts: Sequence[Alert]) -> list[Alert]:
    fresh = _fresh(session, alerts)
    for alert in alerts:
        alert.message_id = None
        session.add(alert)
    session.flush()
    for alert in alerts:
        if alert not in fresh:
            session.delete(alert)
    session.flush()
    return fresh


def _fresh(session: Session, alerts: Sequence[Alert]) -> list[Alert]:
    """What is still so, the last word of each subject alone."""
    last = {alert.subject: alert for alert in sorted(alerts, key=lambda each: each.id)}
    kept: list[Alert] = []
    for alert in sorted(alerts, key=lambda each: each.id):
        is_last = last[alert.subject] is alert or Reason(alert.reason).goes_alone
        if is_last and not is_stale(session, alert, kept):
            kept.append(alert)
    return kept
