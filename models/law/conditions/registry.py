"""The named functions beside the engine: what no row of a law file can say. Law files call them by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from models.law.conditions import (
    audit,
    certification,
    demand,
    disclosure,
    investigation,
    penalty,
    petition,
    retention,
    ruling,
    sale,
    stay,
    storage,
    summons,
)
from models.law.engine.clock import Clock, Reading, Start, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule


@dataclass(frozen=True, slots=True)
class Steps:
    """A function that finds steps for a clock, and the kinds of entries it goes by."""

    find: Callable[[Matter, Clock], list[Step]]
    kinds: tuple[str, ...]


STARTERS: Mapping[str, Callable[[Matter, Rule], list[Start]]] = {
    "broker_records": retention.broker_starts,
    "drawback": retention.drawback_starts,
    "first_published": penalty.first_published_starts,
    "first_formal_investigation": disclosure.first_formal_investigation,
    "initial_disclosure": disclosure.initial_disclosure,
    "originals": retention.originals_starts,
    "production": demand.production_starts,
    "release": retention.release_starts,
    "requests_for_time": demand.request_starts,
}
"""Finds the starts of a rule, where it is not each entry its own."""

STARTS: Mapping[str, Callable[[Matter, CurrentEntry], bool]] = {
    "first_of_its_kind": sale.is_first_of_its_kind,
    "is_certain": storage.is_certain,
    "is_limited": penalty.is_limited,
    "is_owed_notice": summons.is_owed_notice,
    "nafta_request": ruling.is_nafta_request,
    "ordinary_request": ruling.is_ordinary_request,
    "petition_not_premature": petition.petition_is_not_premature,
    "referred_request": ruling.is_referred_request,
    "title_has_vested": sale.title_has_vested,
    "valid_grant": demand.is_valid_grant,
    "valid_request": demand.is_valid_request,
}
"""Whether a starting entry starts a clock."""

ANCHORS: Mapping[str, Callable[[Matter, Start], tuple[str, date]]] = {
    "disclosure_day": disclosure.initial_disclosure_day,
    "return_date": stay.return_date,
    "use_begins": storage.use_begins,
    "vesting_day": sale.vesting_day,
}
"""From a start to the kind of entry that supplies the anchor, and its day."""

READERS: Mapping[str, Callable[[Matter, Rule, Start, int], Reading]] = {
    "before_investigation": disclosure.before_investigation,
    "before_the_sale": sale.before_the_sale,
    "drawback_years": retention.drawback_years,
    "duties": penalty.duties_days,
    "explanation": storage.explanation_days,
    "posted": sale.posted_days,
    "prepenalty": penalty.prepenalty_days,
    "production": demand.production_days,
    "release_or_redelivery": retention.release_or_redelivery_days,
    "requests_for_time": demand.request_days,
    "short_notice": penalty.short_days,
    "six_months_in_custody": sale.six_months_in_custody,
}
"""From a start, and the rule's number, to both readings."""

ANSWERS: Mapping[str, Steps] = {
    "any_data": Steps(disclosure.answers_by_any_data, ("missing_data_supplied",)),
    "conference_ahead": Steps(audit.conference_ahead, ("closing_conference_scheduled",)),
    "disclosure": Steps(disclosure.answers_by_disclosure, ()),
    "notice_in_window": Steps(sale.answers_by_notice_in_window, ("sale_advertised",)),
    "stay": Steps(stay.answers_by_stay, ("stay_directed",)),
    "unlinked_demand": Steps(demand.answers_by_unlinked_demand, ("demand_received",)),
    "valid_request": Steps(demand.answers_by_request, ("extension_requested",)),
}
"""Answers beside those of `met_by`."""

LIFTS: Mapping[str, Steps] = {
    "investigation": Steps(investigation.lifts_by_investigation, ("investigation_commenced",)),
    "shorter_period": Steps(penalty.lifts_by_shorter_period, ("short_notice_given",)),
    "stay_in_force": Steps(stay.lifts_by_stay_in_force, ("stay_directed",)),
    "stay_in_time": Steps(stay.lifts_by_stay_in_time, ("stay_directed",)),
    "valid_grant": Steps(demand.lifts_by_grant, ("extension_granted",)),
}
"""Lifts beside those of `lifted_by`."""

STATUSES: Mapping[str, Callable[[Matter, Clock], None]] = {
    "between_the_ends": petition.between_the_ends,
    "keep_while_a_leg_is_open": retention.keep_while_a_leg_is_open,
    "obeyed_but_not_purged": summons.obeyed_but_not_purged,
    "unknown_is_never_missed": disclosure.unknown_is_never_missed,
}
"""Says where a played clock stands, where its days alone do not."""

NOTES: Mapping[str, Callable[[Matter, Clock], None]] = {
    "disclosure_reviewed": audit.note_disclosure_reviewed,
}
"""Names ambiguities that change no date."""

PLAYERS: Mapping[str, Callable[[Matter, Rule], list[Clock]]] = {
    "petition_right": petition.play_petition_right,
    "removal": certification.play_removals,
}
"""Plays whole clocks."""

CHECKS: Mapping[str, Callable[[Matter, CurrentEntry], Iterable[str]]] = {
    "appeal_delay_advised": certification.check_delay_advice,
    "audit_commenced": audit.check_commencement,
    "audit_notice": audit.check_notice,
    "comments_closed": ruling.check_comments_closed,
    "delivery_withheld": summons.check_sanction,
    "demand_received": demand.check_demand,
    "denial_received": certification.check_denial_receipt,
    "disclosure_made": disclosure.check_disclosure,
    "extension_granted": demand.check_grant,
    "extension_requested": demand.check_request,
    "imports_prohibited": summons.check_sanction,
    "prepenalty_mailed": penalty.check_prepenalty,
    "release_ended": retention.check_release,
    "removal_noticed": certification.check_removal_notice,
    "removal_received": certification.check_removal_receipt,
    "ruling_requested": ruling.check_request,
    "sale_advertised": sale.check_advertisement,
    "sale_scheduled": sale.check_sale,
    "sampling_plan_accepted": audit.check_acceptance,
    "short_notice_given": penalty.check_short_notice,
    "stay_directed": summons.check_direction,
    "summons_complied": summons.check_compliance,
    "summons_served": summons.check_service,
    "violation_notice_received": certification.check_violation_notice,
}
"""The codes of an entry's own defects, by its kind; incomplete notices of delay are checked everywhere."""

GOES_BY = frozenset(
    {"entrance_conference_offered", "sampling_plan_explained", "storage_method_adopted", *petition.KINDS}
    | {kind for steps in (*ANSWERS.values(), *LIFTS.values()) for kind in steps.kinds}
)
"""The kinds that these functions go by, beside those that rules and belonging tables name."""

CONDITIONS: Mapping[str, frozenset[str]] = {
    "starts_by": frozenset(STARTERS),
    "starts_when": frozenset(STARTS),
    "anchor": frozenset(ANCHORS),
    "reads_by": frozenset(READERS),
    "met_when": frozenset(ANSWERS),
    "lifted_when": frozenset(LIFTS),
    "status_by": frozenset(STATUSES),
    "noted_by": frozenset(NOTES),
    "played_by": frozenset(PLAYERS),
}
"""Every name that a key of a law file may call."""
