"""Calculates the deadlines and defects of dockets, and stores what differs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session

from models.law.derive import derive
from models.law.engine.docket import read_docket
from models.law.holds import holds_through
from models.law.load import load_law
from models.record.database import transaction
from models.record.deadlines import sync, write_derived
from models.record.derivation import Changes, Derivation
from models.record.docket_rows import DocketRows, docket_rows, remember
from models.record.matters import matters
from models.record.office_settings import awaits_approval, underived
from models.record.tables.dockets import Matter
from models.record.tables.office import ProclaimedClosure
from tasks.record.docket_words import cause_words
from tasks.record.office_law import OfficeLaw, office_law
from tasks.record.processes import Span, in_spans, matters_of

PAGE = 200
"""Matters in one transaction."""


def derivation_of(docket: DocketRows, law: OfficeLaw, *, now: datetime) -> Derivation:
    """The law's answer to a docket today, by its matter's own time zone and your settings."""
    read = read_docket(law.docket(docket.matter, docket.entries, now=now), law.law)
    answer = derive(read, law.law)
    return Derivation(
        matter=docket.matter,
        entries=docket.entries,
        answer=answer,
        law=law.law,
        at=now,
        holds_through=holds_through(read, answer),
    )


def derive_in(session: Session, matter: Matter, *, now: datetime) -> Changes:
    """Derives a matter and stores what differs."""
    (docket,), law = docket_rows(session, [matter]), office_law(session)
    derivation = derivation_of(docket, law, now=now)
    changes = sync(docket, derivation)
    _keep(session, law, [(docket, derivation)])
    return changes


def derive_all(
    session: Session, dockets: Iterable[tuple[DocketRows, datetime]], law: OfficeLaw
) -> dict[int, Changes | str]:
    """Derives dockets, each at an instant, and stores what differs: what changed or why not, by matter.

    An error in one docket, or in the law on it, must not stop the rest: the caller reports it.
    """
    done: dict[int, Changes | str] = {}
    kept: list[tuple[DocketRows, Derivation]] = []
    for docket, now in dockets:
        try:
            derivation = derivation_of(docket, law, now=now)
            done[docket.matter.id] = sync(docket, derivation)
            kept.append((docket, derivation))
        except Exception as error:
            # An entry that an older law let in, or a fault of our own: the others must not stay as they were.
            done[docket.matter.id] = cause_words(error)
    _keep(session, law, kept)
    return done


def _keep(session: Session, law: OfficeLaw, derived: Sequence[tuple[DocketRows, Derivation]]) -> None:
    write_derived(session, [docket for docket, _ in derived])
    of = [(each, law.basis(docket.head, docket.matter.timezone)) for docket, each in derived]
    remember(session, [derivation.remembered(basis) for derivation, basis in of])


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
    work = partial(_derive_span, now=now, steps_move=steps_move)
    return sum(in_spans(engine, work, size=PAGE, writes=True))


def _derive_span(engine: Engine, span: Span, *, now: datetime, steps_move: bool) -> int:
    """Derives some hundred matters in a transaction. Returns how many."""
    with transaction(engine) as session:
        dockets = docket_rows(session, matters_of(session, span, lock=True))
        done = derive_all(session, [(docket, now) for docket in dockets], office_law(session))
        for docket in dockets:
            if isinstance(done[docket.matter.id], str):
                _fall_due(docket, now)
            elif steps_move:
                _look_again(docket, now)
        return len(dockets)


def _look_again(docket: DocketRows, now: datetime) -> None:
    for row in docket.deadlines:
        if row.next_step_at is not None:
            row.next_step_at = min(row.next_step_at, now)


def _fall_due(docket: DocketRows, now: datetime) -> None:
    """A matter that cannot be derived must not stop the others: it falls due, and the sweep reports it."""
    for row in (*docket.deadlines, *docket.defects):
        row.next_step_at = now


def locked_page(session: Session, after: int) -> Sequence[Matter]:
    """The matters behind an id that are derived in one transaction, held until it ends."""
    return matters(session, after_id=after, limit=PAGE, lock=True)
