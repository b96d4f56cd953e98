"""A shorter period is allowed only if less than 180 days, or less than a year, of the limitation remain.

The violation of 7 June 2021 is limited until 7 June 2026: 180 days before that is 9 December 2025.
"""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, explain, rows

Given = dict[str, Any]
CODE = "short_period_not_allowed"
VIOLATION = e("violation_occurred", "2021-06-07", "v")


def penalty(*entries: Given) -> Given:
    return docket("penalty", "2026-12-31", *entries)


def short(on: str, **more: Any) -> Given:
    return e("short_notice_given", on, **more)


def prepenalty(on: str, respond_by: str | None, **more: Any) -> Given:
    return e("prepenalty_mailed", on, respond_by=respond_by, **more)


def is_raised(notice: Given, *entries: Given) -> bool:
    """Whether the notice, put behind the entries, is told that its period is not allowed."""
    return (CODE, len(entries)) in codes(penalty(*entries, notice))


@pytest.mark.parametrize(
    ("on", "raised"),
    [("2021-06-07", True), ("2025-12-08", True), ("2025-12-09", True), ("2025-12-10", False)],
)
def test_with_exactly_180_days_left_a_short_notice_is_not_allowed(on: str, raised: bool) -> None:
    assert is_raised(short(on), VIOLATION) is raised
    assert is_raised(short(on, respond_by="2026-06-01"), VIOLATION) is raised


@pytest.mark.parametrize(
    ("on", "respond_by", "raised"),
    [
        ("2025-06-06", "2025-06-20", True),
        ("2025-06-07", "2025-06-20", True),  # A year to the day.
        ("2025-06-08", "2025-06-20", False),
        ("2025-06-07", "2025-07-06", True),  # Day 29.
        ("2025-06-07", "2025-07-07", False),  # Day 30 is no shorter period.
        ("2025-06-07", "2025-07-08", False),
        ("2025-06-07", None, False),
    ],
)
def test_with_exactly_a_year_left_a_shorter_prepenalty_period_is_not_allowed(
    on: str, respond_by: str | None, raised: bool
) -> None:
    assert is_raised(prepenalty(on, respond_by), VIOLATION) is raised


@pytest.mark.parametrize(
    ("violated_on", "raised"),
    [("2020-02-28", False), ("2020-02-29", False), ("2020-03-01", True)],
)
def test_a_year_from_29_february_is_over_on_1_march(violated_on: str, raised: bool) -> None:
    """The five years of 29 February 2020 end on 28 February 2025, by the strict reading."""
    violation = e("violation_occurred", violated_on)
    assert is_raised(prepenalty("2024-02-29", "2024-03-14"), violation) is raised


FIXED = "due_date_fixed"


@pytest.mark.parametrize(
    ("fixed", "on", "raised"),
    [
        (e(FIXED, "2026-01-05", rule="PEN-09", due_on="2027-06-07"), "2026-01-04", False),
        (e(FIXED, "2026-01-05", rule="PEN-09", due_on="2027-06-07"), "2026-01-05", True),
        (e(FIXED, "2026-01-05", rule="PEN-09", due_on="2027-06-07"), "2026-02-02", True),
        (e(FIXED, "2026-01-05", rule="PEN-09", due_on="2026-08-01"), "2026-02-02", True),
        (e(FIXED, "2026-01-05", rule="PEN-09", due_on="2026-07-31"), "2026-02-02", False),
        (e(FIXED, "2025-06-02", rule="PEN-09", due_on="2025-12-31"), "2025-11-03", False),
        (e(FIXED, "2025-11-03", rule="PEN-09", due_on="2025-12-31"), "2025-10-06", True),
    ],
)
def test_a_limitation_that_was_moved_by_then_counts_as_moved(fixed: Given, on: str, raised: bool) -> None:
    assert is_raised(short(on), VIOLATION, fixed) is raised


def test_of_two_moves_the_one_that_stood_on_the_day_counts() -> None:
    first = e(FIXED, "2026-01-05", rule="PEN-09", due_on="2027-06-07")
    second = e(FIXED, "2026-03-02", rule="PEN-09", due_on="2026-06-30")
    assert is_raised(short("2026-02-02"), VIOLATION, first, second)
    assert not is_raised(short("2026-03-02"), VIOLATION, first, second)


SUED = e("suit_commenced", "2025-06-02")


@pytest.mark.parametrize(
    ("entries", "raised"),
    [
        ((), False),
        ((e("violation_occurred", "2021-06-07", fraud=True),), False),
        ((e("violation_occurred", "2025-06-03"),), False),  # The day after the notice.
        ((e("violation_occurred", "2025-06-02"),), True),
        ((VIOLATION, e("violation_occurred", "2020-11-02")), False),  # Its five years end first.
        ((VIOLATION, e("violation_occurred", "2023-06-05")), True),
        ((VIOLATION, SUED), False),
        ((VIOLATION, {**SUED, "on": "2025-06-03"}), True),
        ((VIOLATION, e("violation_occurred", "2020-11-02", "old"), {**SUED, "of": "old"}), True),
        ((VIOLATION, e("matter_closed", "2025-06-02")), False),
        ((e("offense_discovered", "2023-06-05"),), True),
        ((e("offense_discovered", "2020-07-06"),), False),
    ],
    ids=[
        "no limitation",
        "a fraud not discovered",
        "one that begins later",
        "one that begins that day",
        "the earliest is near",
        "all are far",
        "sued that day",
        "sued later",
        "the near one sued",
        "closed",
        "a discovery far off",
        "a discovery near",
    ],
)
def test_the_earliest_limitation_that_runs_on_the_notices_day_decides(
    entries: tuple[Given, ...], raised: bool
) -> None:
    assert is_raised(short("2025-06-02"), *entries) is raised


def test_neither_chains_nor_links_nor_doubt_matter() -> None:
    mailed = e("penalty_mailed", "2025-05-05", "p1"), e("penalty_mailed", "2025-05-06", "p2")
    gone = e("entry_withdrawn", "2025-05-07", replaces="p1")
    for entries in ((VIOLATION, *mailed), (VIOLATION, *mailed, gone)):
        for of in (None, "p1", ["p1", "p2"]):
            assert is_raised(short("2025-06-02", of=of), *entries)
            assert is_raised(prepenalty("2025-06-02", "2025-06-20", of=of), *entries)


def test_it_changes_no_clock() -> None:
    mailed = e("penalty_mailed", "2025-05-30", "p")
    allowed, not_allowed = (
        penalty(e("violation_occurred", violated_on), mailed, short("2025-06-02", respond_by="2025-06-20"))
        for violated_on in ("2020-07-06", "2021-06-07")
    )
    assert CODE in {code for code, _ in codes(not_allowed)} - {code for code, _ in codes(allowed)}
    for rule in ("PEN-05", "PEN-06"):
        assert rows(allowed, rule) == rows(not_allowed, rule) != []


def test_it_cites_the_sections_that_allow_a_shorter_period() -> None:
    (problem,) = explain(penalty(VIOLATION, short("2025-06-02")))["problems"]
    assert (problem["code"], problem["entry"]) == (CODE, 1)
    assert "162.78(a)" in problem["citation"]
    assert "171.2(e)" in problem["citation"]
