"""What follows from dates counted under two calendars: moves, statuses, and rows that no closure changes."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.law.engine.business_days import Calendar
from models.law.engine.calendars import Calendars
from models.law.engine.counting import Readings, readings
from models.law.load import load_law
from tests.law.support.engine import docket, e, rows

CHRISTMAS = ["2025-12-24", "2025-12-26"]
HELD = e("closing_conference_held", "2025-09-22")
"""Its report is due on Sunday 21 December 2025, or on Monday the 22nd."""
AROUND_NEW_YEAR = st.dates(date(2025, 12, 1), date(2026, 1, 31))
SOME_DAYS = st.frozensets(AROUND_NEW_YEAR, max_size=6)
COUNTED = [rule for rule in load_law().rules.values() if not rule.played_by and not rule.reads_by]


def report(as_of: str, *entries: dict[str, Any], **days: list[str]) -> dict[str, Any]:
    (row,) = rows(docket("audit", as_of, HELD, *entries, **{"proclaimed": CHRISTMAS, **days}), "AUD-06")
    return row


def fixed(due_on: str, on: str = "2025-10-06") -> dict[str, Any]:
    return e("due_date_fixed", on, rule="AUD-06", due_on=due_on)


def test_a_date_moved_to_a_proclaimed_day_is_counted_both_ways() -> None:
    row = report("2025-10-06", fixed("2025-12-24"))
    assert (row["strict_on"], row["lenient_on"]) == ("2025-12-24", "2025-12-29")
    assert {"A1", "A27"} <= set(row["ambiguities"])


def test_a_date_moved_away_from_a_proclaimed_day_no_longer_hangs_on_it() -> None:
    row = report("2025-10-07", fixed("2025-12-24"), fixed("2025-12-30", on="2025-10-07"))
    assert (row["strict_on"], row["lenient_on"]) == ("2025-12-30", "2025-12-30")
    assert not {"A1", "A27"} & set(row["ambiguities"])


def test_a_notice_of_delay_to_a_proclaimed_day_is_counted_both_ways() -> None:
    delay = e("report_delay_notice", "2025-12-01", reason="staff", anticipated_on="2025-12-26")
    row = report("2025-12-01", delay)
    assert (row["strict_on"], row["lenient_on"]) == ("2025-12-26", "2025-12-29")
    assert "A27" in row["ambiguities"]


@pytest.mark.parametrize(
    ("as_of", "done", "status"),
    [
        ("2025-12-24", None, "pending"),
        ("2025-12-25", None, "ambiguous"),
        ("2025-12-29", None, "ambiguous"),
        ("2025-12-30", None, "missed"),
        ("2026-01-05", "2025-12-24", "met"),
        ("2026-01-05", "2025-12-29", "met_in_gap"),
        ("2026-01-05", "2025-12-30", "met_late"),
    ],
)
def test_the_status_takes_the_earlier_and_the_later_of_the_dates(
    as_of: str, done: str | None, status: str
) -> None:
    completed = [e("report_completed", done)] if done else []
    assert report(as_of, fixed("2025-12-24"), *completed)["status"] == status


def test_an_exact_day_stays_and_only_the_day_to_act_by_goes_back() -> None:
    issued = e("summons_issued", "2025-11-03", return_on="2025-12-27", third_party=True)
    (row,) = rows(docket("summons", "2025-11-03", issued, proclaimed=CHRISTMAS), "SUM-09")
    assert (row["strict_on"], row["lenient_on"], row["act_by"]) == ("2025-12-26", "2025-12-26", "2025-12-23")
    assert "A27" not in row["ambiguities"]


def test_a_period_of_keeping_ends_on_its_day_closed_or_not() -> None:
    exported = e("rough_diamonds_exported", "2020-12-24")
    (row,) = rows(docket("retention", "2025-12-01", exported, proclaimed=CHRISTMAS), "RET-08")
    assert (row["strict_on"], row["lenient_on"]) == ("2025-12-24", "2025-12-24")
    assert "A27" not in row["ambiguities"]


def test_a_removal_takes_effect_the_day_after_both_last_days_to_appeal() -> None:
    removed = e("removal_noticed", "2025-11-24", immediate=False), e("removal_received", "2025-11-26")
    (row,) = rows(docket("certification", "2025-12-01", *removed, proclaimed=["2025-12-24"]), "PRG-10")
    assert (row["strict_on"], row["lenient_on"], row["act_by"]) == ("2025-12-25", "2025-12-27", "2025-12-23")
    assert "A27" in row["ambiguities"]


@given(day=AROUND_NEW_YEAR, closures=SOME_DAYS, proclaimed=SOME_DAYS)
@settings(max_examples=200)
def test_every_count_takes_the_earlier_strict_and_the_later_lenient_day_of_two_calendars(
    day: date, closures: frozenset[date], proclaimed: frozenset[date]
) -> None:
    two = Calendars(closures, proclaimed)
    ones = Calendar(closures), Calendar(closures | proclaimed)
    for rule in COUNTED:
        count: Callable[[Calendar], Readings] = partial(readings, rule, day, 20)
        alone = [count(each) for each in ones]
        found = two.read(count)
        assert found.strict_on == min(each.strict_on for each in alone)
        assert found.lenient_on == max(each.lenient_on for each in alone)
        differ = len({(each.strict_on, each.lenient_on) for each in alone}) == 2
        assert ("A27" in found.ambiguities) is differ
        assert two.read(count, since=day) == found


@given(day=AROUND_NEW_YEAR, closures=SOME_DAYS, proclaimed=SOME_DAYS)
@settings(max_examples=200)
def test_the_day_to_act_by_is_the_last_one_that_is_open_under_both_calendars(
    day: date, closures: frozenset[date], proclaimed: frozenset[date]
) -> None:
    ones = Calendar(closures), Calendar(closures | proclaimed)
    found = Calendars(closures, proclaimed).back(day)
    assert found == min(each.back(day) for each in ones)
    assert not any(each.is_closed(found) for each in ones)


def removal(
    *entries: dict[str, Any], as_of: str = "2026-01-10", received: str = "2025-11-26"
) -> dict[str, Any]:
    noticed = e("removal_noticed", "2025-11-24", immediate=False)
    got = e("removal_received", received)
    (row,) = rows(docket("certification", as_of, noticed, got, *entries, proclaimed=["2025-12-24"]), "PRG-10")
    return row


def test_a_removal_says_how_the_later_day_follows_from_the_time_to_appeal() -> None:
    row = removal()
    assert (row["strict_on"], row["lenient_on"]) == ("2025-12-25", "2025-12-27")
    assert {"A1", "A27"} <= set(row["ambiguities"])
    assert (
        "By the later reading the time to appeal ends on Fri, Dec 26, 2025, and the removal takes effect on "
        "Sat, Dec 27, 2025." in row["trace"]
    )


@pytest.mark.parametrize("after", ["receipt", "appeal"])
def test_a_removal_of_which_no_day_depends_on_the_calendar_names_no_doubt_of_it(after: str) -> None:
    decided = e("removal_appeal_decided", "2026-01-09", upheld=True)
    appealed = [e("removal_appeal_received", "2025-12-10"), decided]
    row = removal(received="2026-01-05") if after == "receipt" else removal(*appealed)
    assert row["strict_on"] == row["lenient_on"]
    assert not {"A1", "A27"} & set(row["ambiguities"])


def test_that_the_earlier_day_itself_is_closed_is_said_beside_the_proclaimed_days() -> None:
    (row,) = rows(
        docket("audit", "2025-10-06", HELD, fixed("2025-12-25"), proclaimed=["2025-12-26"]),
        "AUD-06",
    )
    assert {"A1", "A27"} <= set(row["ambiguities"])
    assert any(said.startswith("CBP is closed on Thu, Dec 25, 2025") for said in row["trace"])
