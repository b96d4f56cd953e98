"""What a file is that somebody uploaded, by its bytes: a workbook or a table. Its name only calls it."""

import io
import os
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from tasks.exchange.grids import Grid
from tasks.exchange.import_titles import known_titles
from tasks.exchange.read_sheets import read_grids
from tasks.exchange.sheets import MOST_ROWS, SheetError

MOST_SHEETS, MOST_COLUMNS = 30, 150
"""Sheets and columns that a person can be asked about."""

_LONGEST_NAME = 120
_EXPECTED = "expected an Excel workbook (.xlsx) or a table of text (.csv or .tsv)"
_ZIP = b"PK"
_OTHER = {
    b"\xd0\xcf\x11\xe0": "is an older Excel workbook (.xls), or a workbook with a password",
    b"%PDF": "is a PDF",
    b"{\\rtf": "is a text document",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
    b"GIF8": "is a picture",
    b"<": "is a web page or XML",
}
"""How other files begin."""


def plain_name(given: str) -> str:
    """The name of a file as pages and runs call it: without directories, and not too long."""
    name = "".join(each for each in PurePosixPath(given.replace("\\", "/")).name if each.isprintable())
    named = PurePosixPath(name.strip() or "file")
    return f"{named.stem[:_LONGEST_NAME]}{named.suffix[:10]}"


def read_upload(folder: Path, name: str, content: bytes) -> Sequence[Grid]:
    """The sheets with anything in them. Raises `SheetError`, which calls the file by its name."""
    path = folder / f"upload{_ending(name, content)}"
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
        grids = [each for each in read_grids(path, known_titles()) if each.rows]
    except SheetError as error:
        raise SheetError(f"{name}{str(error).removeprefix(str(path))}") from None
    finally:
        path.unlink()
    if path.suffix != ".xlsx":
        grids = [replace(each, name=Path(name).stem or "table") for each in grids]
    _refuse_unreadable(name, grids)
    return grids


def _ending(name: str, content: bytes) -> str:
    """`.xlsx` or `.csv`, whatever its name says. Raises `SheetError` for what is neither."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    other = next((said for begins, said in _OTHER.items() if start.startswith(begins)), "")
    if other:
        raise SheetError(f"{name} {other}; {_EXPECTED}.")
    if not content.startswith(_ZIP):
        return ".csv"
    if _is_other_zip(content):
        raise SheetError(f"{name} is a ZIP or a document, but no workbook; {_EXPECTED}.")
    return ".xlsx"


def _is_other_zip(content: bytes) -> bool:
    """Whether it is a ZIP of something else; a broken one is left to who reads workbooks."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return not any(each.startswith("xl/") for each in packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _refuse_unreadable(name: str, grids: Sequence[Grid]) -> None:
    """Raises `SheetError` for what is empty, or more than anybody can be asked about."""
    if not grids:
        raise SheetError(f"{name} is empty; {_EXPECTED} with the titles of the columns in one row.")
    if len(grids) > MOST_SHEETS:
        raise SheetError(f"{name} has {len(grids)} sheets; the limit is {MOST_SHEETS}. Delete the others.")
    for grid in grids:
        if width(grid) > MOST_COLUMNS:
            raise SheetError(
                f"{name} has {width(grid):,} columns in the sheet {grid.name}; the limit is {MOST_COLUMNS}. "
                "Delete those that are not matters and entries."
            )
    if sum(len(grid.rows) for grid in grids) > MOST_ROWS + len(grids) * 10:
        raise SheetError(f"{name} has more than {MOST_ROWS:,} rows. Split it into smaller files.")


def width(grid: Grid) -> int:
    """How many columns of a sheet have anything in them."""
    return len({place for row in grid.rows for place, cell in enumerate(row.cells) if cell is not None})
