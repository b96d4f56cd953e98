"""The engine and the second calculator agree: on worked dockets, on random ones, and over all days."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from models.law.engine.business_days import Calendar
from models.law.engine.counting import early, late, readings
from models.law.load import load_law
from tests.law.oracle.calculator import LIFECYCLES
from tests.law.oracle.calculator import answer as second_answer
from tests.law.oracle.calendar import Days, anniversaries, days_after
from tests.law.support.engine import answer
from tests.law.support.random_dockets import random_docket

LINES = (Path(__file__).parent / "dockets.jsonl").read_text(encoding="utf-8").splitlines()
RANDOM = 600
FIRST, LAST = date(1998, 1, 1), date(2100, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


@pytest.mark.parametrize("line", LINES, ids=[f"line-{number}" for number, _ in enumerate(LINES, start=1)])
def test_each_worked_docket_is_answered_as_it_says(line: str) -> None:
    worked: dict[str, Any] = json.loads(line)
    assert answer(worked["docket"]) == worked["answer"]


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_random_dockets_are_answered_alike(lifecycle: str) -> None:
    rng, closures = Random(1509), load_law().closures
    for _ in range(RANDOM):
        docket = random_docket(rng, lifecycle)
        assert answer(docket) == second_answer(docket, closures), json.dumps(docket)


def test_every_day_is_open_or_closed_alike() -> None:
    ours, second = Calendar(()), Days(())
    assert [day for day in EVERY_DAY if ours.is_closed(day) == second.is_open(day)] == []


@pytest.mark.parametrize(("rule", "count"), [("AUD-06", 90), ("AUD-07", 30), ("AUD-09", 15)])
def test_calendar_days_are_counted_alike_from_every_day(rule: str, count: int) -> None:
    ours, second, law_rule = Calendar(()), Days(()), load_law().rules[rule]
    for day in EVERY_DAY:
        found = readings(law_rule, day, law_rule.count, ours)
        strict = days_after(day, count)
        assert (found.strict_on, found.lenient_on) == (strict, second.roll(strict)), day


def test_business_days_before_every_day_are_counted_alike() -> None:
    ours, second, rule = Calendar(()), Days(()), load_law().rules["SUM-07"]
    for day in EVERY_DAY:
        found = readings(rule, day, rule.count, ours)
        wanted = second.business_days_before(day, 11), second.business_days_before(day, 10)
        assert (found.strict_on, found.lenient_on) == wanted, day


def test_the_last_business_day_on_or_before_every_day_is_found_alike() -> None:
    ours, second = Calendar(()), Days(())
    assert [day for day in EVERY_DAY if ours.back(day) != second.back(day)] == []


def test_anniversaries_of_every_day_are_counted_alike() -> None:
    assert [day for day in EVERY_DAY if (early(day, 1), late(day, 1)) != anniversaries(day)] == []


def test_more_than_a_year_is_over_a_day_after_the_anniversary_of_every_day() -> None:
    calendar, rule = Calendar(()), load_law().rules["SUM-16"]
    for day in EVERY_DAY:
        found = readings(rule, day, rule.count, calendar)
        first, last = anniversaries(day)
        assert (found.strict_on, found.lenient_on) == (days_after(first, 1), days_after(last, 1)), day
