"""Approves a change of the law, and refuses what must wait for the approval."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import RecordError
from models.law.load import load_law
from models.record.database import reading, transaction
from models.record.docket_rows import DocketRows, docket_rows
from models.record.matters import count_of, in_pages
from models.record.office_settings import LawStanding, awaits_approval, law_in_force, standing_of
from models.record.receipts import ReceiptKind, append_receipt
from models.record.tables.dockets import Matter
from models.record.tables.office import LawApproval
from tasks.record.derive import derive_all, locked_page
from tasks.record.office_law import office_law

SHOWN = 12
"""Characters of a law's hash by which people name it."""


def approve_law(engine: Engine, law: str, *, by: str, now: datetime) -> None:
    """Puts the law on disk in force. Raises `RecordError` where another one was shown, or none waits."""
    with transaction(engine) as session:
        if not awaits_approval(session, load_law()):
            raise RecordError(
                f"No change of the law awaits approval. The law {load_law().hash[:SHOWN]} is in force."
            )
        if law != load_law().hash[:SHOWN]:
            raise RecordError(
                f"You entered the law {law!r}, but {load_law().hash[:SHOWN]!r} awaits approval. Read what it "
                "changes on the page law-change first."
            )
        session.add(LawApproval(law_hash=load_law().hash, approved_by=by, approved_at=now))


def refuse_unapproved(session: Session) -> None:
    """Raises `RecordError` while a change of the law waits: nothing is derived under it before."""
    if awaits_approval(session, load_law()):
        raise RecordError(
            f"Landwaiter has a new version of the law, {load_law().hash[:SHOWN]}, which awaits approval. "
            "Read the page law-change, approve the change with the form approve-law-change, and submit again."
        )


def refuse_superseded(session: Session) -> None:
    """Raises `RecordError` where this program has an older law than the one in force: it must not sweep."""
    if standing_of(session, load_law()) is LawStanding.SUPERSEDED:
        raise RecordError(
            f"This worker runs an older law, {load_law().hash[:SHOWN]}, than the one in force, and does not "
            "check deadlines. Upgrade this worker, or stop it. If you went back to the older version on "
            f"purpose, approve {load_law().hash[:SHOWN]} with the form approve-law-change."
        )


_ITSELF = "Landwaiter: no deadline changes"


def approve_rewording(engine: Engine, *, now: datetime) -> bool:
    """Approves the law on disk by itself where it changes no deadline, and leaves a receipt of that.

    It must mean the same as the one in force, must never have been in force before, and every matter derived
    under it must come to the same deadlines and defects. Otherwise nothing is written, and it waits.
    """
    with reading(engine) as session:
        if standing_of(session, load_law()) is not LawStanding.REWORDED:
            return False
    if not _is_unmoved(engine, now):
        return False
    with transaction(engine) as session:
        former = law_in_force(session)
        if former is None or standing_of(session, load_law()) is not LawStanding.REWORDED:
            return False
        session.add(LawApproval(law_hash=load_law().hash, approved_by=_ITSELF, approved_at=now))
        content = {"former": former.law_hash, "matters": count_of(session, Matter), "differences": []}
        append_receipt(session, ReceiptKind.REWORDING, content, load_law().hash, at=now)
    return True


def _is_unmoved(engine: Engine, now: datetime) -> bool:
    """Whether all that is on record comes to the same under the law on disk. Everything is undone."""
    moved: list[str] = []

    def compare_page(session: Session, page: Sequence[Matter]) -> None:
        dockets = docket_rows(session, page)
        before = {docket.matter.id: _facts(docket) for docket in dockets}
        done = derive_all(
            session, [(each, _last_derived(each, now)) for each in dockets], office_law(session)
        )
        for each in dockets:
            id_ = each.matter.id
            if isinstance(done[id_], str) or _facts(each) != before[id_]:
                moved.append(each.matter.docket_number)
        session.rollback()

    in_pages(partial(transaction, engine), locked_page, compare_page)
    return not moved


def _last_derived(docket: DocketRows, now: datetime) -> datetime:
    """When what is stored was derived: as of then it is derived again."""
    stored = [row.derived_at for row in docket.deadlines] + [row.derived_at for row in docket.defects]
    return max(stored, default=now)


def _facts(docket: DocketRows) -> tuple[object, ...]:
    """All that is stored of a matter but texts, and statuses that follow from the days."""
    deadlines = {
        row.id: (
            row.kind,
            row.bound,
            row.strict_on,
            row.lenient_on,
            row.act_by,
            row.settled_on,
            row.withdrawn,
            tuple(row.ambiguities),
        )
        for row in docket.deadlines
    }
    defects = {(row.code, row.entry_number): (tuple(row.candidates), row.withdrawn) for row in docket.defects}
    return deadlines, defects
