"""One entry: all it says, what it changed, what comes next; and its confirmation by a second person."""

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from models.errors import RecordError
from models.record.database import reading, transaction
from models.record.scope import matter_in
from models.record.tables.dockets import Account, Entry, Matter
from models.rights import Right
from tasks.alerts.defects import entry_words
from tasks.desk.confirming import Reviewer, confirm_entry, files_of, why_not
from tasks.desk.desk_links import desk_links
from tasks.desk.documents import documents_of_entry
from tasks.desk.entry_page import EntryShown, read_entry
from tasks.desk.names import names_in
from tasks.desk.runs import ActRun, act_run

_NOT_YOURS = (
    "A privileged note is kept with this entry. Only people who may read privileged notes can see it."
)


def show(asked: Asked) -> Response:
    """The page."""
    return _page(asked)


def _page(asked: Asked, error: str = "") -> Response:
    with reading(asked.office.engine) as session:
        matter, shown = _read(session, asked)
        entry = shown.entry
        names = names_in(session, asked.me.scope, matter)
        cannot = why_not(session, entry, asked.me.person_id, asked.me.name)
        if Right.CONFIRM not in asked.me.rights:
            cannot = "Your role does not confirm entries."
        return asked.page(
            "entry.html",
            REFUSED if error else 200,
            matter=matter,
            importer=session.get_one(Account, matter.account_id).name,
            shown=shown,
            named=entry_words,
            note_words=_note(asked, entry),
            documents=documents_of_entry(session, entry, names),
            names=names,
            upload_to=f"/matters/{matter.id}/entries/{entry.number}/documents",
            files=[(each.id, each.name) for each in files_of(session, entry)],
            cannot_confirm=cannot,
            run=_run(session, asked),
            error=error,
        )


def _read(session: Session, asked: Asked) -> tuple[Matter, EntryShown]:
    matter = matter_in(session, asked.me.scope, asked.number("id"))
    links = desk_links(session, asked.me.scope)
    shown = read_entry(session, matter, asked.number("number"), links, now=asked.now) if matter else None
    if matter is None or shown is None:
        raise NotThere
    return matter, shown


def _note(asked: Asked, entry: Entry) -> str:
    if not entry.privileged_note:
        return ""
    return entry.privileged_note if Right.READ_NOTES in asked.me.rights else _NOT_YOURS


def _run(session: Session, asked: Asked) -> ActRun | None:
    """The run of the act that led here, where it is theirs."""
    given = asked.query("run")
    run = act_run(session, asked.me.scope, int(given)) if given.isdecimal() and len(given) < 10 else None
    return run if run is not None and run.made_by == asked.me.name else None


def confirm(asked: Asked) -> Response:
    """Confirms the entry."""
    given = asked.typed("document")
    reviewer = Reviewer(
        person_id=asked.me.person_id,
        name=asked.me.name,
        at=asked.now,
        document_id=int(given) if given.isdecimal() and len(given) < 10 else 0,
    )
    try:
        with transaction(asked.office.engine) as session:
            matter, shown = _read(session, asked)
            is_new = confirm_entry(session, matter, shown.entry, reviewer)
    except RecordError as error:
        return _page(asked, f"Nothing was recorded. {error}")
    if is_new:
        asked.office.wake()
    number = shown.entry.number
    said = f"You confirmed E{number}." if is_new else f"E{number} was confirmed already."
    return asked.go(f"/matters/{matter.id}/entries/{number}", said)


PAGES = [
    Page(path="/matters/{id}/entries/{number}", show=show, right=Right.READ),
    Page(path="/matters/{id}/entries/{number}/confirm", do=confirm, right=Right.CONFIRM),
]
"""The addresses of these pages."""
