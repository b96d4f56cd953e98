"""Every defect is raised where it should be, and by no sound docket."""

from typing import Any

import pytest

from models.law.load import load_law
from tests.law.support.defective_dockets import DEFECTIVE
from tests.law.support.engine import codes, docket, e
from tests.law.support.sound_dockets import SOUND as SOUND_BESIDE

NOTICE = e("audit_notice", "2026-01-05", by_telephone=True, in_writing=True, estimated_end="2026-03-31")
OFFER = e("entrance_conference_offered", "2026-01-06", in_writing=True)
SUMMONS = e("summons_issued", "2026-01-05", "s", return_on="2026-02-02", third_party=True)
HELD = e("closing_conference_held", "2026-01-05")

RAISED: list[tuple[str, int, dict[str, Any]]] = [
    ("entry_after_as_of", 0, docket("audit", "2026-01-04", HELD)),
    ("before_in_force", 0, docket("audit", "1998-08-01", e("closing_conference_held", "1998-07-15"))),
    (
        "link_needed",
        2,
        docket("summons", "2026-03-02", SUMMONS, {**SUMMONS, "id": "t"}, e("summons_complied", "2026-02-02")),
    ),
    (
        "notice_incomplete",
        0,
        docket("audit", "2026-01-31", e("audit_notice", "2026-01-05", by_telephone=True, in_writing=False)),
    ),
    ("audit_without_notice", 1, docket("audit", "2026-01-31", OFFER, e("audit_commenced", "2026-01-12"))),
    ("entrance_right_not_told", 1, docket("audit", "2026-01-31", NOTICE, e("audit_commenced", "2026-01-12"))),
    (
        "estimate_after_end",
        1,
        docket(
            "audit",
            "2026-04-30",
            NOTICE,
            e("further_estimate_given", "2026-04-01", estimated_end="2026-06-30"),
        ),
    ),
    (
        "delay_notice_incomplete",
        1,
        docket("audit", "2026-03-31", HELD, e("report_delay_notice", "2026-03-02", reason="staff")),
    ),
    (
        "delay_notice_late",
        1,
        docket(
            "audit",
            "2026-05-01",
            HELD,
            e("report_delay_notice", "2026-04-07", reason="x", anticipated_on="2026-06-01"),
        ),
    ),
    (
        "delay_date_not_later",
        1,
        docket(
            "audit",
            "2026-03-31",
            HELD,
            e("report_delay_notice", "2026-03-02", reason="x", anticipated_on="2026-04-05"),
        ),
    ),
    (
        "delay_notice_wrong_officer",
        1,
        docket(
            "audit",
            "2026-03-31",
            HELD,
            e(
                "report_delay_notice",
                "2026-03-02",
                reason="x",
                anticipated_on="2026-06-01",
                from_field_office=True,
            ),
        ),
    ),
    ("petition_premature", 1, docket("audit", "2026-04-30", NOTICE, e("petition_sent", "2026-03-31"))),
    (
        "investigation_not_formal",
        1,
        docket(
            "audit",
            "2011-12-31",
            e("closing_conference_held", "2011-12-26"),
            e("investigation_commenced", "2011-12-30", formal=False),
        ),
    ),
    (
        "sampling_acceptance_unsigned",
        1,
        docket(
            "audit",
            "2026-01-31",
            e("sampling_plan_explained", "2026-01-10"),
            e("sampling_plan_accepted", "2026-01-12"),
        ),
    ),
    (
        "sampling_not_explained",
        0,
        docket("audit", "2026-01-31", e("sampling_plan_accepted", "2026-01-12", signed_by="J. Doe")),
    ),
    (
        "return_not_after_service",
        1,
        docket("summons", "2026-03-02", SUMMONS, e("summons_served", "2026-02-02")),
    ),
    (
        "appearance_too_far",
        1,
        docket("summons", "2026-03-02", SUMMONS, e("summons_served", "2026-01-06", miles=100.5)),
    ),
    (
        "third_party_notice_short",
        1,
        docket("summons", "2026-03-02", SUMMONS, e("third_party_notice_given", "2026-01-17")),
    ),
    (
        "stay_incomplete",
        1,
        docket(
            "summons",
            "2026-03-02",
            SUMMONS,
            e("stay_directed", "2026-01-20", direction_given=True, copies_mailed=False),
        ),
    ),
    (
        "stay_late",
        1,
        docket(
            "summons",
            "2026-03-02",
            SUMMONS,
            e("stay_directed", "2026-02-02", direction_given=True, copies_mailed=True),
        ),
    ),
    (
        "examined_too_early",
        1,
        docket("summons", "2026-03-02", SUMMONS, e("summons_complied", "2026-02-01")),
    ),
    (
        "sanction_without_contempt",
        1,
        docket("summons", "2026-03-02", SUMMONS, e("delivery_withheld", "2026-02-20")),
    ),
    *DEFECTIVE,
]


@pytest.mark.parametrize(("code", "entry", "given"), RAISED, ids=[code for code, _, _ in RAISED])
def test_the_defect_is_raised_on_its_entry(code: str, entry: int, given: dict[str, Any]) -> None:
    assert (code, entry) in codes(given)


def test_every_code_of_the_law_files_is_raised_above() -> None:
    assert {code for code, _, _ in RAISED} == set(load_law().problems)


SOUND = {
    **SOUND_BESIDE,
    "an audit from its notice to its close": docket(
        "audit",
        "2026-12-31",
        NOTICE,
        OFFER,
        e("audit_commenced", "2026-01-12"),
        e("entrance_conference_held", "2026-01-12", estimated_end="2026-04-30"),
        e("sampling_plan_explained", "2026-01-20"),
        e("sampling_plan_accepted", "2026-01-26", signed_by="J. Doe, vice president"),
        e("further_estimate_given", "2026-04-30", estimated_end="2026-06-30"),
        e("onsite_work_completed", "2026-06-01"),
        e("closing_conference_scheduled", "2026-06-03", scheduled_for="2026-06-15"),
        e("closing_conference_held", "2026-06-15"),
        e("report_delay_notice", "2026-09-10", reason="staff", anticipated_on="2026-10-15"),
        e("report_completed", "2026-10-14"),
        e("report_copy_sent", "2026-11-02"),
        e("audit_closed", "2026-11-30"),
    ),
    "an audit with a petition and an investigation": docket(
        "audit",
        "2026-12-31",
        NOTICE,
        OFFER,
        e("audit_commenced", "2026-01-12"),
        e("petition_sent", "2026-04-01"),
        e("petition_received", "2026-04-03"),
        e("closing_conference_held", "2026-04-17"),
        e("investigation_commenced", "2026-05-04", formal=False, issue="valuation"),
        e("investigation_commenced", "2026-06-01", formal=False),
    ),
    "an audit that reviews a prior disclosure, by telephone alone": docket(
        "audit",
        "2026-12-31",
        e("audit_commenced", "2026-01-05"),
        e("audit_notice", "2026-01-12", by_telephone=True, in_writing=False, reviews_prior_disclosure=True),
    ),
    "a third-party summons, stayed, ordered and obeyed": docket(
        "summons",
        "2026-12-31",
        SUMMONS,
        e("summons_served", "2026-01-06", miles=100),
        e("third_party_notice_given", "2026-01-07"),
        e("stay_directed", "2026-01-20", direction_given=True, copies_mailed=False),
        e("stay_directed", "2026-02-01", direction_given=False, copies_mailed=True),
        e("enforcement_referred", "2026-03-02"),
        e("enforcement_petition_filed", "2026-04-01"),
        e("intervened", "2026-04-10"),
        e("enforcement_ordered", "2026-06-01", comply_by="2026-07-01"),
        e("order_obeyed", "2026-06-30"),
        e("summons_closed", "2026-07-31"),
    ),
    "a summons that ends in contempt, purged in time": docket(
        "summons",
        "2027-12-31",
        e("summons_issued", "2026-01-05", return_on="2026-02-02", third_party=False),
        e("summons_served", "2026-01-06"),
        e("enforcement_ordered", "2026-03-02", comply_by="2026-04-01"),
        e("contempt_adjudged", "2026-05-01"),
        e("imports_prohibited", "2026-05-11"),
        e("delivery_withheld", "2026-05-11", value_usd=250000),
        e("contempt_purged", "2027-05-11"),
        e("summons_closed", "2027-06-01"),
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_docket_raises_nothing(name: str) -> None:
    assert codes(SOUND[name]) == []
