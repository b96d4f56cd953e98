"""What people do with documents at the desk: upload some, delete one, set and lift a legal hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from models.errors import RecordError
from models.in_words import counted
from models.record.database import reading, transaction
from models.record.documents import (
    KeptFile,
    Place,
    add_document,
    delete_document,
    lately_deleted,
    named_files,
    stated,
)
from models.record.legal_holds import lift_hold, set_hold
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Matter
from models.record.tables.documents import Document
from tasks.desk.document_kinds import recognized
from tasks.desk.document_names import clean_name
from tasks.exchange.document_files import DocumentFiles

_LATELY = 500
"""Of so many documents that were deleted last the files are looked for, in case one was held then."""

MOST_AT_ONCE = 20
"""Files that are uploaded by one form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who acts, as the record names them and as they are signed in, and when."""

    by: str
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was sent: the name it came with, and its bytes."""

    name: str
    content: bytes


def upload(
    engine: Engine, files: DocumentFiles, place: Place, given: Sequence[GivenFile], act: Act
) -> list[Document]:
    """Keeps files and records them: all of them, or none. Raises `Refused`.

    The files are on the disk before any row names them, and none goes while rows are written.
    """
    if not 1 <= len(given) <= MOST_AT_ONCE:
        raise RecordError(f"No file was recorded. Expected 1 to {MOST_AT_ONCE} files.")
    with files.held():
        kept = kept_files(files, given)
        with transaction(engine) as session:
            rows = [add_document(session, place, each, by=act.by, at=act.at) for each in kept]
            for row in rows:
                sign_act(session, f"document:{row.id}", act.person_id, at=act.at)
    return rows


def kept_files(files: DocumentFiles, given: Sequence[GivenFile]) -> list[KeptFile]:
    """Keeps files of a kind that may be, under names that may be; the caller holds them. Raises `Refused`."""
    known = [recognized(clean_name(each.name), each.content) for each in given]
    return [
        KeptFile(
            sha256=files.keep(each.content),
            name=clean_name(name),
            media_type=media_type,
            size=len(each.content),
        )
        for each, (media_type, name) in zip(given, known, strict=True)
    ]


def uploaded_words(rows: Sequence[Document], place: Place) -> str:
    """What an upload did; and of files for an entry or evidence that names one, whether they are it."""
    named = ""
    if place.entry is not None:
        named, what = place.entry.document_sha256.lower(), f"E{place.entry.number}"
    elif place.evidence is not None:
        named, what = place.evidence.document_sha256.lower(), f"the evidence for {place.evidence.point}"
    said = f"{counted(len({row.id for row in rows}), 'document')} on record."
    if not named:
        return said
    others = [row.name for row in rows if row.sha256 != named]
    if not others:
        return f"{said} This is the file that {what} names."
    return f"{said} This is not the file that {what} names: {', '.join(others)}."


def delete(
    engine: Engine, files: DocumentFiles, document: Document, *, reason: str, confirmed: str, act: Act
) -> None:
    """Deletes a document; its row stays. Raises `RecordError`.

    The file stays where another document is the same file; and where a backup reads the files just now, which
    removes it when it ends.
    """
    with transaction(engine) as session:
        row = session.get_one(Document, document.id)
        matter = session.get_one(Matter, row.matter_id)
        delete_document(session, row, matter, reason=reason, confirmed=confirmed, by=act.by, at=act.at)
        sign_act(session, f"document:{row.id}/deleted", act.person_id, at=act.at)
    clear_deleted(engine, files)


def clear_deleted(engine: Engine, files: DocumentFiles) -> bool:
    """Removes the files of deleted documents that no other one names. False where someone reads them now."""
    with reading(engine) as session:
        gone = lately_deleted(session, _LATELY)

    def named() -> set[str]:
        with reading(engine) as session:
            return named_files(session, gone)

    return files.clear(named, gone)


def put_hold(engine: Engine, matter: Matter, *, reason: str, act: Act) -> None:
    """Sets a legal hold. Raises `RecordError`."""
    with transaction(engine) as session:
        row = set_hold(session, matter, reason=stated(reason), by=act.by, at=act.at)
        sign_act(session, f"legalhold:{row.id}", act.person_id, at=act.at)


def end_hold(engine: Engine, matter: Matter, id_: int, *, reason: str, act: Act) -> None:
    """Lifts the legal hold that a page showed. Raises `RecordError`."""
    with transaction(engine) as session:
        row = lift_hold(session, matter, id_, reason=stated(reason), by=act.by, at=act.at)
        sign_act(session, f"legalhold:{row.id}/lifted", act.person_id, at=act.at)
