"""The page of a matter, and what people do on it: their own deadlines, drafts, the export."""

import hashlib
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.pages.matters import number_in
from models.errors import RecordError
from models.forms.matter import LifecycleChoice
from models.record.database import reading, transaction
from models.record.scope import matter_in
from models.record.tables.dockets import Matter
from models.rights import Right
from notifications.wording.own_deadline import NO_LAW
from tasks.desk.document_names import attachment
from tasks.desk.documents import documents_of_matter
from tasks.desk.matter_view import MatterPage, Wants, read_matter
from tasks.desk.names import came_from_beyond
from tasks.desk.own_acts import Act, By, OwnTyped, act_on, ending, setting
from tasks.desk.paper_acts import drafted, send_later
from tasks.exchange.document_files import DocumentFiles
from tasks.exchange.exporting import packed_matter
from tasks.exchange.private_file import file_name

_NO_EXPORT = (
    "This matter cannot be exported for you: an export holds its whole history, and you do not see all of "
    "it. Ask your administrator for it."
)

_OWN_FIELDS = ("title", "due_on", "whose", "note")


def matter_of(session: Session, asked: Asked) -> Matter:
    """The matter of the address, inside the walls of who asks. Raises `NotThere`."""
    matter = matter_in(session, asked.me.scope, asked.number("id"))
    if matter is None:
        raise NotThere
    return matter


def show(asked: Asked) -> Response:
    """The page."""
    return _page(asked)


def _page(asked: Asked, error: str = "", at: str = "", typed: dict[str, str] | None = None) -> Response:
    """The page, with what was wrong `at` a place of it, and what was typed there."""
    wants = Wants(through=number_in(asked.query("through")), reads_notes=Right.READ_NOTES in asked.me.rights)
    with reading(asked.office.engine) as session:
        matter = matter_of(session, asked)
        page = read_matter(session, asked.me.scope, matter, wants, now=asked.now)
        documents = documents_of_matter(session, matter, page.names)
    values: dict[str, Any] = {
        "page": page,
        "matter": matter,
        "documents": documents,
        "upload_to": f"/matters/{matter.id}/documents",
        "kind": LifecycleChoice[matter.lifecycle.upper()].value,
        "error": error,
        "error_at": at if at in _places(page) else "",
        "typed": dict.fromkeys(_OWN_FIELDS, "") | (typed or {}),
        "contacts": [(each.id, f"{each.name}, {each.role}") for each in page.people],
        "NO_LAW": NO_LAW,
    }
    return asked.page("matter.html", REFUSED if error else 200, **values)


def _places(page: MatterPage) -> set[str]:
    """The places of the page that have a form; what was wrong elsewhere is said at its top."""
    owns = {f"own{each.own.row.id}" for each in page.owns if each.own.end is None}
    return {"own", *owns, *(f"paper{each.row.id}" for each in page.papers if not each.why_not)}


def set_own(asked: Asked) -> Response:
    """Sets a deadline of the office's own."""
    typed = {name: asked.typed(name) for name in _OWN_FIELDS}
    try:
        due_on = day_in(typed["due_on"], "The day")
        if due_on is None:
            raise RecordError("The day is blank. Enter a date that exists, such as 2025-06-02.")
        draft = OwnTyped(
            title=typed["title"], due_on=due_on, contact_id=number_in(typed["whose"]), note=typed["note"]
        )
        return _done(asked, setting(draft), "own")
    except RecordError as error:
        return _page(asked, str(error), "own", typed)


def end_own(asked: Asked) -> Response:
    """Ends one: it is done."""
    number = asked.number("own")
    try:
        return _done(asked, ending(number, done_on=day_in(asked.typed("done_on"), "Done on")), f"own{number}")
    except RecordError as error:
        return _page(asked, str(error), f"own{number}")


def take_back_own(asked: Asked) -> Response:
    """Ends one: it no longer applies."""
    number = asked.number("own")
    try:
        return _done(asked, ending(number, why=asked.typed("reason")), f"own{number}")
    except RecordError as error:
        return _page(asked, str(error), f"own{number}")


def day_in(given: str, what: str) -> date | None:
    """A day as a field gives it; None where it is blank. Raises `RecordError`."""
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise RecordError(
            f"{what} is “{given[:40]}”. Enter a date that exists, such as 2025-06-02."
        ) from None


def _done(asked: Asked, act: Act, at: str) -> Response:
    by = By(person_id=asked.me.person_id, name=asked.me.name, at=asked.now)
    with transaction(asked.office.engine) as session:
        matter = matter_of(session, asked)
        said = act_on(session, matter, act, by)
    asked.office.wake()
    return asked.go(f"/matters/{matter.id}#{at}", said)


def download_paper(asked: Asked) -> Response:
    """A draft as a file."""
    with reading(asked.office.engine) as session:
        found = drafted(session, matter_of(session, asked), asked.number("paper"))
    if found is None:
        raise NotThere
    return attached(*found, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def send_paper(asked: Asked) -> Response:
    """Has a draft sent to a contact."""
    paper, contact = asked.number("paper"), number_in(asked.typed("contact")) or 0
    try:
        with transaction(asked.office.engine) as session:
            matter = matter_of(session, asked)
            said = send_later(session, matter, paper, contact, by=asked.me.name, at=asked.now)
    except RecordError as error:
        return _page(asked, str(error), f"paper{paper}")
    asked.office.wake()
    return asked.go(f"/matters/{matter.id}#papers", said)


def export(asked: Asked) -> Response:
    """The ZIP of the matter. Privileged notes are in it only where who may read them asks for them."""
    privileged = asked.typed("privileged") == "yes"
    if privileged and Right.READ_NOTES not in asked.me.rights:
        raise NotThere
    with reading(asked.office.engine) as session:
        matter = matter_of(session, asked)
        if came_from_beyond(session, asked.me.scope, matter):
            raise RecordError(_NO_EXPORT)
        documents = DocumentFiles(asked.office.settings.home)
        packed = packed_matter(
            session,
            matter,
            documents=documents,
            privileged=privileged,
            drafts=asked.typed("drafts") == "yes",
            now=asked.now,
        )
    name, notes = file_name(matter.docket_number, "zip", asked.now), "with" if privileged else "without"
    said = (
        f"You exported {name}, {notes} privileged notes. Give the reader the head of this export by another "
        f"channel: {packed.head}. SHA-256 of the file: {hashlib.sha256(packed.content).hexdigest()}."
    )
    asked.say_next(said)
    return attached(name, packed.content, "application/zip")


def attached(name: str, content: bytes, media_type: str) -> Response:
    """A file that the browser saves."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": attachment(name)})


PAGES = [
    Page(path="/matters/{id}", show=show, right=Right.READ),
    Page(path="/matters/{id}/own", do=set_own, right=Right.RECORD),
    Page(path="/matters/{id}/own/{own}/done", do=end_own, right=Right.RECORD),
    Page(path="/matters/{id}/own/{own}/take-back", do=take_back_own, right=Right.RECORD),
    Page(path="/matters/{id}/papers/{paper}", show=download_paper, right=Right.READ),
    Page(path="/matters/{id}/papers/{paper}/send", do=send_paper, right=Right.RECORD),
    Page(path="/matters/{id}/export", do=export, right=Right.EXPORT),
]
"""The addresses of this page."""
