"""The documents of a matter, of an entry, of a piece of evidence: listed, uploaded, downloaded."""

from typing import TypeVar

from sqlmodel import Session, select
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from models.errors import Refused
from models.record.database import reading
from models.record.documents import Place, document_in
from models.record.scope import Scope, matter_in
from models.record.tables.dockets import Entry, Matter
from models.record.tables.documents import Document
from models.record.tables.office import Evidence
from models.rights import Right
from models.wall_clock import moment
from tasks.desk.document_acts import Act, GivenFile, upload, uploaded_words
from tasks.desk.document_kinds import PICTURES
from tasks.desk.document_names import attachment
from tasks.desk.documents import (
    ShownDocuments,
    documents_of_entry,
    documents_of_evidence,
    documents_of_matter,
)
from tasks.desk.names import names_in
from tasks.exchange.document_files import DocumentFiles, FileLost

_GONE = 410
_ALONE = {"Content-Security-Policy": "default-src 'none'; sandbox"}
"""Of a file that somebody uploaded: whatever it is, it is no page of ours."""


def show(asked: Asked) -> Response:
    """The documents of a place, and the form to upload more."""
    return _page(asked)


def add(asked: Asked) -> Response:
    """Uploads files: all of them, or none."""
    with reading(asked.office.engine) as session:
        place = _place(asked, session)
    given = [GivenFile(each.filename or "", each.file.read()) for each in asked.uploads("files")]
    try:
        rows = upload(asked.office.engine, files_of(asked), place, given, act_of(asked))
    except Refused as error:
        return _page(asked, str(error))
    return asked.go(_back(place), uploaded_words(rows, place))


def _page(asked: Asked, error: str = "") -> Response:
    with reading(asked.office.engine) as session:
        place = _place(asked, session)
        documents = _documents(session, place, asked.me.scope)
    return asked.page(
        "documents.html",
        REFUSED if error else 200,
        matter=place.matter,
        entry=place.entry,
        evidence=place.evidence,
        documents=documents,
        upload_to=asked.request.url.path,
        error=error,
    )


def _place(asked: Asked, session: Session) -> Place:
    """What the address names, inside the walls. Raises `NotThere`."""
    matter = matter_in(session, asked.me.scope, asked.number("matter"))
    if matter is None:
        raise NotThere
    if "entry" in asked.request.path_params:
        numbered = select(Entry).where(Entry.matter_id == matter.id, Entry.number == asked.number("entry"))
        return Place(matter, entry=_there(session.exec(numbered).first()))
    if "evidence" in asked.request.path_params:
        filed = select(Evidence).where(
            Evidence.matter_id == matter.id, Evidence.id == asked.number("evidence")
        )
        return Place(matter, evidence=_there(session.exec(filed).first()))
    return Place(matter)


_Row = TypeVar("_Row", Entry, Evidence)


def _there(found: _Row | None) -> _Row:
    if found is None:
        raise NotThere
    return found


def _documents(session: Session, place: Place, scope: Scope) -> ShownDocuments:
    names = names_in(session, scope, place.matter)
    if place.entry is not None:
        return documents_of_entry(session, place.entry, names)
    if place.evidence is not None:
        return documents_of_evidence(session, place.evidence, names)
    return documents_of_matter(session, place.matter, names)


def _back(place: Place) -> str:
    """Where to go after an upload: to what it was for."""
    matter = f"/matters/{place.matter.id}"
    if place.entry is not None:
        return f"{matter}/entries/{place.entry.number}"
    if place.evidence is not None:
        return f"{matter}/evidence/{place.evidence.id}/documents"
    return f"{matter}/documents"


def download(asked: Asked) -> Response:
    """The file of a document, to be saved: never shown as a page, whatever it is."""
    document = document_of(asked)
    return _sent(asked, document, attachment(document.name))


def picture(asked: Asked) -> Response:
    """The same as a picture on one of our pages, where it is one that may be."""
    document = document_of(asked)
    if document.media_type not in PICTURES:
        raise NotThere
    return _sent(asked, document, "inline")


def _sent(asked: Asked, document: Document, how: str) -> Response:
    if document.deleted_at is not None:
        with reading(asked.office.engine) as session:
            names = names_in(session, asked.me.scope, session.get_one(Matter, document.matter_id))
        by, on = names.by(document.deleted_by), moment(document.deleted_at)
        return _cannot(asked, f"{document.name} was deleted by {by}, {on}: {document.deletion_reason}")
    try:
        content = files_of(asked).read(document.sha256)
    except FileLost as error:
        return _cannot(asked, f"{document.name} cannot be shown. {error} Tell your administrator.")
    headers = {"Content-Type": document.media_type, "Content-Disposition": how, **_ALONE}
    return Response(content, headers=headers)


def _cannot(asked: Asked, said: str) -> Response:
    return asked.page("sentence.html", _GONE, title="This file is not here", sentence=said)


def document_of(asked: Asked) -> Document:
    """The document that the address names, inside the walls. Raises `NotThere`."""
    with reading(asked.office.engine) as session:
        found = document_in(session, asked.me.scope, asked.number("id"))
    if found is None:
        raise NotThere
    return found[0]


def files_of(asked: Asked) -> DocumentFiles:
    """The files of the installation."""
    return DocumentFiles(asked.office.settings.home)


def act_of(asked: Asked) -> Act:
    """Who acts now."""
    return Act(by=asked.me.name, person_id=asked.me.person_id, at=asked.now)


_PLACES = (
    "/matters/{matter}/documents",
    "/matters/{matter}/entries/{entry}/documents",
    "/matters/{matter}/evidence/{evidence}/documents",
)

PAGES = [
    *(Page(path=path, show=show, right=Right.READ) for path in _PLACES),
    *(Page(path=path, do=add, right=Right.RECORD, takes_files=True) for path in _PLACES),
    Page(path="/documents/{id}", show=download, right=Right.READ),
    Page(path="/documents/{id}/picture", show=picture, right=Right.READ),
]
"""The addresses of these pages: those that only read, and those that take files."""
