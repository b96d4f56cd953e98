"""Counts days: day 0, the anchor, does not count; the last day counts to its end. No days for mail."""

from calendar import isleap
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from models.law.engine.business_days import Calendar
from models.law.text.rule import Rule
from models.law.text.vocabulary import Direction, RuleKind, Unit

_DAY = timedelta(days=1)
_LAST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The last day of each month of a leap year."""


class Readings(NamedTuple):
    """The earliest and the latest defensible date; `rolled` if a closed last day opens a gap (A1)."""

    strict_on: date
    lenient_on: date
    rolled: bool = False
    leaps: bool = False
    """An anniversary of February 29 in a common year opens a gap (A26)."""
    disputed: tuple[date, ...] = ()
    """Proclaimed closures by which the dates would be others if such a day counts as open (A27)."""

    @property
    def ambiguities(self) -> set[str]:
        """Returns what the calendar leaves open: a roll (A1), a proclaimed closure (A27)."""
        named = {"A1"} if self.rolled else set()
        return named | {"A27"} if self.disputed else named


def always(strict_on: date, lenient_on: date, *, leaps: bool = False) -> Callable[[Calendar], Readings]:
    """Returns a count that no calendar changes."""
    return lambda _calendar: Readings(strict_on, lenient_on, leaps=leaps)


def month(day: date, count: int) -> date:
    """Returns the same day number `count` months later, at most the last day of that month."""
    year, index = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = _LAST[index] if index != 1 or isleap(year) else 28
    return date(year, index + 1, min(day.day, last))


def early(day: date, count: int) -> date:
    """Returns the anniversary `count` years later; February 29 becomes February 28 in a common year."""
    return month(day, 12 * count)


def late(day: date, count: int) -> date:
    """Returns the anniversary `count` years later; February 29 becomes March 1 in a common year."""
    clamped = early(day, count)
    return clamped if clamped.day == day.day else clamped + _DAY


def readings(rule: Rule, anchor: date, number: int | None, calendar: Calendar) -> Readings:
    """Returns both dates of a rule's count from its anchor; `number` is in the rule's unit."""
    count = _COUNTS.get((rule.unit, rule.direction), _forward)
    return count(rule, anchor, number or 0, calendar)


def rolled(strict_on: date, lenient_on: date, calendar: Calendar, *, leaps: bool = False) -> Readings:
    """Returns the strict day as it is, and the lenient day moved to the next business day (A1)."""
    open_day = calendar.roll(lenient_on)
    return Readings(strict_on, open_day, open_day != lenient_on, leaps)


def _fixed_day(_rule: Rule, anchor: date, _count: int, calendar: Calendar) -> Readings:
    return rolled(anchor, anchor, calendar)


def _exact_day(rule: Rule, anchor: date, count: int, _calendar: Calendar) -> Readings:
    day = anchor + timedelta(days=count if rule.direction is Direction.AFTER else -count)
    return Readings(day, day)


def _years_back(_rule: Rule, anchor: date, count: int, _calendar: Calendar) -> Readings:
    first, last = early(anchor, -count), late(anchor, -count)
    return Readings(first, last + _DAY, leaps=first != last)


def _days_back(_rule: Rule, anchor: date, count: int, calendar: Calendar) -> Readings:
    day = anchor - timedelta(days=count)
    open_day = calendar.back(day)
    return Readings(open_day, day, rolled=open_day != day)


def _clear_business_days(_rule: Rule, anchor: date, count: int, calendar: Calendar) -> Readings:
    """*Not less than n business days before*: the strict date leaves n clear days in between (A12)."""
    clear, literal = calendar.business_days(anchor, -count - 1), calendar.business_days(anchor, -count)
    return Readings(clear, literal)


def _forward(rule: Rule, anchor: date, count: int, calendar: Calendar) -> Readings:
    first, last = _span(rule.unit, anchor, count)
    leaps = first != last
    if rule.more_than:
        return Readings(first + _DAY, last + _DAY, leaps=leaps)
    if rule.kind in (RuleKind.RETENTION, RuleKind.THRESHOLD):
        return Readings(first, last, leaps=leaps)
    if rule.rolls_by_law:
        return Readings(calendar.roll(last), calendar.roll(last))
    return rolled(first, last, calendar, leaps=leaps)


def _span(unit: Unit, anchor: date, count: int) -> tuple[date, date]:
    match unit:
        case Unit.MONTHS:
            return month(anchor, count), month(anchor, count)
        case Unit.YEARS:
            return early(anchor, count), late(anchor, count)
        case _:
            day = anchor + timedelta(days=count)
            return day, day


_COUNTS: Mapping[tuple[Unit, Direction], Callable[[Rule, date, int, Calendar], Readings]] = {
    (Unit.FIXED_DAY, Direction.AFTER): _fixed_day,
    (Unit.FIXED_DAY, Direction.BEFORE): _fixed_day,
    (Unit.EXACT_DAY, Direction.AFTER): _exact_day,
    (Unit.EXACT_DAY, Direction.BEFORE): _exact_day,
    (Unit.YEARS, Direction.BEFORE): _years_back,
    (Unit.BUSINESS_DAYS, Direction.BEFORE): _clear_business_days,
    (Unit.CALENDAR_DAYS, Direction.BEFORE): _days_back,
}
"""How each unit is counted, where it is not forward."""
