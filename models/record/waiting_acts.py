"""The acts at the desk whose runs have not ended yet, and how these tell of what the acts brought on record.

A check of what is due may come before such a run, all the more where Prefect was away: it tells as the run
would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from models.record.tables.people import DeskRun, ToldAs

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any act: SQLite finds by the index what is later than an instant, and not what is merely set."""


@dataclass(frozen=True, slots=True)
class WaitingAct:
    """An act, with the ids of the matters that its run tells of."""

    told_as: ToldAs
    matters: frozenset[int]


def waiting_acts(session: Session, *kinds: ToldAs) -> Sequence[WaitingAct]:
    """Those that are told in one of these ways, the oldest first."""
    wanted = (
        select(DeskRun.told_as, DeskRun.matters)
        .where(col(DeskRun.next_at) > _EVER, col(DeskRun.told_as).in_(kinds))
        .order_by(col(DeskRun.made_at), col(DeskRun.id))
    )
    return [WaitingAct(ToldAs(told_as), frozenset(ids)) for told_as, ids in session.exec(wanted).all()]
