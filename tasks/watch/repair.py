"""Repairs what is derived where a recount found it stored otherwise; never what was recorded."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from models.law.engine.docket import DocketError
from models.law.load import load_law
from models.record.database import transaction
from models.record.docket_seal import docket_faults, seal_of
from models.record.dockets import entries_of
from models.record.matters import held_matter
from models.record.office_settings import awaits_approval, hash_in_force
from models.record.receipts import ReceiptKind, append_receipt
from models.record.tables.dockets import Deadline
from tasks.record.derive import derive_in

_PAGE = 100
"""Matters in one transaction."""


def repair(engine: Engine, docket_numbers: Sequence[str], *, now: datetime) -> list[str]:
    """Derives these matters anew, stores what differs, and has all of it looked at again.

    Returns the docket numbers of those that were repaired, and leaves a receipt of them in the transaction
    that repairs them. A docket whose chain is broken is left alone: what would be derived from it may be as
    wrong as it is. So is all while a change of the law awaits approval.
    """
    pages = [docket_numbers[place : place + _PAGE] for place in range(0, len(docket_numbers), _PAGE)]
    return [name for page in pages for name in _repaired(engine, page, now)]


def _repaired(engine: Engine, docket_numbers: Sequence[str], now: datetime) -> list[str]:
    with transaction(engine) as session:
        if awaits_approval(session, load_law()):
            return []
        repaired = [name for name in docket_numbers if _derived(session, name, now)]
        if repaired:
            append_receipt(
                session, ReceiptKind.REPAIR, {"repaired": repaired}, hash_in_force(session), at=now
            )
        return repaired


def _derived(session: Session, docket_number: str, now: datetime) -> bool:
    matter = held_matter(session, docket_number)
    if docket_faults(entries_of(session, matter), seal_of(session, matter)):
        return False
    try:
        derive_in(session, matter, now=now)
    except DocketError:
        return False
    again = update(Deadline).where(col(Deadline.matter_id) == matter.id).values(next_step_at=now)
    session.connection().execute(again)
    return True
