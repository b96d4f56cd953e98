"""Sheets as they are, before it is said which row holds the titles of the columns."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tasks.exchange.sheets import MOST_ROWS, Cell, Formatted, Row, Sheet, Unusable

ABOVE = 10
"""Rows among which the titles are looked for: an office may write a heading above them."""

_AT_LEAST = 2
"""Known titles by which a row is known to hold the titles."""


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


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of a workbook, or a table: the rows with anything in them, by their numbers in the file.

    `skipped`: rows at its top that are none, such as the line `sep=;`.
    """

    name: str
    rows: tuple[Row, ...]
    skipped: int = 0


def grid_of(name: str, rows: Iterable[Sequence[Cell]], *, skipped: int = 0) -> Grid:
    """The rows with anything in them. It ends where there are too many to import."""
    kept: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        read_cells = tuple(None if cell == "" else cell for cell in cells)
        if any(cell is not None for cell in read_cells):
            kept.append(Row(number, read_cells))
        if len(kept) > MOST_ROWS + skipped + ABOVE:
            break
    return Grid(name, tuple(kept), skipped)


def titles_row(grid: Grid, titles: Titles) -> int:
    """The number of the row that holds the titles: the first, unless one of the next has known ones."""
    first = grid.skipped + 1
    above = (row for row in grid.rows if row.number < first + ABOVE)
    return next((row.number for row in above if titles.are_in(row.cells)), first)


def sheet_of(grid: Grid, number: int) -> Sheet:
    """The sheet whose titles are in the row of this number; what is above it is passed over."""
    titles = next((row.cells for row in grid.rows if row.number == number), ())
    below = tuple(row for row in grid.rows if row.number > number)
    return Sheet(grid.name, tuple(map(title_in, titles)), below, number)


def title_in(cell: Cell) -> str:
    """What a cell says as a title."""
    match cell:
        case None:
            return ""
        case Unusable(reason):
            return f"a title that {reason}"
        case Formatted(value):
            return str(value)
        case _:
            return str(cell).strip()
