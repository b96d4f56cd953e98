"""Claims, once a day for every contact, that the system time may be wrong; the watch sends it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from models.wall_clock import HOUSE_ZONE, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import time_message
from tasks.alerts.everybody import tell_everybody


def tell_time_doubts(engine: Engine, links: Links, doubts: Sequence[str], *, now: datetime) -> None:
    """Claims it where there is a doubt; what else is due is told as well."""
    if doubts:
        today = today_in(HOUSE_ZONE, now)
        decision = Decision(reason=Reason.TIME_DOUBTED, step="time in doubt", due=today.isoformat())
        tell_everybody(
            engine,
            links,
            "watch:time",
            decision,
            lambda key, _, theirs: time_message(key, doubts, links=theirs),
            now=now,
        )
