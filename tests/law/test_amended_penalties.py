"""Penalties: from when an offense is limited, a claim for what was seized, and who may set a short period."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
AS_OF = "2026-12-31"


def penalty(*entries: Given, as_of: str = AS_OF) -> Given:
    return docket("penalty", as_of, *entries)


def limited(*entries: Given) -> list[tuple[str, str]]:
    """What starts the five years, and the strict day on which they end."""
    found = rows(penalty(*entries), "PEN-09")
    return [(row["anchor"]["kind"], row["strict_on"]) for row in found]


NEGLIGENT = e("violation_occurred", "2020-02-15", "n")
FRAUD = e("violation_occurred", "2020-03-02", "f", fraud=True)
FOUND = e("offense_discovered", "2022-09-01")
SEIZED = e("seizure_mailed", "2022-10-03", "s")
MAILED = e("penalty_mailed", "2022-10-03", "p")
FOUND_OF_IT = {**FOUND, "of": "s"}
BY_VIOLATION, BY_DISCOVERY = ("violation_occurred", "2025-02-15"), ("offense_discovered", "2027-09-01")

LIMITED: dict[str, tuple[tuple[Given, ...], list[tuple[str, str]]]] = {
    "a violation alone": ((NEGLIGENT,), [BY_VIOLATION]),
    "a discovery alone": ((FOUND,), [BY_DISCOVERY]),
    "without fraud the discovery starts nothing": ((NEGLIGENT, FOUND), [BY_VIOLATION]),
    "nor one before the violation": ((NEGLIGENT, e("offense_discovered", "2020-01-06")), [BY_VIOLATION]),
    "nor one that names the violation": ((NEGLIGENT, {**FOUND, "of": "n"}), [BY_VIOLATION]),
    "nor one that names a penalty": ((NEGLIGENT, MAILED, {**FOUND, "of": "p"}), [BY_VIOLATION]),
    "a fraud alone starts nothing": ((FRAUD,), []),
    "a fraud is limited by its discovery": ((FRAUD, FOUND), [BY_DISCOVERY]),
    "one fraud of two violations": ((NEGLIGENT, FRAUD, FOUND), [BY_VIOLATION, BY_DISCOVERY]),
    "a discovery of what was seized": ((NEGLIGENT, SEIZED, FOUND_OF_IT), [BY_VIOLATION, BY_DISCOVERY]),
    "a discovery beside a seizure": ((NEGLIGENT, SEIZED, FOUND), [BY_VIOLATION]),
    "a discovery of a seizure and a violation": (
        (NEGLIGENT, SEIZED, {**FOUND, "of": ["n", "s"]}),
        [BY_VIOLATION, BY_DISCOVERY],
    ),
    "a violation that was withdrawn": (
        (NEGLIGENT, FOUND, e("entry_withdrawn", "2022-11-01", replaces="n")),
        [BY_DISCOVERY],
    ),
    "a violation corrected to a fraud": (
        (NEGLIGENT, FOUND, e("violation_occurred", "2020-02-15", fraud=True, replaces="n")),
        [BY_DISCOVERY],
    ),
    "a violation to come": ((FOUND, e("violation_occurred", "2027-01-04")), [BY_DISCOVERY]),
}


@pytest.mark.parametrize("name", LIMITED)
def test_five_years_run_from_the_violation_and_only_for_fraud_from_its_discovery(name: str) -> None:
    entries, wanted = LIMITED[name]
    assert limited(*entries) == wanted


PUBLISHED = e("seizure_notice_published", "2025-06-16", "first")
AGAIN = e("seizure_notice_published", "2025-06-23", "second")


def claims(*entries: Given) -> list[tuple[str, str, str | None]]:
    """The day of each first publication, and what became of its claim."""
    found = rows(penalty(*entries), "PEN-10")
    return [(row["anchor"]["on"], row["status"], row["settled_on"]) for row in found]


def test_a_claim_is_due_twenty_days_from_the_first_publication() -> None:
    (row,) = rows(penalty(PUBLISHED, AGAIN, as_of="2025-06-30"), "PEN-10")
    assert (row["strict_on"], row["lenient_on"], row["act_by"]) == ("2025-07-06", "2025-07-07", "2025-07-03")
    assert (row["kind"], row["bound"], row["status"]) == ("deadline", "recordkeeper", "pending")


ONE, TWO = e("seizure_mailed", "2025-06-02", "s1"), e("seizure_mailed", "2025-06-03", "s2")
OF_ONE, OF_TWO = {**PUBLISHED, "of": "s1"}, {**AGAIN, "of": "s2"}
MISSED, MISSED_TOO = ("2025-06-16", "missed", None), ("2025-06-23", "missed", None)


@pytest.mark.parametrize(
    ("entries", "wanted"),
    [
        ((PUBLISHED, AGAIN), [MISSED]),
        ((AGAIN, PUBLISHED), [MISSED]),
        ((ONE, PUBLISHED, AGAIN), [MISSED]),
        ((PUBLISHED, AGAIN, e("entry_withdrawn", "2025-07-01", replaces="first")), [MISSED_TOO]),
        ((ONE, TWO, OF_ONE, OF_TWO), [MISSED, MISSED_TOO]),
        ((ONE, TWO, OF_ONE, {**AGAIN, "of": "s1"}), [MISSED]),
        ((ONE, TWO, {**PUBLISHED, "of": ["s1", "s2"]}, OF_TWO), [MISSED, MISSED]),
        ((ONE, TWO, OF_ONE, AGAIN), [MISSED, MISSED_TOO]),
        ((ONE, TWO, PUBLISHED, AGAIN), [MISSED, MISSED_TOO]),
    ],
    ids=[
        "without a seizure the first begins a chain",
        "by day and not by place",
        "of one seizure",
        "the first that stands",
        "of each seizure its own",
        "both of one seizure",
        "one of both seizures",
        "one in doubt starts its own",
        "each in doubt starts its own",
    ],
)
def test_only_the_first_publication_of_each_chain_starts_a_claim(
    entries: tuple[Given, ...], wanted: list[tuple[str, str, str | None]]
) -> None:
    assert claims(*entries) == wanted


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        (e("claim_and_bond_filed", "2025-07-06"), ("2025-06-16", "met", "2025-07-06")),
        (e("claim_and_bond_filed", "2025-07-07"), ("2025-06-16", "met_in_gap", "2025-07-07")),
        (e("claim_and_bond_filed", "2025-07-08"), ("2025-06-16", "met_late", "2025-07-08")),
        (e("penalty_settled", "2025-06-20"), ("2025-06-16", "lifted", "2025-06-20")),
        (e("matter_closed", "2025-06-20"), ("2025-06-16", "lifted", "2025-06-20")),
        (e("seizure_petition_filed", "2025-06-20"), MISSED),
        (e("short_notice_given", "2025-06-20"), MISSED),
    ],
)
def test_claim_and_bond_answer_it_and_no_petition_does(
    entry: Given, wanted: tuple[str, str, str | None]
) -> None:
    assert claims(ONE, PUBLISHED, entry) == [wanted]


def test_a_claim_answers_no_petition() -> None:
    given = penalty(ONE, PUBLISHED, e("claim_and_bond_filed", "2025-06-20"))
    assert [row["status"] for row in rows(given, "PEN-05S")] == ["missed"]


def test_a_claim_in_doubt_answers_none_and_a_linked_one_its_own() -> None:
    for of, wanted in ((None, ["missed", "missed"]), ("s2", ["missed", "met"]), ("first", ["met", "missed"])):
        found = claims(ONE, TWO, OF_ONE, OF_TWO, e("claim_and_bond_filed", "2025-07-01", of=of))
        assert [status for _, status, _ in found] == wanted


def test_a_date_fixed_for_the_claim_moves_it() -> None:
    fixed = e("due_date_fixed", "2025-06-30", rule="PEN-10", due_on="2025-08-01")
    (row,) = rows(penalty(ONE, PUBLISHED, fixed), "PEN-10")
    assert row["strict_on"] == "2025-08-01"


def test_a_publication_in_doubt_says_so() -> None:
    assert codes(penalty(ONE, TWO, PUBLISHED)) == [("link_needed", 2)]
    assert codes(penalty(ONE, TWO, OF_ONE)) == []
