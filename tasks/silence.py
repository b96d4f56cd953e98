"""Claims what every contact hears when the watch is silent; the sweep sends it with everything else."""

from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import select

from models.clock import HOUSE_ZONE, today_in
from models.db import transaction
from models.tables import Contact
from notifications.links import Links
from notifications.notices import silence_message
from notifications.policy import Decision, Reason
from tasks.claim import claim, key_of

_SUBJECT = "watch:silent"


@task(cache_policy=NO_CACHE)
def tell_silence(engine: Engine, links: Links, *, last_look: datetime, now: datetime) -> int:
    """Claims one message for every contact, once for each silence. Answers how many contacts there are."""
    decision = Decision(reason=Reason.WATCH_SILENT, step="silent", due=last_look.isoformat())
    words = f"{last_look:%Y-%m-%d %H:%M} UTC"
    with transaction(engine) as session:
        contacts = session.exec(select(Contact)).all()
        for contact in contacts:
            message = silence_message(key_of(_SUBJECT, contact, decision), words, links=links)
            claim(
                session,
                _SUBJECT,
                contact,
                decision,
                message,
                now=now,
                told_on=today_in(HOUSE_ZONE, now),
                matter_id=None,
            )
        return len(contacts)
