"""The rows of an uploaded file as they were chosen and mended, and as a page shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.forms.sealed_notes import NOTE
from tasks.desk.import_choices import DATES
from tasks.desk.uploads import SheetChoice, Upload
from tasks.exchange.grids import Grid, sheet_of
from tasks.exchange.import_cells import plain
from tasks.exchange.import_dates import typed_day
from tasks.exchange.import_rows import Given, docket_number_of, read_rows
from tasks.exchange.import_template import titles_of
from tasks.exchange.import_titles import BadCell, columns_of
from tasks.exchange.importing import FileRows
from tasks.exchange.sheets import MOST_ROWS, Cell, Row, Sheet, SheetError, Unusable

UNREAD = "(cannot be read)"
"""What stands for a cell that holds no value; left as it is, the cell stays as it is."""

LONG = "(too long to show)"
KEPT_NOTE = "(kept as it is)"
_LONGEST = 2_000
_MOST_INPUTS = 36
"""Cells of a row that can be mended on a page: those that are wrong, then the others in their order."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: the field and its title, what was seen, and what was expected."""

    field: str
    column: str
    wrong: str
    expected: str

    @property
    def reason(self) -> str:
        """Both in one line."""
        return f"{self.wrong}; expected {self.expected}" if self.expected else self.wrong


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row with all that is wrong with it, and what its cells say, by field."""

    sheet: str
    row: int
    kind: str
    about: str
    """What tells the row apart: the docket number and the event or the importer."""

    faults: tuple[Fault, ...]
    cells: dict[str, str]
    lifecycle: str = ""
    """The kind of its matter, where that is known."""


def rows_of(upload: Upload, grids: Sequence[Grid]) -> FileRows:
    """The rows that are to be imported, those of matters first. Raises `SheetError` for too many."""
    found = FileRows()
    for grid in grids:
        choice = upload.sheets[grid.name]
        if choice.kind:
            rows = read_rows(chosen_sheet(grid, choice), choice.kind, choice.columns, upload.dates)
            kept = (row for row in rows if (row.sheet, row.row) not in upload.left_out)
            found.rows += [(choice.kind, mended(row, upload)) for row in kept if row.fields]
    if len(found.rows) > MOST_ROWS:
        raise SheetError(f"{upload.name} has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    found.rows.sort(key=lambda each: each[0] != "matters")
    return found


def chosen_sheet(grid: Grid, choice: SheetChoice) -> Sheet:
    """The sheet with the columns that were chosen; the others are empty."""
    sheet = sheet_of(grid, choice.titles_row)
    return replace(sheet, titles=(), rows=tuple(_chosen(row, choice.columns) for row in sheet.rows))


def _chosen(row: Row, columns: Mapping[int, str]) -> Row:
    return Row(row.number, tuple(cell if place in columns else None for place, cell in enumerate(row.cells)))


def mended(given: Given, upload: Upload) -> Given:
    """The row with the texts that somebody typed in the place of its cells.

    A date among them is read in one form only, whatever order was chosen for the dates of the file.
    """
    typed = upload.mends.get(given.sheet, {}).get(given.row)
    if not typed:
        return given
    fields: dict[str, Cell] = {**given.fields, **{name: _typed(name, text) for name, text in typed.items()}}
    return replace(given, fields={name: cell for name, cell in fields.items() if cell is not None})


def _typed(field: str, text: str) -> Cell:
    if field not in DATES or not text:
        return text or None
    try:
        return typed_day(text)
    except ValueError as error:
        return Unusable(str(error), text)


def bad_rows(
    rows: Iterable[tuple[str, Given]], bad: Sequence[BadCell], kinds: Mapping[str, str]
) -> list[BadRow]:
    """The rows with something wrong, in the order of the file. `kinds` of matters, by docket number."""
    faults: dict[tuple[str, int], list[BadCell]] = {}
    for each in bad:
        faults.setdefault((each.sheet, each.row), []).append(each)
    found = [
        _bad_row(kind, row, faults[row.sheet, row.row], kinds.get(docket_number_of(row), ""))
        for kind, row in rows
        if (row.sheet, row.row) in faults
    ]
    return sorted(found, key=lambda each: (each.kind != "matters", each.sheet, each.row))


def _bad_row(kind: str, row: Given, bad: Sequence[BadCell], lifecycle: str) -> BadRow:
    fields = columns_of(kind)
    faults = tuple(_fault(kind, fields.get(each.column, ""), each) for each in bad)
    wrong = list(dict.fromkeys(each.field for each in faults if each.field))
    rest = [name for name in titles_of(kind) if name in row.fields and name not in (*wrong, NOTE)]
    shown = [*wrong, *rest][:_MOST_INPUTS]
    ordered = [name for name in titles_of(kind) if name in shown]
    cells = {name: shown_cell(name, row.fields.get(name)) for name in ordered}
    return BadRow(row.sheet, row.row, kind, _about(kind, row), faults, cells, lifecycle)


def _fault(kind: str, field: str, bad: BadCell) -> Fault:
    """A reason says what was seen, then what was expected."""
    column = titles_of(kind).get(field, bad.column)
    for mark in ("; expected", ". Expected", " expected"):
        seen, found, expected = bad.reason.partition(mark)
        if found and seen:
            return Fault(field, column, seen, expected.removeprefix(":").strip())
    return Fault(field, column, bad.reason, "")


def shown_cell(field: str, cell: Cell) -> str:
    """What a field of the page shows for a cell. A privileged note is never shown again."""
    if field == NOTE and cell is not None:
        return KEPT_NOTE
    if isinstance(cell, Unusable):
        return cell.said[:_LONGEST] or UNREAD
    text = "" if cell is None else plain(cell)
    return text if len(text) <= _LONGEST else LONG


def _about(kind: str, row: Given) -> str:
    names = ("docket_number", "importer") if kind == "matters" else ("matter", "event")
    texts = [shown_cell(name, row.fields.get(name))[:80] for name in names]
    return ", ".join(text for text in texts if text)
