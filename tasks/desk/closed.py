"""Which matters are closed: an entry closed them or what was open of them, and no deadline is open now."""

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.law.load import load_law
from models.record.tables.dockets import CurrentEntry, Deadline, Entry, Matter
from tasks.pages.deadline_cells import URGENCY


def closed_among(session: Session, ids: Collection[int]) -> set[int]:
    """Which of these matters are closed."""

    def those(wanted: SelectOfScalar[int], matter_id: int) -> set[int]:
        return set(session.exec(wanted.where(col(matter_id).in_(ids))).all())

    return those(_ended(), CurrentEntry.matter_id) - those(_running(), Deadline.matter_id)


def closed() -> ColumnElement[bool]:
    """The same as a condition on `Matter`; for a list the database finds all that are closed once."""
    id_ = col(Matter.id)
    return id_.in_(_ended()) & id_.not_in(_running())


def _ended() -> SelectOfScalar[int]:
    """The matters on whose dockets a current entry closes anything."""
    kinds = [each.kind for each in load_law().events.values() if each.closes is not None]
    current = select(CurrentEntry.matter_id).join(Entry, col(CurrentEntry.entry_id) == Entry.id)
    return current.where(col(Entry.kind).in_(kinds))


def _running() -> SelectOfScalar[int]:
    """The matters of which a deadline is open; what took effect by itself is not open any more."""
    is_open = (col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
    return select(Deadline.matter_id).where(*is_open, col(Deadline.status).in_(URGENCY)).distinct()
