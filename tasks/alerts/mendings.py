"""Keeps corrections, and tells who no longer hears of a matter that moved to another importer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.inputs import MatterCorrection
from models.record.contacts import contacts_of
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.mendings import IMPORTER
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Matter, Mending
from models.wall_clock import today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import moved_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, claim
from tasks.alerts.office_context import office_context
from tasks.record.mendings import Draft, Mended, mend_in

MOVED_AWAY = "moved away"


def put_mending(engine: Engine, draft: Draft, links: Links, *, now: datetime) -> Mended:
    """Records a correction. Raises `RecordError`; then nothing is written."""
    with transaction(engine) as session:
        return put_mending_in(session, draft, links, now=now)


def put_mending_in(session: Session, draft: Draft, links: Links, *, now: datetime) -> Mended:
    """Does so within a transaction of the caller's."""
    former = _audience(session, draft)
    mended = mend_in(session, draft, now=now)
    if isinstance(mended.what, Matter):
        _tell_who_left(session, mended.what, former, mended.log, links, now)
    return mended


def _audience(session: Session, draft: Draft) -> Sequence[Contact]:
    """Who heard of a matter before it moves."""
    if not isinstance(draft, MatterCorrection) or draft.importer is None:
        return []
    return contacts_of(session, matter_named(session, draft.matter).account_id)


def _tell_who_left(
    session: Session,
    matter: Matter,
    former: Sequence[Contact],
    log: Sequence[Mending],
    links: Links,
    now: datetime,
) -> None:
    """Claims, for each who was alerted to the matter and is no more, that they hear nothing more of it.

    Nothing is said of where it moved: they may not hear of that importer.
    """
    moves = [each for each in log if each.field == IMPORTER]
    if not moves:
        return
    staying = {contact.id for contact in contacts_of(session, matter.account_id)}
    office, on = office_context(session, links, now), today_in(matter.timezone, now)
    subject = f"{MOVED_AWAY}:{matter.id}"
    decision = Decision(reason=Reason.MOVED_AWAY, step=MOVED_AWAY, due=moves[-1].hash[:16])
    # Of no matter: of this one they may hear nothing any more.
    telling = Telling(subject=subject, decision=decision, told_on=on)
    for contact in former:
        told = select(Alert.id).where(Alert.matter_id == matter.id, Alert.contact_id == contact.id)
        if contact.id not in staying and session.exec(told).first() is not None:
            key, theirs = key_of(subject, contact, decision), office.for_contact(contact).links
            words = moved_message(key, matter.docket_number, on, links=theirs)
            claim(session, office, telling, contact, words)
