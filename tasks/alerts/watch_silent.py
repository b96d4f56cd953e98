"""Claims what every contact hears when the watch is silent; the sweep sends it with everything else."""

from datetime import datetime

from sqlalchemy import Engine

from models.wall_clock import moment
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import silence_message
from tasks.alerts.everybody import tell_everybody


def tell_silence(engine: Engine, links: Links, *, last_look: datetime, now: datetime) -> int:
    """Claims one message for every contact, once for each silence. Returns how many contacts there are."""
    decision = Decision(reason=Reason.WATCH_SILENT, step="silent", due=last_look.isoformat())
    return tell_everybody(
        engine,
        links,
        "watch:silent",
        decision,
        lambda key, contact, theirs: silence_message(key, moment(last_look, contact.timezone), links=theirs),
        now=now,
    )
