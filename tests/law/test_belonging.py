"""Belonging: which chain an entry hangs from, and what concerns a clock.

Each test is named after the paragraph of the contract that it shows.
"""

import sys
from typing import Any

from tests.law.support.engine import codes, docket, e, rows

S1 = e("summons_issued", "2026-01-05", "s1", return_on="2026-02-02", third_party=True)
S2 = e("summons_issued", "2026-01-12", "s2", return_on="2026-02-09", third_party=True)
ORDERED1 = e("enforcement_ordered", "2026-02-10", "o1", of="s1", comply_by="2026-03-09")
ORDERED2 = e("enforcement_ordered", "2026-02-11", "o2", of="s2", comply_by="2026-03-16")


AS_OF = "2026-03-02"


def statuses(given: dict[str, Any], rule: str) -> list[tuple[str, str | None]]:
    return [(row["status"], row["settled_on"]) for row in rows(given, rule)]


def test_chains_an_audit_is_one_chain_whatever_the_entries_name() -> None:
    first = e("closing_conference_held", "2026-01-05", "c1")
    second = e("closing_conference_held", "2026-02-02", "c2")
    report = e("report_completed", "2026-03-02")
    assert statuses(docket("audit", AS_OF, first, second, report), "AUD-06") == [
        ("met", "2026-03-02"),
        ("met", "2026-03-02"),
    ]


def test_chains_what_hangs_from_one_start_needs_no_link() -> None:
    given = docket("summons", AS_OF, S1, e("summons_complied", "2026-02-02"))
    assert statuses(given, "SUM-02") == [("met", "2026-02-02")]


def test_turn_starts_come_first_on_their_day() -> None:
    before = docket("summons", AS_OF, e("summons_served", "2026-01-05", miles=3), S1)
    assert codes(before) == []


def test_turn_1_a_start_with_a_link_has_a_chain_of_its_own() -> None:
    linked = {**S2, "of": "s1"}
    given = docket("summons", AS_OF, S1, linked, e("summons_complied", "2026-02-09", of="s2"))
    assert statuses(given, "SUM-02") == [("missed", None), ("met", "2026-02-09")]


def test_turn_2_an_entry_with_a_link_has_the_chains_of_those_named() -> None:
    both = e("summons_complied", "2026-02-02", of=["s1", "s2"])
    assert statuses(docket("summons", AS_OF, S1, S2, both), "SUM-02") == [("met", "2026-02-02")] * 2


def test_turn_2_an_entry_named_that_comes_later_gives_its_chain_when_it_is_reached() -> None:
    order = e("enforcement_ordered", "2026-02-10", "o1", of="s1", comply_by="2026-02-27")
    early = e("due_date_fixed", "2026-01-20", of="o1", rule="SUM-14", due_on="2026-04-01")
    (row,) = rows(docket("summons", AS_OF, S1, S2, early, order), "SUM-14")
    assert row["strict_on"] == "2026-04-01"


def test_turn_2_an_entry_whose_links_are_all_void_concerns_no_clock() -> None:
    gone = e("summons_served", "2026-01-06", "g1")
    void = e("summons_complied", "2026-02-02", of="g1")
    withdrawn = e("entry_withdrawn", "2026-01-07", replaces="g1")
    given = docket("summons", AS_OF, S1, gone, withdrawn, void)
    assert statuses(given, "SUM-02") == [("missed", None)]
    assert codes(given) == []


def test_turn_2_an_entry_whose_links_lead_to_no_chain_counts_as_unlinked() -> None:
    served = e("summons_served", "2026-01-02", "v1")
    complied = e("summons_complied", "2026-02-02", of="v1")
    given = docket("summons", AS_OF, served, S1, complied)
    assert statuses(given, "SUM-02") == [("met", "2026-02-02")]


def test_turn_3_a_start_without_a_link_begins_its_own_chain() -> None:
    given = docket("summons", AS_OF, S1, S2)
    assert [row["anchor"]["on"] for row in rows(given, "SUM-02")] == ["2026-02-02", "2026-02-09"]


def test_turn_4_with_no_start_before_it_what_starts_a_clock_begins_a_chain() -> None:
    order = e("enforcement_ordered", "2026-01-05", comply_by="2026-02-02")
    given = docket("summons", AS_OF, order, e("order_obeyed", "2026-01-30"))
    assert statuses(given, "SUM-14") == [("met", "2026-01-30")]


def test_turn_4_with_no_start_before_it_what_starts_nothing_has_no_chain() -> None:
    given = docket("summons", AS_OF, e("summons_complied", "2026-01-02"), S1)
    assert statuses(given, "SUM-02") == [("missed", None)]
    assert codes(given) == []


def test_turn_5_a_fixed_date_belongs_to_the_clocks_of_its_rule_where_they_share_a_chain() -> None:
    fixed = e("due_date_fixed", "2026-02-15", rule="SUM-14", due_on="2026-04-01")
    (row,) = rows(docket("summons", AS_OF, S1, S2, ORDERED1, fixed), "SUM-14")
    assert row["strict_on"] == "2026-04-01"


def test_turn_5_a_fixed_date_is_in_doubt_where_they_share_none() -> None:
    fixed = e("due_date_fixed", "2026-02-15", rule="SUM-14", due_on="2026-04-01")
    given = docket("summons", AS_OF, S1, S2, ORDERED1, ORDERED2, fixed)
    assert codes(given) == [("link_needed", 4)]
    assert [row["strict_on"] for row in rows(given, "SUM-14")] == ["2026-03-09", "2026-03-16"]


def test_turn_5_a_fixed_date_before_any_clock_of_its_rule_has_no_chain() -> None:
    fixed = e("due_date_fixed", "2026-01-20", rule="SUM-14", due_on="2026-04-01")
    given = docket("summons", AS_OF, S1, fixed, ORDERED1)
    assert codes(given) == []
    assert [row["strict_on"] for row in rows(given, "SUM-14")] == ["2026-03-09"]


def test_concerns_an_entry_that_names_the_trigger_whatever_its_day() -> None:
    early = e("summons_complied", "2026-01-02", of="s1")
    assert statuses(docket("summons", AS_OF, S1, early), "SUM-02") == [("met", "2026-01-02")]


def test_concerns_not_an_entry_that_names_another_of_the_triggers_kind() -> None:
    first = e("closing_conference_held", "2026-01-05", "c1")
    second = e("closing_conference_held", "2026-01-12", "c2")
    report = e("report_completed", "2026-02-02", of="c1")
    given = docket("audit", AS_OF, first, second, report)
    assert [status for status, _ in statuses(given, "AUD-06")] == ["met", "pending"]


def test_concerns_not_an_entry_that_names_what_names_another() -> None:
    first = e("closing_conference_held", "2026-01-05", "c1")
    second = e("closing_conference_held", "2026-01-12", "c2")
    report = e("report_completed", "2026-02-02", "r1", of="c1")
    copy = e("report_copy_sent", "2026-02-03", of="r1")
    given = docket("audit", AS_OF, first, second, report, copy)
    assert [status for status, _ in statuses(given, "AUD-06")] == ["met", "pending"]


def test_concerns_on_the_triggers_own_day_whichever_was_recorded_first() -> None:
    report = e("report_completed", "2026-01-05")
    given = docket("audit", AS_OF, report, e("closing_conference_held", "2026-01-05"))
    assert statuses(given, "AUD-06") == [("met", "2026-01-05")]


def test_concerns_not_an_entry_of_an_earlier_day() -> None:
    report = e("report_completed", "2026-01-04")
    given = docket("audit", AS_OF, report, e("closing_conference_held", "2026-01-05"))
    assert statuses(given, "AUD-06") == [("pending", None)]


def test_one_answer_settles_every_running_clock_of_its_rule_in_its_chain() -> None:
    orders = [e("enforcement_ordered", day, comply_by="2026-02-27") for day in ("2026-01-06", "2026-01-07")]
    given = docket("summons", AS_OF, S1, *orders, e("order_obeyed", "2026-02-02"))
    assert statuses(given, "SUM-14") == [("met", "2026-02-02")] * 2


def test_an_entry_in_several_chains_starts_its_clock_once_in_each() -> None:
    order = e("enforcement_ordered", "2026-01-20", "o", of=["s2", "s1"], comply_by="2026-02-16")
    obeyed = e("order_obeyed", "2026-02-12", of="s2")
    given = docket("summons", AS_OF, S1, S2, order, obeyed)
    assert [status for status, _ in statuses(given, "SUM-14")] == ["missed", "met"]


def test_long_and_wide_links_are_followed_without_end() -> None:
    """Each entry names the two before it: the ways through them double with each.

    There are more of them than Python lets functions call each other.
    """
    long = sys.getrecursionlimit() + 50
    served = [
        e("summons_served", "2026-01-06", f"v{n}", of=["s1"] if n < 2 else [f"v{n - 1}", f"v{n - 2}"])
        for n in range(long)
    ]
    complied = e("summons_complied", "2026-02-02", of=f"v{long - 1}")
    given = docket("summons", AS_OF, S1, S2, *served, complied)
    assert statuses(given, "SUM-02") == [("met", "2026-02-02"), ("missed", None)]
