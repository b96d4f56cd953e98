"""To delete a document, and to set or lift the legal hold under which none of a matter may be deleted."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.pages.documents import act_of, document_of, files_of
from models.errors import Refused
from models.record.database import reading
from models.record.documents import LONGEST_REASON, is_named_in, keeping_of
from models.record.legal_holds import hold_of
from models.record.scope import matter_in
from models.record.tables.dockets import Entry, Matter
from models.rights import Right
from tasks.desk.closed import closed_among
from tasks.desk.document_acts import delete, end_hold, put_hold
from tasks.desk.documents import keep_words
from tasks.desk.names import names_in

_SAME_FILE = "Another document is the same file, so the file itself is still kept."
_GOES = "The file itself is removed when nothing else uses it."
"""Said whether or not something does: that another importer has the same file is not for the reader."""


def ask_delete(asked: Asked) -> Response:
    """The page on which a document is deleted."""
    return _deletion(asked)


def do_delete(asked: Asked) -> Response:
    """Deletes it."""
    document = document_of(asked)
    reason, confirmed = asked.typed("reason"), asked.typed("confirmed")
    try:
        delete(
            asked.office.engine,
            files_of(asked),
            document,
            reason=reason,
            confirmed=confirmed,
            act=act_of(asked),
        )
    except Refused as error:
        return _deletion(asked, str(error), reason)
    with reading(asked.office.engine) as session:
        rest = _SAME_FILE if is_named_in(session, asked.me.scope, document.sha256) else _GOES
    said = f"{document.name} is deleted. Its name, and why it was deleted, stay on record. {rest}"
    return asked.go(f"/matters/{document.matter_id}/documents", said)


def _deletion(asked: Asked, error: str = "", reason: str = "") -> Response:
    document = document_of(asked)
    with reading(asked.office.engine) as session:
        matter = session.get_one(Matter, document.matter_id)
        hold, keeping = hold_of(session, matter), keeping_of(session, matter)
        names = names_in(session, asked.me.scope, matter)
        entry = session.get(Entry, document.entry_id) if document.entry_id else None
        is_open = not closed_among(session, [matter.id])
    if document.deleted_at is not None:
        return asked.go(f"/matters/{matter.id}/documents", f"{document.name} is already deleted.")
    return asked.page(
        "document_delete.html",
        REFUSED if error else 200,
        document=document,
        matter=matter,
        hold=hold,
        names=names,
        entry=entry,
        is_open=is_open,
        keeping=keeping,
        keep=keep_words(keeping),
        longest=LONGEST_REASON,
        reason=reason,
        error=error,
    )


def show_hold(asked: Asked) -> Response:
    """The page of the legal hold of a matter."""
    return _hold(asked)


def change_hold(asked: Asked) -> Response:
    """Sets the legal hold; or lifts the one that the page showed, where it showed one."""
    matter, reason, shown = _matter(asked), asked.typed("reason"), asked.typed("hold")
    engine, act = asked.office.engine, act_of(asked)
    try:
        if shown:
            end_hold(engine, matter, int(shown) if shown.isdecimal() else 0, reason=reason, act=act)
        else:
            put_hold(engine, matter, reason=reason, act=act)
    except Refused as error:
        return _hold(asked, str(error), reason)
    said = "The legal hold is lifted." if shown else "The legal hold is set. No document may be deleted."
    return asked.go(f"/matters/{matter.id}/documents", said)


def _hold(asked: Asked, error: str = "", reason: str = "") -> Response:
    matter = _matter(asked)
    with reading(asked.office.engine) as session:
        hold, names = hold_of(session, matter), names_in(session, asked.me.scope, matter)
    values = {
        "matter": matter,
        "hold": hold,
        "names": names,
        "longest": LONGEST_REASON,
        "reason": reason,
        "error": error,
    }
    return asked.page("legal_hold.html", REFUSED if error else 200, **values)


def _matter(asked: Asked) -> Matter:
    with reading(asked.office.engine) as session:
        matter = matter_in(session, asked.me.scope, asked.number("matter"))
    if matter is None:
        raise NotThere
    return matter


PAGES = [
    Page(path="/documents/{id}/delete", show=ask_delete, do=do_delete, right=Right.CORRECT),
    Page(path="/matters/{matter}/legal-hold", show=show_hold, do=change_hold, right=Right.CORRECT),
]
"""The addresses of these pages."""
