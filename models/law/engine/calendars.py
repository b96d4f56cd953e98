"""The two calendars of a docket: with its proclaimed closures, and without them (A27).

A *proclaimed* day is one on which an order closed agencies without making it a holiday. Whether it is a
holiday of 19 CFR 101.6(a) is not said, so each date is counted both ways.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

from models.law.engine.business_days import Calendar
from models.law.engine.counting import Readings

Count = Callable[[Calendar], Readings]
"""Both dates of a clock, as one calendar gives them."""


_KEPT = 64
"""Sets of closures whose calendars are kept. All dockets of an office share one."""


class Calendars:
    """`closures` are closed beyond doubt, `proclaimed` days under one of the two calendars only."""

    __slots__ = ("_certain", "_disputed", "_less_one", "closed", "opened")

    def __init__(self, closures: Collection[date], proclaimed: Collection[date]) -> None:
        self.opened = Calendar(closures)
        self._certain = frozenset(closures)
        self._disputed = tuple(sorted(day for day in set(proclaimed) if not self.opened.is_closed(day)))
        self.closed = Calendar(self._certain.union(self._disputed))
        self._less_one: dict[date, Calendar] = {}

    def read(self, count: Count, since: date | None = None) -> Readings:
        """Returns the earlier strict and the later lenient date of the two calendars.

        `since` is the day that the count starts from, where it looks at no day before it and the strict date,
        nor after it and the lenient date: the calendars then differ only by a day in between.
        """
        closed = count(self.closed)
        if not self._disputed or (since is not None and not self._differ_over(since, closed)):
            return closed
        opened = count(self.opened)
        if (opened.strict_on, opened.lenient_on) == (closed.strict_on, closed.lenient_on):
            return closed
        return Readings(
            min(opened.strict_on, closed.strict_on),
            max(opened.lenient_on, closed.lenient_on),
            rolled=opened.rolled or closed.rolled,
            leaps=closed.leaps,
            disputed=self._that_matter(count, closed),
        )

    def _differ_over(self, since: date, closed: Readings) -> bool:
        after = bisect_left(self._disputed, min(since, closed.strict_on))
        return after < len(self._disputed) and self._disputed[after] <= max(since, closed.lenient_on)

    def back(self, day: date) -> date:
        """Returns the last day on or before the day that is a business day under both calendars."""
        return self.closed.back(day)

    def business_days(self, day: date, count: int) -> date:
        """Returns the earlier of the two `count`-th business days after the day."""
        return min(each.business_days(day, count) for each in (self.opened, self.closed))

    def _that_matter(self, count: Count, closed: Readings) -> tuple[date, ...]:
        """The proclaimed days of which each alone changes the dates; all of them where only several do."""
        changing = [day for day in self._disputed if count(self._without(day)) != closed]
        return tuple(changing) or self._disputed

    def _without(self, day: date) -> Calendar:
        if day not in self._less_one:
            self._less_one[day] = Calendar(self._certain.union(self._disputed) - {day})
        return self._less_one[day]


@lru_cache(maxsize=_KEPT)
def calendars_of(closures: frozenset[date], proclaimed: frozenset[date]) -> Calendars:
    """Returns the calendars of these days, made once for all dockets that share them."""
    return Calendars(closures, proclaimed)
