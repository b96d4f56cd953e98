"""Claims what every contact hears when the watch is silent; the sweep sends it with everything else."""

from datetime import datetime

from sqlalchemy import Engine

from models.record.contacts import everybody
from models.record.database import transaction
from models.wall_clock import HOUSE_ZONE, moment, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import silence_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, claim
from tasks.alerts.office_context import office_context

_SUBJECT = "watch:silent"


def tell_silence(engine: Engine, links: Links, *, last_look: datetime, now: datetime) -> int:
    """Claims one message for every contact, once for each silence. Returns how many contacts there are."""
    decision = Decision(reason=Reason.WATCH_SILENT, step="silent", due=last_look.isoformat())
    with transaction(engine) as session:
        office, contacts = office_context(session, links, now), everybody(session)
        telling = Telling(subject=_SUBJECT, decision=decision, told_on=today_in(HOUSE_ZONE, now))
        for contact in contacts:
            words = moment(last_look, contact.timezone)
            message = silence_message(key_of(_SUBJECT, contact, decision), words, links=links)
            claim(session, office, telling, contact, message)
        return len(contacts)
