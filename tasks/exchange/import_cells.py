"""A spreadsheet's cell as the value that a form's field expects, or the reason why it cannot be one."""

import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import get_args

from models.errors import Refused
from models.forms.exchange import DateOrder
from models.forms.fields import YesNo
from tasks.exchange.import_dates import day_in
from tasks.exchange.sheets import Cell, Formatted, Unusable
from tasks.exchange.shown_numbers import EXACT, GENERAL, shown

_NUMBER = re.compile(r"\d+(\.\d+)?")
_SHORTENED = re.compile(r"[+-]?\d+(\.\d+[eE][+-]?|[eE][+-])\d+")
"""A number as a spreadsheet shortens it, such as 2.02527E+15; a reference such as 12E4 is none."""

_SHOWN = 8
"""Choices that a reason lists; of more of them only the nearest."""

_AS_TEXT = "expected text: format the column as text, and type the whole value again"


class CellError(Refused):
    """A cell that holds no value of its column; the message says what it holds and what was expected."""


def value_of(cell: Cell, annotation: object, dates: DateOrder = DateOrder.YEAR_FIRST) -> object:
    """The value for a field of this annotation, where the file writes dates so. Raises `CellError`."""
    if isinstance(cell, Unusable):
        raise CellError(cell.reason)
    for kind in _types_in(annotation):
        if issubclass(kind, StrEnum):
            return _choice(cell, [member.value for member in kind])
        if kind is date:
            return _day(cell, dates)
        if kind is float:
            return _number(cell)
    return _text(cell)


def text_of(cell: Cell) -> str:
    """The text of a cell, empty for an empty one. Raises `CellError`."""
    return "" if cell is None else str(value_of(cell, str))


def _day(cell: Cell, dates: DateOrder) -> str:
    try:
        return day_in(cell.value if isinstance(cell, Formatted) else cell, dates).isoformat()
    except ValueError as error:
        raise CellError(str(error)) from None


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
    """The words as a whole or their beginning, such as Audit or SUM-14, in any case; a tick is Yes or No.

    After the id of a rule its title may be a former one: *SUM-14: Obey the order*.
    """
    said = _tick(plain(cell)) if set(words) == set(YesNo) else plain(cell)
    wanted = said.casefold()
    found = [word for word in words if word.casefold() == wanted]
    begins = wanted.split(": ")[0]
    found = found or [word for word in words if re.split(r" \(|: ", word)[0].casefold() == begins]
    if len(found) != 1:
        raise CellError(f'"{said}"; {nearest(said, words)}')
    return found[0]


def _tick(said: str) -> str:
    return {"true": "Yes", "false": "No"}.get(said.casefold(), said)


def plain(cell: Cell) -> str:
    """What a cell shows, for a choice, an error or a page."""
    match cell:
        case Formatted(value, form):
            return shown(value, form) or f"{value:g}"
        case bool():
            return "TRUE" if cell else "FALSE"
        case date():
            return f"{cell:%Y-%m-%d}"
        case _:
            return str(cell)


def _number(cell: Cell) -> float:
    value = cell.value if isinstance(cell, Formatted) else cell
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    raise CellError(f'"{plain(cell)}"; expected a number such as 1500 or 1500.50, of at least 0')


def _text(cell: Cell) -> str:
    """A number as it is shown. What a spreadsheet rounded, or turned into a day, is not what was typed."""
    match cell:
        case str() if _SHORTENED.fullmatch(cell):
            raise CellError(_rounded(cell))
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _digits(cell, GENERAL)
        case Formatted(value, form):
            return _digits(value, form)
        case _:
            raise CellError(f"{plain(cell)} is a date; {_AS_TEXT}")


def _digits(value: float, form: str) -> str:
    text = shown(value, form)
    if text is not None:
        return text
    if abs(value) >= EXACT or "E+" in form.upper():
        raise CellError(_rounded(f"{value:.6G}"))
    raise CellError(f'{value:g} in the format "{form}" does not show what was typed; {_AS_TEXT}')


def _rounded(said: str) -> str:
    return f'"{said}" is a number that the spreadsheet shortened; {_AS_TEXT}'
