"""Realistic dockets that call for papers, and the facts that the law itself derives from them."""

from datetime import date
from typing import Any

from models.law.derive import derive
from models.law.engine.answer import Deadline
from models.law.engine.docket import Docket, read_docket
from models.law.load import load_law
from notifications.papers.catalog import Paper, paper_for, read_papers
from notifications.papers.draft import Draft, draft
from notifications.papers.facts import ClockFacts, Dated, Facts

Given = list[tuple[str, str, dict[str, Any]]]

AUDIT: Given = [
    ("audit_notice", "2025-06-03", {"by_telephone": True, "in_writing": True, "estimated_end": "2025-12-19"}),
    ("entrance_conference_offered", "2025-06-03", {"in_writing": True}),
    ("entrance_conference_held", "2025-06-24", {"estimated_end": "2025-12-19"}),
    ("sampling_plan_explained", "2025-07-15", {}),
    ("further_estimate_given", "2025-12-02", {"estimated_end": "2026-01-30"}),
    ("onsite_work_completed", "2026-01-16", {}),
]
PETITIONED: Given = [*AUDIT, ("petition_sent", "2026-02-03", {}), ("petition_received", "2026-02-05", {})]
REPORTED: Given = [
    *AUDIT,
    ("closing_conference_held", "2026-01-29", {}),
    ("report_completed", "2026-04-24", {}),
]
DEMAND: Given = [
    ("oral_demand_made", "2026-02-02", {}),
    ("demand_received", "2026-02-09", {"demanded_on": "2026-02-06"}),
]
PENALTY: Given = [("penalty_mailed", "2026-03-04", {})]
SEIZED: Given = [
    ("seizure_mailed", "2025-06-12", {}),
    ("seizure_notice_published", "2025-06-16", {}),
]
DISCLOSED: Given = [
    ("oral_disclosure_made", "2026-05-06", {"data_missing": True}),
    ("written_record_filed", "2026-05-14", {}),
]
REMOVED: Given = [
    ("certification_granted", "2024-03-01", {}),
    ("removal_noticed", "2026-04-28", {"immediate": False}),
    ("removal_received", "2026-05-04", {}),
]

DOCKETS: dict[str, tuple[str, Given]] = {
    "AUD-05": ("audit", AUDIT),
    "AUD-06": ("audit", [*AUDIT, ("closing_conference_held", "2026-02-02", {})]),
    "AUD-07": ("audit", REPORTED),
    "AUD-08": ("audit", AUDIT),
    "AUD-09": ("audit", PETITIONED),
    "DEM-03": ("demand", DEMAND),
    "DEM-11": (
        "demand",
        [*DEMAND, ("penalty_assessed", "2026-04-15", {"culpability": "negligent", "value_usd": 20000})],
    ),
    "PEN-05": ("penalty", PENALTY),
    "PEN-05S": ("penalty", [("seizure_mailed", "2025-05-30", {})]),
    "PRG-06": (
        "certification",
        [
            ("certification_granted", "2024-03-01", {}),
            (
                "violation_notice_received",
                "2026-04-07",
                {"states_violation": True, "identifies_record": True, "warns": False},
            ),
        ],
    ),
    "PRG-11": (
        "certification",
        [("application_filed", "2025-01-14", {}), ("application_denied", "2025-05-01", {})],
    ),
    "PRG-13": ("certification", REMOVED),
    "SUM-09": (
        "summons",
        [
            ("summons_issued", "2025-06-02", {"return_on": "2025-07-10", "third_party": True}),
            ("third_party_notice_given", "2025-06-12", {}),
        ],
    ),
    "ALT-02": ("storage", [("storage_method_planned", "2026-06-02", {"implement_on": "2026-09-07"})]),
    "ALT-07": (
        "storage",
        [
            ("storage_method_planned", "2025-01-06", {"implement_on": "2025-03-03"}),
            ("storage_notice_given", "2025-01-20", {}),
            ("storage_change_planned", "2026-06-03", {"implement_on": "2026-08-24"}),
        ],
    ),
    "ALT-08": ("storage", [("storage_noncompliance_noticed", "2026-06-08", {"received_on": "2026-06-12"})]),
    "PDS-03": ("disclosure", DISCLOSED),
    "PDS-04": ("disclosure", [*DISCLOSED, ("loss_calculated", "2026-05-29", {})]),
    "PEN-01": ("penalty", [("prepenalty_mailed", "2026-05-21", {})]),
    "PEN-06": ("penalty", [*PENALTY, ("short_notice_given", "2026-03-09", {"respond_by": "2026-03-14"})]),
    "PEN-08": (
        "penalty",
        [*PENALTY, ("penalty_petition_filed", "2026-03-30", {}), ("mitigation_decided", "2026-05-20", {})],
    ),
    "PEN-09": (
        "penalty",
        [
            ("violation_occurred", "2021-08-10", {"fraud": False}),
            ("prepenalty_mailed", "2026-02-02", {}),
            *PENALTY,
        ],
    ),
    "PEN-10": ("penalty", SEIZED),
    "PRG-03": (
        "certification",
        [("application_filed", "2026-05-11", {}), ("more_information_requested", "2026-06-15", {})],
    ),
    "PRG-07": (
        "certification",
        [("certification_granted", "2024-03-01", {}), ("variance_found", "2026-06-22", {})],
    ),
    "PRG-12": (
        "certification",
        [("application_denied", "2026-04-10", {}), ("denial_appeal_received", "2026-05-01", {})],
    ),
    "PRG-14": ("certification", [*REMOVED, ("removal_appeal_received", "2026-05-22", {})]),
    "SAL-13": ("sale", [("claim_published", "2026-06-15", {})]),
    "SUM-16": (
        "summons",
        [
            ("enforcement_ordered", "2026-01-12", {"comply_by": "2026-01-20"}),
            ("contempt_adjudged", "2026-01-30", {}),
            ("delivery_withheld", "2026-02-02", {"value_usd": 85000}),
            ("order_obeyed", "2026-06-15", {}),
        ],
    ),
    "SUM-07": (
        "summons",
        [("summons_issued", "2026-06-12", {"return_on": "2026-07-10", "third_party": True})],
    ),
}
"""Each rule that has a paper, with the lifecycle and the entries of a docket that starts its clock."""

WAIVED = "PEN-09"
"""Its letter reminds nobody: it gives CBP more time."""

SOUND = """
[[paper]]
name = "Petition"
rules = ["AUD-08"]
addressee = ["The Director"]
citation = "19 CFR 163.11(b)"
template = "closing-conference-petition.txt"
file_stem = "petition"
names = { audit_notice = "Notice of the audit" }
"""


def sound_paper() -> Paper:
    """The only paper of `SOUND`."""
    return read_papers(SOUND)["AUD-08"]


def drafted(rule: str) -> Draft:
    """The rule's paper, drafted from its docket."""
    paper = paper_for(rule)
    assert paper is not None
    return draft(paper, facts_for(rule))


WHERE = "DOCKETS in tests/support/papers.py; docs/howto/add-a-paper.md says how."


def facts_for(rule: str, importer: str = "Brightwater Optics, Inc.") -> Facts:
    """The facts of the rule's docket, its clock as the law derives it."""
    assert rule in DOCKETS, f"{rule} has no sample docket: add one to {WHERE}"
    lifecycle, entries = DOCKETS[rule]
    paper, docket = paper_for(rule), sample_docket(lifecycle, entries)
    assert paper is not None, f"{rule} has no paper: add it to notifications/papers/papers.toml."
    shown = [entry for entry in docket.entries if entry.kind in paper.names]
    return Facts(
        docket_number=f"{rule[:3]}-2026/014",
        lifecycle=lifecycle,
        importer=importer,
        importer_number="12-3456789AB",
        entries=tuple(Dated(what=paper.names[entry.kind], on=entry.on) for entry in shown),
        clock=_clock(deadline_in(docket, rule)),
    )


def sample_docket(lifecycle: str, entries: Given) -> Docket:
    """The entries as a docket of the lifecycle, calculated for June 30, 2026."""
    given = [{"kind": kind, "on": on, "facts": facts} for kind, on, facts in entries]
    return read_docket({"lifecycle": lifecycle, "as_of": "2026-06-30", "entries": given}, load_law())


def deadline_in(docket: Docket, rule: str) -> Deadline:
    """The first deadline of the rule in the docket, which must start it."""
    found = [each for each in derive(docket, load_law()).deadlines if each.rule == rule]
    assert found, (
        f"the sample docket of {rule} does not start its deadline: give it the entries of the rule's own "
        f"worked example, in {WHERE}"
    )
    return found[0]


def _clock(found: Deadline) -> ClockFacts:
    return ClockFacts(
        rule=found.rule,
        title=found.title,
        citation=found.citation,
        quote=found.quote,
        anchor_kind=found.anchor_kind,
        strict_on=found.strict_on,
        lenient_on=found.lenient_on,
        anchor_on=found.anchor_on,
    )


def days_of(facts: Facts) -> set[date]:
    """Every day that the facts hold."""
    clock = facts.clock
    days = {clock.strict_on, clock.lenient_on, clock.anchor_on, clock.before_strict_on}
    return days | {each.on for each in facts.entries}
