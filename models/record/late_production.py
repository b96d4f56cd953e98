"""The records that were produced late, or perhaps late, in demands that nobody has closed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, text
from sqlmodel import Session, col

from models.record.amounts import Amount, amount_of
from models.record.tables.board import DEMAND_CLOSED, LATE_PRODUCTION
from models.record.tables.dockets import CurrentEntry, Deadline, Entry, Matter


def late_productions(
    session: Session, most: int, of_matters: Sequence[ColumnElement[bool]] = ()
) -> tuple[list[int], Amount]:
    """The ids of the deadlines, the newest first, at most so many, and how many more there are.

    `of_matters`: conditions on the matter.
    """
    order = (Deadline.settled_on, Deadline.matter_id, Deadline.id)
    late = _late()
    if of_matters:
        late = late.where(col(Deadline.matter_id).in_(select(col(Matter.id)).where(*of_matters)))
    wanted = late.order_by(*(col(each).desc() for each in order))
    ids = list(session.connection().execute(wanted.limit(most)).scalars())
    return ids, amount_of(session, late).but(len(ids)) if len(ids) == most else Amount()


def _late() -> Select[Any]:
    closed = (
        select(col(Entry.id))
        .join(CurrentEntry, col(CurrentEntry.entry_id) == Entry.id)
        .where(col(Entry.matter_id) == Deadline.matter_id, text(DEMAND_CLOSED))
        .correlate(Deadline)
    )
    return select(col(Deadline.id)).where(text(LATE_PRODUCTION), ~exists(closed))
