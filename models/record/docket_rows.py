"""The rows of many dockets at once, read with a fixed number of statements, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from sqlalchemy import and_, delete, func, insert
from sqlalchemy import select as select_core
from sqlmodel import Session, col, select

from models.record.tables.dockets import Deadline, Defect, DerivedDocket, Entry, Matter


class _OfMatter(Protocol):
    @property
    def matter_id(self) -> int: ...


Row = TypeVar("Row", bound=_OfMatter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Of what a docket is derived, beside the day: its last entry, the law, the settings."""

    head: str
    law_hash: str
    settings: str


class DerivedFrom(NamedTuple):
    """Of what a docket was derived last, as `DerivedDocket` says."""

    matter_id: int
    head: str
    law_hash: str
    settings: str
    derived_on: date
    holds_through: date


@dataclass(slots=True, kw_only=True)
class DocketRows:
    """A docket with what is derived from it, the rows that were withdrawn too."""

    matter: Matter
    entries: list[Entry]
    deadlines: list[Deadline]
    defects: list[Defect]
    derived: DerivedFrom | None = None
    """Of what it was derived last; None where nobody knows."""

    @property
    def head(self) -> str:
        """The last entry as a basis names it; empty where there is none."""
        return head_of(self.entries[-1].number, self.entries[-1].hash) if self.entries else ""


def head_of(number: int, hash_: str) -> str:
    """The last entry of a docket, by its number and its hash."""
    return f"{number} {hash_}"


def docket_rows(session: Session, matters: Sequence[Matter]) -> list[DocketRows]:
    """The dockets of these matters, in their order."""
    ids = [matter.id for matter in matters]
    entries = select(Entry).where(col(Entry.matter_id).in_(ids)).order_by(col(Entry.number))
    deadlines = select(Deadline).where(col(Deadline.matter_id).in_(ids)).order_by(col(Deadline.id))
    defects = select(Defect).where(col(Defect.matter_id).in_(ids)).order_by(col(Defect.id))
    of = by_matter(session.exec(entries).all())
    clocks, flaws = by_matter(session.exec(deadlines).all()), by_matter(session.exec(defects).all())
    derived = derived_of(session, ids)
    return [
        DocketRows(
            matter=matter,
            entries=of[matter.id],
            deadlines=clocks[matter.id],
            defects=flaws[matter.id],
            derived=derived.get(matter.id),
        )
        for matter in matters
    ]


def by_matter(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """The rows of each matter by its id, in their order; none for a matter without."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found


def derived_of(session: Session, ids: Sequence[int]) -> dict[int, DerivedFrom]:
    """Of what the dockets of these matters were derived last, by the matters' ids."""
    columns = [DerivedDocket.metadata.tables["deriveddocket"].c[name] for name in DerivedFrom._fields]
    wanted = select_core(*columns).where(col(DerivedDocket.matter_id).in_(ids))
    rows = map(DerivedFrom._make, session.connection().execute(wanted))
    return {row.matter_id: row for row in rows}


def heads_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The last entry of each docket as a basis names it, by the matters' ids; none where it has no entry."""
    last = (
        select_core(col(Entry.matter_id).label("matter_id"), func.max(Entry.number).label("number"))
        .where(col(Entry.matter_id).in_(ids))
        .group_by(col(Entry.matter_id))
        .subquery()
    )
    same = and_(col(Entry.matter_id) == last.c.matter_id, col(Entry.number) == last.c.number)
    wanted = select_core(col(Entry.matter_id), col(Entry.number), col(Entry.hash)).join(last, same)
    rows = session.connection().execute(wanted)
    return {matter_id: head_of(number, hash_) for matter_id, number, hash_ in rows}


def holds(was: DerivedFrom | None, basis: Basis, today: date) -> bool:
    """Whether what was derived is still so on a day, if it were derived on this basis."""
    if was is None:
        return False
    same = (was.head, was.law_hash, was.settings) == (basis.head, basis.law_hash, basis.settings)
    return same and was.derived_on <= today <= was.holds_through


def remember(session: Session, derived: Sequence[DerivedDocket]) -> None:
    """Keeps of what dockets were derived now, in the place of what was kept before."""
    if not derived:
        return
    forget(session, [row.matter_id for row in derived])
    session.connection().execute(insert(DerivedDocket), [row.model_dump() for row in derived])


def forget(session: Session, ids: Sequence[int]) -> None:
    """Has the dockets of these matters derived again, whatever they were derived of."""
    gone = delete(DerivedDocket).where(col(DerivedDocket.matter_id).in_(ids))
    session.connection().execute(gone)
