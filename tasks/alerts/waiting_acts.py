"""What acts at the desk brought on record is told as their runs will tell it, whoever looks before them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from models.record.tables.people import ToldAs
from models.record.waiting_acts import waiting_acts
from tasks.alerts.office_context import SUMMARY_AFTER, CatchingUp, History

_WAITS = {ToldAs.HISTORY: SUMMARY_AFTER, ToldAs.IMPORTED_QUIETLY: timedelta()}


def with_waiting(session: Session, history: History | None) -> Sequence[History]:
    """What is taken in as history: what the caller says, and what waits for its run."""
    given = [] if history is None else [history]
    return given + [
        History(matters=act.matters, wait=_WAITS[act.told_as]) for act in waiting_acts(session, *_WAITS)
    ]


def caught_up_with(session: Session, catching_up: CatchingUp | None) -> CatchingUp | None:
    """What is caught up with: what the caller says, and what was imported and waits for its run."""
    given = frozenset[int]() if catching_up is None else catching_up.matters
    if given is None:
        return catching_up
    acts = waiting_acts(session, ToldAs.IMPORTED)
    return CatchingUp(given.union(*(act.matters for act in acts))) if acts else catching_up
