"""Business days: 19 CFR 101.1, 101.6(a) and 5 U.S.C. 6103(a), with proclaimed closures as given."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6

KING_DAY_SINCE = 1986
"""First year of the third Monday of January as a holiday (Pub. L. 98-144)."""

JUNETEENTH_SINCE = 2021
"""First year of June 19 as a holiday (Pub. L. 117-17)."""


class Calendar:
    """The days on which CBP is open; `closures` are closed in addition to weekends and holidays.

    Each day is looked up once: a calendar serves many dockets.
    """

    __slots__ = ("_back", "_closures", "_counted", "_rolled")

    def __init__(self, closures: Collection[date]) -> None:
        self._closures = frozenset(closures)
        self._rolled: dict[date, date] = {}
        self._back: dict[date, date] = {}
        self._counted: dict[tuple[date, int], date] = {}

    def is_closed(self, day: date) -> bool:
        """Returns whether the day is a weekend day, an observed holiday or a closure: 19 CFR 101.6(a)."""
        return day.weekday() >= _SATURDAY or day in self._closures or day in holidays(day.year)

    def roll(self, day: date) -> date:
        """Returns the first business day on or after the day."""
        found = self._rolled.get(day)
        if found is None:
            found = self._rolled[day] = self._next_open(day, _DAY)
        return found

    def back(self, day: date) -> date:
        """Returns the last business day on or before the day."""
        found = self._back.get(day)
        if found is None:
            found = self._back[day] = self._next_open(day, -_DAY)
        return found

    def business_days(self, day: date, count: int) -> date:
        """Returns the `count`-th business day after the day, before it if negative; day 0 never counts."""
        found = self._counted.get((day, count))
        if found is None:
            found = self._counted[day, count] = self._count(day, count)
        return found

    def _count(self, day: date, count: int) -> date:
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day = self._next_open(day + step, step)
        return day

    def _next_open(self, day: date, step: timedelta) -> date:
        while self.is_closed(day):
            day += step
        return day


@cache
def holidays(year: int) -> frozenset[date]:
    """Returns the weekdays of a year that a holiday closes, even one of the next year on a Saturday."""
    named = (*_holidays_of(year), date(year + 1, 1, 1))
    return frozenset(day for day in map(_observed, named) if day.year == year)


def _holidays_of(year: int) -> tuple[date, ...]:
    since_1986 = (_nth(year, 1, _MONDAY, 3),) if year >= KING_DAY_SINCE else ()
    since_2021 = (date(year, 6, 19),) if year >= JUNETEENTH_SINCE else ()
    return (
        date(year, 1, 1),
        *since_1986,
        _nth(year, 2, _MONDAY, 3),
        _last_monday_of_may(year),
        *since_2021,
        date(year, 7, 4),
        _nth(year, 9, _MONDAY, 1),
        _nth(year, 10, _MONDAY, 2),
        date(year, 11, 11),
        _nth(year, 11, _THURSDAY, 4),
        date(year, 12, 25),
    )


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    """A holiday on a Saturday closes the Friday before, one on a Sunday the Monday after."""
    if day.weekday() == _SATURDAY:
        return day - _DAY
    return day + _DAY if day.weekday() == _SUNDAY else day
