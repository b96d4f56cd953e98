"""Tables of counts worked out by hand: a row for each, and what the engine makes of it."""

from datetime import date

import pytest

from models.law.engine.business_days import Calendar
from models.law.engine.counting import readings
from models.law.load import load_law

Row = tuple[int | None, str, str, str, str]
"""How many, from which day, the strict and the lenient day, and why."""


def count(rule: str, number: int | None, anchor: str, *closures: str) -> tuple[str, str]:
    """Both readings of a rule's count, whatever number it has; closed are weekends, holidays and closures."""
    calendar = Calendar([date.fromisoformat(day) for day in closures])
    found = readings(load_law().rules[rule], date.fromisoformat(anchor), number, calendar)
    return found.strict_on.isoformat(), found.lenient_on.isoformat()


def table(rows: list[Row]) -> pytest.MarkDecorator:
    """A test for each row, named after its reason."""
    names = ("number", "anchor", "strict_on", "lenient_on")
    return pytest.mark.parametrize(names, [row[:4] for row in rows], ids=[row[4] for row in rows])
