"""What a row of an answer says beside its days: its rule's words, its gaps, what started it, its defects."""

from dataclasses import replace
from typing import Any

import pytest

from models.law.derive import derive
from models.law.engine.docket import read_docket
from models.law.load import load_law
from tests.law.support.engine import docket, e, rows

Given = dict[str, Any]
S1 = e("summons_issued", "2026-01-05", "s1", return_on="2026-02-02", third_party=True)
S2 = e("summons_issued", "2026-01-12", "s2", return_on="2026-02-09", third_party=True)


def test_a_defect_of_its_own_beside_the_missing_link_names_no_candidates() -> None:
    law = load_law()
    unlinked = e("summons_served", "2026-01-19", miles=120)
    found = derive(read_docket(docket("summons", "2026-03-02", S1, S2, unlinked), law), law).problems
    assert [(each.code, each.entry, each.candidates) for each in found] == [
        ("appearance_too_far", 2, ()),
        ("link_needed", 2, (0, 1)),
    ]


@pytest.mark.parametrize(("held_on", "version"), [("2011-12-26", 0), ("2011-12-27", 1)])
def test_a_clock_tells_the_words_of_its_rule_and_the_wording_of_its_triggers_day(
    held_on: str, version: int
) -> None:
    rule = load_law().rules["AUD-06"]
    (row,) = rows(docket("audit", held_on, e("closing_conference_held", held_on)), "AUD-06")
    words = ("kind", "title", "citation", "bound", "if_missed", "quote")
    wanted = (rule.kind, rule.title, rule.citation, rule.bound, rule.if_missed, rule.versions[version].quote)
    assert tuple(row[word] for word in words) == wanted


def test_gaps_are_named_in_the_order_of_their_numbers() -> None:
    law = load_law()
    rule = replace(law.rules["AUD-07"], relies_on=("A25", "A3", "A24"))
    given = read_docket(docket("audit", "2025-01-30", e("report_completed", "2025-01-30")), law)
    (row,) = derive(given, replace(law, rules={**law.rules, rule.id: rule})).deadlines
    assert row.ambiguities == ("A1", "A3", "A24", "A25")


@pytest.mark.parametrize(
    ("lifecycle", "rule", "entries", "trigger", "known_by"),
    [
        ("audit", "AUD-07", [e("audit_commenced", "2025-01-06"), e("report_completed", "2025-01-30")], 1, 1),
        ("demand", "DEM-02", [e("demand_received", "2026-02-09"), e("oral_demand_made", "2026-02-02")], 0, 1),
        (
            "retention",
            "RET-03",
            [e("drawback_paid", "2025-02-03"), e("drawback_liquidated", "2025-03-03")],
            1,
            0,
        ),
    ],
)
def test_a_clock_knows_what_started_it_and_by_what_it_stays_the_same_one(
    lifecycle: str, rule: str, entries: list[Given], trigger: int, known_by: int
) -> None:
    law = load_law()
    found = derive(read_docket(docket(lifecycle, "2026-03-02", *entries), law), law).deadlines
    assert [(row.trigger, row.known_by) for row in found if row.rule == rule] == [(trigger, known_by)]
