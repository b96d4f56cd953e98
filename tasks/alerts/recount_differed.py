"""Claims, for every contact, that the recount found something stored otherwise; it names no matter."""

from datetime import datetime

from sqlalchemy import Engine

from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import recount_message
from tasks.alerts.everybody import tell_everybody


def tell_recount(engine: Engine, links: Links, *, differences: int, repaired: int, now: datetime) -> None:
    """Claims it once for each recount, with how much differs and in how many matters it was repaired."""
    decision = Decision(reason=Reason.RECOUNT_DIFFERED, step="differed", due=now.isoformat())
    tell_everybody(
        engine,
        links,
        "watch:recount",
        decision,
        lambda key, _: recount_message(key, differences, repaired, links=links),
        now=now,
    )
