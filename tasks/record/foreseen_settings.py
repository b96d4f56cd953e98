"""What another setting of the office's would change, before it is recorded. Everything is undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import ColumnElement, Engine, Select, and_, exists, false, select
from sqlmodel import Session, col

from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from models.record.amounts import Amount, amount_of
from models.record.controls import controls, controls_from
from models.record.database import reading, transaction
from models.record.docket_rows import docket_rows
from models.record.matters import behind_all_but, in_pages, matters
from models.record.tables.dockets import Confirmation, CurrentEntry, Deadline, Matter
from tasks.record.derive import PAGE, derive_all
from tasks.record.moved_dates import Moves, compare, on_record
from tasks.record.office_law import office_law
from tasks.record.office_settings import set_period


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting as somebody wants it: a number or a day for a rule, both None for the default."""

    rule: str
    number: int | None = None
    day: date | None = None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalculated:
    """What moves, in so many matters of all that there are of the kind."""

    moves: Moves
    looked: int
    of: Amount


def check_setting(engine: Engine, wanted: Setting, *, now: datetime) -> None:
    """Raises `RecordError` as setting it does."""
    with transaction(engine) as session:
        _set(session, wanted, now)
        session.rollback()


def foresee_number(engine: Engine, wanted: Setting, *, now: datetime, newest: int) -> Recalculated:
    """What another number for a rule of the law moves, in so many of the newest matters of its kind.

    Raises `RecordError` as setting it does.
    """
    kind, looked, found = load_law().rules[wanted.rule].lifecycle, 0, Moves()
    with reading(engine) as session:
        first = behind_all_but(session, newest, lifecycle=kind)
        of = amount_of(session, select(col(Matter.id)).where(col(Matter.lifecycle) == kind))

    def compare_page(session: Session, page: Sequence[Matter]) -> None:
        nonlocal looked
        ids = [matter.id for matter in page]
        before = on_record(session, ids)
        _set(session, wanted, now)
        derive_all(session, [(docket, now) for docket in docket_rows(session, page)], office_law(session))
        found.take(compare(session, before, ids))
        looked += len(page)
        session.rollback()

    in_pages(partial(transaction, engine), partial(_page, kind), compare_page, after=first)
    return Recalculated(moves=found, looked=looked, of=of)


def unconfirmed(session: Session) -> Amount:
    """The entries that nobody has confirmed: each is provisional where second review is on."""
    confirmed = exists().where(col(Confirmation.entry_id) == CurrentEntry.entry_id)
    return amount_of(session, select(col(CurrentEntry.entry_id)).where(~confirmed))


def controls_silenced(session: Session, day: date | None) -> tuple[Amount, Amount]:
    """How many open controls nobody is alerted about any more from such a day on, and how many again."""
    former = _before(controls_from(session))
    return (
        amount_of(session, _controls(and_(_before(day), ~former))),
        amount_of(session, _controls(and_(former, ~_before(day)))),
    )


def _controls(which: ColumnElement[bool]) -> Select[tuple[int]]:
    running = and_(col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
    return select(col(Deadline.id)).where(running, col(Deadline.rule).in_(controls()), which)


def _before(day: date | None) -> ColumnElement[bool]:
    return false() if day is None else col(Deadline.lenient_on) < day


def _set(session: Session, wanted: Setting, now: datetime) -> None:
    set_period(session, wanted.rule, wanted.number, day=wanted.day, by=wanted.by, now=now)


def _page(kind: Lifecycle, session: Session, after: int) -> Sequence[Matter]:
    return matters(session, lifecycle=kind, after_id=after, limit=PAGE, lock=True)
