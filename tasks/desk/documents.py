"""The documents of a matter, of an entry, or of a piece of evidence, as the pages show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from models.in_words import long_date
from models.record.documents import Keeping, keeping_of, newest_documents
from models.record.legal_holds import ended_holds, hold_of
from models.record.tables.dockets import Entry, Matter
from models.record.tables.documents import Document, LegalHold
from models.record.tables.office import Evidence
from models.wall_clock import moment
from tasks.desk.document_kinds import PICTURES, kind_of
from tasks.desk.names import Names

MOST_SHOWN = 200
"""So many documents a page shows; the newest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """A document as a page shows it. `deleted`: who deleted it, when and why; empty while it is there."""

    id: int
    name: str
    kind: str
    size: str
    sha256: str
    uploaded_by: str
    uploaded_at: datetime
    entry: int | None
    """The number of the entry that it was uploaded for."""

    evidence: str
    """The point of the checklist that it was uploaded for; empty where it was for none."""

    deleted: str
    is_picture: bool
    """Whether a browser may show it on a page: a PNG or a JPEG."""

    matches: bool | None
    """Whether it is the file whose SHA-256 the entry or the evidence names; None where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocuments:
    """The documents of a page, the newest first, with what holds for all of them. It is read as a list."""

    rows: Sequence[ShownDocument]
    left_out: bool
    """Whether there are more than are shown."""

    hold: str
    """Who set the legal hold on the matter, when and why; empty where there is none."""

    ended: Sequence[str]
    """The legal holds that were lifted: who set and who lifted each, when and why."""

    keep: str
    """Until when the law wants the matter's records kept; empty where no period runs."""

    def __iter__(self) -> Iterator[ShownDocument]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_named_file(self) -> bool:
        """Whether one of them is the file that the entry or the evidence names."""
        return any(each.matches and not each.deleted for each in self.rows)


def documents_of_matter(session: Session, matter: Matter, names: Names) -> ShownDocuments:
    """All documents of a matter, those of its entries and of its evidence too."""
    return _shown(session, matter, newest_documents(session, matter, MOST_SHOWN + 1), names)


def documents_of_entry(session: Session, entry: Entry, names: Names) -> ShownDocuments:
    """The documents that were uploaded for an entry."""
    matter = session.get_one(Matter, entry.matter_id)
    found = newest_documents(session, matter, MOST_SHOWN + 1, entry=entry)
    return _shown(session, matter, found, names)


def documents_of_evidence(session: Session, evidence: Evidence, names: Names) -> ShownDocuments:
    """The documents that were uploaded for a piece of evidence."""
    matter = session.get_one(Matter, evidence.matter_id)
    found = newest_documents(session, matter, MOST_SHOWN + 1, evidence=evidence)
    return _shown(session, matter, found, names)


def keep_words(keeping: Keeping | None) -> str:
    """Until when records are to be kept, in words; empty where no period runs."""
    if keeping is None:
        return ""
    if keeping.is_open:
        return "Keep until the event that the period depends on is on record."
    return f"Keep through {long_date(keeping.through)}."


def size_words(size: int) -> str:
    """A size as people read it: 900 bytes, 12 kB, 3.4 MB."""
    if size < 1000:
        return f"{size} bytes"
    return f"{max(1, round(size / 1000))} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def _shown(session: Session, matter: Matter, found: Sequence[Document], names: Names) -> ShownDocuments:
    rows, hold = found[:MOST_SHOWN], hold_of(session, matter)
    entries = _by_id(session, Entry, [row.entry_id for row in rows])
    evidence = _by_id(session, Evidence, [row.evidence_id for row in rows])
    return ShownDocuments(
        rows=[
            _row(row, entries.get(row.entry_id or 0), evidence.get(row.evidence_id or 0), names)
            for row in rows
        ],
        left_out=len(found) > MOST_SHOWN,
        hold=f"{names.by(hold.set_by)}, {moment(hold.set_at)}: {hold.reason}" if hold else "",
        ended=[_ended(each, names) for each in ended_holds(session, matter)],
        keep=keep_words(keeping_of(session, matter)),
    )


def _ended(hold: LegalHold, names: Names) -> str:
    assert hold.lifted_at is not None
    return (
        f"Legal hold set by {names.by(hold.set_by)}, {moment(hold.set_at)}: {hold.reason}. Lifted by "
        f"{names.by(hold.lifted_by)}, {moment(hold.lifted_at)}: {hold.lift_reason}."
    )


_Named = TypeVar("_Named", Entry, Evidence)


def _by_id(session: Session, table: type[_Named], ids: Sequence[int | None]) -> dict[int, _Named]:
    wanted = {id_ for id_ in ids if id_ is not None}
    found = session.exec(select(table).where(col(table.id).in_(wanted))).all() if wanted else []
    return {row.id: row for row in found}


def _row(row: Document, entry: Entry | None, evidence: Evidence | None, names: Names) -> ShownDocument:
    named = (entry.document_sha256 if entry else evidence.document_sha256 if evidence else "").lower()
    gone = row.deleted_at
    return ShownDocument(
        id=row.id,
        name=row.name,
        kind=kind_of(row.media_type),
        size=size_words(row.size),
        sha256=row.sha256,
        uploaded_by=names.by(row.uploaded_by),
        uploaded_at=row.uploaded_at,
        entry=entry.number if entry else None,
        evidence=evidence.point if evidence else "",
        deleted=f"Deleted by {names.by(row.deleted_by)}, {moment(gone)}: {row.deletion_reason}"
        if gone
        else "",
        is_picture=row.media_type in PICTURES,
        matches=row.sha256 == named if named else None,
    )
