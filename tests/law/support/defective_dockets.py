"""A docket for each defect of the lifecycles beside audits and summonses."""

from typing import Any

from tests.law.support.engine import docket, e

DEMAND = e("demand_received", "2026-02-02")
AS_OF = "2026-12-31"

DEFECTIVE: list[tuple[str, int, dict[str, Any]]] = [
    (
        "produce_by_before_receipt",
        0,
        docket("demand", AS_OF, e("demand_received", "2026-02-02", produce_by="2026-02-01")),
    ),
    (
        "produce_by_not_shorter",
        0,
        docket("demand", AS_OF, e("demand_received", "2026-02-02", produce_by="2026-03-05")),
    ),
    (
        "extension_request_incomplete",
        1,
        docket("demand", AS_OF, DEMAND, e("extension_requested", "2026-02-10", until="2026-04-01")),
    ),
    (
        "extension_request_late",
        1,
        docket(
            "demand",
            AS_OF,
            DEMAND,
            e("extension_requested", "2026-03-04", until="2026-04-01", explanation="x"),
        ),
    ),
    (
        "extension_not_longer",
        1,
        docket("demand", AS_OF, DEMAND, e("extension_granted", "2026-02-20", until="2026-03-04")),
    ),
    (
        "violation_notice_incomplete",
        0,
        docket(
            "certification",
            AS_OF,
            e(
                "violation_notice_received",
                "2026-02-02",
                states_violation=True,
                identifies_record=False,
                warns=True,
            ),
        ),
    ),
    ("issue_date_missing", 0, docket("certification", AS_OF, e("denial_received", "2026-02-02"))),
    (
        "appeal_late",
        1,
        docket(
            "certification",
            AS_OF,
            e("application_denied", "2026-02-02"),
            e("denial_appeal_received", "2026-03-05"),
        ),
    ),
    (
        "delay_not_provided_for",
        3,
        docket(
            "certification",
            AS_OF,
            e("removal_noticed", "2026-02-02", immediate=False),
            e("removal_received", "2026-02-05"),
            e("removal_appeal_received", "2026-02-20"),
            e("appeal_delay_advised", "2026-03-10", reason="staff", anticipated_on="2026-05-01"),
        ),
    ),
    (
        "receipt_not_recorded",
        0,
        docket("certification", AS_OF, e("removal_noticed", "2026-02-02", immediate=False)),
    ),
    ("retention_leg_missing", 0, docket("retention", AS_OF, e("drawback_paid", "2026-02-02"))),
    ("conditional_end_unknown", 0, docket("retention", AS_OF, e("release_ended", "2026-02-02"))),
    (
        "mailed_after_receipt",
        0,
        docket("disclosure", AS_OF, e("disclosure_made", "2026-02-02", certified_mailed_on="2026-02-03")),
    ),
    (
        "period_too_short",
        0,
        docket("penalty", AS_OF, e("prepenalty_mailed", "2026-02-02", respond_by="2026-02-08")),
    ),
    (
        "respond_by_not_shorter",
        0,
        docket("penalty", AS_OF, e("prepenalty_mailed", "2026-02-02", respond_by="2026-03-05")),
    ),
    (
        "short_period_not_allowed",
        1,
        docket(
            "penalty", AS_OF, e("violation_occurred", "2024-02-02"), e("short_notice_given", "2026-01-05")
        ),
    ),
    ("nafta_ended", 0, docket("ruling", AS_OF, e("ruling_requested", "2020-07-01", nafta=True))),
    (
        "comment_period_short",
        1,
        docket("ruling", AS_OF, e("modification_proposed", "2026-02-02"), e("comments_closed", "2026-03-03")),
    ),
    ("advertisement_gap", 0, docket("sale", AS_OF, e("sale_scheduled", "2026-02-02", sale_on="2026-04-01"))),
    (
        "notice_too_early",
        1,
        docket(
            "sale",
            AS_OF,
            e("sale_scheduled", "2026-02-02", sale_on="2026-04-01", goods="depreciating"),
            e("sale_advertised", "2026-03-21"),
        ),
    ),
]
