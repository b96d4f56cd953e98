"""Records proclaimed closures of the office, and shows what one would move before it is recorded."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session

from models.inputs import ClosureInput
from models.law.load import load_law
from models.record.closure_proof import leave_proof
from models.record.closures import record_closure
from models.record.database import reading, transaction
from models.record.docket_rows import docket_rows
from models.record.matters import behind_all_but, in_pages
from models.record.tables.dockets import Matter
from models.record.tables.office import ProclaimedClosure
from tasks.record.derive import derive_all, locked_page
from tasks.record.law_approval import refuse_unapproved
from tasks.record.moved_dates import Moves, compare, on_record
from tasks.record.office_law import office_law


def put_closure(engine: Engine, draft: ClosureInput, *, now: datetime) -> ProclaimedClosure:
    """Adds or withdraws a day, with a receipt; every matter is then to be recalculated. Raises `RecordError`.

    Not while a law awaits approval.
    """
    with transaction(engine) as session:
        row = _put(session, draft, now)
        leave_proof(session, row, load_law().hash, at=now)
        return row


def foresee_closure(
    engine: Engine, draft: ClosureInput, *, now: datetime, newest: int | None = None
) -> Moves:
    """What recording it would change, of every matter or so many of the newest. Everything is undone.

    Raises `RecordError` as recording does.
    """
    found = Moves()
    with reading(engine) as session:
        first = behind_all_but(session, newest)

    def compare_page(session: Session, page: Sequence[Matter]) -> None:
        ids = [matter.id for matter in page]
        before = on_record(session, ids)
        _put(session, draft, now)
        dockets = [(docket, now) for docket in docket_rows(session, page)]
        done = derive_all(session, dockets, office_law(session))
        for matter in page:
            if isinstance(cause := done[matter.id], str):
                found.others.append(f"{matter.docket_number}: its deadlines cannot be calculated: {cause}")
        found.take(compare(session, before, ids))
        session.rollback()

    in_pages(partial(transaction, engine), locked_page, compare_page, after=first)
    return found


def _put(session: Session, draft: ClosureInput, now: datetime) -> ProclaimedClosure:
    refuse_unapproved(session)
    return record_closure(session, draft, load_law(), at=now)
