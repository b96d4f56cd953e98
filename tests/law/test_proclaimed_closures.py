"""Days on which an order closed agencies without making a holiday: each date is counted both ways (A27).

The order for President Carter closed Thursday 9 January 2025; it is in the pack. Of December 2025, Wednesday
the 24th and Friday the 26th stand here as proclaimed.
"""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
CARTER = "2025-01-09"
CHRISTMAS = ["2025-12-24", "2025-12-26"]
MOURNED = e("report_completed", "2024-12-10")
"""Thirty days end on 9 January 2025."""


def of_days(row: Given) -> tuple[str, str, bool]:
    """Both dates, and whether the row says that they hang on a proclaimed day."""
    return row["strict_on"], row["lenient_on"], "A27" in row["ambiguities"]


def copy_due(**days: list[str] | None) -> Given:
    given = {**docket("audit", "2025-01-08", MOURNED), "closures": None, **days}
    (row,) = rows(given, "AUD-07")
    return row


@pytest.mark.parametrize(
    ("days", "lenient_on", "disputed"),
    [
        ({}, "2025-01-10", True),
        ({"closures": None, "proclaimed": None}, "2025-01-10", True),
        ({"proclaimed": [CARTER]}, "2025-01-10", True),
        ({"closures": [], "proclaimed": [CARTER]}, "2025-01-10", True),
        ({"closures": [CARTER]}, "2025-01-10", False),
        ({"closures": [CARTER], "proclaimed": []}, "2025-01-10", False),
        ({"closures": [CARTER], "proclaimed": [CARTER]}, "2025-01-10", False),
        ({"closures": [CARTER], "proclaimed": ["2025-01-10"]}, "2025-01-13", True),
        ({"closures": [], "proclaimed": []}, CARTER, False),
        ({"closures": []}, CARTER, False),
        ({"proclaimed": []}, CARTER, False),
        ({"proclaimed": ["2025-01-10"]}, CARTER, False),
        ({"closures": ["2025-01-10"]}, CARTER, False),
    ],
)
def test_either_list_given_puts_the_packs_own_aside_and_neither_keeps_it(
    days: dict[str, list[str] | None], lenient_on: str, disputed: bool
) -> None:
    assert of_days(copy_due(**days)) == (CARTER, lenient_on, disputed)


def test_a_certain_closure_names_the_roll_and_a_proclaimed_one_both() -> None:
    assert {"A1"} == {"A1", "A27"} & set(copy_due(closures=[CARTER])["ambiguities"])
    assert {"A1", "A27"} <= set(copy_due()["ambiguities"])


def test_the_trace_names_the_proclaimed_days_that_a_date_hangs_on_and_no_other() -> None:
    told = " ".join(copy_due(proclaimed=[CARTER, "2025-01-15"])["trace"])
    assert "Thu, Jan 9, 2025 was closed by an order" in told
    assert "Jan 15" not in told


@pytest.mark.parametrize("day", ["2025-12-25", "2025-12-27"])
def test_a_proclaimed_holiday_or_weekend_day_is_closed_anyway(day: str) -> None:
    noticed = e("report_completed", "2025-11-25")
    (row,) = rows(docket("audit", "2025-12-01", noticed, proclaimed=[day]), "AUD-07")
    assert of_days(row) == ("2025-12-25", "2025-12-26", False)


FORWARD = [
    ("2025-11-24", "2025-12-24", "2025-12-29", True, "2025-12-23"),  # On the 24th itself, or after both.
    (
        "2025-11-25",
        "2025-12-25",
        "2025-12-29",
        True,
        "2025-12-23",
    ),  # On Christmas, which rolls over the 26th.
    ("2025-11-26", "2025-12-26", "2025-12-29", True, "2025-12-23"),
    ("2025-11-29", "2025-12-29", "2025-12-29", False, "2025-12-29"),
    ("2025-11-23", "2025-12-23", "2025-12-23", False, "2025-12-23"),
]


@pytest.mark.parametrize(("asked_on", "strict_on", "lenient_on", "disputed", "act_by"), FORWARD)
def test_days_forward_roll_over_it_by_one_calendar_and_the_day_to_act_by_is_open_under_both(
    asked_on: str, strict_on: str, lenient_on: str, disputed: bool, act_by: str
) -> None:
    asked = e("broker_records_requested", asked_on)
    (row,) = rows(docket("demand", "2025-12-01", asked, proclaimed=CHRISTMAS), "RET-11")
    assert (*of_days(row), row["act_by"]) == (strict_on, lenient_on, disputed, act_by)


@pytest.mark.parametrize(
    ("days", "strict_on", "disputed"),
    [
        ({"proclaimed": [CARTER]}, "2025-01-08", True),
        ({"proclaimed": [CARTER, "2025-01-08"]}, "2025-01-07", True),
        ({"proclaimed": ["2025-01-08"]}, CARTER, False),
        ({"closures": [CARTER]}, "2025-01-08", False),
        ({"closures": [CARTER], "proclaimed": ["2025-01-08"]}, "2025-01-07", True),
    ],
)
def test_days_backward_go_back_beyond_it_by_one_calendar(
    days: dict[str, list[str]], strict_on: str, disputed: bool
) -> None:
    planned = e("storage_method_planned", "2024-12-02", implement_on="2025-02-08")
    (row,) = rows(docket("storage", "2024-12-02", planned, **days), "ALT-02")
    assert (*of_days(row), row["act_by"]) == (strict_on, CARTER, disputed, strict_on)


def issued(*entries: Given, **days: list[str]) -> Given:
    of_a_third_party = e("summons_issued", "2024-12-02", return_on="2025-01-24", third_party=True)
    return docket("summons", "2025-01-24", of_a_third_party, *entries, **days)


@pytest.mark.parametrize(
    ("days", "strict_on", "lenient_on", "disputed"),
    [
        ({}, "2025-01-08", "2025-01-09", False),
        ({"proclaimed": [CARTER]}, "2025-01-07", "2025-01-09", True),
        ({"closures": [CARTER]}, "2025-01-07", "2025-01-08", False),
        ({"proclaimed": ["2025-01-07"]}, "2025-01-08", "2025-01-09", False),
    ],
)
def test_business_days_before_a_summons_go_further_back_by_one_calendar(
    days: dict[str, list[str]], strict_on: str, lenient_on: str, disputed: bool
) -> None:
    (row,) = rows(issued(**days), "SUM-07")
    assert of_days(row) == (strict_on, lenient_on, disputed)


def test_a_notice_is_short_only_if_it_is_short_under_both_calendars() -> None:
    given = e("third_party_notice_given", CARTER)
    assert ("third_party_notice_short", 1) in codes(issued(given, closures=[CARTER]))
    assert ("third_party_notice_short", 1) not in codes(issued(given, proclaimed=[CARTER]))
    (row,) = rows(issued(given, proclaimed=[CARTER]), "SUM-07")
    assert row["status"] == "met_in_gap"


def short(respond_by: str | None, **days: list[str]) -> Given:
    noticed = e("short_notice_given", "2025-11-24", **({"respond_by": respond_by} if respond_by else {}))
    return docket("penalty", "2025-11-24", noticed, **days)


@pytest.mark.parametrize(
    ("respond_by", "days", "strict_on", "lenient_on", "disputed"),
    [
        (None, {}, "2025-12-04", "2025-12-04", False),
        (None, {"proclaimed": ["2025-12-03"]}, "2025-12-04", "2025-12-05", True),
        (None, {"closures": ["2025-12-03"]}, "2025-12-05", "2025-12-05", False),
        ("2025-12-04", {"proclaimed": ["2025-12-03"]}, "2025-12-04", "2025-12-05", True),
        ("2025-12-10", {"proclaimed": ["2025-12-03"]}, "2025-12-10", "2025-12-10", False),
        ("2025-12-10", {"proclaimed": ["2025-12-10"]}, "2025-12-10", "2025-12-11", True),
    ],
)
def test_working_days_after_a_short_notice_last_longer_by_one_calendar(
    respond_by: str | None, days: dict[str, list[str]], strict_on: str, lenient_on: str, disputed: bool
) -> None:
    (row,) = rows(short(respond_by, **days), "PEN-06")
    assert of_days(row) == (strict_on, lenient_on, disputed)


def test_a_period_is_too_short_only_if_it_is_too_short_under_both_calendars() -> None:
    too_short = [("period_too_short", 0)]
    assert codes(short("2025-12-04", proclaimed=["2025-12-03"])) == []
    assert codes(short("2025-12-03", proclaimed=["2025-12-03"])) == too_short
    assert codes(short("2025-12-04", closures=["2025-12-03"])) == too_short


@pytest.mark.parametrize(
    ("days", "strict_on", "lenient_on", "disputed", "act_by"),
    [
        ({}, "2025-12-24", "2025-12-24", False, "2025-12-24"),
        ({"proclaimed": CHRISTMAS}, "2025-12-24", "2025-12-29", True, "2025-12-23"),
        ({"closures": CHRISTMAS}, "2025-12-29", "2025-12-29", False, "2025-12-29"),
        ({"proclaimed": ["2025-12-26"]}, "2025-12-24", "2025-12-24", False, "2025-12-24"),
    ],
)
def test_where_the_roll_is_law_a_proclaimed_day_alone_opens_a_gap(
    days: dict[str, list[str]], strict_on: str, lenient_on: str, disputed: bool, act_by: str
) -> None:
    asked = e("bond_document_requested", "2025-08-26")
    (row,) = rows(docket("demand", "2025-12-01", asked, **days), "CAL-02")
    assert (*of_days(row), row["act_by"]) == (strict_on, lenient_on, disputed, act_by)
    assert "A1" not in row["ambiguities"]
