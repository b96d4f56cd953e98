"""In doubt where an entry belongs, nothing of ours falls silent and nobody else is accused.

Each test is named after the paragraph of the contract that it shows.
"""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, explain, rows, said

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
        said(entry["on"]) in sentence and "could concern" in sentence for trace in told for sentence in trace
    )


def test_an_unlinked_entry_in_doubt_names_the_starts_it_could_belong_to() -> None:
    from models.law.derive import derive
    from models.law.engine.docket import read_docket
    from models.law.load import load_law

    given = docket("summons", AS_OF, S1, S2, e("summons_complied", "2026-02-02"))
    (problem,) = derive(read_docket(given, load_law()), load_law()).problems
    assert problem.candidates == (0, 1)


def test_a_link_mends_the_doubt_and_answers_one_summons_only() -> None:
    given = docket("summons", AS_OF, S1, S2, e("summons_complied", "2026-02-02", of="s1"))
    assert codes(given) == []
    assert statuses(given, "SUM-02") == [("met", "2026-02-02"), ("missed", None)]


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


@pytest.mark.parametrize(
    ("due_on", "moves"), [("2026-02-11", False), ("2026-02-12", False), ("2026-02-13", True)]
)
def test_in_doubt_a_fixed_date_moves_a_clock_of_customs_only_to_a_later_day(due_on: str, moves: bool) -> None:
    demands = e("oral_demand_made", "2026-02-02", "d1"), e("oral_demand_made", "2026-02-02", "d2")
    fixed = e("due_date_fixed", "2026-02-04", rule="DEM-01", due_on=due_on)
    without, given = docket("demand", "2026-02-09", *demands), docket("demand", "2026-02-09", *demands, fixed)
    assert codes(given) == [("link_needed", 2)]
    assert [row["strict_on"] for row in rows(without, "DEM-01")] == ["2026-02-12", "2026-02-12"]
    assert (rows(given, "DEM-01") != rows(without, "DEM-01")) is moves
