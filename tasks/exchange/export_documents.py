"""The documents in an export of a matter: the list of them, and what each file is called in the ZIP."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.record.documents import documents_of
from models.record.tables.dockets import Entry, Matter
from models.record.tables.documents import Document, LegalHold
from models.record.tables.office import Evidence
from tasks.exchange.document_files import DocumentFiles
from tasks.exchange.sheets import Table

FOLDER = "documents/"
"""Under which the files lie in the ZIP."""

LEFT_OUT = "left out of this export"
_TITLES = {
    "file": "File",
    "name": "Name",
    "entry": "Entry",
    "evidence": "Evidence",
    "media_type": "Media type",
    "size": "Bytes",
    "sha256": "SHA-256",
    "uploaded_by": "Uploaded by",
    "uploaded_at": "Uploaded at (UTC)",
    "lacks": "Lacks",
}
"""The columns of the table, by the keys of the list."""


@dataclass(frozen=True, slots=True)
class DocumentsPart:
    """The list, the same as a table, and the files: their SHA-256 by their names in the ZIP."""

    part: dict[str, Any]
    table: Table
    members: Mapping[str, str]
    size: int
    """Bytes of all files."""


def documents_part(session: Session, matter: Matter, files: DocumentFiles | None) -> DocumentsPart:
    """Lists every document, deleted ones too. Without `files` each file is left out, and the list says so.

    A file that is missing or was altered is left out too; nothing else of the export depends on it.
    """
    numbers = dict(session.exec(select(Entry.id, Entry.number).where(Entry.matter_id == matter.id)).all())
    points = dict(
        session.exec(select(Evidence.id, Evidence.point).where(Evidence.matter_id == matter.id)).all()
    )
    rows = documents_of(session, matter)
    said = [_said(row, files, numbers, points) for row in rows]
    there = [(each, row) for each, row in zip(said, rows, strict=True) if each["file"]]
    return DocumentsPart(
        part={"documents": said, "legal_holds": _holds(session, matter)},
        table=Table("documents", list(_TITLES.values()), [[each[key] for key in _TITLES] for each in said]),
        members={each["file"]: row.sha256 for each, row in there},
        size=sum(row.size for _, row in there),
    )


def _said(
    row: Document, files: DocumentFiles | None, numbers: Mapping[int, int], points: Mapping[int, str]
) -> dict[str, Any]:
    lacks, given = _lacks(row, files), {"name", "media_type", "size", "sha256", "uploaded_by"}
    how = {"deleted_at", "deleted_by", "deletion_reason"}
    return {
        "file": "" if lacks else f"{FOLDER}{row.id}-{_plain(row.name)}",
        "entry": f"E{numbers[row.entry_id]}" if row.entry_id else "",
        "evidence": points[row.evidence_id] if row.evidence_id else "",
        **row.model_dump(include=given),
        "uploaded_at": row.uploaded_at.isoformat(),
        "lacks": lacks,
        "deleted": row.model_dump(include=how) if row.deleted_at else None,
    }


def _lacks(row: Document, files: DocumentFiles | None) -> str:
    """Why the file is not in the export, as the end of a sentence; empty where it is."""
    if row.deleted_at is not None:
        return "was deleted"
    return LEFT_OUT if files is None else files.fault(row.sha256)


def _plain(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r'[<>:"|?*/\\]', "-", name)


def _holds(session: Session, matter: Matter) -> Sequence[dict[str, Any]]:
    wanted = select(LegalHold).where(LegalHold.matter_id == matter.id).order_by(col(LegalHold.id))
    return [row.model_dump(exclude={"id", "matter_id"}) for row in session.exec(wanted).all()]
