"""What the sheets and the columns of an uploaded file are: as Landwaiter suggests, and as somebody chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from models.forms.exchange import DateOrder
from models.forms.sealed_notes import NOTE
from models.law.text.vocabulary import FACTS, FactType
from tasks.desk.uploaded_kind import width
from tasks.desk.uploads import SheetChoice, Upload
from tasks.exchange.grids import Grid, sheet_of, titles_row
from tasks.exchange.import_cells import plain
from tasks.exchange.import_dates import orders_of
from tasks.exchange.import_template import LEFT_TO_WHO_IMPORTS, titles_of
from tasks.exchange.import_titles import (
    DERIVED,
    REMARKS,
    columns_of,
    kind_of,
    known_titles,
    needed_titles,
    read_columns,
)
from tasks.exchange.sheets import Cell, Row, Sheet, Unusable

LEFT_OUT = "-"
"""What is chosen for a sheet, or a column, that is left out."""

_OFFERED = 10
"""Rows among which somebody chooses the one with the titles."""

_SAMPLES, _SHOWN = 3, 40
"""Values of a column that are shown, and how much of each."""

_MOST_COLUMNS = 300
"""Columns of all sheets together that a page asks about."""

DATES = frozenset(
    {"opened_on", "occurred_on"} | {name for name, kind in FACTS.items() if kind is FactType.DATE}
)
"""The fields that are dates."""


@dataclass(frozen=True, slots=True)
class OfferedSheet:
    """A sheet as somebody is asked about it: what it may be, and the rows that may hold the titles."""

    name: str
    rows: int
    kind: str
    """`matters`, `entries`, `LEFT_OUT`, or empty where nobody can tell."""

    titles_row: int
    row_choices: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class OfferedColumn:
    """A column as somebody is asked about it; `field` is what it may be, or what was chosen."""

    place: int
    title: str
    samples: Sequence[str]
    field: str


def offered_sheets(grids: Sequence[Grid], chosen: Mapping[str, SheetChoice]) -> list[OfferedSheet]:
    """The sheets, each with what was chosen for it or what it may be."""
    return [_offered(grid, chosen.get(grid.name)) for grid in grids]


def _offered(grid: Grid, chosen: SheetChoice | None) -> OfferedSheet:
    rows = [(row.number, f"Row {row.number}: {_shown_row(row)}") for row in grid.rows[:_OFFERED]]
    if chosen is not None:
        return OfferedSheet(grid.name, len(grid.rows), chosen.kind or LEFT_OUT, chosen.titles_row, rows)
    number = titles_row(grid, known_titles())
    if number not in dict(rows):
        number = rows[0][0]
    kind = kind_of(sheet_of(grid, number))
    is_remark = not kind and grid.name.strip().lower() in REMARKS
    return OfferedSheet(
        grid.name, len(grid.rows), LEFT_OUT if is_remark or kind == DERIVED else kind, number, rows
    )


def _shown_row(row: Row) -> str:
    texts = [_short(cell) for cell in row.cells if cell is not None]
    return ", ".join(texts[:5]) + (" …" if len(texts) > 5 else "")


def _short(cell: Cell) -> str:
    text = "(cannot be read)" if isinstance(cell, Unusable) else plain(cell)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def choose_sheets(
    grids: Sequence[Grid], said: Mapping[str, tuple[str, int]], upload: Upload
) -> Mapping[str, str]:
    """Keeps what was said of each sheet: its kind and the row of its titles. Returns what is wrong, by sheet.

    A sheet about which something else is said than before loses its columns and what was mended in it.
    """
    wrong = {grid.name: words for grid in grids if (words := _wrong_of(grid, said))}
    taken = [grid for grid in grids if said.get(grid.name, ("", 0))[0] in ("matters", "entries")]
    if not wrong and not taken:
        wrong[grids[0].name] = "Every sheet is left out. Expected at least one with matters or entries."
    if not wrong and sum(map(width, taken)) > _MOST_COLUMNS:
        wrong[taken[-1].name] = (
            f"These sheets have more than {_MOST_COLUMNS} columns together. Leave out some of them, and "
            "upload the file again for those."
        )
    if wrong:
        return wrong
    for grid in grids:
        kind, number = said[grid.name]
        former = upload.sheets.get(grid.name)
        if former is None or (former.kind or LEFT_OUT, former.titles_row) != (kind, number):
            upload.sheets[grid.name] = SheetChoice("" if kind == LEFT_OUT else kind, number)
            upload.is_mapped = False
            upload.mends.pop(grid.name, None)
            upload.left_out = {each for each in upload.left_out if each[0] != grid.name}
    return {}


def _wrong_of(grid: Grid, said: Mapping[str, tuple[str, int]]) -> str:
    kind, number = said.get(grid.name, ("", 0))
    if kind not in ("matters", "entries", LEFT_OUT):
        return "Choose what this sheet is. Expected matters, entries, or left out."
    if kind != LEFT_OUT and number not in {row.number for row in grid.rows[:_OFFERED]}:
        return "Choose the row that has the titles of the columns."
    return ""


def offered_columns(grid: Grid, choice: SheetChoice, *, is_mapped: bool, notes: bool) -> list[OfferedColumn]:
    """The columns with anything in them; without `notes` no value of a privileged note is shown."""
    sheet = sheet_of(grid, choice.titles_row)
    places = sorted({place for row in sheet.rows for place in _filled(row)} | set(_titled(sheet)))
    fields = dict(choice.columns) if is_mapped else _suggested(sheet, choice.kind, places)
    return [
        OfferedColumn(
            place,
            _title(sheet, place),
            () if _is_note(sheet, place, fields) and not notes else _samples(sheet, place),
            fields.get(place, LEFT_OUT if is_mapped else ""),
        )
        for place in places
    ]


def _filled(row: Row) -> list[int]:
    return [place for place, cell in enumerate(row.cells) if cell is not None]


def _titled(sheet: Sheet) -> list[int]:
    return [place for place, title in enumerate(sheet.titles) if title]


def _title(sheet: Sheet, place: int) -> str:
    title = sheet.titles[place] if place < len(sheet.titles) else ""
    return title or f"Column {get_column_letter(place + 1)}, without a title"


def _is_note(sheet: Sheet, place: int, fields: Mapping[int, str]) -> bool:
    return fields.get(place) == NOTE or "privileged" in _title(sheet, place).casefold()


def _samples(sheet: Sheet, place: int) -> list[str]:
    cells = (row.cells[place] for row in sheet.rows if place < len(row.cells))
    texts = dict.fromkeys(_short(cell) for cell in cells if cell is not None)
    return list(texts)[:_SAMPLES]


def _suggested(sheet: Sheet, kind: str, places: Sequence[int]) -> dict[int, str]:
    """By the titles; the first column of a title has it, and what the desk does not read is left out."""
    known = {title.casefold(): name for title, name in read_columns(kind).items()}
    found: dict[int, str] = {}
    for place in places:
        field = known.get(" ".join(_title(sheet, place).split()).casefold(), "")
        if field == LEFT_TO_WHO_IMPORTS:
            found[place] = LEFT_OUT
        elif field and field not in found.values():
            found[place] = field
    return found


def choose_columns(
    grid: Grid, choice: SheetChoice, said: Mapping[int, str], *, rest_left_out: bool
) -> tuple[SheetChoice, dict[int, str], list[str]]:
    """The choice with the fields that were said, what is wrong by place, and what columns are missing."""
    offered = offered_columns(grid, choice, is_mapped=False, notes=False)
    titles, wrong, columns = titles_of(choice.kind), dict[int, str](), dict[int, str]()
    for column in offered:
        field = said.get(column.place, "") or (LEFT_OUT if rest_left_out else "")
        if field == LEFT_OUT:
            continue
        if field not in titles:
            wrong[column.place] = "Choose what this column is, or leave it out."
        elif field in columns.values():
            wrong[column.place] = f"{titles[field]} is chosen twice. Expected one column for it."
        else:
            columns[column.place] = field
    known = columns_of(choice.kind)
    missing = [title for title in needed_titles(choice.kind) if known[title] not in columns.values()]
    return replace(choice, columns=columns), wrong, missing


@dataclass(frozen=True, slots=True)
class DatesSeen:
    """How the file writes dates as text, other than 2025-06-02; an example of each, empty for none."""

    month_first: str = ""
    """That can only be Month/day/year."""

    day_first: str = ""
    either: str = ""

    @property
    def asks(self) -> bool:
        """Whether somebody must say which number is the month."""
        return bool(self.month_first or self.day_first or self.either)

    @property
    def suggested(self) -> str:
        """The order, where the file leaves no doubt about any date."""
        if self.either or (self.month_first and self.day_first):
            return ""
        return DateOrder.MONTH_FIRST if self.month_first else DateOrder.DAY_FIRST if self.day_first else ""


def dates_seen(grids: Sequence[Grid], sheets: Mapping[str, SheetChoice]) -> DatesSeen:
    """What is in the columns of dates."""
    found: dict[frozenset[DateOrder], str] = {}
    for grid in grids:
        choice = sheets.get(grid.name)
        places = [place for place, name in choice.columns.items() if name in DATES] if choice else []
        for row in grid.rows:
            if choice is None or row.number <= choice.titles_row:
                continue
            for place in places:
                cell = row.cells[place] if place < len(row.cells) else None
                found.setdefault(orders_of(cell), str(cell))
    return DatesSeen(
        found.get(frozenset({DateOrder.MONTH_FIRST}), ""),
        found.get(frozenset({DateOrder.DAY_FIRST}), ""),
        found.get(frozenset(DateOrder) - {DateOrder.YEAR_FIRST}, ""),
    )
