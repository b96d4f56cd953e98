"""What an entry says now: an entry is corrected by another one, and that by the next."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import CTE, select
from sqlmodel import Session, col
from sqlmodel import select as select_row

from models.record.tables.dockets import Deadline, Entry


def triggers_of(session: Session, deadline_ids: Collection[int]) -> dict[int, Entry]:
    """The newest version of the entry that started each of these deadlines, by the deadline's id."""
    versions = _versions(deadline_ids)
    wanted = select_row(versions.c.deadline, Entry).join(Entry, col(Entry.id) == versions.c.id)
    return dict(session.exec(wanted.order_by(versions.c.number)).all())


def _versions(deadline_ids: Collection[int]) -> CTE:
    """Each version of the entries that started these deadlines, from the first on."""
    starts = (col(Entry.matter_id) == Deadline.matter_id) & (col(Entry.number) == Deadline.trigger_root)
    entry: list[Any] = [col(Entry.id), col(Entry.matter_id), col(Entry.number)]
    first = select(col(Deadline.id).label("deadline"), *entry).join_from(Deadline, Entry, starts)
    known = first.where(col(Deadline.id).in_(deadline_ids)).cte("version", recursive=True)
    corrects = (col(Entry.matter_id) == known.c.matter_id) & (col(Entry.replaces) == known.c.number)
    return known.union_all(select(known.c.deadline, *entry).join_from(known, Entry, corrects))
