"""The statuses of each kind of clock, the day they are settled on, and the day to act by."""

from typing import Any

import pytest

from models.law.engine.docket import DocketError
from tests.law.support.engine import docket, e, explain, rows

HELD = e("closing_conference_held", "2025-07-14")
"""Its report is due on Sunday 12 October 2025, or on Tuesday the 14th after Columbus Day."""

SUMMONS = e("summons_issued", "2025-05-01", return_on="2025-07-05", third_party=True)
WITHHELD = e("delivery_withheld", "2024-02-29")
"""A year is over on 1 March 2025, or on 2 March."""

NOTICE = e("audit_notice", "2025-02-03", by_telephone=True, in_writing=True, estimated_end="2025-06-30")


def audit(as_of: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return docket("audit", as_of, *entries)


def summons(as_of: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return docket("summons", as_of, *entries)


def report(on: str) -> dict[str, Any]:
    return e("report_completed", on)


def purged(on: str) -> dict[str, Any]:
    return e("contempt_purged", on)


CASES: list[tuple[str, str, dict[str, Any], str | None]] = [
    ("AUD-06", "pending", audit("2025-10-12", HELD), None),
    ("AUD-06", "ambiguous", audit("2025-10-13", HELD), None),
    ("AUD-06", "ambiguous", audit("2025-10-14", HELD), None),
    ("AUD-06", "missed", audit("2025-10-15", HELD), None),
    ("AUD-06", "met", audit("2025-12-01", HELD, report("2025-10-12")), "2025-10-12"),
    ("AUD-06", "met_in_gap", audit("2025-12-01", HELD, report("2025-10-14")), "2025-10-14"),
    ("AUD-06", "met_late", audit("2025-12-01", HELD, report("2025-10-15")), "2025-10-15"),
    ("AUD-06", "lifted", audit("2025-12-01", HELD, e("audit_closed", "2025-11-03")), "2025-11-03"),
    ("AUD-08", "not_open", audit("2025-06-30", NOTICE), None),
    ("AUD-08", "open", audit("2025-07-01", NOTICE), None),
    ("AUD-08", "used", audit("2025-09-01", NOTICE, e("petition_sent", "2025-07-01")), "2025-07-01"),
    ("AUD-08", "lapsed", audit("2025-09-01", NOTICE, HELD), "2025-07-14"),
    ("AUD-08", "lifted", audit("2025-09-01", NOTICE, e("audit_closed", "2025-06-02")), "2025-06-02"),
    ("SUM-16", "running", summons("2025-02-28", WITHHELD), None),
    ("SUM-16", "ambiguous", summons("2025-03-01", WITHHELD), None),
    ("SUM-16", "crossed", summons("2025-03-02", WITHHELD), "2025-03-02"),
    ("SUM-16", "stopped", summons("2025-06-02", WITHHELD, purged("2025-02-28")), "2025-02-28"),
    (
        "SUM-16",
        "ambiguous",
        summons("2025-06-02", WITHHELD, e("contempt_purged", "2025-03-01")),
        "2025-03-01",
    ),
    ("SUM-16", "crossed", summons("2025-06-02", WITHHELD, purged("2025-03-02")), "2025-03-02"),
]


@pytest.mark.parametrize(("rule", "status", "given", "settled_on"), CASES)
def test_a_clock_has_this_status_and_is_settled_on_this_day(
    rule: str, status: str, given: dict[str, Any], settled_on: str | None
) -> None:
    (row,) = rows(given, rule)
    assert (row["status"], row["settled_on"]) == (status, settled_on)


@pytest.mark.parametrize(
    ("rule", "given", "act_by"),
    [
        ("SUM-02", summons("2025-06-02", SUMMONS), "2025-07-03"),  # The 4th is a holiday, the 5th a Saturday.
        ("SUM-09", summons("2025-06-02", SUMMONS), "2025-07-03"),
        ("SUM-16", summons("2024-03-04", WITHHELD), "2025-02-28"),  # The day before it can have happened.
        ("SUM-07", summons("2025-06-02", SUMMONS), None),
        ("SUM-10", summons("2025-06-02", SUMMONS), None),
        ("AUD-06", audit("2025-07-14", HELD), None),
        ("AUD-08", audit("2025-07-01", NOTICE), None),
    ],
)
def test_the_day_to_act_by_is_stated_where_the_recordkeeper_must_act(
    rule: str, given: dict[str, Any], act_by: str | None
) -> None:
    (row,) = rows(given, rule)
    assert row["act_by"] == act_by


def test_an_office_may_set_its_number_or_switch_the_rule_off() -> None:
    done = e("onsite_work_completed", "2025-03-03")
    (row,) = rows(docket("audit", "2025-03-04", done, office={"AUD-05": 10}), "AUD-05")
    assert row["strict_on"] == "2025-03-13"
    assert any("not law" in sentence for sentence in row["trace"])
    assert rows(docket("audit", "2025-03-04", done, office={"AUD-05": None}), "AUD-05") == []


def test_a_roll_of_the_lenient_day_alone_is_told_of_that_day() -> None:
    """The oral demand's 30 days end on a Sunday too, but the day that is rolled is the written demand's."""
    given = docket(
        "demand", "2026-11-25", e("oral_demand_made", "2026-11-13"), e("demand_received", "2026-11-20")
    )
    (row,) = rows(given, "DEM-02")
    assert (row["strict_on"], row["lenient_on"]) == ("2026-12-13", "2026-12-21")
    said = " ".join(row["trace"])
    assert "CBP is closed on Sun, Dec 13, 2026" not in said
    assert "CBP is closed on the later of the two last days" in said


def test_an_oral_demand_alone_names_the_reading_by_which_no_time_runs_yet() -> None:
    (row,) = rows(docket("demand", "2026-11-25", e("oral_demand_made", "2026-11-13")), "DEM-02")
    assert "A6" in row["ambiguities"]
    assert any("none is on record (A6)" in sentence for sentence in row["trace"])


def test_the_ambiguity_of_a_leap_day_is_named_where_it_opens_the_gap_and_only_there() -> None:
    paid, liquidated = e("drawback_paid", "2020-03-05"), e("drawback_liquidated", "2020-05-01")
    (drawback,) = rows(docket("retention", "2020-06-01", paid, liquidated), "RET-03")
    assert drawback["ambiguities"] == ["A2"]
    claimed = e("demand_received", "2024-02-29", preference_claimed=True)
    (lookback,) = rows(docket("demand", "2024-02-29", claimed), "DEM-08")
    assert (lookback["strict_on"], lookback["lenient_on"]) == ("2022-02-28", "2022-03-02")
    assert lookback["ambiguities"] == ["A20", "A26"]


def test_a_leap_days_contempt_says_why_it_has_two_days() -> None:
    (row,) = rows(docket("summons", "2024-03-01", WITHHELD), "SUM-16")
    assert (row["strict_on"], row["lenient_on"]) == ("2025-03-01", "2025-03-02")
    assert any("February 29" in sentence for sentence in row["trace"])


@pytest.mark.parametrize("number", [3_000_000, 36_501])
def test_a_number_of_an_office_that_leads_out_of_the_calendar_is_refused(number: int) -> None:
    given = docket("certification", "2025-01-01", e("certification_granted", "2025-01-01"))
    with pytest.raises(DocketError, match="from 1 to 36500"):
        explain({**given, "office": {"T03": number}})
    assert explain({**given, "office": {"T03": 36_500}})["deadlines"]
