"""The lines of the table of belonging (the contract, § 4), and what each entry does to the clocks of § 5.

`LINES` says of each start what hangs from it and, of each kind that hangs, which clocks it answers (`met`),
lifts (`lifted`; `closed` for a closing), stops, moves, leaves alone (`nothing`), leaves open though it was
obeyed (`obeyed`, A31) and starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Clock:
    """A clock of § 5: its count from the trigger's day, what triggers it if not the start, whom it binds."""

    days: int = 0
    months: int = 0
    last: tuple[str, str] | None = None
    """The strict days of the first and the second clock, where they are not counted forward in days."""
    trigger: str = ""
    customs: bool = False
    untouched: str = "pending"
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the starts say, where it is not what they say elsewhere."""


CLOCKS = {
    "SUM-02": Clock(35),
    "SUM-07": Clock(last=("2026-01-23", "2026-01-28"), customs=True),
    "SUM-09": Clock(34),
    "SUM-10": Clock(35, customs=True, untouched="not_open"),
    "SUM-14": Clock(45, trigger="enforcement_ordered"),
    "SUM-16": Clock(last=("2027-01-07", "2027-01-10"), trigger="delivery_withheld", untouched="running"),
    "DEM-01": Clock(10, customs=True),
    "DEM-02": Clock(30),
    "DEM-03": Clock(29),
    "DEM-04": Clock(10, trigger="extension_requested", customs=True),
    "DEM-05": Clock(60, trigger="extension_granted"),
    "DEM-11": Clock(60),
    "RET-11": Clock(30),
    "CAL-02": Clock(120),
    "PRG-03": Clock(30),
    "PRG-06": Clock(30),
    "PRG-07": Clock(10),
    "PRG-11": Clock(30),
    "PRG-12": Clock(30, trigger="denial_appeal_received", customs=True),
    "PRG-13": Clock(30),
    "PRG-14": Clock(30, trigger="removal_appeal_received", customs=True),
    "T03": Clock(months=12),
    "T04": Clock(months=3),
    "T05": Clock(months=1),
    "T06": Clock(months=3),
    "T07": Clock(months=3),
    "T09": Clock(months=12),
    "ALT-02": Clock(60, facts={"implement_on": "+90"}),
    "ALT-05": Clock(last=("2027-01-06", "2027-01-09"), facts={"implement_on": "+1"}),
    "ALT-07": Clock(60, facts={"implement_on": "+90"}),
    "ALT-08": Clock(30),
    "PDS-02": Clock(10),
    "PDS-04": Clock(30),
    "PDS-06": Clock(30),
    "PEN-01": Clock(30),
    "PEN-04": Clock(30),
    "PEN-05": Clock(60),
    "PEN-05S": Clock(30),
    "PEN-06": Clock(20, trigger="short_notice_given"),
    "PEN-07": Clock(60, trigger="mitigation_decided"),
    "PEN-08": Clock(60, trigger="mitigation_decided"),
    "PEN-09": Clock(months=60, customs=True),
    "RUL-01": Clock(30, customs=True),
    "RUL-03": Clock(90, trigger="ruling_issued", customs=True),
    "RUL-04": Clock(60, customs=True),
    "RUL-05": Clock(30),
    "RUL-06": Clock(30, trigger="comments_closed", customs=True),
}
FACTS: dict[str, dict[str, object]] = {
    "summons_issued": {"return_on": "+35", "third_party": True},
    "return_date_changed": {"return_on": "2026-03-17"},
    "stay_directed": {"direction_given": True, "copies_mailed": True},
    "enforcement_ordered": {"comply_by": "+45"},
    "extension_requested": {"until": "+60", "explanation": "records in store"},
    "extension_granted": {"until": "+60"},
    "penalty_assessed": {"culpability": "negligent", "value_usd": 1000},
    "violation_notice_received": {"states_violation": True, "identifies_record": True, "warns": True},
    "denial_appeal_decided": {"upheld": True},
    "appeal_delay_advised": {"reason": "field work abroad", "anticipated_on": "2026-03-17"},
    "removal_noticed": {"immediate": False},
    "removal_appeal_decided": {"upheld": False},
    "redelivery_demanded": {"latest_on": "+2"},
    "penalty_mailed": {"duties_demanded": True},
    "short_notice_given": {"respond_by": "+20"},
}
"""What each entry says; `+20` is the twentieth day after its own."""
MOVED_TO = {
    "SUM-02": "2026-03-17",
    "SUM-07": "2026-03-02",
    "SUM-09": "2026-03-16",
    "SUM-10": "2026-03-17",
    "PRG-12": "2026-03-17",
}
"""The strict day of a clock moved by a new return date or a delay notice, both of 17 March."""

_DEMAND = {
    "extension_requested": "met DEM-03, starts DEM-04",
    "extension_granted": "lifted DEM-02 DEM-03, met DEM-04, starts DEM-05",
    "extension_denied": "nothing DEM-02 DEM-03, met DEM-04",
    "records_produced": "met DEM-02 DEM-05, lifted DEM-03 DEM-04",
    "demand_closed": "closed DEM-02 DEM-03 DEM-04 DEM-05",
}
_ON_ORAL = {
    "extension_requested": "nothing DEM-01",
    "extension_granted": "nothing DEM-01",
    "extension_denied": "nothing DEM-01",
    "records_produced": "lifted DEM-01",
    "demand_closed": "closed DEM-01",
}
_AFTER_PENALTY = {
    "mitigation_decided": "starts PEN-07 PEN-08",
    "loss_reduced": "lifted PEN-08, starts PEN-08",
    "supplemental_petition_filed": "met PEN-07 PEN-08",
}
LINES: dict[tuple[str, str], dict[str, str]] = {
    ("summons", "summons_issued"): {
        "summons_served": "nothing SUM-02 SUM-07 SUM-09 SUM-10",
        "return_date_changed": "moved SUM-02 SUM-07 SUM-09 SUM-10",
        "third_party_notice_given": "met SUM-07, nothing SUM-02 SUM-09",
        "stay_directed": "met SUM-09, lifted SUM-02 SUM-10, nothing SUM-07",
        "stay_consented": "nothing SUM-02 SUM-07 SUM-09 SUM-10",
        "summons_complied": "met SUM-02 SUM-14, nothing SUM-09 SUM-10, obeyed SUM-16",
        "enforcement_referred": "nothing SUM-02 SUM-10",
        "enforcement_petition_filed": "nothing SUM-02 SUM-10",
        "intervened": "nothing SUM-02 SUM-10",
        "enforcement_ordered": "nothing SUM-02 SUM-10, starts SUM-14",
        "enforcement_denied": "lifted SUM-02 SUM-07 SUM-09 SUM-10, nothing SUM-16",
        "order_obeyed": "met SUM-02 SUM-14, obeyed SUM-16",
        "contempt_adjudged": "nothing SUM-02 SUM-14",
        "imports_prohibited": "nothing SUM-02 SUM-14",
        "delivery_withheld": "nothing SUM-02 SUM-14, starts SUM-16",
        "contempt_purged": "met SUM-02 SUM-14, stopped SUM-16",
        "summons_closed": "closed SUM-02 SUM-07 SUM-09 SUM-10 SUM-14, nothing SUM-16",
    },
    ("demand", "oral_demand_made"): {kind: f"{_DEMAND[kind]}, {_ON_ORAL[kind]}" for kind in _DEMAND},
    ("demand", "demand_received"): _DEMAND,
    ("demand", "penalty_assessed"): {"penalty_petition_filed": "met DEM-11"},
    ("demand", "broker_records_requested"): {"records_produced": "met RET-11"},
    ("demand", "bond_document_requested"): {"bond_document_delivered": "met CAL-02"},
    ("certification", "certification_granted"): {
        "procedures_reviewed": "met T03, nothing T04 T05 T06 T07 T09, starts T03",
        "retrieval_drill_done": "met T04, nothing T03, starts T04",
        "responsible_person_confirmed": "met T05, nothing T03, starts T05",
        "self_review_done": "met T06, nothing T03, starts T06",
        "broker_review_done": "met T07, nothing T03, starts T07",
        "training_done": "met T09, nothing T03, starts T09",
    },
    ("certification", "more_information_requested"): {"information_supplied": "met PRG-03"},
    ("certification", "violation_notice_received"): {"violation_answered": "met PRG-06"},
    ("certification", "variance_found"): {"variance_reported": "met PRG-07"},
    ("certification", "application_denied"): {
        "denial_received": "nothing PRG-11 PRG-12",
        "denial_appeal_received": "met PRG-11, starts PRG-12",
        "denial_appeal_decided": "met PRG-12, nothing PRG-11",
        "appeal_delay_advised": "moved PRG-12, nothing PRG-11",
    },
    ("certification", "removal_noticed"): {
        "removal_received": "nothing PRG-13",
        "removal_appeal_received": "met PRG-13, starts PRG-14",
        "removal_appeal_decided": "met PRG-14, nothing PRG-13",
        "appeal_delay_advised": "nothing PRG-14",
    },
    ("storage", "storage_method_planned"): {
        "storage_notice_given": "met ALT-02, nothing ALT-05",
        "storage_test_done": "met ALT-05, nothing ALT-02, starts ALT-05",
    },
    ("storage", "storage_change_planned"): {"storage_change_notice_given": "met ALT-07"},
    ("storage", "storage_noncompliance_noticed"): {"storage_compliance_explained": "met ALT-08"},
    ("disclosure", "oral_disclosure_made"): {"written_record_filed": "met PDS-02"},
    ("disclosure", "loss_calculated"): {"tender_made": "met PDS-04"},
    ("disclosure", "review_decided"): {"increase_deposited": "met PDS-06"},
    ("penalty", "prepenalty_mailed"): {
        "prepenalty_answered": "met PEN-01",
        "penalty_settled": "lifted PEN-01",
    },
    ("penalty", "penalty_mailed"): {
        "penalty_petition_filed": "met PEN-05 PEN-06, nothing PEN-04",
        "duties_deposited": "met PEN-04, nothing PEN-05",
        "short_notice_given": "lifted PEN-05, nothing PEN-04, starts PEN-06",
        **_AFTER_PENALTY,
        "penalty_settled": "lifted PEN-05 PEN-06, met PEN-07, nothing PEN-04 PEN-08",
    },
    ("penalty", "seizure_mailed"): {
        "seizure_petition_filed": "met PEN-05S PEN-06",
        "short_notice_given": "lifted PEN-05S, starts PEN-06",
        **_AFTER_PENALTY,
        "penalty_settled": "lifted PEN-05S PEN-06, met PEN-07, nothing PEN-08",
    },
    ("penalty", "violation_occurred"): {"suit_commenced": "met PEN-09"},
    ("penalty", "offense_discovered"): {"suit_commenced": "met PEN-09"},
    ("ruling", "ruling_requested"): {
        "ruling_referred": "lifted RUL-01",
        "ruling_issued": "met RUL-01, starts RUL-03",
        "ruling_published": "met RUL-03, nothing RUL-01",
    },
    ("ruling", "ruling_appeal_filed"): {"ruling_appeal_decided": "met RUL-04"},
    ("ruling", "modification_proposed"): {
        "comment_filed": "met RUL-05, nothing RUL-06",
        "comments_closed": "nothing RUL-05, starts RUL-06",
        "modification_published": "lifted RUL-05, met RUL-06, starts RUL-07",
    },
}
ALWAYS_THERE = {"certification_granted", "violation_occurred", "offense_discovered"}
"""Starts whose line is one chain that is always there: what hangs from it is never in doubt."""
NOT_BY_DOUBT = {
    ("return_date_changed", "SUM-07"),
    ("return_date_changed", "SUM-10"),
    ("stay_directed", "SUM-10"),
}
"""Clocks of Customs that an entry in doubt leaves alone all the same: it moves nothing, it makes no stay."""
A_DAY_IS_SET = {("storage_test_done", "ALT-05"), ("loss_reduced", "PEN-08"), ("contempt_purged", "SUM-16")}
"""*From*, *later*, *the first stop on or after*: a day that binds an entry even if it names the trigger."""


def last_days(rule: str, triggers: tuple[str, str]) -> tuple[str, str]:
    """The strict days of the clocks of these triggers."""
    clock = CLOCKS[rule]
    return clock.last or (_counted(clock, triggers[0]), _counted(clock, triggers[1]))


def _counted(clock: Clock, trigger: str) -> str:
    day = date.fromisoformat(trigger) + timedelta(days=clock.days)
    years, month = divmod(day.month - 1 + clock.months, 12)
    return day.replace(year=day.year + years, month=month + 1).isoformat()
