"""Puts what is claimed into messages: one alert each, or one message for many, or the morning's digest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.record.contacts import everybody, held_contact
from models.record.database import transaction
from models.record.tables.alerts import Alert, Contact, Message
from models.wall_clock import today_in
from notifications.policy.reasons import Reason
from notifications.wording.bundle import ALONE, group_message
from notifications.wording.message import Message as Words
from tasks.alerts.claim import Telling, take
from tasks.alerts.office_context import Housed, OfficeContext
from tasks.alerts.words import items_of, words_of
from tasks.delivery.digest import SUBJECT, decision_of, digest_words, due_digest, supersede
from tasks.delivery.held_back import contacts_held_back, judge_again
from tasks.delivery.history import history_words, of_history
from tasks.delivery.older_rest import put_off
from tasks.delivery.stale import still_wanted


def gather(engine: Engine, housed: Housed, *, now: datetime, matter_id: int | None = None) -> int:
    """Makes the messages that are to go out at an instant, of one matter where one is named.

    Returns how many it made. Alerts that wait for somebody's working hours are left; so is the digest
    where one matter is named. Each contact is a transaction of its own.
    """
    with transaction(engine) as session:
        ids = set(session.exec(select(Alert.contact_id).where(*_ready(now, matter_id)).distinct()).all())
        if matter_id is None:
            ids |= {contact.id for contact in everybody(session) if contact.wants_digest}
            ids |= contacts_held_back(session, now)
    made = 0
    for id_ in sorted(ids):
        with transaction(engine) as session:
            contact = held_contact(session, id_)
            made += _gather_for(session, housed(session), contact, matter_id)
    return made


def gather_for(engine: Engine, housed: Housed, contact_id: int) -> int:
    """Makes the messages that are to go out to one contact. Returns how many it made."""
    with transaction(engine) as session:
        return _gather_for(session, housed(session), held_contact(session, contact_id), None)


def _gather_for(session: Session, office: OfficeContext, contact: Contact, matter_id: int | None) -> int:
    office = office.for_contact(contact)
    held = judge_again(session, contact, office.now) if matter_id is None else []
    since = min((alert.claimed_at for alert in held), default=None)
    wanted = select(Alert).where(Alert.contact_id == contact.id, *_ready(office.now, matter_id))
    locked = wanted.order_by(col(Alert.id)).with_for_update(skip_locked=True)
    found = put_off(session, office, contact, still_wanted(session, session.exec(locked).all()))
    summed = of_history(found)
    found = [alert for alert in found if alert not in summed]
    made = _put_history(session, office, contact, summed, held) if matter_id is None else 0
    apart = [alert for alert in found if Reason(alert.reason).goes_alone]
    for alert in apart:
        _put_alone(session, office, contact, alert, held)
    alerts = [alert for alert in found if alert not in apart]
    is_crowd = len(alerts) > ALONE
    digest = None if matter_id is not None else _digest(session, office, contact, alerts if is_crowd else [])
    if is_crowd:
        words = _together(session, office, contact, digest, alerts)
        _put(session, office, contact, words, alerts if digest is None else [digest, *alerts], since=since)
        return made + len(apart) + 1
    singly = alerts if digest is None else [*alerts, digest]
    for alert in singly:
        _put_alone(session, office, contact, alert, held)
    return made + len(apart) + len(singly)


def _put_history(
    session: Session, office: OfficeContext, contact: Contact, summed: Sequence[Alert], held: Sequence[Alert]
) -> int:
    """Makes the summary of history, where it is time. Returns how many messages it made."""
    words = history_words(session, office, contact, summed)
    if words is None:
        return 0
    since = min((alert.claimed_at for alert in summed if alert in held), default=None)
    _put(session, office, contact, words, summed, since=since)
    return 1


def _put_alone(
    session: Session, office: OfficeContext, contact: Contact, alert: Alert, held: Sequence[Alert]
) -> None:
    """A message of one alert; that of one that was held back says that it is late."""
    since = alert.claimed_at if alert in held else None
    _put(session, office, contact, words_of(session, office, contact, alert), [alert], since=since)


def _digest(session: Session, office: OfficeContext, contact: Contact, news: Sequence[Alert]) -> Alert | None:
    """The morning's digest, taken, with what came up at once; None where none is owed."""
    day = due_digest(office, contact, is_crowd=bool(news))
    if day is None:
        return None
    contact.digest_on = day
    session.add(contact)
    words = digest_words(session, office, contact, day, items_of(session, office, contact, news))
    if words is None:
        return None
    supersede(session, contact)
    told_on = today_in(contact.timezone, office.now)
    telling = Telling(subject=SUBJECT, decision=decision_of(day), told_on=told_on)
    return take(session, office, telling, contact, words)


def _ready(now: datetime, matter_id: int | None) -> tuple[Any, ...]:
    waits = (col(Alert.message_id).is_(None), col(Alert.not_before) <= now)
    return waits if matter_id is None else (*waits, Alert.matter_id == matter_id)


def _together(
    session: Session, office: OfficeContext, contact: Contact, digest: Alert | None, alerts: Sequence[Alert]
) -> Words:
    """What many alerts say; the new digest, where there is one, was made with all of them in it."""
    if digest is not None:
        return words_of(session, office, contact, digest)
    return group_message(items_of(session, office, contact, alerts), links=office.links)


def _put(
    session: Session,
    office: OfficeContext,
    contact: Contact,
    words: Words,
    alerts: Sequence[Alert],
    *,
    since: datetime | None = None,
) -> None:
    matters = {alert.matter_id for alert in alerts}
    message = Message(
        key=words.key,
        contact_id=contact.id,
        matter_id=matters.pop() if len(matters) == 1 else None,
        content=words.to_json(),
        leased_until=office.now,
        claimed_at=since or office.now,
    )
    session.add(message)
    session.flush()
    for alert in alerts:
        alert.message_id = message.id
        session.add(alert)
    session.flush()
