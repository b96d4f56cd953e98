"""The order of an answer: clocks by day, rule, anchor and docket; problems by entry and code."""

from typing import Any

from models.law.derive import derive
from models.law.engine.docket import read_docket
from models.law.load import load_law
from tests.law.support.engine import codes, docket, e, explain, rows

Given = dict[str, Any]
S1 = e("summons_issued", "2026-01-05", "s1", return_on="2026-02-02", third_party=True)
S2 = e("summons_issued", "2026-01-12", "s2", return_on="2026-02-09", third_party=True)


def places(given: Given, rule: str) -> list[tuple[int, int | None]]:
    """Of each clock of the rule, in order, the entries that started it and that began its chain."""
    law = load_law()
    found = derive(read_docket(given, law), law).deadlines
    return [(row.trigger, row.chain) for row in found if row.rule == rule]


def ordered(on: str, of: str, comply_by: str, name: str) -> Given:
    return e("enforcement_ordered", on, name, of=of, comply_by=comply_by)


def test_clocks_are_sorted_by_the_strict_day_then_by_the_rule() -> None:
    given = docket("summons", "2026-03-02", S1, S2)
    found = [(row["strict_on"], row["rule"]) for row in explain(given)["deadlines"]]
    assert found == sorted(found)
    assert [rule for day, rule in found if day == "2026-02-02"] == ["SUM-02", "SUM-10"]


def test_clocks_of_one_rule_for_one_day_are_sorted_by_the_anchor() -> None:
    later, earlier = (
        ordered("2026-02-10", "s1", "2026-04-01", "a"),
        ordered("2026-02-11", "s2", "2026-03-16", "b"),
    )
    fixed = e("due_date_fixed", "2026-02-25", of=["a", "b"], rule="SUM-14", due_on="2026-05-01")
    given = docket("summons", "2026-03-02", S1, S2, later, earlier, fixed)
    assert [row["anchor"]["on"] for row in rows(given, "SUM-14")] == ["2026-03-16", "2026-04-01"]


def test_clocks_of_one_anchor_are_sorted_by_the_docket_order_of_what_started_them() -> None:
    recorded_first, happened_first = (
        ordered("2026-02-11", "s1", "2026-03-16", "a"),
        ordered("2026-02-10", "s2", "2026-03-16", "b"),
    )
    given = docket("summons", "2026-03-02", S1, S2, recorded_first, happened_first)
    assert places(given, "SUM-14") == [(3, 1), (2, 0)]


def test_copies_of_one_clock_are_sorted_by_what_began_their_chains() -> None:
    both = e("delivery_withheld", "2026-02-20", of=["s1", "s2"])
    given = docket("summons", "2026-03-02", S2, S1, both)
    assert places(given, "SUM-16") == [(2, 1), (2, 0)]


def test_problems_are_sorted_by_the_entry_then_by_the_code_and_name_each_once() -> None:
    given = docket(
        "audit",
        "2026-03-02",
        e("audit_commenced", "2026-02-02"),
        e("report_completed", "2026-04-01"),
        e("sampling_plan_accepted", "2026-01-05"),
    )
    assert codes(given) == [
        ("audit_without_notice", 0),
        ("entrance_right_not_told", 0),
        ("entry_after_as_of", 1),
        ("sampling_acceptance_unsigned", 2),
        ("sampling_not_explained", 2),
    ]


def test_a_problem_tells_its_citation_and_text_and_candidates_only_where_a_link_is_needed() -> None:
    law = load_law()
    unlinked, late = e("summons_complied", "2026-02-02"), e("summons_complied", "2026-04-01")
    found = derive(read_docket(docket("summons", "2026-03-02", S1, S2, unlinked, late), law), law).problems
    assert [(each.code, each.entry, each.candidates) for each in found] == [
        ("link_needed", 2, (0, 1)),
        ("entry_after_as_of", 3, ()),
    ]
    for each in found:
        assert (each.citation, each.text) == (law.problems[each.code].citation, law.problems[each.code].text)
