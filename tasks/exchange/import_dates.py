"""The dates of a file: written in one way, which the form says; nothing guesses which number is the month."""

import re
from datetime import date, datetime

from models.forms.exchange import DateOrder
from models.in_words import calendar_date, short_date
from models.law.engine.facts import FIRST_DAY, LAST_DAY

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}")
_EXAMPLES = {
    DateOrder.YEAR_FIRST: "2025-06-02",
    DateOrder.MONTH_FIRST: "6/2/2025",
    DateOrder.DAY_FIRST: "2/6/2025",
}
_EITHER = (DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST)
_TYPED = "expected the date as year-month-day, such as 2026-12-02"


def day_in(value: object, order: DateOrder) -> date:
    """The date of a cell. Raises `ValueError`, whose text says what was seen and what to do.

    A cell that a workbook knows as a date and a text such as 2025-06-02 need no choice.
    """
    expected = f"expected a date such as {_EXAMPLES[order]}"
    if isinstance(value, date):
        return _kept(_of_cell(value, expected), f"{value:%Y-%m-%d}", expected)
    if not isinstance(value, str):
        raise ValueError(f"{value} is not a date; {expected}, or a cell in the format of a date")
    iso, slashed = _ISO.fullmatch(value), _SLASHED.fullmatch(value)
    if iso is not None:
        return _kept(_day(*iso.groups()), value, expected)
    if slashed is not None and order is DateOrder.YEAR_FIRST:
        raise ValueError(_asks(value, slashed))
    if slashed is not None:
        return _kept(_ordered(slashed, order), value, expected)
    if _SHORT_YEAR.fullmatch(value):
        raise ValueError(f'"{value}" has a year of two digits; {expected}, with four')
    raise ValueError(f'"{value}" is text, not a date; {expected}')


def typed_day(text: str) -> date:
    """The date that a person typed in the place of a cell, such as 2026-12-02, and in no other form.

    The order that was chosen for a file says nothing about it. Raises `ValueError`.
    """
    iso, slashed = _ISO.fullmatch(text), _SLASHED.fullmatch(text)
    if iso is not None:
        return _kept(_day(*iso.groups()), text, _TYPED)
    meant = [] if slashed is None else [_ordered(slashed, order) for order in _EITHER]
    days = sorted({day for day in meant if day is not None})
    offered = " or ".join(f"{day.isoformat()} for {short_date(day)}" for day in days)
    if offered:
        wrong = "does not say which number is the month" if len(days) > 1 else "is not year-month-day"
        raise ValueError(f'"{text}" {wrong}; expected {offered}')
    raise ValueError(f'"{text}"; {_TYPED}')


def orders_of(value: object) -> frozenset[DateOrder]:
    """In which orders a text such as 6/2/2025 is a date; none for what needs no choice, or is no date."""
    slashed = _SLASHED.fullmatch(value.strip()) if isinstance(value, str) else None
    if slashed is None:
        return frozenset()
    return frozenset(order for order in _EITHER if _ordered(slashed, order) is not None)


def other_day(value: object, order: DateOrder) -> date | None:
    """The date that a text would mean if the file had its day and month in the other order; or None."""
    slashed = _SLASHED.fullmatch(value) if isinstance(value, str) else None
    if slashed is None or order is DateOrder.YEAR_FIRST:
        return None
    return _ordered(slashed, other_order(order))


def other_order(order: DateOrder) -> DateOrder:
    """Day first where the month is first, and the other way round."""
    return DateOrder.MONTH_FIRST if order is DateOrder.DAY_FIRST else DateOrder.DAY_FIRST


def _of_cell(value: date, expected: str) -> date:
    if not isinstance(value, datetime):
        return value
    if value != datetime(value.year, value.month, value.day, tzinfo=value.tzinfo):
        raise ValueError(f"{value} has a time of day; {expected}")
    return value.date()


def _kept(day: date | None, said: str, expected: str) -> date:
    if day is None:
        raise ValueError(f'"{said}"; {expected}, and there is no such date')
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(
            f'"{said}" is not between {calendar_date(FIRST_DAY)} and {calendar_date(LAST_DAY)}; {expected}'
        )
    return day


def _asks(said: str, slashed: re.Match[str]) -> str:
    """What a text in another order may mean: `"6/2/2025" is text; choose Month/day/year …`."""
    meant = {order: _ordered(slashed, order) for order in _EITHER}
    offered = [f"{order} ({calendar_date(day)})" for order, day in meant.items() if day is not None]
    if not offered:
        return f'"{said}"; expected a date such as 2025-06-02, and there is no such date'
    return f'"{said}" is text; choose {" or ".join(offered)} in the form, under Dates in the file'


def _ordered(slashed: re.Match[str], order: DateOrder) -> date | None:
    first, _, second, year = slashed.groups()
    is_month_first = order is DateOrder.MONTH_FIRST
    return _day(year, *((first, second) if is_month_first else (second, first)))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
