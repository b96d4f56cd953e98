"""Until when the answer to a docket holds, if nothing more is recorded and the law stays as it is.

The law compares the date of the calculation with days that the docket gives: those of its entries and of its
clocks. Between two of these days the answer is the same.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from models.law.engine.answer import Answer
from models.law.engine.docket import Docket

_DAY = timedelta(days=1)


def holds_through(docket: Docket, answer: Answer) -> date:
    """Returns the last day on which the docket has this answer, whatever its traces; `date.max` for ever."""
    turns = min((day for day in _days(docket, answer) if day > docket.as_of), default=None)
    return date.max if turns is None else turns - _DAY


def _days(docket: Docket, answer: Answer) -> Iterator[date]:
    """The days on which it could change: those that a docket gives, and the day after each last day."""
    for entry in docket.entries:
        yield entry.on
        for day in entry.facts.values():
            if isinstance(day, date):
                yield from _and_the_next(day)
    for clock in answer.deadlines:
        yield from _and_the_next(clock.strict_on)
        yield from _and_the_next(clock.lenient_on)


def _and_the_next(day: date) -> Iterator[date]:
    yield day
    if day < date.max:
        yield day + _DAY
