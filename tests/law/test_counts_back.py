"""Counts to days before the anchor, exact days, business days and closures, worked out by hand.

Backward, a closed last day moves to the business day before it: that is the strict reading here.
"""

from datetime import date

import pytest

from models.law.engine.business_days import Calendar
from tests.law.support.counts import Row, count, table
from tests.law.support.engine import docket, e, rows

DAYS_BEFORE: list[Row] = [
    (30, "2025-10-15", "2025-09-15", "2025-09-15", "an open Monday"),
    (30, "2024-03-30", "2024-02-29", "2024-02-29", "back over March to the leap day, an open Thursday"),
    (30, "2025-03-30", "2025-02-28", "2025-02-28", "back over March to 28 February, an open Friday"),
    (1, "2024-03-01", "2024-02-29", "2024-02-29", "the day before 1 March of a leap year"),
    (30, "2022-01-30", "2021-12-30", "2021-12-31", "the Friday that New Year's Day 2022 closes"),
    (30, "2022-01-31", "2021-12-30", "2022-01-01", "New Year's Day, a Saturday, and that Friday"),
    (30, "2023-02-01", "2022-12-30", "2023-01-02", "the Monday that New Year's Day 2023 closes"),
    (6, "2025-07-10", "2025-07-03", "2025-07-04", "Independence Day, a Friday"),
    (3, "2026-07-06", "2026-07-02", "2026-07-03", "the Friday that Saturday 4 July 2026 closes"),
    (3, "2020-06-22", "2020-06-19", "2020-06-19", "19 June 2020 is an open Friday"),
    (3, "2021-06-21", "2021-06-17", "2021-06-18", "the Friday that the first Juneteenth closes"),
    (6, "2025-12-31", "2025-12-24", "2025-12-25", "Christmas, a Thursday"),
    (6, "2021-01-26", "2021-01-20", "2021-01-20", "Inauguration Day is open"),
]


@table(DAYS_BEFORE)
def test_b_at_least_so_many_calendar_days_before_end_on_the_day_or_the_business_day_before(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("SAL-03", number, anchor) == (strict_on, lenient_on)


BUSINESS_DAYS_BEFORE: list[Row] = [
    (10, "2024-03-14", "2024-02-28", "2024-02-29", "9 in March, the leap day is the tenth"),
    (10, "2025-03-14", "2025-02-27", "2025-02-28", "9 in March, 28 February is the tenth"),
    (10, "2025-03-15", "2025-02-28", "2025-03-03", "from a Saturday: the Friday before it is the first"),
    (10, "2022-01-14", "2021-12-29", "2021-12-30", "9 in January; Friday 31 December is closed"),
    (10, "2023-01-17", "2022-12-29", "2022-12-30", "9 in January without the 16th and Monday the 2nd"),
    (10, "2021-07-06", "2021-06-17", "2021-06-21", "without Monday 5 July; Friday 18 June is closed"),
    (10, "2020-07-06", "2020-06-18", "2020-06-19", "without Friday 3 July; Friday 19 June 2020 is open"),
    (1, "2025-12-29", "2025-12-24", "2025-12-26", "a Friday; clear of it the Wednesday before Christmas"),
]


@table(BUSINESS_DAYS_BEFORE)
def test_business_days_before_leave_so_many_clear_ones_by_the_strict_reading(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("SUM-07", number, anchor) == (strict_on, lenient_on)


LOOKING_BACK: list[Row] = [
    (2, "2026-03-01", "2024-03-01", "2024-03-02", "the anniversary, or the day after it"),
    (2, "2026-02-28", "2024-02-28", "2024-02-29", "the day after it is the leap day"),
    (2, "2024-02-29", "2022-02-28", "2022-03-02", "28 February, or the day after 1 March"),
    (4, "2024-02-29", "2020-02-29", "2020-03-01", "from a leap day back to a leap day"),
    (2, "2026-01-01", "2024-01-01", "2024-01-02", "New Year's Day does not roll"),
]


@table(LOOKING_BACK)
def test_years_back_begin_on_the_anniversary_or_the_day_after_it(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("DEM-08", number, anchor) == (strict_on, lenient_on)


@pytest.mark.parametrize(
    ("rule", "number", "anchor", "day"),
    [
        ("RUL-07", 60, "2025-11-02", "2026-01-01"),  # 28 + 31 + 1: New Year's Day.
        ("RUL-07", 60, "2023-12-31", "2024-02-29"),  # 31 + 29.
        ("SAL-10", 30, "2024-01-31", "2024-03-01"),  # 29 + 1.
        ("SAL-10", 30, "2025-01-31", "2025-03-02"),  # 28 + 2: a Sunday.
        ("SAL-04", 15, "2024-03-15", "2024-02-29"),
        ("SAL-04", 15, "2025-03-15", "2025-02-28"),
        ("SAL-04", 15, "2022-01-15", "2021-12-31"),  # Closed for New Year's Day.
        ("SUM-09", 1, "2024-03-01", "2024-02-29"),
        ("SUM-09", 1, "2025-07-05", "2025-07-04"),  # A Saturday, and Independence Day before it.
        ("SUM-09", 1, "2025-07-07", "2025-07-06"),  # A Sunday.
        ("SUM-10", None, "2025-07-04", "2025-07-04"),
        ("SUM-10", None, "2021-12-31", "2021-12-31"),
    ],
)
def test_x_an_exact_day_never_rolls_either_way(rule: str, number: int | None, anchor: str, day: str) -> None:
    assert count(rule, number, anchor) == (day, day)


@pytest.mark.parametrize(
    ("noticed", "seventh"),
    [
        ("2024-02-23", "2024-03-05"),  # Friday: 26, 27, 28, 29 February; 1, 4, 5 March.
        ("2025-02-21", "2025-03-04"),  # Friday: 24 to 28 February; 3, 4 March.
        ("2021-12-27", "2022-01-06"),  # Monday: 28, 29, 30 December, the 31st closed; 3 to 6 January.
        ("2022-12-23", "2023-01-05"),  # Friday, Monday closed: 27 to 30; Monday closed: 3, 4, 5 January.
        ("2025-06-14", "2025-06-25"),  # Saturday: 16, 17, 18, Juneteenth; 20, 23, 24, 25.
        ("2020-06-15", "2020-06-24"),  # Monday: 16, 17, 18, 19, no Juneteenth yet; 22, 23, 24.
        ("2021-01-15", "2021-01-27"),  # Friday: King's birthday; 19 to 22, Inauguration Day open; 25, 26, 27.
    ],
)
def test_business_days_after_skip_what_is_closed(noticed: str, seventh: str) -> None:
    found = Calendar(()).business_days(date.fromisoformat(noticed), 7)
    assert found.isoformat() == seventh
    (row,) = rows(docket("penalty", noticed, e("short_notice_given", noticed)), "PEN-06")
    assert (row["strict_on"], row["lenient_on"]) == (seventh, seventh)


def test_no_business_days_after_a_day_are_the_day_itself() -> None:
    assert Calendar(()).business_days(date(2025, 7, 4), 0) == date(2025, 7, 4)


CLOSED = ("2025-12-24", "2025-12-26")
"""Beside Christmas 2025, a Thursday."""


@pytest.mark.parametrize(
    ("rule", "number", "anchor", "with_them", "without"),
    [
        ("AUD-06", 30, "2025-11-24", ("2025-12-24", "2025-12-29"), ("2025-12-24", "2025-12-24")),
        ("AUD-06", 30, "2025-11-26", ("2025-12-26", "2025-12-29"), ("2025-12-26", "2025-12-26")),
        ("T04", 1, "2025-11-24", ("2025-12-24", "2025-12-29"), ("2025-12-24", "2025-12-24")),
        ("PEN-09", 5, "2020-12-24", ("2025-12-24", "2025-12-29"), ("2025-12-24", "2025-12-24")),
        ("SUM-14", None, "2025-12-26", ("2025-12-26", "2025-12-29"), ("2025-12-26", "2025-12-26")),
        ("CAL-02", 120, "2025-08-28", ("2025-12-29", "2025-12-29"), ("2025-12-26", "2025-12-26")),
        ("SAL-03", 30, "2026-01-25", ("2025-12-23", "2025-12-26"), ("2025-12-26", "2025-12-26")),
        ("SUM-07", 10, "2026-01-09", ("2025-12-19", "2025-12-22"), ("2025-12-23", "2025-12-24")),
        ("SUM-09", 1, "2025-12-27", ("2025-12-26", "2025-12-26"), ("2025-12-26", "2025-12-26")),
        ("RET-02", 5, "2020-12-24", ("2025-12-24", "2025-12-24"), ("2025-12-24", "2025-12-24")),
        ("DEM-08", 2, "2027-12-24", ("2025-12-24", "2025-12-25"), ("2025-12-24", "2025-12-25")),
    ],
)
def test_closures_move_what_rolls_and_nothing_else(
    rule: str, number: int | None, anchor: str, with_them: tuple[str, str], without: tuple[str, str]
) -> None:
    assert count(rule, number, anchor, *CLOSED) == with_them
    assert count(rule, number, anchor) == without


@pytest.mark.parametrize(
    ("completed", "lenient_on"),
    [
        ("2018-11-05", "2018-12-06"),  # Wednesday 5 December 2018.
        ("2018-11-24", "2018-12-26"),  # Monday 24 December 2018, and Christmas.
        ("2019-11-24", "2019-12-26"),  # Tuesday 24 December 2019, and Christmas.
        ("2020-11-24", "2020-12-28"),  # Thursday 24 December 2020, Christmas and a weekend.
        ("2024-11-24", "2024-12-26"),  # Tuesday 24 December 2024, and Christmas.
        ("2024-12-10", "2025-01-10"),  # Thursday 9 January 2025.
        ("2025-11-24", "2025-12-29"),  # Wednesday 24 December 2025, Christmas, the Friday and a weekend.
    ],
)
def test_a_docket_without_closures_is_counted_with_those_of_the_law(completed: str, lenient_on: str) -> None:
    entry = e("report_completed", completed)
    (row,) = rows({"lifecycle": "audit", "as_of": completed, "entries": [entry]}, "AUD-07")
    (bare,) = rows(docket("audit", completed, entry), "AUD-07")
    assert row["lenient_on"] == lenient_on
    assert bare["lenient_on"] == bare["strict_on"] == row["strict_on"]


def test_a_docket_that_gives_closures_is_counted_with_no_others() -> None:
    given = docket("audit", "2025-11-24", e("report_completed", "2025-11-24"), closures=["2025-12-24"])
    (row,) = rows(given, "AUD-07")
    assert (row["strict_on"], row["lenient_on"]) == ("2025-12-24", "2025-12-26")
