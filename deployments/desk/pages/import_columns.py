"""The second step of an import: what each column is, and how the file writes dates."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.import_upload import who_imports, with_upload
from models.errors import Refused
from models.forms.exchange import DateOrder
from models.rights import Right
from tasks.desk.import_check import check, keep_check
from tasks.desk.import_choices import LEFT_OUT, OfferedColumn, choose_columns, dates_seen, offered_columns
from tasks.desk.import_rows import rows_of
from tasks.desk.uploads import Upload, UploadGone, grids_of, save
from tasks.exchange.grids import Grid
from tasks.exchange.import_template import titles_of

_KINDS = ("matters", "entries")
_ORDERS = (DateOrder.MONTH_FIRST.value, DateOrder.DAY_FIRST.value)
_ASKS = (
    "The file has dates such as 3/4/2026. Choose in “Dates in the file” which number is the month: "
    "Landwaiter does not guess."
)

Fields = dict[str, dict[int, str]]
"""Something about columns, by the sheet's name and the column's place."""


@dataclass(slots=True)
class _Wrong:
    """What is wrong with a form that was sent, and what was chosen in it."""

    errors: list[str] = field(default_factory=list)
    by_column: Fields = field(default_factory=dict)
    chosen: Fields = field(default_factory=dict)


@with_upload
def show(asked: Asked, upload: Upload) -> Response:
    """Asks what each column is."""
    if not upload.sheets:
        return asked.go(f"/import/{upload.key}/sheets")
    return _form(asked, upload, grids_of(asked.office.settings.home, upload), _Wrong())


def _form(asked: Asked, upload: Upload, grids: Sequence[Grid], wrong: _Wrong) -> Response:
    taken = [(place, grid) for place, grid in enumerate(grids) if upload.sheets[grid.name].kind]
    columns = {grid.name: _offered(asked, upload, grid) for _, grid in taken}
    chosen = {
        name: {each.place: each.field for each in offered} | wrong.chosen.get(name, {})
        for name, offered in columns.items()
    }
    guessed = {name: replace(upload.sheets[name], columns=fields) for name, fields in chosen.items()}
    seen = dates_seen(grids, guessed)
    kept = upload.dates.value if upload.is_mapped and seen.asks else seen.suggested
    return asked.page(
        "import_columns.html",
        REFUSED if wrong.errors else 200,
        upload=upload,
        sheets=[
            (place, grid.name, upload.sheets[grid.name].kind, columns[grid.name]) for place, grid in taken
        ],
        chosen=chosen,
        left_out=[grid.name for grid in grids if not upload.sheets[grid.name].kind],
        fields={kind: [*titles_of(kind).items(), (LEFT_OUT, "Leave it out")] for kind in _KINDS},
        seen=seen,
        dates=asked.typed("dates") or kept,
        orders=[(each, each) for each in _ORDERS],
        wrong=wrong,
    )


def _offered(asked: Asked, upload: Upload, grid: Grid) -> list[OfferedColumn]:
    notes = Right.READ_NOTES in asked.me.rights
    return offered_columns(grid, upload.sheets[grid.name], is_mapped=upload.is_mapped, notes=notes)


@with_upload
def do(asked: Asked, upload: Upload) -> Response:
    """Keeps what the columns are, and checks the file against the record."""
    home = asked.office.settings.home
    if not upload.sheets:
        return asked.go(f"/import/{upload.key}/sheets")
    grids = grids_of(home, upload)
    wrong = _choose(asked, upload, grids)
    try:
        if wrong.errors:
            return _form(asked, upload, grids, wrong)
        found = check(asked.office.engine, rows_of(upload, grids), who_imports(asked), now=asked.now)
    except UploadGone:
        raise
    except Refused as error:
        wrong.errors.append(str(error))
        return _form(asked, upload, grids, wrong)
    save(home, upload)
    keep_check(home, upload, found)
    return asked.go(f"/import/{upload.key}/check")


def _choose(asked: Asked, upload: Upload, grids: Sequence[Grid]) -> _Wrong:
    """Puts what was chosen into the upload; what is wrong with it."""
    wrong, rest = _Wrong(), bool(asked.typed("rest"))
    for place, grid in enumerate(grids):
        choice = upload.sheets[grid.name]
        if not choice.kind:
            continue
        said = {each.place: asked.typed(f"c{place}-{each.place}") for each in _offered(asked, upload, grid)}
        chosen, columns, missing = choose_columns(grid, choice, said, rest_left_out=rest)
        upload.sheets[grid.name] = chosen
        wrong.chosen[grid.name], wrong.by_column[grid.name] = said, columns
        wrong.errors += [f"In the sheet {grid.name} no column is chosen for {title}." for title in missing]
    unsaid = sum(map(len, wrong.by_column.values()))
    if unsaid:
        wrong.errors.append("Choose for each column what it is, or that it is left out.")
    _choose_dates(asked, upload, grids, wrong)
    upload.is_mapped = True
    return wrong


def _choose_dates(asked: Asked, upload: Upload, grids: Sequence[Grid], wrong: _Wrong) -> None:
    """An order is asked for where the file needs one, and never guessed."""
    order = asked.typed("dates")
    asks = dates_seen(grids, upload.sheets).asks
    if asks and order not in _ORDERS:
        wrong.errors.append(_ASKS)
    else:
        upload.dates = DateOrder(order) if asks else DateOrder.YEAR_FIRST


PAGES = [Page(path="/import/{key}/columns", show=show, do=do, right=Right.IMPORT)]
"""The address of this page."""
