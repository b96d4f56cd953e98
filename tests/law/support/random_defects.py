"""Spoils a good docket in one way, so that it must be refused."""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

Json = dict[str, Any]
NO_DATES: tuple[object, ...] = (
    "2025-1-1",
    "2025-02-29",
    "1977-12-31",
    "2200-01-01",
    "2025-01-01T00:00:00",
    "",
    20250101,
    None,
    "20250101",
    " 2025-01-01",
    "2025-01-01\n",
    "\uff12025-01-01",
    "0001-01-01",
    True,
    ["2025-01-01"],
)
NO_OFFICE: tuple[object, ...] = (
    {"AUD-06": 5},
    {"AUD-05": 0},
    {"AUD-05": 30.0},
    {"AUD-05": True},
    {"AUD-05": "30"},
    [],
    {"X": None},
)
NO_NUMBERS = (-1, "100", True, float("nan"), float("inf"))
WRONG_FACTS: dict[str, tuple[tuple[str, object], ...]] = {
    "audit": (
        ("audit_notice", {"by_telephone": True}),
        ("audit_notice", {"by_telephone": 1, "in_writing": True}),
        ("audit_notice", {"by_telephone": None, "in_writing": True}),
        ("audit_notice", {"by_telephone": True, "in_writing": True, "estimated_end": "2025-06-31"}),
        ("further_estimate_given", {}),
        ("investigation_commenced", {"formal": "true"}),
        ("investigation_commenced", {"formal": True, "issue": 5}),
        ("report_completed", {"reason": None}),
        ("report_completed", []),
        ("due_date_fixed", {"rule": "AUD-08", "due_on": "2025-06-30"}),
        ("due_date_fixed", {"rule": None, "due_on": "2025-06-30"}),
        ("summons_issued", {"return_on": "2025-06-30", "third_party": True}),
    ),
    "summons": (
        ("summons_issued", {"return_on": "2025-06-30"}),
        ("summons_issued", {"return_on": None, "third_party": True}),
        ("summons_issued", {"return_on": "2200-01-01", "third_party": True}),
        ("stay_directed", {"direction_given": True, "copies_mailed": 0}),
        ("due_date_fixed", {"rule": "SUM-02", "due_on": "2025-06-30"}),
        ("due_date_fixed", {"rule": "SUM-14"}),
        ("summons_closed", {"note": None}),
        *(("summons_served", {"miles": miles}) for miles in NO_NUMBERS),
        ("audit_closed", {}),
    ),
    "demand": (
        ("extension_granted", {}),
        ("penalty_assessed", {"culpability": "wilful", "value_usd": 1}),
        ("penalty_assessed", {"culpability": "willful"}),
        ("penalty_assessed", {"culpability": "willful", "value_usd": -1}),
        ("demand_received", {"for_release": "yes"}),
        ("due_date_fixed", {"rule": "DEM-02", "due_on": "2025-06-30"}),
    ),
    "certification": (
        ("removal_noticed", {}),
        ("removal_noticed", {"immediate": None}),
        ("denial_appeal_decided", {"upheld": 1}),
        ("violation_notice_received", {"states_violation": True, "warns": True}),
        ("due_date_fixed", {"rule": "PRG-10", "due_on": "2025-06-30"}),
    ),
    "storage": (
        ("storage_method_planned", {}),
        ("storage_method_planned", {"implement_on": "2025-02-30"}),
        ("due_date_fixed", {"rule": "ALT-02", "due_on": "2025-06-30"}),
    ),
    "retention": (
        ("redelivery_demanded", {}),
        ("customs_entry_made", {"informal": "no"}),
        ("due_date_fixed", {"rule": "RET-02", "due_on": "2025-06-30"}),
    ),
    "disclosure": (
        ("investigation_commenced", {}),
        ("investigation_commenced", {"formal": True, "issue": "valuation"}),
        ("due_date_fixed", {"rule": "PDS-01", "due_on": "2025-06-30"}),
    ),
    "penalty": (
        ("prepenalty_mailed", {"respond_by": "30"}),
        ("penalty_mailed", {"duties_demanded": 0}),
        ("penalty_settled", {"value_usd": 5}),
    ),
    "ruling": (
        ("ruling_requested", {"nafta": "yes"}),
        ("due_date_fixed", {"rule": "RUL-07", "due_on": "2025-06-30"}),
    ),
    "sale": (
        ("sale_scheduled", {}),
        ("sale_scheduled", {"sale_on": "2025-06-30", "goods": "fresh"}),
        ("destruction_planned", {}),
        ("due_date_fixed", {"rule": "SAL-03", "due_on": "2025-06-30"}),
    ),
    "improvement": (
        ("target_set", {"value_usd": 1}),
        ("due_date_fixed", {"rule": "STR-07", "due_on": "2025-06-30"}),
    ),
}


def spoil(rng: Random, docket: Json) -> Json:
    """A copy with one defect; what it is given stays as it was."""
    spoiled = copy.deepcopy(docket)
    rng.choice(DEFECTS)(rng, spoiled)
    return spoiled


def _set(key: str, *values: object) -> Callable[[Random, Json], None]:
    def defect(rng: Random, docket: Json) -> None:
        docket[key] = rng.choice(values)

    return defect


def _lose(key: str) -> Callable[[Random, Json], None]:
    def defect(_rng: Random, docket: Json) -> None:
        del docket[key]

    return defect


def _add(*entries: Json) -> Callable[[Random, Json], None]:
    """Adds entries that no docket may hold, in a random place each."""

    def defect(rng: Random, docket: Json) -> None:
        for entry in entries:
            docket["entries"].insert(rng.randint(0, len(docket["entries"])), {"on": docket["as_of"], **entry})

    return defect


PLAIN = {
    "audit": "report_completed",
    "summons": "summons_complied",
    "demand": "records_produced",
    "certification": "variance_found",
    "storage": "storage_test_done",
    "retention": "drawback_paid",
    "disclosure": "tender_made",
    "penalty": "duties_deposited",
    "ruling": "ruling_issued",
    "sale": "claim_filed",
    "improvement": "target_set",
}


def _plain(docket: Json) -> str:
    return PLAIN[docket["lifecycle"]]


def _add_plain(*entries: Json) -> Callable[[Random, Json], None]:
    """The same with entries of a kind that the lifecycle has and that needs no fact."""

    def defect(rng: Random, docket: Json) -> None:
        _add(*({"kind": _plain(docket), **entry} for entry in entries))(rng, docket)

    return defect


def _wrong_fact(rng: Random, docket: Json) -> None:
    """A fact that is unknown, missing, null where it is required, or of the wrong type."""
    kind, facts = rng.choice(WRONG_FACTS[docket["lifecycle"]])
    _add({"kind": kind, "facts": facts})(rng, docket)


DEFECTS: tuple[Callable[[Random, Json], None], ...] = (
    _set("as_of", *NO_DATES),
    _set("closures", ["tomorrow"], [7], [None], "2025-01-01", {}, ["2025-02-30"]),
    _set("proclaimed", ["tomorrow"], [7], [None], "2025-01-01", {}, ["2200-01-01"]),
    _set("office", *NO_OFFICE),
    _set("timezone", "Mars/Olympus", "", 5, "America/New York"),
    _set("lifecycle", "Audit", "", None, 5, "seizure", ["audit"]),
    _set("entries", None, {}, "", [None], [[]]),
    _set("entires", [], None),
    _lose("as_of"),
    _lose("lifecycle"),
    _lose("entries"),
    *(_add_plain({"on": no_date}) for no_date in NO_DATES),
    *(_add({"kind": kind}) for kind in (None, "", "report_complete", "demand_recieved", 5, ["audit_closed"])),
    _add_plain({"note": "x"}),
    _add_plain({"id": ""}),
    _add_plain({"id": 5}),
    _add_plain({"id": "twin"}, {"id": "twin"}),
    _add({"kind": "entry_withdrawn"}),
    _add({"kind": "entry_withdrawn", "replaces": None}),
    _add_plain({"id": "self", "replaces": "self"}),
    _add_plain({"replaces": "nobody"}),
    _add_plain({"replaces": ""}),
    _add_plain({"id": "a "}, {"replaces": "a "}, {"replaces": "a "}),
    _add_plain({"id": "p", "replaces": "q"}, {"id": "q", "replaces": "s"}, {"id": "s", "replaces": "p"}),
    _add_plain({"id": "self", "of": "self"}),
    _add_plain({"of": "nobody"}),
    _add_plain({"of": ""}),
    _add_plain({"of": [None]}),
    _add_plain({"of": 5}),
    _add_plain({"of": {}}),
    _add_plain({"of": False}),
    _add_plain({"id": "p"}, {"of": ["p", "p"]}),
    _add_plain({"id": "p", "of": "q"}, {"id": "q", "of": ["s"]}, {"id": "s", "of": "p"}),
    _add_plain({"id": "p"}, {"id": "q", "of": "p"}, {"replaces": "p", "of": "q"}),
    _add_plain({"id": "p"}, {"id": "q", "replaces": "p", "of": "p"}),
    _wrong_fact,
    _wrong_fact,
    _wrong_fact,
    _wrong_fact,
)
