"""Claims, for every contact, that the recount found something stored otherwise; it names no matter."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from models.record.hash_chain import digest
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import recount_message
from tasks.alerts.everybody import tell_everybody


def tell_recount(
    engine: Engine, links: Links, differences: Sequence[str], *, to_repair: int, now: datetime
) -> None:
    """Claims it once a day for the same differences, with how many, and in how many matters it is repaired.

    To be called before the repair: after one that was cut short the next recount finds nothing to tell.
    """
    due = f"{today_in(HOUSE_ZONE, now)} {digest(differences)[:16]}"
    decision = Decision(reason=Reason.RECOUNT_DIFFERED, step="differed", due=due)
    tell_everybody(
        engine,
        links,
        "watch:recount",
        decision,
        lambda key, _, theirs: recount_message(key, len(differences), to_repair, links=theirs),
        now=now,
    )
