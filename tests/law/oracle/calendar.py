"""A calendar written a second time, by walking from day to day; encoding, section 3."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
ALWAYS = 0
SAME_DAY_EACH_YEAR = {(1, 1): ALWAYS, (6, 19): 2021, (7, 4): ALWAYS, (11, 11): ALWAYS, (12, 25): ALWAYS}
NTH_MONDAY_OF_A_MONTH = {(1, 3): 1986, (2, 3): ALWAYS, (9, 1): ALWAYS, (10, 2): ALWAYS}
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6


def is_holiday(day: date) -> bool:
    """A holiday on its own day, before any is observed on another one."""
    since = SAME_DAY_EACH_YEAR.get((day.month, day.day))
    if since is not None:
        return day.year >= since
    nth = (day.day + 6) // 7
    if day.weekday() == THURSDAY:
        return (day.month, nth) == (11, 4)
    if day.weekday() != MONDAY:
        return False
    if day.month == 5:
        return (day + timedelta(days=7)).month == 6
    first_year = NTH_MONDAY_OF_A_MONTH.get((day.month, nth))
    return first_year is not None and day.year >= first_year


def is_observed(day: date) -> bool:
    """Closed by a weekend, a holiday, or one that fell on the weekend beside it."""
    if day.weekday() in (SATURDAY, SUNDAY) or is_holiday(day):
        return True
    tomorrow, yesterday = day + ONE_DAY, day - ONE_DAY
    friday_before = tomorrow.weekday() == SATURDAY and is_holiday(tomorrow)
    monday_after = yesterday.weekday() == SUNDAY and is_holiday(yesterday)
    return friday_before or monday_after


@cache
def closed_days_of(year: int) -> frozenset[date]:
    """Every day of the year that is closed, whatever closures a docket adds."""
    day, closed = date(year, 1, 1), set()
    while day.year == year:
        if is_observed(day):
            closed.add(day)
        day += ONE_DAY
    return frozenset(closed)


class Days:
    """Business days of one docket where its proclaimed days are closed; `fewer_closed` where they are not.

    A closed day more never makes a day that is counted forward earlier, nor one counted back later.
    """

    def __init__(self, closures: Iterable[date], proclaimed: Iterable[date] = ()) -> None:
        certain, disputed = frozenset(closures), frozenset(proclaimed)
        self._closures = certain | disputed
        self.fewer_closed: Days = Days(certain) if disputed else self

    def is_open(self, day: date) -> bool:
        """Whether it is a business day."""
        return day not in self._closures and day not in closed_days_of(day.year)

    def roll(self, day: date) -> date:
        """The first business day on or after the day."""
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def back(self, day: date) -> date:
        """The last business day on or before the day."""
        while not self.is_open(day):
            day -= ONE_DAY
        return day

    def business_days_before(self, day: date, count: int) -> date:
        """The count-th business day before the day, which itself never counts."""
        while count:
            day -= ONE_DAY
            count -= self.is_open(day)
        return day

    def business_days_after(self, day: date, count: int) -> date:
        """The count-th business day after the day."""
        while count:
            day += ONE_DAY
            count -= self.is_open(day)
        return day


def days_after(day: date, count: int) -> date:
    """Calendar days after the day, by its ordinal."""
    return date.fromordinal(day.toordinal() + count)


def anniversaries(day: date) -> tuple[date, date]:
    """The first anniversary, 29 February becoming 28 February and becoming 1 March."""
    late = day + ONE_DAY
    while late.year == day.year or (late.month, late.day) < (day.month, day.day):
        late += ONE_DAY
    same = (late.month, late.day) == (day.month, day.day)
    return (late if same else late - ONE_DAY), late


def years_after(day: date, count: int) -> tuple[date, date]:
    """The count-th anniversary, before or after, 29 February as 28 February and as 1 March."""
    try:
        same = day.replace(year=day.year + count)
    except ValueError:
        return date(day.year + count, 2, 28), date(day.year + count, 3, 1)
    return same, same


def months_after(day: date, count: int) -> date:
    """The same day number so many months on, or the month's last day."""
    month = day.month + count
    year = day.year
    while month > 12:
        year, month = year + 1, month - 12
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)
