"""A new link for who forgot their password: asked for by anybody, sent to that person alone.

Functions take the session first and never commit.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from models.record.invitations import has_open_invitation
from models.record.people import known_as
from models.record.scope import contact_of
from models.record.tables.alerts import Contact
from models.record.tables.people import DeskRun, Person
from tasks.desk.follow_up import run_later

INVITE = "invite-person"
"""The deployment whose run makes and sends an invitation."""

_BETWEEN = timedelta(minutes=10)


def ask_for_link(session: Session, name: str, *, at: datetime) -> None:
    """Has a link sent to a person of this name, if there is one who may be sent one. Says nothing of it."""
    person = known_as(session, name)
    if person is not None and _may_be_sent_one(session, person, at):
        parameters = {"invitation": {"name": person.name, "recorded_by": person.name}}
        run_later(session, INVITE, parameters, title=_title(person), by=person.name, at=at)


def _may_be_sent_one(session: Session, person: Person, at: datetime) -> bool:
    """Not to who signs in by the office's sign-on, nor by a channel that others read, nor again and again.

    A link that an administrator had sent stays the one that works.
    """
    contact = contact_of(session, person)
    if person.left_at is not None or not person.password_hash or contact is None:
        return False
    if others_read(session, contact) or has_open_invitation(session, person, at):
        return False
    lately = or_(col(DeskRun.made_at) > at - _BETWEEN, col(DeskRun.next_at).is_not(None))
    asked = select(DeskRun.id).where(DeskRun.deployment == INVITE, DeskRun.title == _title(person), lately)
    return session.exec(asked).first() is None


def _title(person: Person) -> str:
    return f"password reset for {person.name}"


def others_read(session: Session, contact: Contact) -> list[str]:
    """The other contacts who get alerts by one of a contact's channels, by name."""
    mine = [each for each in (contact.channel, contact.fallback) if each]
    shared = or_(col(Contact.channel).in_(mine), col(Contact.fallback).in_(mine))
    wanted = select(Contact.name).where(shared, Contact.id != contact.id, col(Contact.left_at).is_(None))
    return sorted(session.exec(wanted).all())
