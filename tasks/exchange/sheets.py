"""Spreadsheets: what is read from them, and how they are written so that no text is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from models.errors import Refused

MOST_ROWS = 20_000
"""Rows that a file may hold: they are kept together or not at all, and meanwhile nobody else can record."""

_LONGEST = 32_767
"""Characters that a cell of a workbook holds."""

_FORMULA = "[=+\\-@＝＋－＠]"
_RISKY = re.compile(rf"(?:^|(?<=[;\t\r\n]))'*(?={_FORMULA})|^'*(?=[\t\r\n])")
"""Where a formula could begin: at the start, or after what some spreadsheets take for the end of a cell."""

_SHIELDED = re.compile(rf"(?:^|(?<=[;\t\r\n]))'+(?={_FORMULA})|^'+(?=[\t\r\n])")


class SheetError(Refused):
    """A file that cannot be read as a spreadsheet: the message names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """What a cell holds that is no value; `reason` says why, and `said` is what a person typed there."""

    reason: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A number of a workbook, and the format in which it is shown."""

    value: float
    form: str


Value = str | int | float | date | None

Cell = Value | Formatted | Unusable
"""What a cell holds; a `datetime` is a `date`, and so is a yes or no an `int`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the file, the first being 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a table: its titles, and the rows below with anything in them."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    titles_row: int = 1
    """The number of the row that holds the titles."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[Value]]


def safe_csv(table: Table) -> bytes:
    """The table as text in UTF-8, with the mark by which spreadsheets know that.

    An apostrophe keeps what begins as a formula does from becoming one; `unshielded` takes it away again.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([_shielded(title) for title in table.titles])
    writer.writerows([[_shielded(value) for value in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def unshielded(text: str) -> str:
    """The text of a cell, without the apostrophes by which `safe_csv` shields it."""
    return _SHIELDED.sub(lambda found: found[0][1:], text)


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
