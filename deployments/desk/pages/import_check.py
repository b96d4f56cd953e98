"""The last step of an import: every error of every row, mended in place; then all of it, or nothing."""

from collections.abc import Sequence

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.import_upload import who_imports, with_upload
from models.forms.sealed_notes import NOTE
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from models.rights import Right
from tasks.desk.import_check import Checked, check, check_of, in_short, keep_check, take
from tasks.desk.import_choices import DATES
from tasks.desk.import_rows import BadRow, rows_of
from tasks.desk.uploads import Upload, UploadGone, grids_of, remove, save
from tasks.exchange.import_template import titles_of
from tasks.exchange.import_titles import BadCell
from tasks.exchange.importing import bad_table
from tasks.exchange.sheets import safe_csv

_ON_A_PAGE = 20
"""Rows with errors that a page shows: a form has so many fields at most."""

_SHOWN = 100
"""New matters, rows that are left out, and questions that the page lists."""

_CHANGED = (
    "The record has changed since the check. Nothing was imported. Look at the new check, then import again."
)


@with_upload
def show(asked: Asked, upload: Upload) -> Response:
    """The check: the errors, or what would be added."""
    found = check_of(asked.office.settings.home, upload)
    if found is None:
        return asked.go(f"/import/{upload.key}/columns")
    return _page(asked, upload, found)


def _page(asked: Asked, upload: Upload, found: Checked, error: str = "") -> Response:
    pages = max(1, -(-len(found.bad) // _ON_A_PAGE))
    number = min(max(1, _whole(asked.query("page"))), pages)
    left_out = sorted(upload.left_out)
    return asked.page(
        "import_check.html",
        REFUSED if error else 200,
        error=error,
        upload=upload,
        found=found,
        outcome=found.outcome,
        rows=_on_page(found, number),
        events=_events(_on_page(found, number)),
        DATES=DATES,
        number=number,
        pages=pages,
        titles={kind: titles_of(kind) for kind in ("matters", "entries")},
        sheets={name: place for place, name in enumerate(upload.sheets)},
        left_out=left_out[:_SHOWN],
        more_left_out=max(0, len(left_out) - _SHOWN),
        known={name: ranges(rows) for name, rows in found.outcome.known.items()},
        most=_SHOWN,
        NOTE=NOTE,
    )


def _events(rows: Sequence[BadRow]) -> dict[str, list[str]]:
    """The events that the rows of a page may have, by the kinds of their matters."""
    kinds = {row.lifecycle for row in rows if row.kind == "entries" and row.lifecycle}
    return {kind: [each.title for each in load_law().events_of(Lifecycle(kind))] for kind in sorted(kinds)}


def _on_page(found: Checked, number: int) -> list[BadRow]:
    return found.bad[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]


def _whole(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 10 else 1


def ranges(rows: Sequence[int]) -> str:
    """Rows in few words: 2 to 14, 17. The rest of many is counted."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        elif not found or row != found[-1][1]:
            found.append([row, row])
    said = [f"{first} to {last}" if last > first else str(first) for first, last in found[:_SHOWN]]
    return ", ".join(said) + (" and others" if len(found) > _SHOWN else "")


@with_upload
def do(asked: Asked, upload: Upload) -> Response:
    """Keeps what was mended on the page that was sent, and checks everything again."""
    found = check_of(asked.office.settings.home, upload)
    if found is None:
        return asked.go(f"/import/{upload.key}/columns")
    bad = {(row.sheet, row.row): row for row in found.bad}
    for each in asked.chosen("row"):
        row = bad.get(_row_at(upload, each))
        if row is not None and asked.typed(f"out-{each}"):
            upload.left_out.add((row.sheet, row.row))
        elif row is not None:
            _mend(asked, upload, row, each)
    upload.left_out -= {_row_at(upload, each) for each in asked.chosen("back")}
    page = _whole(asked.typed("page"))
    return _checked_again(asked, upload, f"/import/{upload.key}/check?page={page}")


def _row_at(upload: Upload, given: str) -> tuple[str, int]:
    """The row that a field of the form names: the place of its sheet, and its number."""
    sheet, _, number = given.partition("-")
    names = list(upload.sheets)
    place = int(sheet) if sheet.isdecimal() and len(sheet) < 5 else len(names)
    return (names[place], _whole(number)) if place < len(names) else ("", 0)


def _mend(asked: Asked, upload: Upload, row: BadRow, each: str) -> None:
    """Keeps the cells of a row that say something else than the page showed."""
    for name, shown in row.cells.items():
        typed = asked.form.get(f"m-{each}-{name}")
        if isinstance(typed, str) and typed.split() != shown.split():
            upload.mends.setdefault(row.sheet, {}).setdefault(row.row, {})[name] = typed.strip()


def _checked_again(asked: Asked, upload: Upload, where: str) -> Response:
    """Checks everything, and keeps what was mended only where that could be done."""
    home = asked.office.settings.home
    given = rows_of(upload, grids_of(home, upload))
    found = check(asked.office.engine, given, who_imports(asked), now=asked.now)
    save(home, upload)
    keep_check(home, upload, found)
    return asked.go(where)


@with_upload
def do_take(asked: Asked, upload: Upload) -> Response:
    """Imports everything, where it comes to what the page showed; else shows the new check."""
    home = asked.office.settings.home
    seen = check_of(home, upload)
    if seen is None or seen.bad:
        return asked.go(f"/import/{upload.key}/check")
    done = take(
        asked.office.engine,
        rows_of(upload, grids_of(home, upload)),
        who_imports(asked),
        seen.outcome,
        file=upload.name,
        quietly=bool(asked.typed("quietly")),
        now=asked.now,
    )
    if done.instead is not None:
        keep_check(home, upload, done.instead)
        return _page(asked, upload, done.instead, _CHANGED)
    remove(home, upload.key)
    asked.office.wake()
    return asked.go("/import", f"{upload.name} was imported. {in_short(done.outcome)}")


@with_upload
def errors(asked: Asked, upload: Upload) -> Response:
    """All errors as a table that a spreadsheet opens."""
    found = check_of(asked.office.settings.home, upload)
    if found is None:
        raise UploadGone
    cells = [
        BadCell(row.sheet, row.row, each.column, each.reason) for row in found.bad for each in row.faults
    ]
    named = {"Content-Disposition": 'attachment; filename="import-errors.csv"'}
    return Response(safe_csv(bad_table(cells)), media_type="text/csv; charset=utf-8", headers=named)


PAGES = [
    Page(path="/import/{key}/check", show=show, do=do, right=Right.IMPORT),
    Page(path="/import/{key}/take", do=do_take, right=Right.IMPORT),
    Page(path="/import/{key}/errors.csv", show=errors, right=Right.IMPORT),
]
"""The addresses of these pages."""
