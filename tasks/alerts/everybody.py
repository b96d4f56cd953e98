"""Claims what every contact hears: it is of no matter, and names none."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from models.record.contacts import everybody
from models.record.database import transaction
from models.record.tables.alerts import Contact
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.policy.deadline_state import Decision
from notifications.wording.links import Links
from notifications.wording.message import Message as Words
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, claim
from tasks.alerts.office_context import office_context


def tell_everybody(
    engine: Engine,
    links: Links,
    subject: str,
    decision: Decision,
    word: Callable[[str, Contact, Links], Words],
    *,
    now: datetime,
) -> int:
    """Claims a message for every contact, worded by its key, the contact and the links for them.

    Returns how many there are.
    """
    with transaction(engine) as session:
        office, contacts = office_context(session, links, now), everybody(session)
        telling = Telling(subject=subject, decision=decision, told_on=today_in(HOUSE_ZONE, now))
        for contact in contacts:
            key, theirs = key_of(subject, contact, decision), office.for_contact(contact).links
            claim(session, office, telling, contact, word(key, contact, theirs))
        return len(contacts)
