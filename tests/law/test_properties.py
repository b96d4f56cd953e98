"""Laws of the arithmetic and of the engine, over dockets that Hypothesis and the generators make."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.law.engine.business_days import Calendar
from models.law.engine.counting import early, late, month, readings
from models.law.load import load_law
from tests.law.support.engine import answer, docket, e, explain
from tests.law.support.random_dockets import TOO_RARE, random_docket

DAYS = st.dates(date(1998, 1, 1), date(2100, 12, 31))
CLOSURES = st.frozensets(st.dates(date(2020, 1, 1), date(2030, 12, 31)), max_size=5)
COUNTED = [rule for rule in load_law().rules.values() if not rule.played_by and not rule.office]


@given(first=DAYS, gap=st.integers(0, 800), closures=CLOSURES)
@settings(max_examples=300)
def test_a_later_event_never_falls_due_earlier(first: date, gap: int, closures: frozenset[date]) -> None:
    calendar, second = Calendar(closures), first + timedelta(days=gap)
    for rule in COUNTED:
        one, other = (readings(rule, day, rule.count, calendar) for day in (first, second))
        assert one.strict_on <= other.strict_on
        assert one.lenient_on <= other.lenient_on


@given(day=DAYS, closures=CLOSURES)
@settings(max_examples=300)
def test_the_strict_reading_is_never_after_the_lenient_one(day: date, closures: frozenset[date]) -> None:
    for rule in COUNTED:
        found = readings(rule, day, rule.count, Calendar(closures))
        assert found.strict_on <= found.lenient_on


@given(day=DAYS, closures=CLOSURES, count=st.integers(1, 30))
def test_business_days_forward_and_back_are_open_and_lead_home(
    day: date, closures: frozenset[date], count: int
) -> None:
    calendar = Calendar(closures)
    ahead = calendar.business_days(day, count)
    assert not calendar.is_closed(ahead)
    assert calendar.business_days(ahead, -count) == calendar.back(day)


@given(day=DAYS, count=st.integers(-600, 600))
def test_months_keep_the_day_or_take_the_months_last(day: date, count: int) -> None:
    found = month(day, count)
    assert (found.year - day.year) * 12 + found.month - day.month == count
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(day=DAYS, count=st.integers(1, 10))
def test_the_two_anniversaries_differ_only_from_29_february(day: date, count: int) -> None:
    differs = early(day, count) != late(day, count)
    assert differs == ((day.month, day.day) == (2, 29) and early(day, count).day == 28)


def good_dockets(lifecycle: str, count: int, seed: int) -> list[dict[str, Any]]:
    rng = Random(seed)
    made = (random_docket(rng, lifecycle) for _ in range(count))
    return [each for each in made if "error" not in answer(each)]


@pytest.mark.parametrize("lifecycle", ["audit", "summons"])
def test_recording_late_changes_nothing_but_the_order_within_one_day(lifecycle: str) -> None:
    rng = Random(7)
    for each in good_dockets(lifecycle, 250, 3):
        entries = each["entries"]
        days = sorted({entry["on"] for entry in entries})
        rng.shuffle(days)
        order = [place for day in days for place, entry in enumerate(entries) if entry["on"] == day]
        late = {**each, "entries": [entries[place] for place in order]}
        there = {place: index for index, place in enumerate(order)}
        first, second = explain(each), explain(late)
        assert second["deadlines"] == first["deadlines"]
        moved = {(p["code"], there[p["entry"]]) for p in first["problems"]}
        assert {(p["code"], p["entry"]) for p in second["problems"]} == moved


@pytest.mark.parametrize("lifecycle", ["audit", "summons"])
def test_deriving_again_changes_nothing(lifecycle: str) -> None:
    for each in good_dockets(lifecycle, 200, 4):
        assert explain(each) == explain(each)


@pytest.mark.parametrize("lifecycle", ["audit", "summons"])
def test_every_answer_has_its_reasons_and_names_what_opens_a_gap(lifecycle: str) -> None:
    for each in good_dockets(lifecycle, 250, 5):
        for row in explain(each)["deadlines"]:
            assert row["strict_on"] <= row["lenient_on"]
            assert row["trace"]
            assert row["strict_on"] == row["lenient_on"] or row["ambiguities"]


def test_an_entry_in_doubt_never_settles_nor_delays_a_clock_of_ours() -> None:
    seen = 0
    for each in good_dockets("summons", 1500, 6):
        doubtful = {p["entry"] for p in explain(each)["problems"] if p["code"] == "link_needed"}
        if len(doubtful) != 1 or _names_or_is_named(each, *doubtful):
            continue
        seen += 1
        without = {**each, "entries": [x for i, x in enumerate(each["entries"]) if i not in doubtful]}
        kind = each["entries"][min(doubtful)]["kind"]
        if kind == "stay_consented":
            # It can only make us more careful: a day that a stay had lifted may run again.
            continue
        ours, others = _ours(each), _ours(without)
        assert ours.total() == others.total() + STARTED.get(kind, 0), each
        assert not others - ours, each
    assert seen > 20, f"only {seen} dockets have a single entry in doubt. {TOO_RARE}"


def _names_or_is_named(given: dict[str, Any], place: int) -> bool:
    entry = given["entries"][place]
    others = [x for i, x in enumerate(given["entries"]) if i != place]
    named = entry.get("id") and any(
        entry["id"] == x.get("replaces") or entry["id"] in (x.get("of") or ()) for x in others
    )
    return bool(named or entry.get("of") or entry.get("replaces"))


STARTED = {"enforcement_ordered": 1, "delivery_withheld": 1}
"""What an entry in doubt starts, it starts by itself: one clock of ours more."""


def _ours(given: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """Dates and statuses of what binds us."""
    found = [row for row in explain(given)["deadlines"] if row["bound"] == "recordkeeper"]
    dates = ("strict_on", "lenient_on", "act_by", "status", "settled_on")
    return Counter((row["rule"], row["anchor"]["on"], *(row[key] for key in dates)) for row in found)


@given(st.integers(0, 400))
def test_as_the_days_pass_a_clock_that_nobody_answers_only_ages(later: int) -> None:
    ages = ["pending", "ambiguous", "missed"]
    held = e("closing_conference_held", "2025-07-14")
    day = date(2025, 7, 14) + timedelta(days=later)
    before, after = (
        explain(docket("audit", each.isoformat(), held))["deadlines"][0]["status"]
        for each in (day, day + timedelta(days=1))
    )
    assert ages.index(before) <= ages.index(after)
