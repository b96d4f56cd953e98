"""Confirming an entry at the desk: by another person than who recorded it. Functions never commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.confirmations import Seen, confirm, wants_confirmation
from models.record.dockets import corrections_of, entries_of
from models.record.sign_ins import sign_act, signed_by
from models.record.tables.dockets import Confirmation, Entry, Matter
from models.record.tables.documents import Document
from tasks.desk.follow_up import run_later


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who confirms, when, and against which document, by its id; 0 for one that was not uploaded."""

    person_id: int
    name: str
    at: datetime
    document_id: int = 0


def why_not(session: Session, entry: Entry, reviewer_id: int, name: str) -> str:
    """Why somebody cannot confirm an entry; empty where they can."""
    signed = signed_by(session, [f"entry:{entry.id}"])
    if signed.get(f"entry:{entry.id}") == reviewer_id or _same(entry.recorded_by, name):
        return f"You recorded E{entry.number} and cannot confirm it. Expected someone else."
    return ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def files_of(session: Session, entry: Entry) -> Sequence[Document]:
    """The documents of an entry that are not deleted."""
    wanted = select(Document).where(Document.entry_id == entry.id, col(Document.deleted_at).is_(None))
    return session.exec(wanted.order_by(col(Document.id))).all()


def confirm_entry(session: Session, matter: Matter, entry: Entry, reviewer: Reviewer) -> bool:
    """Confirms an entry, signed, with its run. Returns False where it was confirmed before.

    Raises `RecordError` where second review is off, for who recorded it, and for an entry that was replaced.
    """
    if not wants_confirmation(session):
        raise RecordError("Second review is off. No entry needs to be confirmed.")
    if reason := why_not(session, entry, reviewer.person_id, reviewer.name):
        raise RecordError(reason)
    entries = entries_of(session, matter)
    by = corrections_of(entries).get(entry.number)
    if by is not None:
        raise RecordError(f"E{entry.number} was corrected by E{by}. Confirm E{by} instead.")
    if _confirmation(session, entry) is not None:
        return False
    sha256 = _sha256(session, entry, reviewer.document_id)
    seen = Seen(number=entry.number, by=reviewer.name, document_sha256=sha256)
    confirm(session, matter, entries, seen, at=reviewer.at)
    row = _confirmation(session, entry)
    assert row is not None
    sign_act(session, f"confirmation:{row.id}", reviewer.person_id, at=reviewer.at)
    said = {"matter": matter.docket_number, "entry": f"E{entry.number}", "name": reviewer.name}
    run_later(
        session,
        "confirm-entry",
        {"confirmation": {**said, **({"document_sha256": sha256} if sha256 else {})}},
        title=f"{matter.docket_number}: E{entry.number} confirmed",
        by=reviewer.name,
        at=reviewer.at,
    )
    return True


def _confirmation(session: Session, entry: Entry) -> Confirmation | None:
    return session.exec(select(Confirmation).where(Confirmation.entry_id == entry.id)).first()


def _sha256(session: Session, entry: Entry, document_id: int) -> str:
    """The fingerprint of the document that was compared. Raises `RecordError` where it is not the entry's."""
    if not document_id:
        return ""
    found = next((each for each in files_of(session, entry) if each.id == document_id), None)
    if found is None:
        raise RecordError(f"This is no document of E{entry.number}. Choose one from the list.")
    return found.sha256
