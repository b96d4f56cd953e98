"""Reads a spreadsheet, CSV or XLSX, into rows: what it is not sure of is refused, and never guessed."""

import csv
import io
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from tasks.exchange.book_limits import MOST_CELLS, refuse_too_large
from tasks.exchange.sheets import MOST_ROWS, Cell, Formatted, Row, Sheet, SheetError, Unusable, unshielded
from tasks.exchange.shown_numbers import GENERAL
from tasks.exchange.table_text import DELIMITERS, named_delimiter, text_in

_MOST_DIGITS = "integer string conversion"
"""By these words Python refuses a number of more than 4,300 digits."""

_ABOVE = 10
"""Rows among which the titles are looked for: an office may write a heading above them."""

_SHOWN = 200
"""Characters that a refusal repeats of what a library said."""

_TOO_MANY = 10**300
_AT_LEAST = 2
"""Known titles by which a row is known to hold the titles."""

_TEXTS = (".csv", ".tsv", ".txt")
_EXPECTED = (
    "expected a workbook .xlsx, a table .csv or .tsv, or a folder with the tables matters and entries, such "
    "as matters.csv and entries.csv"
)


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles by which a row above the data is recognized, in lower case."""

    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, titles: Collection[str]) -> "Titles":
        """Returns these titles, in any case and with any white space."""
        return cls(frozenset(_folded(each) for each in titles))

    def are_in(self, cells: Sequence[object]) -> bool:
        """Whether a row holds titles, rather than a heading or values."""
        return sum(_folded(str(cell)) in self.known for cell in cells if cell is not None) >= _AT_LEAST


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


_NONE = Titles()


def read_sheets(path: Path, titles: Titles = _NONE) -> list[Sheet]:
    """The sheets of a workbook, a table, or a folder of tables. Raises `SheetError`."""
    try:
        sheets = _read(path, titles)
    except OSError as error:
        raise SheetError(f"{path} cannot be read: {error.strerror or error}; {_EXPECTED}.") from None
    if not any(sheet.rows for sheet in sheets):
        raise SheetError(f"{path} has no rows; {_EXPECTED}, with titles in the first row.")
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise SheetError(f"{path} has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    return sheets


def _read(path: Path, titles: Titles) -> list[Sheet]:
    if path.is_dir():
        named = [path / f"{name}{ending}" for name in ("matters", "entries") for ending in _TEXTS]
        return [_read_text(each, titles) for each in named if each.is_file()]
    match path.suffix.lower():
        case ending if ending in _TEXTS:
            return [_read_text(path, titles)]
        case ".xlsx":
            return _read_book(path, titles)
        case _:
            raise SheetError(f"{path} is not a spreadsheet that can be imported; {_EXPECTED}.")


def _read_text(path: Path, titles: Titles) -> Sheet:
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
    return _sheet(path.stem, cells, titles, skipped=1 if named else 0)


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
    lines = list(islice(io.StringIO(text, newline=None), _ABOVE))
    for line in lines:
        for each in DELIMITERS:
            if titles.are_in([cell.strip().strip('"') for cell in line.split(each)]):
                return each
    return max(DELIMITERS, key=lambda each: lines[0].count(each) if lines else 0)


def _read_book(path: Path, titles: Titles) -> list[Sheet]:
    _refuse_no_book(path)
    try:
        # Of a path the library leaves the file open where it is damaged.
        with path.open("rb") as file, closing(load_workbook(file, read_only=True)) as book:
            return [_sheet(each.title, _book_rows(each), titles) for each in book.worksheets]
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


def _sheet(name: str, rows: Iterator[Sequence[Cell]], titles: Titles, *, skipped: int = 0) -> Sheet:
    """The titles and the rows below them; rows without anything in them are none, but count.

    The titles are in the first row after those `skipped`, unless one of the next rows has known ones.
    """
    above = list(islice(rows, skipped + _ABOVE))
    found = (place for place, cells in enumerate(above) if titles.are_in(cells))
    place = next(found, min(skipped, max(0, len(above) - 1)))
    first = above[place] if above else ()
    kept = []
    for number, cells in enumerate(chain(above[place + 1 :], rows), start=place + 2):
        read_cells = tuple(None if cell == "" else cell for cell in cells)
        if any(cell is not None for cell in read_cells):
            kept.append(Row(number, read_cells))
        if len(kept) > MOST_ROWS:
            break
    return Sheet(name, tuple(map(_title, first)), tuple(kept), place + 1)


def _title(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Unusable(reason):
            return f"a title that {reason}"
        case Formatted(value):
            return str(value)
        case _:
            return str(cell).strip()


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
