"""The right to petition has two ends: a later estimate puts off the last and never the first (A4)."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
NOTICE = e("audit_notice", "2025-01-06", by_telephone=True, in_writing=True, estimated_end="2025-05-15")
FURTHER = e("further_estimate_given", "2025-05-12", estimated_end="2025-06-30")
"""With the notice, two ends: 15 May and 30 June 2025."""


def further(on: str, end: str) -> Given:
    return e("further_estimate_given", on, estimated_end=end)


def entrance(on: str, end: str) -> Given:
    return e("entrance_conference_held", on, estimated_end=end)


def audit(*entries: Given, as_of: str = "2025-12-31") -> Given:
    return docket("audit", as_of, *entries)


def right(*entries: Given, as_of: str = "2025-12-31") -> Given:
    (row,) = rows(audit(*entries, as_of=as_of), "AUD-08")
    return row


def ends(row: Given) -> tuple[str, str, str, str]:
    return row["strict_on"], row["lenient_on"], row["anchor"]["kind"], row["anchor"]["on"]


ENDS: dict[str, tuple[tuple[Given, ...], tuple[str, str, str, str]]] = {
    "the first estimate sets both": (
        (NOTICE,),
        ("2025-05-16", "2025-05-16", "audit_notice", "2025-05-15"),
    ),
    "a later one in time puts off the last alone": (
        (NOTICE, FURTHER),
        ("2025-05-16", "2025-07-01", "further_estimate_given", "2025-06-30"),
    ),
    "on the day of the last end it is in time": (
        (NOTICE, further("2025-05-15", "2025-06-30")),
        ("2025-05-16", "2025-07-01", "further_estimate_given", "2025-06-30"),
    ),
    "a third goes by the last end and not by the first": (
        (NOTICE, FURTHER, further("2025-06-30", "2025-08-29")),
        ("2025-05-16", "2025-08-30", "further_estimate_given", "2025-08-29"),
    ),
    "one that takes the last end back leaves the first": (
        (NOTICE, FURTHER, further("2025-06-02", "2025-06-13")),
        ("2025-05-16", "2025-06-14", "further_estimate_given", "2025-06-13"),
    ),
    "one that is less than the first end takes both down": (
        (NOTICE, FURTHER, further("2025-05-13", "2025-05-14")),
        ("2025-05-15", "2025-05-15", "further_estimate_given", "2025-05-14"),
    ),
    "once taken down, the first end is put off by none": (
        (NOTICE, further("2025-05-05", "2025-05-09"), further("2025-05-08", "2025-06-30")),
        ("2025-05-10", "2025-07-01", "further_estimate_given", "2025-06-30"),
    ),
    "a second notice is a further estimate": (
        (NOTICE, {**NOTICE, "on": "2025-05-12", "facts": {**NOTICE["facts"], "estimated_end": "2025-06-30"}}),
        ("2025-05-16", "2025-07-01", "audit_notice", "2025-06-30"),
    ),
    "the entrance conference replaces both that a notice set": (
        (NOTICE, entrance("2025-01-20", "2025-06-30")),
        ("2025-07-01", "2025-07-01", "entrance_conference_held", "2025-06-30"),
    ),
    "even when the notice's end has passed": (
        (NOTICE, entrance("2025-06-02", "2025-06-30")),
        ("2025-07-01", "2025-07-01", "entrance_conference_held", "2025-06-30"),
    ),
    "where a further estimate set the last, it is a further one": (
        (NOTICE, FURTHER, entrance("2025-06-02", "2025-08-29")),
        ("2025-05-16", "2025-08-30", "entrance_conference_held", "2025-08-29"),
    ),
    "a second entrance conference is a further one": (
        (NOTICE, entrance("2025-01-20", "2025-06-30"), entrance("2025-06-02", "2025-08-29")),
        ("2025-07-01", "2025-08-30", "entrance_conference_held", "2025-08-29"),
    ),
    "an entrance conference without an estimate replaces nothing": (
        (NOTICE, e("entrance_conference_held", "2025-01-20")),
        ("2025-05-16", "2025-05-16", "audit_notice", "2025-05-15"),
    ),
    "a termination between the ends takes the last down": (
        (NOTICE, FURTHER, e("audit_terminated", "2025-06-02")),
        ("2025-05-16", "2025-06-03", "audit_terminated", "2025-06-02"),
    ),
    "a termination before the first end takes both down": (
        (NOTICE, further("2025-04-30", "2025-06-30"), e("audit_terminated", "2025-05-02")),
        ("2025-05-03", "2025-05-03", "audit_terminated", "2025-05-02"),
    ),
    "a termination on the last end changes nothing": (
        (NOTICE, FURTHER, e("audit_terminated", "2025-06-30")),
        ("2025-05-16", "2025-07-01", "further_estimate_given", "2025-06-30"),
    ),
    "a termination before any end sets both": (
        (e("audit_terminated", "2025-06-02"),),
        ("2025-06-03", "2025-06-03", "audit_terminated", "2025-06-02"),
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_first_end_and_the_last_are_these(name: str) -> None:
    entries, wanted = ENDS[name]
    assert ends(right(*entries)) == wanted
    assert [code for code, _ in codes(audit(*entries))] == []


@pytest.mark.parametrize(
    ("entries", "late"),
    [
        ((NOTICE, further("2025-05-16", "2025-06-30")), 1),
        ((NOTICE, FURTHER, further("2025-07-01", "2025-08-29")), 2),
        ((NOTICE, FURTHER, entrance("2025-07-01", "2025-08-29")), 2),
        ((NOTICE, e("audit_terminated", "2025-05-02"), further("2025-05-02", "2025-06-30")), None),
        ((NOTICE, e("audit_terminated", "2025-05-02"), further("2025-05-05", "2025-06-30")), 2),
        ((NOTICE, e("audit_terminated", "2025-05-02"), entrance("2025-05-05", "2025-06-30")), 2),
    ],
)
def test_an_estimate_after_the_last_end_or_a_termination_is_late_and_changes_nothing(
    entries: tuple[Given, ...], late: int | None
) -> None:
    assert codes(audit(*entries)) == ([] if late is None else [("estimate_after_end", late)])
    if late is not None:
        assert ends(right(*entries)) == ends(right(*entries[:late]))


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2025-05-15", "not_open"),
        ("2025-05-16", "ambiguous"),
        ("2025-06-30", "ambiguous"),
        ("2025-07-01", "open"),
    ],
)
def test_between_the_ends_an_open_right_is_ambiguous(as_of: str, status: str) -> None:
    row = right(NOTICE, FURTHER, as_of=as_of)
    assert (row["status"], row["settled_on"]) == (status, None)
    assert "A4" in row["ambiguities"]


@pytest.mark.parametrize("petition", ["petition_sent", "petition_received"])
@pytest.mark.parametrize(("on", "used"), [("2025-05-15", False), ("2025-05-16", True), ("2025-07-01", True)])
def test_a_petition_after_the_first_end_uses_the_right_and_one_by_then_is_premature(
    on: str, used: bool, petition: str
) -> None:
    entries = NOTICE, FURTHER, e(petition, on)
    row = right(*entries)
    assert (row["status"], row["settled_on"]) == (("used", on) if used else ("open", None))
    assert codes(audit(*entries)) == ([] if used else [("petition_premature", 2)])


@pytest.mark.parametrize(
    ("by", "on", "status"),
    [
        (e("closing_conference_held", "2025-05-15"), "2025-05-15", "lifted"),
        (e("closing_conference_held", "2025-05-16"), "2025-05-16", "lifted"),
        (e("closing_conference_held", "2025-06-30"), "2025-06-30", "lifted"),
        (e("closing_conference_held", "2025-07-01"), "2025-07-01", "lapsed"),
        (e("investigation_commenced", "2025-06-02", formal=True), "2025-06-02", "lifted"),
        (e("audit_closed", "2025-06-02"), "2025-06-02", "lifted"),
    ],
)
def test_what_ends_the_right_goes_by_the_last_end(by: Given, on: str, status: str) -> None:
    row = right(NOTICE, FURTHER, by)
    assert (row["status"], row["settled_on"]) == (status, on)


@pytest.mark.parametrize(
    ("entries", "advised"),
    [
        ((NOTICE, FURTHER, e("petition_sent", "2025-06-30")), True),
        ((NOTICE, FURTHER, e("petition_sent", "2025-07-01")), False),
        ((NOTICE, e("petition_sent", "2025-05-16")), False),
    ],
)
def test_the_trace_of_a_petition_between_the_ends_advises_another_after_the_last(
    entries: tuple[Given, ...], advised: bool
) -> None:
    told = " ".join(right(*entries)["trace"])
    assert ("Petition again on or after Tue, Jul 1, 2025" in told) is advised


def conference_due(received: str, as_of: str, *entries: Given) -> Given:
    given = audit(NOTICE, FURTHER, e("petition_received", received), *entries, as_of=as_of)
    (row,) = rows(given, "AUD-09")
    return row


@pytest.mark.parametrize(
    ("received", "as_of", "status", "named"),
    [
        ("2025-05-16", "2025-05-31", "pending", True),  # The last day, a Saturday.
        ("2025-05-16", "2025-06-03", "ambiguous", True),
        ("2025-06-30", "2025-12-31", "ambiguous", True),
        ("2025-07-01", "2025-12-31", "missed", False),
    ],
)
def test_a_conference_for_a_petition_between_the_ends_is_never_missed(
    received: str, as_of: str, status: str, named: bool
) -> None:
    row = conference_due(received, as_of)
    assert (row["status"], "A4" in row["ambiguities"]) == (status, named)


def test_a_conference_held_late_for_such_a_petition_is_late_all_the_same() -> None:
    row = conference_due("2025-05-16", "2025-12-31", e("closing_conference_held", "2025-06-16"))
    assert (row["status"], row["settled_on"], "A4" in row["ambiguities"]) == ("met_late", "2025-06-16", True)


def test_an_estimate_given_after_the_petition_that_used_the_right_leaves_the_conference_due() -> None:
    used = NOTICE, e("petition_received", "2025-05-16"), further("2025-05-19", "2025-06-30")
    (row,) = rows(audit(*used), "AUD-09")
    assert (row["status"], "A4" in row["ambiguities"]) == ("missed", False)


def test_a_premature_petition_received_starts_no_fifteen_days() -> None:
    assert rows(audit(NOTICE, FURTHER, e("petition_received", "2025-05-15")), "AUD-09") == []
