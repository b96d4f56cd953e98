"""Calculates the deadlines and defects of dockets, and stores what differs."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models.law.derive import derive
from models.law.engine.docket import read_docket
from models.law.load import load_law
from models.record.closures import proclaimed_days
from models.record.database import transaction
from models.record.deadlines import deadlines_of, defects_of, sync
from models.record.derivation import Changes, Derivation
from models.record.dockets import docket_of, entries_of
from models.record.matters import in_pages, matters
from models.record.office_settings import awaits_approval, office_of, underived
from models.record.tables.dockets import Entry, Matter
from models.record.tables.office import ProclaimedClosure
from models.wall_clock import today_in
from tasks.record.docket_words import cause_words

PAGE = 200
"""Matters in one transaction."""


def docket_today(
    session: Session, matter: Matter, entries: Sequence[Entry], *, now: datetime
) -> dict[str, Any]:
    """All that the law is given of a matter today: entries, your settings, every proclaimed closure."""
    law = load_law()
    return docket_of(
        matter,
        entries,
        as_of=today_in(matter.timezone, now),
        office=office_of(session, law),
        proclaimed=proclaimed_days(session, law),
    )


def derivation_of(session: Session, matter: Matter, *, now: datetime) -> Derivation:
    """The law's answer to a matter's docket today, by its own time zone and your settings."""
    law, entries = load_law(), entries_of(session, matter)
    docket = docket_today(session, matter, entries, now=now)
    return Derivation(
        matter=matter, entries=entries, answer=derive(read_docket(docket, law), law), law=law, at=now
    )


def derive_in(session: Session, matter: Matter, *, now: datetime) -> Changes:
    """Derives a matter and stores what differs."""
    return sync(session, derivation_of(session, matter, now=now))


def derive_what_changed(engine: Engine, *, now: datetime) -> int:
    """Recalculates every matter, in batches, if a law was approved, a number set or a day proclaimed.

    Returns how many matters it recalculated. What moved falls due, and the next sweep announces it; after a
    proclaimed day all that runs does, because the days of its alerts may move. Cut short, it is done again
    from the start by the next caller.
    """
    with transaction(engine) as session:
        seen = (
            []
            if awaits_approval(session, load_law())
            else [(type(row), row.id) for row in underived(session)]
        )
    if not seen:
        return 0
    derived = _derive_all(engine, now, steps_move=any(table is ProclaimedClosure for table, _ in seen))
    with transaction(engine) as session:
        if awaits_approval(session, load_law()):
            return derived
        for table, id_ in seen:
            session.get_one(table, id_).derived_at = now
    return derived


def _derive_all(engine: Engine, now: datetime, *, steps_move: bool) -> int:
    derived = 0

    def derive_page(session: Session, page: Sequence[Matter]) -> None:
        nonlocal derived
        for matter in page:
            _derive_safely(session, matter, now)
            if steps_move:
                _look_again(session, matter, now)
        derived += len(page)

    in_pages(partial(transaction, engine), locked_page, derive_page)
    return derived


def _look_again(session: Session, matter: Matter, now: datetime) -> None:
    for row in deadlines_of(session, matter):
        if row.next_step_at is not None:
            row.next_step_at = min(row.next_step_at, now)
            session.add(row)


def locked_page(session: Session, after: int) -> Sequence[Matter]:
    """The matters behind an id that are derived in one transaction, held until it ends."""
    return matters(session, after_id=after, limit=PAGE, lock=True)


def _derive_safely(session: Session, matter: Matter, now: datetime) -> None:
    """A matter that cannot be derived must not stop the others: it falls due, and the sweep reports it."""
    if isinstance(derive_or_cause(session, matter, now=now), str):
        for row in (*deadlines_of(session, matter), *defects_of(session, matter)):
            row.next_step_at = now
            session.add(row)


def derive_or_cause(session: Session, matter: Matter, *, now: datetime) -> Changes | str:
    """Derives a matter among others; if that fails, undoes it and returns the cause.

    An error in one docket, or in the law on it, must not stop the rest: the caller reports it. An error of
    the database concerns more than one docket, and is raised.
    """
    try:
        with session.begin_nested():
            return derive_in(session, matter, now=now)
    except SQLAlchemyError:
        raise
    except Exception as error:
        # One docket that the law cannot read must not keep the others as they were.
        return cause_words(error)
