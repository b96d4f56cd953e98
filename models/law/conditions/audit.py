"""Audits: scheduled conferences, incomplete notices, unsigned sampling plans: 19 CFR 163.11(a), (c)."""

from collections.abc import Iterable

from models.law.engine.clock import Act, Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.date_changes import is_complete
from models.law.engine.matter import Matter


def conference_ahead(matter: Matter, clock: Clock) -> list[Step]:
    """Finds scheduled conferences; one scheduled before the trigger counts from it if still ahead then."""
    day = clock.begins_on
    scheduled = matter.concerning(clock, "closing_conference_scheduled", any_day=True)
    ahead = [entry for entry in scheduled if entry.on >= day or entry.facts["scheduled_for"] >= day]
    return [Step(max(entry.on, day), Act.ANSWER, entry) for entry in ahead]


def check_notice(_matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds notice not given both by telephone and in writing: 163.11(a)(1)."""
    if not (entry.says("by_telephone") and entry.says("in_writing")):
        yield "notice_incomplete"


def check_commencement(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds an audit begun without notice, or without written word of the right to an entrance conference."""
    if not matter.by_then(entry, "audit_notice"):
        yield "audit_without_notice"
    offers = matter.by_then(entry, "entrance_conference_offered")
    if not any(offer.says("in_writing") for offer in offers):
        yield "entrance_right_not_told"


def check_delay_notice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a notice of delay, of a report or of a decision, without reason or date."""
    told_by = [rule.moved_by for rule in matter.law.rules_of(matter.docket.lifecycle)]
    if any(move.event == entry.kind and not is_complete(entry, move) for move in told_by if move is not None):
        yield "delay_notice_incomplete"


def check_acceptance(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a sampling plan accepted unsigned, or before it was explained: 163.11(c)(1)."""
    if "signed_by" not in entry.facts:
        yield "sampling_acceptance_unsigned"
    if not matter.by_then(entry, "sampling_plan_explained"):
        yield "sampling_not_explained"
