"""Which deadlines and defects another calendar changes: what is on record before, compared with after."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from models.in_words import dates, long_date, spaced
from models.record.tables.dockets import Deadline, Defect, Matter
from tasks.record.deadline_name import deadline_name
from tasks.record.deadline_words import status_words

_CHUNK = 500
Days = tuple[date, date, date | None]
"""The earliest and the latest day of a deadline, and the day by which to act."""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The days of each deadline, and the defects, by their ids; none that is withdrawn."""

    days: dict[int, Days]
    defects: frozenset[int]


@dataclass(slots=True)
class Moves:
    """What changed, a line each."""

    moved: list[str] = field(default_factory=list)
    """The deadlines with other days: matter, deadline, from, to."""

    others: list[str] = field(default_factory=list)
    """Deadlines that start or are withdrawn, defects, matters that cannot be calculated."""

    matter_ids: set[int] = field(default_factory=set)

    @property
    def lines(self) -> list[str]:
        """All of it."""
        return [*self.moved, *self.others]

    def take(self, seen: "Moves") -> None:
        """Adds what changed in other matters."""
        self.moved += seen.moved
        self.others += seen.others
        self.matter_ids |= seen.matter_ids


def on_record(session: Session, matter_ids: Sequence[int] | None = None) -> OnRecord:
    """What is on record now, of these matters or of all."""
    deadline, defect = col(Deadline.withdrawn).is_(False), col(Defect.withdrawn).is_(False)
    strict, lenient, act_by = col(Deadline.strict_on), col(Deadline.lenient_on), col(Deadline.act_by)
    rows = select(col(Deadline.id), strict, lenient, act_by).where(deadline)
    defects = select(Defect.id).where(defect)
    if matter_ids is not None:
        rows = rows.where(col(Deadline.matter_id).in_(matter_ids))
        defects = defects.where(col(Defect.matter_id).in_(matter_ids))
    found = {id_: (first, last, act) for id_, first, last, act in session.exec(rows).all()}
    return OnRecord(found, frozenset(session.exec(defects).all()))


def compare(session: Session, before: OnRecord, matter_ids: Sequence[int] | None = None) -> Moves:
    """What changed on record since, the matters in the order of their docket numbers."""
    after, moves = on_record(session, matter_ids), Moves()
    differing = {id_ for id_, days in after.days.items() if before.days.get(id_) != days}
    for matter, row in _deadlines(session, differing | (before.days.keys() - after.days.keys())):
        _add(moves, matter, row, before.days.get(row.id))
    for matter, defect in _defects(session, before.defects ^ after.defects):
        said = "resolved" if defect.withdrawn else "new"
        moves.others.append(f"{matter.docket_number}: defect, {said}: {spaced(defect.code)}")
        moves.matter_ids.add(matter.id)
    return moves


def _add(moves: Moves, matter: Matter, row: Deadline, before: Days | None) -> None:
    name = f"{matter.docket_number}: {deadline_name(row)} {row.title}"
    now = _words((row.strict_on, row.lenient_on, row.act_by))
    moves.matter_ids.add(matter.id)
    if row.withdrawn or before is None:
        kind = "withdrawn" if row.withdrawn else "new deadline"
        moves.others.append(f"{name}: {kind}: {now}")
    else:
        ended = f"; {status_words(row, long_date)}" if row.settled_on is not None else ""
        moves.moved.append(f"{name}: from {_words(before)} to {now}{ended}")


def _words(days: Days) -> str:
    strict, lenient, act_by = days
    act = "" if act_by is None else f" (act by {long_date(act_by)})"
    return f"{dates((strict, lenient))}{act}"


def _deadlines(session: Session, ids: Collection[int]) -> Iterator[tuple[Matter, Deadline]]:
    wanted = select(Matter, Deadline).join(Deadline, col(Deadline.matter_id) == Matter.id)
    found = [
        each for some in _chunks(ids) for each in session.exec(wanted.where(col(Deadline.id).in_(some))).all()
    ]
    yield from sorted(found, key=lambda each: (each[0].docket_number, each[1].strict_on, each[1].rule))


def _defects(session: Session, ids: Collection[int]) -> Iterator[tuple[Matter, Defect]]:
    wanted = select(Matter, Defect).join(Defect, col(Defect.matter_id) == Matter.id)
    found = [
        each for some in _chunks(ids) for each in session.exec(wanted.where(col(Defect.id).in_(some))).all()
    ]
    yield from sorted(found, key=lambda each: (each[0].docket_number, each[1].entry_number, each[1].code))


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    given = sorted(ids)
    for start in range(0, len(given), _CHUNK):
        yield given[start : start + _CHUNK]
