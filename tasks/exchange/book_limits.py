"""Bounds of a workbook, seen before anything of it is kept: a small file can unpack to more than any memory.

The parts are read once as a stream of tags; what is within the bounds is then read by openpyxl.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from tasks.exchange.sheets import MOST_ROWS, SheetError

MOST_BYTES = 100_000_000
"""Bytes to which a workbook may unpack, and of its parts together."""

MOST_PARTS = 1_000
"""Files inside a workbook: each sheet is one."""

MOST_TAGS = 3_000_000
"""Tags of all parts: 20,000 rows of 40 columns have 2,400,000."""

MOST_CELLS = 2_000_000
"""Cells of all sheets, with the empty ones before the last of each row: 20,000 rows of 100 columns."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The last that a spreadsheet program knows."""

_DEEPEST = 50
_LONGEST = 1_000_000
"""Bytes between two tags: a cell of a spreadsheet program has at most 32,767 characters."""

_CHUNK = 1 << 16
_READ = (".xml", ".rels", ".vml")


def refuse_too_large(path: Path, packed: zipfile.ZipFile) -> None:
    """Raises `SheetError` for a workbook beyond the bounds. Raises as zipfile does for a damaged one."""
    parts = packed.infolist()
    size = sum(each.file_size for each in parts)
    if len(parts) > MOST_PARTS:
        raise SheetError(
            f"{path} has {len(parts):,} parts, such as sheets and pictures; the limit is {MOST_PARTS:,}. "
            "Keep the sheets matters and entries only."
        )
    if size > MOST_BYTES:
        raise SheetError(
            f"{path} unpacks to {size:,} bytes; the limit is {MOST_BYTES:,}. Split it into smaller files."
        )
    seen = _Bounds(path)
    for each in parts:
        if each.filename.lower().endswith(_READ):
            with packed.open(each) as part:
                seen.read(part)


@dataclass(slots=True)
class _Bounds:
    """Counts what passes, and refuses it at the first bound."""

    path: Path
    tags: int = 0
    depth: int = 0
    cells: int = 0
    row: int = 0
    column: int = 0
    at: int = 0
    """Where the last tag began, in bytes."""

    parser: XMLParserType | None = None

    def read(self, part: IO[bytes]) -> None:
        """Reads a part through. What is no XML is left to who reads it afterwards."""
        self.parser = ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.depth = self.row = self.column = self.at = 0
        given = 0
        try:
            while chunk := part.read(_CHUNK):
                self.parser.Parse(chunk, False)
                given += len(chunk)
                self._refuse_long(given)
            self.parser.Parse(b"", True)
        except ExpatError:
            return

    def _begin(self, name: str, given: dict[str, str]) -> None:
        assert self.parser is not None
        now = self.parser.CurrentByteIndex
        self._refuse_long(now)
        self.at = now
        self.tags += 1
        self.depth += 1
        if self.tags > MOST_TAGS:
            raise self._refused(f"more than {MOST_TAGS:,} cells and other parts of cells")
        if self.depth > _DEEPEST:
            raise self._refused(f"parts within parts, more than {_DEEPEST} deep")
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._row(given.get("r", ""))
        elif kind == "c":
            self._cell(given.get("r", ""))

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _doctype(self, *_: object) -> None:
        raise self._refused("a definition of its own kind of document")

    def _row(self, place: str) -> None:
        row = _whole(place, LAST_ROW) if place else self.row + 1
        if row > LAST_ROW:
            raise self._refused(f"a row beyond {LAST_ROW:,}")
        self._count(max(1, row - self.row))
        self.row, self.column = row, 0

    def _cell(self, place: str) -> None:
        column = _column(place.rstrip("0123456789")) if place else self.column + 1
        if column > LAST_COLUMN:
            raise self._refused(f"a column beyond {LAST_COLUMN:,}")
        self._count(max(1, column - self.column))
        self.column = column

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MOST_CELLS:
            raise self._refused(f"more than {MOST_CELLS:,} cells, many of them empty")

    def _refuse_long(self, now: int) -> None:
        if now - self.at > _LONGEST:
            raise self._refused(f"a cell with more than {_LONGEST:,} characters")

    def _refused(self, what: str) -> SheetError:
        return SheetError(
            f"{self.path} has {what}. Delete what is not matters and entries, with the empty rows and "
            f"columns beyond each table; a file may hold {MOST_ROWS:,} rows."
        )


def _whole(digits: str, most: int) -> int:
    """The number; more than `most` for what is none, or has too many digits."""
    return int(digits) if digits.isdecimal() and len(digits) <= len(str(most)) else most + 1


def _column(letters: str) -> int:
    """The number of a column such as AB; more than the last for what is none."""
    number = 0
    for letter in letters.upper():
        place = ord(letter) - 64
        if not 1 <= place <= 26 or len(letters) > 3:
            return LAST_COLUMN + 1
        number = 26 * number + place
    return number
