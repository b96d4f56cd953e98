"""Audits: proof that a petition arrived, notices of delay from a field office, reviews of a disclosure."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
SENT = e("petition_sent", "2025-06-24", "p1")
"""Ten days end on Friday 4 July 2025, a holiday."""
NOTICE = e("audit_notice", "2025-01-06", by_telephone=True, in_writing=True, estimated_end="2025-07-31")
HELD = e("closing_conference_held", "2025-06-23")
"""Ninety days end on Sunday 21 September 2025."""


def audit(*entries: Given, as_of: str = "2025-12-31", **more: Any) -> Given:
    return docket("audit", as_of, *entries, **more)


def proof(*entries: Given, as_of: str = "2025-12-31", **more: Any) -> Given:
    (row,) = rows(audit(*entries, as_of=as_of, **more), "AUD-14")
    return row


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2025-07-04", "pending"), ("2025-07-07", "ambiguous"), ("2025-07-08", "missed")],
)
def test_a_petition_sent_and_not_known_to_be_received_does_not_fall_silent(as_of: str, status: str) -> None:
    row = proof(SENT, as_of=as_of)
    assert (row["strict_on"], row["lenient_on"], row["act_by"]) == ("2025-07-04", "2025-07-07", "2025-07-03")
    assert (row["status"], row["kind"], row["bound"]) == (status, "target", "recordkeeper")
    assert any("not law" in sentence for sentence in row["trace"])
    assert rows(audit(SENT, as_of=as_of), "AUD-09") == []


@pytest.mark.parametrize(
    ("entry", "status", "settled_on"),
    [
        (e("petition_received", "2025-07-01"), "met", "2025-07-01"),
        (e("petition_received", "2025-07-08"), "met_late", "2025-07-08"),
        (e("petition_received", "2025-06-23"), "missed", None),  # It is another one's.
        (e("closing_conference_held", "2025-07-02"), "met", "2025-07-02"),
        (e("audit_closed", "2025-07-02"), "lifted", "2025-07-02"),
        (e("investigation_commenced", "2025-07-02", formal=True), "missed", None),
        (e("closing_conference_scheduled", "2025-07-02", scheduled_for="2025-07-21"), "missed", None),
    ],
)
def test_a_receipt_or_a_conference_is_the_proof_and_no_investigation_lifts_it(
    entry: Given, status: str, settled_on: str | None
) -> None:
    row = proof(SENT, entry)
    assert (row["status"], row["settled_on"]) == (status, settled_on)


def test_a_premature_petition_needs_the_proof_too_and_a_premature_receipt_gives_it() -> None:
    early = audit(NOTICE, SENT, as_of="2025-07-04")
    assert codes(early) == [("petition_premature", 1)]
    assert proof(NOTICE, SENT, as_of="2025-07-04")["status"] == "pending"
    received = NOTICE, SENT, e("petition_received", "2025-06-30")
    assert proof(*received)["status"] == "met"
    assert rows(audit(*received), "AUD-09") == []


def test_each_petition_needs_its_own_proof_where_the_receipt_names_one() -> None:
    second = e("petition_sent", "2025-06-25", "p2")
    for of, wanted in ((None, ["met", "met"]), ("p1", ["met", "missed"]), ("p2", ["missed", "met"])):
        received = e("petition_received", "2025-07-01", of=of)
        found = rows(audit(SENT, second, received), "AUD-14")
        assert [row["status"] for row in found] == wanted


def test_the_days_until_the_proof_are_an_office_setting_and_may_be_moved() -> None:
    assert proof(SENT, office={"AUD-14": 20})["strict_on"] == "2025-07-14"
    assert rows(audit(SENT, office={"AUD-14": None}), "AUD-14") == []
    fixed = e("due_date_fixed", "2025-06-30", rule="AUD-14", due_on="2025-07-09")
    assert proof(SENT, fixed)["strict_on"] == "2025-07-09"


def delay(**facts: Any) -> Given:
    return e("report_delay_notice", "2025-09-02", **facts)


COMPLETE = {"reason": "staff", "anticipated_on": "2025-11-03"}


@pytest.mark.parametrize(
    ("facts", "code", "strict_on"),
    [
        (COMPLETE, None, "2025-11-03"),
        (COMPLETE | {"from_field_office": False}, None, "2025-11-03"),
        (COMPLETE | {"from_field_office": True}, "delay_notice_wrong_officer", "2025-09-21"),
        ({"from_field_office": True}, "delay_notice_wrong_officer", "2025-09-21"),
        ({"reason": "staff", "from_field_office": True}, "delay_notice_wrong_officer", "2025-09-21"),
        (COMPLETE | {"anticipated_on": "2025-09-20"}, "delay_date_not_later", "2025-09-21"),
        (
            COMPLETE | {"anticipated_on": "2025-09-20", "from_field_office": True},
            "delay_notice_wrong_officer",
            "2025-09-21",
        ),
        ({}, "delay_notice_incomplete", "2025-09-21"),
    ],
)
def test_a_field_offices_notice_of_delay_moves_nothing_and_has_that_defect_alone(
    facts: Given, code: str | None, strict_on: str
) -> None:
    given = audit(HELD, delay(**facts))
    assert codes(given) == ([] if code is None else [(code, 1)])
    (row,) = rows(given, "AUD-06")
    assert row["strict_on"] == strict_on


def test_it_is_the_wrong_officers_without_a_clock_too_and_never_late() -> None:
    by_a_field_office = delay(**COMPLETE, from_field_office=True)
    assert codes(audit(by_a_field_office)) == [("delay_notice_wrong_officer", 0)]
    late = {**by_a_field_office, "on": "2025-09-30"}
    assert codes(audit(HELD, late)) == [("delay_notice_wrong_officer", 1)]


REVIEWED = e("audit_notice", "2025-02-03", by_telephone=True, in_writing=False, reviews_prior_disclosure=True)
DONE = (
    e("audit_commenced", "2025-01-13"),
    e("onsite_work_completed", "2025-05-01"),
    e("petition_received", "2025-05-05"),
    HELD,
    e("report_completed", "2025-09-01"),
)
OF_PARAGRAPH_A = ["AUD-05", "AUD-06", "AUD-07"]


def undisclosed(notice: Given) -> Given:
    return {**notice, "facts": {**notice["facts"], "reviews_prior_disclosure": False}}


def dates(given: Given) -> list[tuple[str, str, str]]:
    return [
        (row["strict_on"], row["lenient_on"], row["status"])
        for rule in (*OF_PARAGRAPH_A, "AUD-09")
        for row in rows(given, rule)
    ]


def test_a_review_of_a_prior_disclosure_is_named_by_the_clocks_of_paragraph_a_and_moves_none() -> None:
    given = audit(REVIEWED, *DONE)
    for rule in (*OF_PARAGRAPH_A, "AUD-09"):
        (row,) = rows(given, rule)
        assert ("A32" in row["ambiguities"]) is (rule in OF_PARAGRAPH_A)
        assert any("(A32)" in sentence for sentence in row["trace"]) is (rule in OF_PARAGRAPH_A)
    assert dates(given) == dates(audit(undisclosed(REVIEWED), *DONE))


def test_a_review_of_a_prior_disclosure_raises_none_of_the_three_defects_of_paragraph_a() -> None:
    assert codes(audit(REVIEWED, *DONE)) == []
    assert codes(audit(undisclosed(REVIEWED), *DONE)) == [
        ("notice_incomplete", 0),
        ("audit_without_notice", 1),
        ("entrance_right_not_told", 1),
    ]


def test_one_notice_with_it_is_enough_and_one_that_was_withdrawn_is_none() -> None:
    plain = e("audit_notice", "2025-01-06", by_telephone=True, in_writing=False)
    assert codes(audit(plain, REVIEWED, *DONE)) == []
    named = {**REVIEWED, "id": "n"}
    gone = e("entry_withdrawn", "2025-02-04", replaces="n")
    withdrawn = audit(plain, named, gone, *DONE)
    assert ("notice_incomplete", 0) in codes(withdrawn)
    assert not any("A32" in row["ambiguities"] for rule in OF_PARAGRAPH_A for row in rows(withdrawn, rule))
