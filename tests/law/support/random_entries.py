"""Random days and entries for `random_dockets`: few days, so that things coincide, and hard facts."""

from datetime import date
from random import Random
from typing import Any

from tests.law.oracle.docket import facts_of
from tests.law.oracle.kinds import MOVABLE, WORDS

Json = dict[str, Any]
FIRST, LAST = date(1978, 1, 1), date(2199, 12, 31)
TURNING_POINTS = ("1998-07-16", "2011-12-27", "2011-12-27", "2020-02-29", "2024-02-29", "1996-02-29")
HOLIDAYS = ("2021-12-31", "2022-12-30", "2010-12-31", "1985-12-24", "2020-06-19", "2021-06-18", "2025-10-10")
COUNTS = {
    "audit": (15, 30, 45, 90, 91, 120),
    "summons": (-18, -17, -16, -15, -14, 10, 30, 60, 364, 365, 366),
    "demand": (5, 10, 15, 29, 30, 31, 60, 120),
    "certification": (10, 29, 30, 31, 31, 60, 90, 365),
    "storage": (-31, -30, -29, 30, 31, 365, 366),
    "retention": (60, 120, 730, 731, 1095, 1096, 1826, 1827),
    "disclosure": (-1, 1, 10, 29, 30, 31),
    "penalty": (6, 7, 8, 9, 10, 11, 20, 29, 30, 31, 59, 60, 61, 1460, 1461, 1646, 1826, 1827),
    "ruling": (29, 30, 31, 60, 90, 120),
    "sale": (-30, -21, -15, -14, -10, -8, -7, -6, -3, -1, 10, 20, 29, 30, 60, 90, 181, 184),
    "improvement": (30, 90, 365, 366),
}
OFTEN = {
    "audit": [
        "audit_notice",
        "closing_conference_held",
        "closing_conference_held",
        "report_completed",
        "petition_sent",
        "petition_received",
        "investigation_commenced",
        "petition_received",
        "further_estimate_given",
        "further_estimate_given",
        "entrance_conference_held",
        "report_delay_notice",
        "report_delay_notice",
        "onsite_work_completed",
        "closing_conference_scheduled",
        "report_copy_sent",
        "due_date_fixed",
    ],
    "summons": [
        "summons_issued",
        "stay_directed",
        "stay_directed",
        "stay_consented",
        "summons_complied",
        "enforcement_ordered",
        "delivery_withheld",
        "imports_prohibited",
        "order_obeyed",
        "contempt_purged",
        "contempt_adjudged",
        "contempt_adjudged",
        "return_date_changed",
        "due_date_fixed",
        "enforcement_denied",
        "third_party_notice_given",
    ],
    "demand": [
        "oral_demand_made",
        "demand_received",
        "demand_received",
        "extension_requested",
        "extension_granted",
        "extension_granted",
        "records_produced",
        "due_date_fixed",
        "bond_document_requested",
    ],
    "certification": [
        "more_information_requested",
        "violation_notice_received",
        "application_denied",
        "denial_appeal_received",
        "appeal_delay_advised",
        "denial_appeal_decided",
        "removal_noticed",
        "removal_noticed",
        "removal_received",
        "removal_received",
        "removal_appeal_received",
        "removal_appeal_received",
        "removal_appeal_decided",
        "removal_appeal_decided",
        "certification_granted",
        "due_date_fixed",
    ],
    "storage": ["storage_method_planned", "storage_test_done", "storage_notice_given", "due_date_fixed"],
    "retention": [
        "release_ended",
        "conditional_release_ended",
        "redelivery_demanded",
        "redelivered",
        "storage_method_adopted",
    ],
    "disclosure": ["oral_disclosure_made", "disclosure_made", "investigation_commenced", "loss_calculated"],
    "penalty": [
        "prepenalty_mailed",
        "prepenalty_answered",
        "penalty_mailed",
        "penalty_mailed",
        "seizure_mailed",
        "seizure_notice_published",
        "seizure_notice_published",
        "claim_and_bond_filed",
        "violation_occurred",
        "offense_discovered",
        "short_notice_given",
        "mitigation_decided",
        "loss_reduced",
        "penalty_petition_filed",
        "due_date_fixed",
    ],
    "ruling": ["ruling_requested", "ruling_referred", "ruling_issued", "due_date_fixed", "comments_closed"],
    "sale": [
        "sale_scheduled",
        "sale_advertised",
        "sale_advertised",
        "abandonment_noticed",
        "importation_made",
    ],
    "improvement": ["baseline_measured", "plan_adopted", "target_set", "remeasured", "due_date_fixed"],
}
LIKELY = {"third_party": 0.7, "direction_given": 0.7, "copies_mailed": 0.7, "from_field_office": 0.15}
"""How often a fact is true, where it is not six times in ten."""


def _within(day: date) -> date:
    return min(max(day, FIRST), LAST)


def shifted(day: date, days: int) -> date:
    """So many days on, within the days that a docket may name."""
    return _within(date.fromordinal(day.toordinal() + days))


def _base_day(rng: Random) -> date:
    throw = rng.random()
    if throw < 0.35:
        return shifted(date.fromisoformat(rng.choice(TURNING_POINTS)), -rng.choice((0, 0, 1, 10, 30, 90)))
    if throw < 0.5:
        return shifted(date.fromisoformat(rng.choice(HOLIDAYS)), -rng.choice((0, 1, 15, 30, 90)))
    if throw < 0.53:
        return rng.choice((FIRST, LAST, shifted(LAST, -100)))
    year = rng.choice((rng.randint(1978, 2199), rng.randint(1999, 2035)))
    return shifted(date(year, 1, 1), rng.randint(0, 365))


def hot_days(rng: Random, lifecycle: str) -> list[date]:
    """Few days, with the last days counted from them and their neighbours, so that things coincide."""
    days = [_base_day(rng)]
    for _ in range(rng.randint(1, 4)):
        days.append(shifted(days[0], rng.randint(0, rng.choice((3, 30, 120)))))
    for _ in range(rng.randint(1, 5)):
        days.append(shifted(rng.choice(days), rng.choice(COUNTS[lifecycle])))
    for _ in range(rng.randint(0, 4)):
        days.append(shifted(rng.choice(days), rng.choice((-1, -1, 1, 1, 2, 3))))
    return sorted(days)


def any_of(rng: Random, days: list[date]) -> str:
    """One of the days, as a docket writes it."""
    return rng.choice(days).isoformat()


def random_entry(rng: Random, lifecycle: str, days: list[date], kind: str = "") -> Json:
    """An entry of the kind, else of any kind of the lifecycle, without id and links."""
    kinds = sorted(facts_of(lifecycle).keys() - {"entry_withdrawn"})
    kind = kind or rng.choice(kinds if rng.random() < 0.35 else OFTEN[lifecycle])
    entry: Json = {"kind": kind, "on": any_of(rng, days)}
    facts: Json = {}
    for name, required in facts_of(lifecycle)[kind].items():
        if required or rng.random() < 0.7:
            facts[name] = _fact(rng, lifecycle, name, days, nullable=not required)
    if facts or rng.random() < 0.5:
        entry["facts"] = facts if facts or rng.random() < 0.7 else None
    return entry


def _fact(rng: Random, lifecycle: str, name: str, days: list[date], *, nullable: bool) -> object:
    if nullable and rng.random() < 0.08:
        return None
    if name == "rule":
        return rng.choice(sorted(MOVABLE[lifecycle]))
    if name in WORDS:
        return rng.choice(sorted(WORDS[name]))
    if name in ("reason", "issue", "signed_by", "explanation"):
        blank = rng.choice(("", "   ", "\t"))
        likely = 0.35 if name == "issue" else 0.85
        return rng.choice(("staff", "valuation", "klein & søn")) if rng.random() < likely else blank
    if name == "estimated_end" and rng.random() < 0.5:
        return shifted(rng.choice(days[len(days) // 2 :]), rng.choice((0, 1, 14, 30, 90))).isoformat()
    if name == "miles":
        return rng.choice((0, 0.0, 99.5, 100, 100.0, 100.1, 101, 4000))
    if name == "value_usd":
        return rng.choice((0, 1000000.0, 133333.33, 25000))
    if name.endswith(("_on", "_by", "_end", "_for", "until")):
        return shifted(rng.choice(days), rng.choice((0, 0, 0, -1, 1, 2, 14, 30))).isoformat()
    return rng.random() < LIKELY.get(name, 0.6)
