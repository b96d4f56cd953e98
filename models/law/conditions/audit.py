"""Audits: scheduled conferences, incomplete notices, unsigned sampling plans: 19 CFR 163.11(a), (c)."""

from collections.abc import Iterable

from models.law.engine.clock import Act, Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.date_changes import is_complete
from models.law.engine.matter import Matter

_SCHEDULED = "closing_conference_scheduled"
_MAY_NOT_APPLY = (
    "The audit reviews a prior disclosure. Then 163.11(a), from which this date comes, may not apply (A32)."
)


def conference_ahead(matter: Matter, clock: Clock) -> list[Step]:
    """Finds scheduled conferences; one scheduled before the trigger counts from it if still ahead then."""
    day = clock.begins_on

    def is_ahead(entry: CurrentEntry) -> bool:
        return entry.on >= day or entry.facts["scheduled_for"] >= day

    first = matter.first_concerning(clock, [_SCHEDULED], is_ahead, any_day=True)
    return [] if first is None else [Step(max(first.on, day), Act.ANSWER, first)]


def is_disclosure_reviewed(matter: Matter) -> bool:
    """Returns whether the audit reviews a prior disclosure, so that 163.11(a) "may not apply": 163.11(f)."""
    return any(notice.says("reviews_prior_disclosure") for notice in matter.of_kind("audit_notice"))


def note_disclosure_reviewed(matter: Matter, clock: Clock) -> None:
    """Names A32 where the audit reviews a prior disclosure; no date changes."""
    if matter.once(is_disclosure_reviewed):
        clock.ambiguities.add("A32")
        clock.trace.say(str, _MAY_NOT_APPLY)


def check_notice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds notice not given both by telephone and in writing: 163.11(a)(1)."""
    is_whole = entry.says("by_telephone") and entry.says("in_writing")
    if not is_whole and not matter.once(is_disclosure_reviewed):
        yield "notice_incomplete"


def check_commencement(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds an audit begun without notice, or without written word of the right to an entrance conference."""
    if matter.once(is_disclosure_reviewed):
        return
    if not matter.by_then(entry, "audit_notice"):
        yield "audit_without_notice"
    offer = matter.once(_first_offer_in_writing)
    if offer is None or offer.on > entry.on:
        yield "entrance_right_not_told"


def _first_offer_in_writing(matter: Matter) -> CurrentEntry | None:
    offers = matter.of_kind("entrance_conference_offered")
    return next((offer for offer in offers if offer.says("in_writing")), None)


def check_delay_notice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a notice of delay by the wrong officer, or one without reason or date."""
    told_by = matter.rules.notices.get(entry.kind, ())
    if any(entry.says(move.unless) for move in told_by):
        yield "delay_notice_wrong_officer"
    elif any(not is_complete(entry, move) for move in told_by):
        yield "delay_notice_incomplete"


def check_acceptance(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a sampling plan accepted unsigned, or before it was explained: 163.11(c)(1)."""
    if "signed_by" not in entry.facts:
        yield "sampling_acceptance_unsigned"
    if not matter.by_then(entry, "sampling_plan_explained"):
        yield "sampling_not_explained"
