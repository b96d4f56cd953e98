"""A spreadsheet's cell as the value that a form's field expects, or the reason why it cannot be one."""

import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_args

from models.errors import Refused
from tasks.exchange.sheets import Cell, Unusable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_SHOWN = 8
"""Choices that a reason lists; of more of them only the nearest."""

_EXACT = 1e15
"""From here on a spreadsheet rounds what was typed."""


class CellError(Refused):
    """A cell that holds no value of its column; the message says what it holds and what was expected."""


def value_of(cell: Cell, annotation: object) -> object:
    """The value for a field of this annotation. Raises `CellError`."""
    if isinstance(cell, Unusable):
        raise CellError(cell.reason)
    for kind in _types_in(annotation):
        if issubclass(kind, StrEnum):
            return _choice(cell, [member.value for member in kind])
        if kind is date:
            return _day(cell)
        if kind is float:
            return _number(cell)
    return _text(cell)


def nearest(given: str, words: Sequence[str]) -> str:
    """What was expected: all the words, or those that what was given may mean."""
    if len(words) <= _SHOWN:
        return f"expected one of: {'; '.join(words)}"
    folded = {word.casefold(): word for word in words}
    meant = [
        folded[each] for each in difflib.get_close_matches(given.casefold(), list(folded), n=3, cutoff=0.4)
    ]
    shown = "; ".join(meant or words[:_SHOWN])
    return f"expected one of {len(words)}, such as: {shown}"


def _types_in(annotation: object) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for part in get_args(annotation):
        yield from _types_in(part)


def _choice(cell: Cell, words: Sequence[str]) -> str:
    """The words as a whole or their beginning, such as Audit or SUM-14, in any case.

    After the id of a rule its title may be a former one: *SUM-14: Obey the order*.
    """
    said = ("Yes" if cell else "No") if isinstance(cell, bool) else str(cell)
    wanted = said.casefold()
    found = [word for word in words if word.casefold() == wanted]
    begins = wanted.split(": ")[0]
    found = found or [word for word in words if re.split(r" \(|: ", word)[0].casefold() == begins]
    if len(found) != 1:
        raise CellError(f"{said!r}; {nearest(said, words)}")
    return found[0]


def _day(cell: Cell) -> str:
    expected = "expected a date as YYYY-MM-DD"
    if isinstance(cell, datetime) and cell != datetime(cell.year, cell.month, cell.day, tzinfo=cell.tzinfo):
        raise CellError(f"{cell} has a time of day; {expected}")
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if not isinstance(cell, str) or not _DAY.fullmatch(cell):
        raise CellError(f"{cell!r}; {expected}")
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        raise CellError(f"{cell!r}; {expected}, and there is no such date") from None


def _number(cell: Cell) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        return float(cell)
    raise CellError(f"{_said(cell)}; expected a number such as 1500 or 1500.50, of at least 0")


def _text(cell: Cell) -> str:
    """A number as it is shown. What a spreadsheet rounded, or turned into a day, is not what was typed."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float() if abs(cell) < _EXACT:
            return f"{cell:.0f}" if cell == int(cell) else repr(cell)
        case int() | float():
            raise CellError(
                "a number so long that spreadsheets round it; expected text: format the column as text"
            )
        case _:
            raise CellError(
                "holds a date; expected text: format the column as text, and type the value again"
            )


def _said(cell: Cell) -> Any:
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else repr(cell)
