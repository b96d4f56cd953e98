"""The rows of documents: added, read within walls, deleted. Functions take the session first, never commit.

The files themselves are `tasks/exchange/document_files.py`'s.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.legal_holds import refuse_under_hold
from models.record.scope import Scope
from models.record.tables.dockets import Deadline, Entry, Matter
from models.record.tables.documents import Document
from models.record.tables.office import Evidence

LONGEST_REASON = 300
"""Characters of why a document is deleted, or a legal hold set or lifted."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a document is uploaded for: a matter; or one entry of it, or one piece of evidence."""

    matter: Matter
    entry: Entry | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that lies in the data directory: what it is called, and what its bytes say that it is."""

    sha256: str
    name: str
    media_type: str
    size: int


def add_document(session: Session, place: Place, file: KeptFile, *, by: str, at: datetime) -> Document:
    """Records a file for a place. A file that is there already, and not deleted, is one document."""
    session.exec(select(Matter.id).where(Matter.id == place.matter.id).with_for_update()).one()
    entry_id = place.entry.id if place.entry else None
    evidence_id = place.evidence.id if place.evidence else None
    wanted = select(Document).where(
        Document.matter_id == place.matter.id,
        Document.entry_id == entry_id,
        Document.evidence_id == evidence_id,
        Document.sha256 == file.sha256,
        col(Document.deleted_at).is_(None),
    )
    known = session.exec(wanted).first()
    if known is not None:
        return known
    row = Document(
        matter_id=place.matter.id,
        entry_id=entry_id,
        evidence_id=evidence_id,
        sha256=file.sha256,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        uploaded_by=by,
        uploaded_at=at,
    )
    session.add(row)
    session.flush()
    return row


def document_in(session: Session, scope: Scope, id_: int) -> tuple[Document, Matter] | None:
    """A document of a matter of theirs, with the matter; None where there is none, or it is not theirs."""
    wanted = select(Document, Matter).join(Matter, col(Document.matter_id) == Matter.id)
    return session.exec(wanted.where(Document.id == id_, scope.matters())).first()


def newest_documents(
    session: Session,
    matter: Matter,
    most: int,
    *,
    entry: Entry | None = None,
    evidence: Evidence | None = None,
) -> Sequence[Document]:
    """The documents of a matter, or of one entry or one piece of evidence of it; the newest first."""
    wanted = select(Document).where(Document.matter_id == matter.id)
    if entry is not None:
        wanted = wanted.where(Document.entry_id == entry.id)
    if evidence is not None:
        wanted = wanted.where(Document.evidence_id == evidence.id)
    return session.exec(wanted.order_by(col(Document.id).desc()).limit(most)).all()


def documents_of(session: Session, matter: Matter) -> Sequence[Document]:
    """Every document of a matter, deleted ones too, in the order in which they came."""
    wanted = select(Document).where(Document.matter_id == matter.id)
    return session.exec(wanted.order_by(col(Document.id))).all()


def named_files(session: Session, sha256s: Collection[str]) -> set[str]:
    """Those of some files that a document which is not deleted names."""
    wanted = select(Document.sha256).where(
        col(Document.sha256).in_(sha256s), col(Document.deleted_at).is_(None)
    )
    return set(session.exec(wanted).all())


def is_named_in(session: Session, scope: Scope, sha256: str) -> bool:
    """Whether a document of a matter of theirs, which is not deleted, is a file."""
    wanted = select(Document.id).join(Matter, col(Document.matter_id) == Matter.id)
    is_it = (Document.sha256 == sha256, col(Document.deleted_at).is_(None), scope.matters())
    return session.exec(wanted.where(*is_it)).first() is not None


def lately_deleted(session: Session, most: int) -> set[str]:
    """The files of the documents that were deleted last."""
    wanted = select(Document.sha256).where(col(Document.deleted_at).is_not(None))
    return set(session.exec(wanted.order_by(col(Document.deleted_at).desc()).limit(most)).all())


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when the law wants the records of a matter to be kept. `is_open`: longer, nobody knows yet."""

    through: date
    is_open: bool

    @property
    def token(self) -> str:
        """The day as a form names it, to say that whoever deletes has read it."""
        return "open" if self.is_open else self.through.isoformat()


def keeping_of(session: Session, matter: Matter) -> Keeping | None:
    """The retention period of the matter's records that ends last; None where none runs.

    By the status that the last look stored. One that waits for an event that is not on record runs on after
    its day.
    """
    wanted = select(Deadline).where(
        Deadline.matter_id == matter.id,
        Deadline.kind == RuleKind.RETENTION.value,
        Deadline.bound == Party.RECORDKEEPER.value,
        Deadline.status == Status.KEEP.value,
        col(Deadline.withdrawn).is_(False),
    )
    rows = session.exec(wanted).all()
    if not rows:
        return None
    return Keeping(max(row.lenient_on for row in rows), any(map(_is_open, rows)))


def _is_open(row: Deadline) -> bool:
    """Whether a look after its last day still found that the records are to be kept."""
    rule = load_law().rules.get(row.rule)
    by_facts = rule is not None and bool(rule.status_by)
    return by_facts and row.lenient_on < max(row.looked_on or row.set_on, row.derived_at.date())


def delete_document(
    session: Session,
    document: Document,
    matter: Matter,
    *,
    reason: str,
    confirmed: str,
    by: str,
    at: datetime,
) -> None:
    """Marks a document as deleted; its file goes afterwards. Raises `RecordError` where it may not be.

    `confirmed` is the day through which the law wants it kept, as `Keeping.token` has it.
    """
    session.exec(select(Matter.id).where(Matter.id == matter.id).with_for_update()).one()
    session.refresh(document)
    if document.deleted_at is not None:
        raise RecordError(f"{document.name} was already deleted by {document.deleted_by}.")
    refuse_under_hold(session, matter)
    keeping = keeping_of(session, matter)
    if keeping is not None and confirmed != keeping.token:
        raise RecordError(
            "The law wants these records kept. Nothing was deleted. Expected your confirmation of the day "
            "that this page names."
        )
    document.deleted_at, document.deleted_by, document.deletion_reason = at, by, stated(reason)
    session.add(document)
    session.flush()


def stated(reason: str) -> str:
    """A reason in one line. Raises `RecordError` where there is none, or too long a one."""
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise RecordError(f"Expected a reason of 1 to {LONGEST_REASON} characters.")
    return said
