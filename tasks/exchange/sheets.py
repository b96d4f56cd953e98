"""Spreadsheets: reads CSV and XLSX into rows, and writes both so that no text is taken for a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from models.errors import Refused

MOST_ROWS = 20_000
"""Rows that a file may hold: they are kept together or not at all, and meanwhile nobody else can record."""

_MOST_BYTES = 300_000_000
_LONGEST = 32_767
"""Characters that a cell of a workbook holds."""

_FORMULA = "[=+\\-@＝＋－＠]"
_RISKY = re.compile(rf"(?:^|(?<=[;\t\r\n]))'*(?={_FORMULA})|^'*(?=[\t\r\n])")
"""Where a formula could begin: at the start, or after what some spreadsheets take for the end of a cell."""

_SHIELDED = re.compile(rf"(?:^|(?<=[;\t\r\n]))'+(?={_FORMULA})|^'+(?=[\t\r\n])")
_EXPECTED = "expected a workbook .xlsx, a table .csv, or a folder with matters.csv and entries.csv"


class SheetError(Refused):
    """A file that cannot be read as a spreadsheet: the message names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """What a cell holds that is no value; `reason` says why."""

    reason: str


Value = str | int | float | date | None

Cell = Value | Unusable
"""What a cell holds; a `datetime` is a `date`, and so is a yes or no an `int`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the file, the first being 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a table: the titles in its first row, and the rows with anything in them."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[Value]]


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, a table, or a folder of tables. Raises `SheetError`."""
    try:
        if path.is_dir():
            found = [each for each in (path / "matters.csv", path / "entries.csv") if each.is_file()]
            sheets = [_read_csv(each) for each in found]
        elif path.suffix.lower() == ".csv":
            sheets = [_read_csv(path)]
        elif path.suffix.lower() == ".xlsx":
            sheets = _read_book(path)
        else:
            raise SheetError(f"{path} is not a spreadsheet that can be imported; {_EXPECTED}.")
    except OSError as error:
        raise SheetError(f"{path} cannot be read: {error.strerror or error}; {_EXPECTED}.") from None
    if not any(sheet.rows for sheet in sheets):
        raise SheetError(f"{path} has no rows; {_EXPECTED}, with titles in the first row.")
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise SheetError(f"{path} has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    return sheets


def _read_csv(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except UnicodeDecodeError as error:
        raise SheetError(
            f"{path} is not in UTF-8, at byte {error.start}. Save it from your spreadsheet as “CSV UTF-8”."
        ) from None
    except csv.Error as error:
        raise SheetError(
            f"{path} is not a valid CSV file: {error}; expected columns separated by commas or semicolons."
        ) from None
    return _sheet(path.stem, ([_plain(cell).strip() for cell in row] for row in rows))


def _delimiter(text: str) -> str:
    """The one by which the first row has more cells."""
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _plain(text: str) -> str:
    """The text of a cell, without the apostrophes by which `safe_csv` shields it."""
    return _SHIELDED.sub(lambda found: found[0][1:], text)


def _read_book(path: Path) -> list[Sheet]:
    _refuse_no_book(path)
    try:
        with closing(load_workbook(path, read_only=True, data_only=False)) as book:
            return [_sheet(each.title, _book_rows(each)) for each in book.worksheets]
    except SheetError:
        raise
    except Exception as error:
        # Whatever a damaged workbook makes the library raise, the file is what is wrong.
        raise SheetError(f"{path} is damaged: {type(error).__name__}: {error}; {_EXPECTED}.") from None


def _refuse_no_book(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except zipfile.BadZipFile:
        raise SheetError(
            f"{path} is not a workbook, or it has a password; expected an .xlsx file without a password."
        ) from None
    if size > _MOST_BYTES:
        raise SheetError(
            f"{path} unpacks to {size:,} bytes; the limit is {_MOST_BYTES:,}. Split it into smaller files."
        )


def _book_rows(sheet: object) -> Iterator[list[Cell]]:
    if not isinstance(sheet, ReadOnlyWorksheet):
        return
    # What a file says of its own size is often wrong, and would hide rows.
    sheet.reset_dimensions()
    for row in sheet.rows:
        yield [_book_cell(cell.value, cell.data_type) for cell in row]


def _sheet(name: str, rows: Iterable[Sequence[Cell]]) -> Sheet:
    """The first row holds the titles; rows without anything in them are none, but count."""
    read = enumerate(rows, start=1)
    _, first = next(read, (1, ()))
    kept = []
    for number, cells in read:
        read_cells = tuple(None if cell == "" else cell for cell in cells)
        if any(cell is not None for cell in read_cells):
            kept.append(Row(number, read_cells))
        if len(kept) > MOST_ROWS:
            break
    return Sheet(name, tuple("" if title is None else str(title).strip() for title in first), tuple(kept))


def _book_cell(value: object, kind: str) -> Cell:
    if value is None:
        return None
    if kind == "f":
        return Unusable("holds a formula; expected a value: copy the column and paste it as values")
    if kind == "e":
        return Unusable(f"holds the error {value}; expected a value")
    if isinstance(value, str | int | float | date):
        return value.strip() if isinstance(value, str) else value
    return Unusable(f"holds {value}, a time of day; expected a date, a number or text")


def safe_csv(table: Table) -> bytes:
    """The table as text in UTF-8, with the mark by which spreadsheets know that.

    An apostrophe keeps what begins as a formula does from becoming one; `read_sheets` takes it away again.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([_shielded(title) for title in table.titles])
    writer.writerows([[_shielded(value) for value in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _shielded(value: Value) -> Value:
    return _RISKY.sub(lambda found: f"'{found[0]}", value) if isinstance(value, str) else value


def safe_book(tables: Iterable[Table]) -> bytes:
    """A workbook with a sheet for each table. A text is text, whatever it begins with."""
    book, packed = Workbook(write_only=True), io.BytesIO()
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for place, title in enumerate(table.titles, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = max(14, len(title) + 2)
        sheet.append([_written(sheet, title, bold=True) for title in table.titles])
        for row in table.rows:
            sheet.append([_written(sheet, value) for value in row])
    book.save(packed)
    return packed.getvalue()


def _written(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> object:
    """A text as a cell of the kind text; what looks like a formula is marked as typed with an apostrophe."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if _RISKY.match(value):
        cell.quotePrefix = True
    return cell
