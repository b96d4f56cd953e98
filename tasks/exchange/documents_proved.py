"""Whether each document on record has its file, as it was uploaded. Reads every file once."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from models.record.tables.dockets import Matter
from models.record.tables.documents import Document
from tasks.exchange.document_files import DocumentFiles


def document_faults(session: Session, files: DocumentFiles) -> Iterator[str]:
    """What is wrong with the file of each document that is not deleted, as sentences without their end."""
    wanted = (
        select(Document.id, Document.sha256, Document.name, Matter.docket_number)
        .join(Matter, col(Document.matter_id) == Matter.id)
        .where(col(Document.deleted_at).is_(None))
        .order_by(col(Document.id))
    )
    looked_at: dict[str, str] = {}
    for id_, sha256, name, docket_number in session.exec(wanted).all():
        if sha256 not in looked_at:
            looked_at[sha256] = files.fault(sha256)
        if looked_at[sha256]:
            yield f"the file of the document {id_} of {docket_number}, {name}, {looked_at[sha256]}"


def unnamed_files(session: Session, files: DocumentFiles) -> int:
    """How many files no document names that is not deleted, such as of an upload that broke off."""
    named = set(session.exec(select(Document.sha256).where(col(Document.deleted_at).is_(None))).all())
    return sum(sha256 not in named for sha256 in files.kept())
