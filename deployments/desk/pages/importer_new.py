"""To add an importer before its first matter, for people who see every importer."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.lines import one_line
from models.errors import RecordError
from models.record.database import transaction
from models.rights import Right
from tasks.desk.importers import add_importer, near_importers

_MOST = 120


def show(asked: Asked) -> Response:
    """The form."""
    return _form(asked)


def _form(asked: Asked, error: str = "", near: list[str] | None = None) -> Response:
    if asked.me.scope.account_ids is not None:
        raise NotThere
    typed = {name: asked.typed(name) for name in ("name", "number")}
    status = REFUSED if error or near else 200
    return asked.page("importer_new.html", status, error=error, near=near or [], typed=typed)


def do(asked: Asked) -> Response:
    """Adds it, or asks whether one on record was meant."""
    if asked.me.scope.account_ids is not None:
        raise NotThere
    try:
        name, number = one_line(asked, "name", "name", _MOST), one_line(asked, "number", "number", _MOST)
        if not name:
            raise RecordError("No name is given. Enter the importer's name, such as Acme Imports.")
        with transaction(asked.office.engine) as session:
            near = [] if asked.typed("different") else near_importers(session, name)
            added = None if near else add_importer(session, name, number, asked.me.person_id, at=asked.now)
    except RecordError as error:
        return _form(asked, str(error))
    if added is None:
        return _form(asked, near=near)
    corrects = Right.CORRECT in asked.me.rights
    there = f"/settings/importers/{added.id}" if corrects else "/matters/new"
    return asked.go(there, f"Added {added.name}. Next, add the people who get its alerts, or open a matter.")


PAGES = [Page(path="/settings/importers/new", show=show, do=do, right=Right.RECORD)]
"""The address of this page."""
