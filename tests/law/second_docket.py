"""A docket read a second time: what is refused, what stands, what a link leads to.

Encoding, sections 1, 2, 6 and 8.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

FIRST_DAY, LAST_DAY = "1978-01-01", "2199-12-31"
KINDS = {
    "audit": """
        audit_notice(by_telephone in_writing estimated_end?) entrance_conference_offered(in_writing)
        audit_commenced() entrance_conference_held(estimated_end?) further_estimate_given(estimated_end)
        onsite_work_completed() closing_conference_scheduled(scheduled_for) closing_conference_held()
        report_delay_notice(reason? anticipated_on?) report_completed() report_copy_sent() petition_sent()
        petition_received() investigation_commenced(formal issue?) sampling_plan_explained()
        sampling_plan_accepted(signed_by?) audit_closed() audit_terminated() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "summons": """
        summons_issued(return_on third_party) summons_served(miles?) return_date_changed(return_on)
        third_party_notice_given() stay_directed(direction_given copies_mailed) stay_consented()
        summons_complied() enforcement_referred() enforcement_petition_filed() intervened()
        enforcement_ordered(comply_by) enforcement_denied() order_obeyed() contempt_adjudged()
        imports_prohibited() delivery_withheld(value_usd?) contempt_purged() summons_closed()
        due_date_fixed(rule due_on) entry_withdrawn()""",
    "demand": """
        oral_demand_made() demand_received(demanded_on? produce_by? for_release?)
        extension_requested(until? explanation?) extension_granted(until) extension_denied()
        records_produced() penalty_assessed(culpability value_usd) demand_closed() penalty_petition_filed()
        broker_records_requested() bond_document_requested() bond_document_delivered()
        due_date_fixed(rule due_on) entry_withdrawn()""",
    "certification": """
        application_filed() more_information_requested() information_supplied() site_visit_announced()
        site_visit_held() certification_granted() application_denied() denial_received()
        denial_appeal_received() appeal_delay_advised(reason? anticipated_on?)
        denial_appeal_decided(upheld) violation_notice_received(states_violation identifies_record warns)
        violation_answered() variance_found() variance_reported() removal_noticed(immediate)
        removal_received() removal_appeal_received() removal_appeal_decided(upheld) self_review_done()
        broker_review_done() training_done() procedures_reviewed() retrieval_drill_done()
        responsible_person_confirmed() certification_ended() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "storage": """
        storage_method_planned(implement_on) storage_notice_given() storage_change_planned(implement_on)
        storage_change_notice_given() storage_noncompliance_noticed(received_on?)
        storage_compliance_explained() storage_test_done() matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "retention": """
        customs_entry_made(informal? section_321? broker?) activity_performed(section_321?)
        drawback_paid() drawback_liquidated() release_ended(conditional_until?)
        conditional_release_ended() redelivery_demanded(latest_on) redelivered() importation_made()
        origin_certified() rough_diamonds_exported() power_of_attorney_revoked()
        client_became_inactive() warehouse_withdrawal_made() entry_withdrawn()""",
    "disclosure": """
        oral_disclosure_made(data_missing?) written_record_filed()
        disclosure_made(data_missing? certified_mailed_on?) missing_data_supplied() loss_calculated()
        tender_made() review_decided(increased?) increase_deposited()
        investigation_commenced(formal known_on?) matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "penalty": """
        prepenalty_mailed(respond_by?) prepenalty_answered() penalty_mailed(duties_demanded? dated_on?)
        penalty_petition_filed() seizure_mailed() seizure_petition_filed()
        short_notice_given(respond_by?) mitigation_decided() penalty_settled()
        supplemental_petition_filed() violation_occurred(fraud?) offense_discovered() suit_commenced()
        loss_reduced() duties_deposited() matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "ruling": """
        ruling_requested(nafta?) ruling_referred() ruling_issued() modification_proposed()
        comments_closed() modification_published() ruling_published() ruling_appeal_filed()
        ruling_appeal_decided() comment_filed() matter_closed() due_date_fixed(rule due_on)
        entry_withdrawn()""",
    "sale": """
        cleared_for_sale() sale_scheduled(sale_on goods?) sale_notice_sent() merchandise_sold(forfeited?)
        surplus_claimed() importation_made() abandonment_noticed() claim_published() claim_filed()
        sale_advertised() duties_and_charges_paid() proceeds_applied_for() title_petition_filed()
        destruction_planned(destroy_on) destruction_notice_given() matter_closed()
        due_date_fixed(rule due_on) entry_withdrawn()""",
    "improvement": """
        baseline_measured() target_set() remedy_chosen() plan_adopted() program_delivered() remeasured()
        cycle_closed() due_date_fixed(rule due_on) entry_withdrawn()""",
}
MOVABLE = {
    "audit": {"AUD-05", "AUD-06", "AUD-07", "AUD-09"},
    "summons": {"SUM-14"},
    "demand": {"DEM-01", "DEM-04", "DEM-11", "RET-11", "CAL-02"},
    "certification": {"PRG-03", "PRG-06", "PRG-07", "PRG-11", "PRG-12", "PRG-13", "PRG-14"}
    | {"T03", "T04", "T05", "T06", "T07", "T09"},
    "storage": {"ALT-05", "ALT-08"},
    "retention": set(),
    "disclosure": {"PDS-02", "PDS-03", "PDS-04", "PDS-06"},
    "penalty": {"PEN-01", "PEN-04", "PEN-05", "PEN-05S", "PEN-06", "PEN-07", "PEN-08", "PEN-09"},
    "ruling": {"RUL-01", "RUL-01B", "RUL-02", "RUL-03", "RUL-04", "RUL-05", "RUL-06"},
    "sale": {"SAL-02", "SAL-09", "SAL-11", "SAL-13", "SAL-16"},
    "improvement": {"STR-01", "STR-02", "STR-03", "STR-04", "STR-05", "STR-06"},
}
TYPES = {
    "date": """anticipated_on certified_mailed_on comply_by conditional_until dated_on demanded_on destroy_on
        due_on estimated_end implement_on known_on latest_on produce_by received_on respond_by return_on
        sale_on scheduled_for until""",
    "truth": """broker by_telephone copies_mailed data_missing direction_given duties_demanded for_release
        forfeited formal fraud identifies_record immediate in_writing increased informal nafta section_321
        states_violation third_party upheld warns""",
    "text": "explanation issue reason signed_by",
    "number": "miles value_usd",
    "culpability": "culpability",
    "goods": "goods",
    "rule": "rule",
}
WORDS = {"culpability": {"negligent", "willful"}, "goods": {"regular", "perishable", "depreciating"}}
OFFICE_RULES = {"AUD-05", "DEM-01", "DEM-04", "PRG-03", "PRG-06", "PRG-07"}
OFFICE_RULES |= {f"STR-0{n}" for n in range(1, 7)} | {f"T0{n}" for n in (3, 4, 5, 6, 7, 9)}


class RefusedError(Exception):
    """The docket is bad input; the message says which rule of section 1 it breaks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as given; `facts` has every fact of its kind, None where it is not given."""

    index: int
    kind: str
    on: date
    facts: Mapping[str, Any]
    id: str | None
    replaces: str | None
    of: tuple[str, ...]

    @property
    def place(self) -> tuple[date, int]:
        """Sorts into docket order."""
        return self.on, self.index

    def says(self, fact: str) -> bool:
        """Whether a true/false fact is true; one that is absent is false."""
        return bool(self.facts.get(fact))


@dataclass(frozen=True, slots=True)
class Docket:
    """A docket that may be answered; `closures` is None where it leaves them to the product."""

    lifecycle: str
    as_of: date
    entries: tuple[Entry, ...]
    closures: frozenset[date] | None
    office: Mapping[str, int | None]


def read(given: object) -> Docket:
    """The docket, every key and fact checked; `closures` is None if not given. Raises RefusedError."""
    docket = _object(given, {"lifecycle", "as_of", "entries", "timezone", "closures", "office"})
    lifecycle, zone = docket.get("lifecycle"), docket.get("timezone")
    _demand(isinstance(lifecycle, str) and lifecycle in KINDS, "unknown lifecycle")
    _demand(zone is None or (isinstance(zone, str) and zone in _zones()), "time zone")
    _demand(isinstance(docket.get("entries"), list), "entries are no list")
    return Docket(
        lifecycle=str(lifecycle),
        as_of=_day(docket.get("as_of")),
        entries=_entries(str(lifecycle), docket["entries"]),
        closures=_closures(docket.get("closures")),
        office=_office(docket.get("office")),
    )


@cache
def _zones() -> set[str]:
    return available_timezones()


def _entries(lifecycle: str, given: list[object]) -> tuple[Entry, ...]:
    entries = tuple(_entry(lifecycle, index, each) for index, each in enumerate(given))
    _check_names(entries)
    _check_circles(entries)
    return entries


def _closures(given: object) -> frozenset[date] | None:
    _demand(given is None or isinstance(given, list), "closures are no list")
    return frozenset(_day(each) for each in given) if isinstance(given, list) else None


def _demand(condition: bool, what: str) -> None:
    if not condition:
        raise RefusedError(what)


def _object(given: object, keys: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise RefusedError("not an object")
    _demand(set(given) <= keys, "unknown key")
    return given


def _day(given: object) -> date:
    looks_right = isinstance(given, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", given)
    _demand(bool(looks_right), "no date")
    _demand(FIRST_DAY <= str(given) <= LAST_DAY, "date out of range")
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise RefusedError("no such day") from error


def _office(given: object) -> dict[str, int | None]:
    settings = {} if given is None else _object(given, OFFICE_RULES)
    for value in settings.values():
        _demand(value is None or (type(value) is int and value >= 1), "office value")
    return settings


@cache
def facts_of(lifecycle: str) -> dict[str, dict[str, bool]]:
    """Kind of entry -> name of fact -> whether it is required."""
    found = re.findall(r"(\w+)\(([^)]*)\)", KINDS[lifecycle])
    return {kind: {n.rstrip("?"): not n.endswith("?") for n in names.split()} for kind, names in found}


def _entry(lifecycle: str, index: int, given: object) -> Entry:
    entry = _object(given, {"kind", "on", "facts", "id", "replaces", "of"})
    kind, own, replaces = entry.get("kind"), entry.get("id"), entry.get("replaces")
    _demand(isinstance(kind, str) and kind in facts_of(lifecycle), "unknown kind")
    _demand(own is None or (isinstance(own, str) and own != ""), "id")
    _demand(replaces is None or isinstance(replaces, str), "replaces")
    _demand(kind != "entry_withdrawn" or replaces is not None, "a withdrawal of nothing")
    facts = _facts(lifecycle, str(kind), entry.get("facts"))
    return Entry(index, str(kind), _day(entry.get("on")), facts, own, replaces, _links(entry.get("of")))


def _links(given: object) -> tuple[str, ...]:
    links = [] if given is None else given if isinstance(given, list) else [given]
    _demand(all(isinstance(each, str) for each in links), "of")
    _demand(len(set(links)) == len(links), "of names one twice")
    return tuple(links)


def _facts(lifecycle: str, kind: str, given: object) -> dict[str, Any]:
    names = facts_of(lifecycle)[kind]
    facts = {} if given is None else _object(given, set(names))
    read_facts: dict[str, Any] = {}
    for name, required in names.items():
        value = facts.get(name)
        if value is not None:
            value = _fact(lifecycle, name, value)
        _demand(value is not None or not required, "required fact missing")
        read_facts[name] = value
    return read_facts


def _fact(lifecycle: str, name: str, value: object) -> object:
    (kind,) = [kind for kind, names in TYPES.items() if name in names.split()]
    if kind == "date":
        return _day(value)
    if kind == "number":
        _demand(isinstance(value, int | float) and not isinstance(value, bool), "number")
        _demand(isinstance(value, int | float) and 0 <= value < math.inf, "number")
    elif kind == "truth":
        _demand(type(value) is bool, "true or false")
    elif kind in WORDS:
        _demand(isinstance(value, str) and value in WORDS[kind], "word of a closed set")
    elif kind == "rule":
        _demand(isinstance(value, str) and value in MOVABLE[lifecycle], "rule that cannot be moved")
    else:
        _demand(isinstance(value, str), "text")
        return value if str(value).strip() else None
    return value


def _check_names(entries: tuple[Entry, ...]) -> None:
    ids = [entry.id for entry in entries if entry.id is not None]
    _demand(len(set(ids)) == len(ids), "id used twice")
    replaced = [entry.replaces for entry in entries if entry.replaces is not None]
    _demand(len(set(replaced)) == len(replaced), "two replace one")
    for entry in entries:
        named = {*entry.of, *([] if entry.replaces is None else [entry.replaces])}
        _demand(named <= set(ids) and entry.id not in named, "names no other entry")


def _check_circles(entries: tuple[Entry, ...]) -> None:
    """An entry and its corrections are one to a circle of links."""
    names = {entry.id: entry for entry in entries if entry.id is not None}
    after = {entry.index: {names[entry.replaces].index} if entry.replaces else set() for entry in entries}
    _demand(not _has_circle(after), "replacements in a circle")
    version_of = versions(entries)
    links: dict[int, set[int]] = {root: set() for root in version_of.values()}
    for entry in entries:
        links[version_of[entry.index]] |= {version_of[names[each].index] for each in entry.of}
    _demand(not _has_circle(links), "links in a circle")


def _has_circle(arrows: dict[int, set[int]]) -> bool:
    """Strips what leads nowhere until nothing is left, or a circle is."""
    left = dict(arrows)
    while ends := [node for node, targets in left.items() if not targets & left.keys()]:
        for node in ends:
            del left[node]
    return bool(left)


def versions(entries: tuple[Entry, ...]) -> dict[int, int]:
    """Index of each entry -> index of the first version of it, the one that replaces nothing."""
    names = {entry.id: entry for entry in entries if entry.id is not None}
    first = {}
    for entry in entries:
        root = entry
        while root.replaces is not None:
            root = names[root.replaces]
        first[entry.index] = root.index
    return first
