"""Claims, for every contact, that the recount found something stored otherwise; it names no matter."""

from datetime import datetime

from sqlalchemy import Engine

from models.record.contacts import everybody
from models.record.database import transaction
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import recount_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, claim
from tasks.alerts.office_context import office_context

_SUBJECT = "watch:recount"


def tell_recount(engine: Engine, links: Links, *, differences: int, repaired: int, now: datetime) -> None:
    """Claims it once for each recount, with how much differs and in how many matters it was repaired."""
    decision = Decision(reason=Reason.RECOUNT_DIFFERED, step="differed", due=now.isoformat())
    with transaction(engine) as session:
        office = office_context(session, links, now)
        telling = Telling(subject=_SUBJECT, decision=decision, told_on=today_in(HOUSE_ZONE, now))
        for contact in everybody(session):
            key = key_of(_SUBJECT, contact, decision)
            words = recount_message(key, differences, repaired, links=links)
            claim(session, office, telling, contact, words)
