"""Which matters are closed: for good, or as far as anything of them was open."""

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.law.load import load_law
from models.law.text.vocabulary import Closing
from models.record.tables.dockets import CurrentEntry, Deadline, Entry, Matter
from tasks.pages.deadline_cells import URGENCY


def closed_among(session: Session, ids: Collection[int]) -> set[int]:
    """Which of these matters an entry closed; or closed in part, and no deadline of them is open."""

    def those(wanted: SelectOfScalar[int], matter_id: int) -> set[int]:
        return set(session.exec(wanted.where(col(matter_id).in_(ids))).all())

    whole, part = (those(_ended(each), CurrentEntry.matter_id) for each in (Closing.MATTER, Closing.CHAIN))
    return whole | (part - those(_running(), Deadline.matter_id))


def closed() -> ColumnElement[bool]:
    """The same as a condition on `Matter`; for a list the database finds all that are closed once."""
    id_ = col(Matter.id)
    in_part = id_.in_(_ended(Closing.CHAIN)) & id_.not_in(_running())
    return id_.in_(_ended(Closing.MATTER)) | in_part


def _ended(closes: Closing) -> SelectOfScalar[int]:
    """The matters on whose dockets a current entry closes this."""
    kinds = [each.kind for each in load_law().events.values() if each.closes is closes]
    current = select(CurrentEntry.matter_id).join(Entry, col(CurrentEntry.entry_id) == Entry.id)
    return current.where(col(Entry.kind).in_(kinds))


def _running() -> SelectOfScalar[int]:
    """The matters of which a deadline is open."""
    is_open = (col(Deadline.withdrawn).is_(False), col(Deadline.status).in_(URGENCY))
    return select(Deadline.matter_id).where(*is_open).distinct()
