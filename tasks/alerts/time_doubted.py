"""Claims, once a day for every contact, that the system time may be wrong; the watch sends it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from models.record.contacts import everybody
from models.record.database import transaction
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import time_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, claim
from tasks.alerts.office_context import office_context

_SUBJECT = "watch:time"


def tell_time_doubts(engine: Engine, links: Links, doubts: Sequence[str], *, now: datetime) -> None:
    """Claims it where there is a doubt; what else is due is told as well."""
    if not doubts:
        return
    today = today_in(HOUSE_ZONE, now)
    decision = Decision(reason=Reason.TIME_DOUBTED, step="time in doubt", due=today.isoformat())
    with transaction(engine) as session:
        office = office_context(session, links, now)
        telling = Telling(subject=_SUBJECT, decision=decision, told_on=today)
        for contact in everybody(session):
            words = time_message(key_of(_SUBJECT, contact, decision), doubts, links=links)
            claim(session, office, telling, contact, words)
