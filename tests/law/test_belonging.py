"""Belonging: which chain an entry hangs from, what concerns a clock, and that doubt silences nothing of ours.

Each test is named after the paragraph of the contract that it shows.
"""

from typing import Any

import pytest
from engine import codes, docket, e, explain, rows

S1 = e("summons_issued", "2026-01-05", "s1", return_on="2026-02-02", third_party=True)
S2 = e("summons_issued", "2026-01-12", "s2", return_on="2026-02-09", third_party=True)
WITHHELD1 = e("delivery_withheld", "2026-02-20", "w1", of="s1")
WITHHELD2 = e("delivery_withheld", "2026-02-21", "w2", of="s2")
AS_OF = "2026-03-02"


def statuses(given: dict[str, Any], rule: str) -> list[tuple[str, str | None]]:
    return [(row["status"], row["settled_on"]) for row in rows(given, rule)]


def of_ours(given: dict[str, Any]) -> list[dict[str, Any]]:
    """What binds the recordkeeper, without the sentences."""
    return [
        {key: value for key, value in row.items() if key != "trace"}
        for row in explain(given)["deadlines"]
        if row["bound"] == "recordkeeper"
    ]


UNLINKED = [
    e("summons_complied", "2026-02-02"),
    e("order_obeyed", "2026-02-02"),
    e("stay_directed", "2026-01-20", direction_given=True, copies_mailed=True),
    e("contempt_purged", "2026-02-25"),
    e("return_date_changed", "2026-01-20", return_on="2026-04-01"),
    e("enforcement_denied", "2026-01-20"),
    e("summons_closed", "2026-02-25"),
    e("due_date_fixed", "2026-02-22", rule="SUM-14", due_on="2026-05-01"),
]
ORDERED1 = e("enforcement_ordered", "2026-02-10", "o1", of="s1", comply_by="2026-03-09")
ORDERED2 = e("enforcement_ordered", "2026-02-11", "o2", of="s2", comply_by="2026-03-16")


@pytest.mark.parametrize("entry", UNLINKED, ids=[entry["kind"] for entry in UNLINKED])
def test_in_a_matter_with_two_summonses_an_unlinked_entry_silences_and_moves_nothing_of_ours(
    entry: dict[str, Any],
) -> None:
    without = docket("summons", AS_OF, S1, S2, ORDERED1, ORDERED2, WITHHELD1, WITHHELD2)
    with_it = docket("summons", AS_OF, S1, S2, ORDERED1, ORDERED2, WITHHELD1, WITHHELD2, entry)
    assert of_ours(with_it) == of_ours(without)
    assert ("link_needed", 6) in codes(with_it)


@pytest.mark.parametrize("entry", UNLINKED, ids=[entry["kind"] for entry in UNLINKED])
def test_the_trace_names_an_entry_in_doubt_that_could_have_concerned_a_clock_of_ours(
    entry: dict[str, Any],
) -> None:
    given = docket("summons", AS_OF, S1, S2, ORDERED1, ORDERED2, WITHHELD1, WITHHELD2, entry)
    told = [row["trace"] for row in explain(given)["deadlines"] if row["bound"] == "recordkeeper"]
    assert any(
        entry["on"] in sentence and "could concern" in sentence for trace in told for sentence in trace
    )


def test_an_unlinked_entry_in_doubt_names_the_starts_it_could_belong_to() -> None:
    from models.law.deadlines import derive
    from models.law.docket import read_docket
    from models.law.load import load_law

    given = docket("summons", AS_OF, S1, S2, e("summons_complied", "2026-02-02"))
    (problem,) = derive(read_docket(given, load_law()), load_law()).problems
    assert problem.candidates == (0, 1)


def test_a_link_mends_the_doubt_and_answers_one_summons_only() -> None:
    given = docket("summons", AS_OF, S1, S2, e("summons_complied", "2026-02-02", of="s1"))
    assert codes(given) == []
    assert statuses(given, "SUM-02") == [("met", "2026-02-02"), ("missed", None)]


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


def test_in_doubt_it_concerns_every_clock_of_customs_as_if_it_shared_its_chain() -> None:
    notice = e("third_party_notice_given", "2026-01-13")
    given = docket("summons", AS_OF, S1, S2, notice)
    assert [status for status, _ in statuses(given, "SUM-07")] == ["met", "met"]
    assert codes(given) == [("link_needed", 2)]


def test_in_doubt_it_raises_no_other_problem() -> None:
    late = e("third_party_notice_given", "2026-02-02")
    early = e("summons_complied", "2026-01-20")
    assert codes(docket("summons", AS_OF, S1, S2, late, early)) == [("link_needed", 2), ("link_needed", 3)]


def test_in_doubt_a_consent_counts_for_each_stay() -> None:
    stay = e("stay_directed", "2026-01-20", of="s1", direction_given=True, copies_mailed=True)
    given = docket("summons", AS_OF, S1, S2, stay, e("stay_consented", "2026-01-25"))
    assert statuses(given, "SUM-02")[0] == ("missed", None)


def test_in_doubt_a_return_date_moves_nothing_of_customs_either() -> None:
    moved = e("return_date_changed", "2026-01-20", return_on="2026-06-01")
    given = docket("summons", AS_OF, S1, S2, moved)
    assert [row["anchor"]["on"] for row in rows(given, "SUM-07")] == ["2026-02-02", "2026-02-09"]


def test_in_doubt_a_stay_directed_makes_no_stay() -> None:
    stay = e("stay_directed", "2026-01-20", direction_given=True, copies_mailed=True)
    given = docket("summons", AS_OF, S1, S2, stay)
    assert [status for status, _ in statuses(given, "SUM-09")] == ["missed", "missed"]
    assert [status for status, _ in statuses(given, "SUM-10")] == ["open", "open"]


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


def test_playing_moves_come_before_answers_and_answers_before_lifts_on_one_day() -> None:
    held = e("closing_conference_held", "2026-01-05")
    day = "2026-04-06"
    moved = e("report_delay_notice", day, reason="staff", anticipated_on="2026-05-04")
    answered = e("report_completed", day)
    lifted = e("investigation_commenced", day, formal=True)
    (row,) = rows(docket("audit", "2026-04-30", held, lifted, answered, moved), "AUD-06")
    assert (row["strict_on"], row["status"]) == ("2026-05-04", "met")


def test_playing_a_lift_dated_before_the_trigger_takes_effect_on_its_day() -> None:
    lifted = e("investigation_commenced", "2026-01-02", formal=False)
    held = e("closing_conference_held", "2026-01-05")
    assert statuses(docket("audit", AS_OF, lifted, held), "AUD-06") == [("lifted", "2026-01-05")]


def test_playing_the_first_answer_ends_the_clock() -> None:
    held = e("closing_conference_held", "2026-01-05")
    answers = [e("report_completed", "2026-02-02"), e("report_completed", "2026-02-03")]
    assert statuses(docket("audit", AS_OF, held, *answers), "AUD-06") == [("met", "2026-02-02")]


def test_closing_an_audit_lifts_every_clock_that_began_by_then_whatever_it_names() -> None:
    first = e("closing_conference_held", "2026-01-05", "c1")
    second = e("closing_conference_held", "2026-02-16", "c2")
    closed = e("audit_closed", "2026-02-02", of="c2")
    given = docket("audit", AS_OF, first, second, closed)
    assert statuses(given, "AUD-06") == [("lifted", "2026-02-02"), ("pending", None)]


def test_closing_a_summons_lifts_only_what_it_concerns_and_what_began_by_then() -> None:
    closed = e("summons_closed", "2026-01-20", of="s1")
    given = docket("summons", AS_OF, S1, S2, closed)
    assert [status for status, _ in statuses(given, "SUM-02")] == ["lifted", "missed"]
    early = e("summons_closed", "2026-01-02", of="s1")
    assert statuses(docket("summons", AS_OF, S1, early), "SUM-02") == [("missed", None)]


def test_closing_does_not_end_the_abandonment() -> None:
    closed = e("summons_closed", "2026-03-02")
    given = docket("summons", "2027-02-22", S1, WITHHELD1, closed)
    assert statuses(given, "SUM-16") == [("crossed", "2027-02-21")]


def test_a_fixed_date_moves_a_running_clock_even_after_its_day() -> None:
    held = e("closing_conference_held", "2026-01-05")
    fixed = e("due_date_fixed", "2026-04-20", rule="AUD-06", due_on="2026-05-02")
    (row,) = rows(docket("audit", "2026-04-30", held, fixed), "AUD-06")
    assert (row["strict_on"], row["lenient_on"], row["status"]) == ("2026-05-02", "2026-05-04", "pending")


def test_a_fixed_date_may_move_a_clock_to_an_earlier_day() -> None:
    held = e("closing_conference_held", "2026-01-05")
    fixed = e("due_date_fixed", "2026-01-20", rule="AUD-06", due_on="2026-02-02")
    (row,) = rows(docket("audit", AS_OF, held, fixed), "AUD-06")
    assert (row["strict_on"], row["status"]) == ("2026-02-02", "missed")


def test_long_and_wide_links_are_followed_without_end() -> None:
    """Each entry names the two before it: the ways through them double with each."""
    served = [
        e("summons_served", "2026-01-06", f"v{n}", of=["s1"] if n < 2 else [f"v{n - 1}", f"v{n - 2}"])
        for n in range(1500)
    ]
    complied = e("summons_complied", "2026-02-02", of="v1499")
    given = docket("summons", AS_OF, S1, S2, *served, complied)
    assert statuses(given, "SUM-02") == [("met", "2026-02-02"), ("missed", None)]
