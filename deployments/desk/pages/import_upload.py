"""To import a spreadsheet: upload it, and say what its sheets are. Its columns and the check come next."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import wraps

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Handler, Page
from deployments.desk.sent import LARGEST_FILE
from models.errors import Refused
from models.record.database import reading
from models.rights import Right
from tasks.desk.import_check import Who, check, forget_check, keep_check
from tasks.desk.import_choices import LEFT_OUT, choose_sheets, offered_sheets
from tasks.desk.import_known import choose_known
from tasks.desk.import_rows import rows_of
from tasks.desk.imported_last import last_import
from tasks.desk.uploaded_kind import plain_name
from tasks.desk.uploads import (
    MOST,
    Upload,
    UploadGone,
    grids_of,
    is_of,
    put_upload,
    remove,
    save,
    upload_of,
    uploads_of,
)
from tasks.exchange.grids import Grid
from tasks.exchange.import_template import template_book
from tasks.exchange.sheets import MOST_ROWS

_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = [("matters", "Matters"), ("entries", "Entries"), (LEFT_OUT, "Leave this sheet out")]

_KNOWN = "Landwaiter knows every sheet and column of this file. To change what they are, go to steps 1 and 2."

Said = Mapping[str, tuple[str, int]]
"""What was said of each sheet, by name: its kind, and the row of its titles."""


def with_upload(handler: Callable[[Asked, Upload], Response]) -> Handler:
    """A page of one upload: another person's is not there, and one that is over is to be uploaded again."""

    @wraps(handler)
    def answer(asked: Asked) -> Response:
        key = str(asked.request.path_params["key"])
        if not is_of(key, asked.me.person_id):
            raise NotThere
        try:
            return handler(asked, upload_of(asked.office.settings.home, key, asked.now))
        except UploadGone as error:
            return asked.go("/import", str(error))

    return answer


def show(asked: Asked) -> Response:
    """The first page: a file to upload, and what was uploaded and not imported."""
    return _first(asked)


def _first(asked: Asked, error: str = "") -> Response:
    with reading(asked.office.engine) as session:
        last = last_import(session, asked.me.scope, asked.me.name, now=asked.now)
    return asked.page(
        "import.html",
        REFUSED if error else 200,
        error=error,
        last=last,
        mine=uploads_of(asked.office.settings.home, asked.me.person_id, asked.now),
        most_bytes=LARGEST_FILE // 1_000_000,
        most_rows=MOST_ROWS,
        most_uploads=MOST,
    )


def do(asked: Asked) -> Response:
    """Takes a file, and asks what its sheets are."""
    given = asked.upload("file")
    if given is None:
        return _first(asked, "Choose a file. Expected an .xlsx workbook, or a .csv or .tsv table.")
    content = given.file.read(LARGEST_FILE + 1)
    name = plain_name(given.filename or "")
    if len(content) > LARGEST_FILE:
        return _first(asked, f"{name} is larger than {LARGEST_FILE // 1_000_000} MB. Send a smaller file.")
    try:
        upload = put_upload(asked.office.settings.home, asked.me.person_id, name, content, now=asked.now)
    except Refused as error:
        return _first(asked, f"{error} Nothing was imported.")
    return _to_what_is_asked(asked, upload)


def _to_what_is_asked(asked: Asked, upload: Upload) -> Response:
    """To the check, where every sheet and column has a name of the template's own; else to the sheets."""
    home, asks = asked.office.settings.home, asked.go(f"/import/{upload.key}/sheets")
    grids, known = grids_of(home, upload), deepcopy(upload)
    if not choose_known(grids, known):
        return asks
    try:
        found = check(asked.office.engine, rows_of(known, grids), who_imports(asked), now=asked.now)
    except Refused:
        return asks
    save(home, known)
    keep_check(home, known, found)
    return asked.go(f"/import/{upload.key}/check", _KNOWN)


def who_imports(asked: Asked) -> Who:
    """Who is signed in, as an import knows them."""
    return Who(person_id=asked.me.person_id, name=asked.me.name, scope=asked.me.scope)


def template(_: Asked) -> Response:
    """The workbook to fill in."""
    named = {"Content-Disposition": 'attachment; filename="landwaiter-import.xlsx"'}
    return Response(template_book(), media_type=_BOOK, headers=named)


@with_upload
def show_sheets(asked: Asked, upload: Upload) -> Response:
    """Asks what each sheet is, and which row has the titles."""
    return _sheets(asked, upload, grids_of(asked.office.settings.home, upload))


def _sheets(
    asked: Asked,
    upload: Upload,
    grids: Sequence[Grid],
    wrong: Mapping[str, str] | None = None,
    said: Said | None = None,
) -> Response:
    offered = offered_sheets(grids, upload.sheets)
    return asked.page(
        "import_sheets.html",
        REFUSED if wrong else 200,
        upload=upload,
        sheets=offered,
        typed={each.name: (each.kind, each.titles_row) for each in offered} | dict(said or {}),
        kinds=_KINDS,
        wrong=wrong or {},
    )


@with_upload
def do_sheets(asked: Asked, upload: Upload) -> Response:
    """Keeps what the sheets are."""
    home = asked.office.settings.home
    grids = grids_of(home, upload)
    said = {
        grid.name: (asked.typed(f"kind-{place}"), _number(asked.typed(f"titles-{place}")))
        for place, grid in enumerate(grids)
    }
    wrong = choose_sheets(grids, said, upload)
    if wrong:
        return _sheets(asked, upload, grids, wrong, said)
    forget_check(home, upload)
    save(home, upload)
    return asked.go(f"/import/{upload.key}/columns")


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 10 else 0


@with_upload
def take_away(asked: Asked, upload: Upload) -> Response:
    """Removes an upload that is not to be imported."""
    remove(asked.office.settings.home, upload.key)
    return asked.go("/import", f"{upload.name} was removed. Nothing was imported.")


PAGES = [
    Page(path="/import", show=show, do=do, right=Right.IMPORT, takes_files=True),
    Page(path="/import/template.xlsx", show=template, right=Right.IMPORT),
    Page(path="/import/{key}/sheets", show=show_sheets, do=do_sheets, right=Right.IMPORT),
    Page(path="/import/{key}/remove", do=take_away, right=Right.IMPORT),
]
"""The addresses of these pages."""
