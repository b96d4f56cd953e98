"""From counts to an answer: the gaps that are named, the reasons, stops, the day to act by, and doubts."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.law.engine.business_days import Calendar
from models.law.load import load_law
from tests.law.support.engine import docket, e, explain, rows, said

Given = dict[str, Any]


def one(lifecycle: str, rule: str, *entries: Given, as_of: str = "", **more: Any) -> Given:
    """The only clock of the rule, on the day of the last entry unless another is asked for."""
    day = as_of or max(entry["on"] for entry in entries)
    (row,) = rows(docket(lifecycle, day, *entries, **more), rule)
    return row


@pytest.mark.parametrize(
    ("lifecycle", "rule", "start", "gaps"),
    [
        ("audit", "AUD-07", e("report_completed", "2025-01-30"), ["A1"]),  # Saturday 1 March 2025.
        ("audit", "AUD-07", e("report_completed", "2025-01-29"), []),
        (
            "summons",
            "SUM-02",
            e("summons_issued", "2025-05-01", return_on="2025-07-04", third_party=False),
            ["A1"],
        ),
        (
            "summons",
            "SUM-02",
            e("summons_issued", "2025-05-01", return_on="2025-07-03", third_party=False),
            [],
        ),
        ("sale", "SAL-08", e("destruction_planned", "2025-05-01", destroy_on="2025-09-01"), ["A1"]),
        ("sale", "SAL-08", e("destruction_planned", "2025-05-01", destroy_on="2025-09-03"), []),
        ("penalty", "PEN-09", e("violation_occurred", "2020-02-29"), ["A1", "A26"]),  # Saturday 1 March.
        ("penalty", "PEN-09", e("violation_occurred", "1996-02-29"), ["A26"]),  # A Wednesday, a Thursday.
        ("penalty", "PEN-09", e("violation_occurred", "2020-03-01"), ["A1"]),
        ("penalty", "PEN-09", e("violation_occurred", "2020-03-03"), []),
        ("retention", "RET-02", e("customs_entry_made", "2020-02-29"), ["A26"]),
        ("retention", "RET-02", e("customs_entry_made", "2020-03-01"), []),  # A Saturday does not roll.
        (
            "summons",
            "SUM-16",
            e("delivery_withheld", "2024-02-29"),
            ["A15", "A16"],
        ),  # A16 tells the leap day.
        ("summons", "SUM-16", e("delivery_withheld", "2024-03-01"), ["A15", "A16"]),
        ("demand", "CAL-02", e("bond_document_requested", "2025-08-27"), []),  # Rolled by law: no gap.
        ("sale", "SAL-10", e("abandonment_noticed", "2025-01-31"), ["A15"]),  # Sunday 2 March does not roll.
    ],
)
def test_a_gap_is_named_by_what_opens_it(lifecycle: str, rule: str, start: Given, gaps: list[str]) -> None:
    assert one(lifecycle, rule, start)["ambiguities"] == gaps


def test_the_gap_that_a_rule_always_has_stays_beside_the_one_of_its_last_day() -> None:
    received = e("denial_appeal_received", "2025-11-13")
    row = one("certification", "PRG-12", received)
    assert (row["strict_on"], row["lenient_on"]) == ("2025-12-13", "2025-12-15")
    assert row["ambiguities"] == ["A1", "A9"]


def test_both_ends_of_two_drawback_events_and_of_the_leap_day_are_named() -> None:
    row = one("retention", "RET-03", e("drawback_paid", "2020-02-29"), e("drawback_liquidated", "2020-02-28"))
    assert (row["strict_on"], row["lenient_on"]) == ("2023-02-28", "2023-03-01")
    assert row["ambiguities"] == ["A2", "A26"]


def title(kind: str) -> str:
    return load_law().events[kind].title


def test_the_first_reason_names_the_anchor_by_its_title_with_day_and_count() -> None:
    reason = one("audit", "AUD-07", e("report_completed", "2025-01-30"))["trace"][0]
    for part in (title("report_completed"), said("2025-01-30"), "30 calendar days", said("2025-03-01")):
        assert part in reason


def test_the_reason_of_an_office_number_says_that_it_is_no_law() -> None:
    start = e("more_information_requested", "2025-03-03")
    for number, words in (({"PRG-03": 12}, "12 calendar days"), ({"PRG-03": 1}, "1 calendar day")):
        trace = one("certification", "PRG-03", start, office=number)["trace"]
        assert any(words in sentence and "not law" in sentence for sentence in trace)


@pytest.mark.parametrize("kind", ["summons_complied", "order_obeyed", "contempt_purged"])
def test_the_reason_of_the_end_names_what_ended_it_by_its_title(kind: str) -> None:
    summons = e("summons_issued", "2025-05-01", return_on="2025-07-03", third_party=False)
    row = one("summons", "SUM-02", summons, e(kind, "2025-06-02"))
    assert (row["status"], row["settled_on"]) == ("met", "2025-06-02")
    assert any(title(kind) in sentence and said("2025-06-02") in sentence for sentence in row["trace"])


@pytest.mark.parametrize(
    ("purged_on", "status", "settled_on"),
    [
        ("2024-02-29", "crossed", "2025-03-02"),  # Before the instructions, although it names them.
        ("2024-03-01", "stopped", "2024-03-01"),  # On their own day.
        ("2024-03-02", "stopped", "2024-03-02"),
    ],
)
def test_a_stop_counts_from_the_day_of_the_trigger(purged_on: str, status: str, settled_on: str) -> None:
    withheld = e("delivery_withheld", "2024-03-01", "w")
    purged = e("contempt_purged", purged_on, of="w")
    row = one("summons", "SUM-16", withheld, purged, as_of="2025-06-02")
    assert (row["status"], row["settled_on"]) == (status, settled_on)


def test_closing_the_matter_stops_a_threshold_whatever_it_names() -> None:
    first = e("abandonment_noticed", "2025-03-03", "n1")
    second = e("abandonment_noticed", "2025-03-04", "n2")
    closed = e("matter_closed", "2025-03-10", of="n1")
    found = rows(docket("sale", "2025-06-02", first, second, closed), "SAL-10")
    assert [(row["status"], row["settled_on"]) for row in found] == [("stopped", "2025-03-10")] * 2


@pytest.mark.parametrize(
    ("lifecycle", "rule", "start", "act_by"),
    [
        ("penalty", "PEN-05S", e("seizure_mailed", "2021-12-01"), "2021-12-30"),  # 31 December is closed.
        (
            "penalty",
            "PEN-05S",
            e("seizure_mailed", "2022-12-03"),
            "2022-12-30",
        ),  # Monday 2 January is closed.
        ("certification", "T05", e("certification_granted", "2025-12-01"), "2025-12-31"),  # New Year's Day.
        (
            "storage",
            "ALT-02",
            e("storage_method_planned", "2025-03-03", implement_on="2025-09-01"),
            "2025-08-01",
        ),
        (
            "sale",
            "SAL-12",
            e("importation_made", "2025-01-06"),
            "2025-07-03",
        ),  # From Sunday 6 July it may be.
        ("sale", "SAL-10", e("abandonment_noticed", "2025-06-05"), "2025-07-03"),  # From Saturday 5 July.
        ("sale", "SAL-08", e("destruction_planned", "2025-05-01", destroy_on="2025-09-01"), None),
        ("ruling", "RUL-07", e("modification_published", "2025-01-06"), None),
        ("penalty", "PEN-09", e("violation_occurred", "2021-02-28"), None),
        ("retention", "RET-02", e("customs_entry_made", "2021-02-28"), None),
    ],
)
def test_the_day_to_act_by_is_a_business_day_and_none_where_others_are_bound_or_nothing_is_done(
    lifecycle: str, rule: str, start: Given, act_by: str | None
) -> None:
    assert one(lifecycle, rule, start)["act_by"] == act_by


STARTS: dict[str, tuple[str, str, str | None]] = {
    "PDS-02": ("disclosure", "oral_disclosure_made", None),
    "PEN-05S": ("penalty", "seizure_mailed", None),
    "SAL-09": ("sale", "merchandise_sold", None),
    "SUM-14": ("summons", "enforcement_ordered", "comply_by"),
    "ALT-02": ("storage", "storage_method_planned", "implement_on"),
    "T03": ("certification", "certification_granted", None),
}
DAYS = st.dates(date(2019, 12, 1), date(2022, 3, 31))


@given(rule=st.sampled_from(sorted(STARTS)), day=DAYS, closures=st.frozensets(DAYS, max_size=20))
@settings(deadline=None)
def test_no_business_day_is_left_between_the_day_to_act_by_and_the_strict_day(
    rule: str, day: date, closures: frozenset[date]
) -> None:
    lifecycle, kind, fact = STARTS[rule]
    entry = e(kind, "2019-06-03", **{fact: day.isoformat()}) if fact else e(kind, day.isoformat())
    row = one(lifecycle, rule, entry, closures=[each.isoformat() for each in closures])
    act_by, strict_on = date.fromisoformat(row["act_by"]), date.fromisoformat(row["strict_on"])
    calendar = Calendar(closures)
    assert not calendar.is_closed(act_by)
    between = [act_by + timedelta(days=n) for n in range(1, (strict_on - act_by).days + 1)]
    assert all(calendar.is_closed(each) for each in between)


SUMMONSES = [
    e("summons_issued", "2026-01-05", "s1", return_on="2026-02-02", third_party=True),
    e("summons_issued", "2026-01-12", "s2", return_on="2026-02-09", third_party=True),
    e("enforcement_ordered", "2026-02-10", "o1", of="s1", comply_by="2026-03-09"),
    e("delivery_withheld", "2026-02-20", "w1", of="s1"),
]


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        (e("summons_complied", "2026-02-25"), {"SUM-02", "SUM-09", "SUM-14"}),
        (e("order_obeyed", "2026-02-25"), {"SUM-02", "SUM-14"}),
        (e("contempt_purged", "2026-02-25"), {"SUM-02", "SUM-14", "SUM-16"}),
        (e("contempt_purged", "2026-02-20"), {"SUM-02", "SUM-14", "SUM-16"}),  # The day of the instructions.
        (e("contempt_purged", "2026-02-19"), {"SUM-02", "SUM-14"}),  # The day before them.
        (e("enforcement_denied", "2026-02-25"), {"SUM-02", "SUM-09"}),
        (e("return_date_changed", "2026-02-25", return_on="2026-04-01"), {"SUM-02", "SUM-09"}),
        (e("stay_directed", "2026-02-25", direction_given=True, copies_mailed=True), {"SUM-02", "SUM-09"}),
    ],
)
def test_an_entry_in_doubt_is_told_by_the_clocks_of_ours_that_it_could_concern(
    entry: Given, rules: set[str]
) -> None:
    found = explain(docket("summons", "2026-03-02", *SUMMONSES, entry))["deadlines"]
    told = {row["rule"] for row in found if any("could concern" in line for line in row["trace"])}
    assert told == rules
    lines = [line for row in found for line in row["trace"] if "could concern" in line]
    assert all(title(entry["kind"]) in line and said(entry["on"]) in line for line in lines)


def test_a_date_fixed_in_doubt_is_told_by_the_clocks_of_its_rule_only() -> None:
    other = e("enforcement_ordered", "2026-02-11", "o2", of="s2", comply_by="2026-03-16")
    fixed = e("due_date_fixed", "2026-02-25", rule="SUM-14", due_on="2026-05-01")
    found = explain(docket("summons", "2026-03-02", *SUMMONSES, other, fixed))["deadlines"]
    told = [row["rule"] for row in found if any("could concern" in line for line in row["trace"])]
    assert told == ["SUM-14", "SUM-14"]
