"""Claims that a person hears of a link that somebody made in their place; the next look sends it."""

from datetime import datetime

from sqlmodel import Session

from models.record.tables.alerts import Contact
from models.record.tables.people import Person
from models.wall_clock import HOUSE_ZONE, moment, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.invitation import reset_message
from notifications.wording.links import Links
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, claim
from tasks.alerts.office_context import office_context


def tell_reset(
    session: Session, person: Person, contact: Contact, links: Links, *, by: str, now: datetime
) -> None:
    """Claims it for the person's own channel."""
    office, subject = office_context(session, links, now), f"person:{person.id}"
    decision = Decision(reason=Reason.SIGN_IN_RESET, step="reset", due=now.isoformat())
    telling = Telling(subject=subject, decision=decision, told_on=today_in(HOUSE_ZONE, now))
    words = reset_message(
        key_of(subject, contact, decision),
        person.name,
        by,
        moment(now, contact.timezone),
        links=office.for_contact(contact).links,
    )
    claim(session, office, telling, contact, words)
