"""Reads a spreadsheet, CSV or XLSX, into rows: what it is not sure of is refused, and never guessed."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from tasks.exchange.book_limits import MOST_CELLS, refuse_too_large
from tasks.exchange.grids import ABOVE, Grid, Titles, grid_of, sheet_of, titles_row
from tasks.exchange.sheets import MOST_ROWS, Cell, Formatted, Sheet, SheetError, Unusable, unshielded
from tasks.exchange.shown_numbers import GENERAL
from tasks.exchange.table_text import DELIMITERS, named_delimiter, text_in

_MOST_DIGITS = "integer string conversion"
"""By these words Python refuses a number of more than 4,300 digits."""

_SHOWN = 200
"""Characters that a refusal repeats of what a library said."""

_TOO_MANY = 10**300
_TEXTS = (".csv", ".tsv", ".txt")
_EXPECTED = (
    "expected a workbook .xlsx, a table .csv or .tsv, or a folder with the tables matters and entries, such "
    "as matters.csv and entries.csv"
)


_NONE = Titles()


def read_sheets(path: Path, titles: Titles = _NONE) -> list[Sheet]:
    """The sheets of a workbook, a table, or a folder of tables. Raises `SheetError`."""
    sheets = [sheet_of(grid, titles_row(grid, titles)) for grid in read_grids(path, titles)]
    if not any(sheet.rows for sheet in sheets):
        raise SheetError(f"{path} has no rows; {_EXPECTED}, with titles in the first row.")
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise SheetError(f"{path} has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    return sheets


def read_grids(path: Path, titles: Titles = _NONE) -> list[Grid]:
    """The same before anybody says which rows hold titles; `titles` tell the columns of a table apart."""
    try:
        return _read(path, titles)
    except OSError as error:
        raise SheetError(f"{path} cannot be read: {error.strerror or error}; {_EXPECTED}.") from None


def _read(path: Path, titles: Titles) -> list[Grid]:
    if path.is_dir():
        named = [path / f"{name}{ending}" for name in ("matters", "entries") for ending in _TEXTS]
        return [_read_text(each, titles) for each in named if each.is_file()]
    match path.suffix.lower():
        case ending if ending in _TEXTS:
            return [_read_text(path, titles)]
        case ".xlsx":
            return _read_book(path)
        case _:
            raise SheetError(f"{path} is not a spreadsheet that can be imported; {_EXPECTED}.")


def _read_text(path: Path, titles: Titles) -> Grid:
    text = text_in(path)
    named = named_delimiter(path, text)
    try:
        table = io.StringIO(text, newline="")
        rows = _few_enough(path, csv.reader(table, delimiter=named or _delimiter(text, titles), strict=True))
    except csv.Error as error:
        raise SheetError(
            f"{path} is not a valid CSV file: {error}; expected columns separated by commas, semicolons or "
            "tabs."
        ) from None
    if named:
        # The line counts as a row, so that rows keep the numbers that an editor shows.
        rows[0] = []
    cells = ([unshielded(cell).strip() for cell in row] for row in rows)
    return grid_of(path.stem, cells, skipped=1 if named else 0)


def _few_enough(path: Path, rows: Iterable[list[str]]) -> list[list[str]]:
    """All rows, in bounded memory. Raises `SheetError`."""
    kept, cells = list[list[str]](), 0
    for row in rows:
        cells += max(1, len(row))
        if cells > MOST_CELLS:
            raise SheetError(
                f"{path} has more than {MOST_CELLS:,} cells and empty rows. Delete what is not matters and "
                f"entries; a file may hold {MOST_ROWS:,} rows."
            )
        kept.append(row)
    return kept


def _delimiter(text: str, titles: Titles) -> str:
    """The one by which a line gives the titles, or else by which the first line has the most cells."""
    lines = list(islice(io.StringIO(text, newline=None), ABOVE))
    for line in lines:
        for each in DELIMITERS:
            if titles.are_in([cell.strip().strip('"') for cell in line.split(each)]):
                return each
    return max(DELIMITERS, key=lambda each: lines[0].count(each) if lines else 0)


def _read_book(path: Path) -> list[Grid]:
    _refuse_no_book(path)
    try:
        # Of a path the library leaves the file open where it is damaged.
        with path.open("rb") as file, closing(load_workbook(file, read_only=True)) as book:
            return [grid_of(each.title, _book_rows(each)) for each in book.worksheets]
    except SheetError:
        raise
    except Exception as error:
        # Whatever a damaged workbook makes the library raise, the file is what is wrong.
        if _MOST_DIGITS in str(error):
            raise SheetError(f"{path} has a number of more than 4,300 digits. Correct that cell.") from None
        said = " ".join(str(error).split())[:_SHOWN]
        raise SheetError(f"{path} is damaged: {type(error).__name__}: {said}; {_EXPECTED}.") from None


def _refuse_no_book(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            refuse_too_large(path, packed)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise SheetError(
            f"{path} is not a workbook, or it has a password; expected an .xlsx file without a password."
        ) from None


def _book_rows(sheet: object) -> Iterator[list[Cell]]:
    if not isinstance(sheet, ReadOnlyWorksheet):
        return
    # What a file says of its own size is often wrong, and would hide rows.
    sheet.reset_dimensions()
    for row in sheet.rows:
        yield [_book_cell(cell.value, cell.data_type, cell) for cell in row]


def _book_cell(value: object, kind: str, cell: object) -> Cell:
    if value is None:
        return None
    if kind == "f":
        return Unusable("holds a formula; expected a value: copy the column and paste it as values")
    if kind == "e":
        return Unusable(f"holds the error {value}; expected a value")
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not abs(value) < _TOO_MANY:
            return Unusable("holds a number of more than 300 digits; expected one that can be counted with")
        form = str(getattr(cell, "number_format", GENERAL))
        return value if form == GENERAL else Formatted(value, form)
    if isinstance(value, int | date):
        return value
    return Unusable(f"holds {value}, a time of day; expected a date, a number or text")
