"""The certification's clocks, a second time; encoding, section 5.4."""

from datetime import date

from tests.law.oracle.calendar import ONE_DAY
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import Clock, Matter
from tests.law.oracle.rows import play_rows

ROWS = ("PRG-03", "PRG-06", "PRG-07", "PRG-11", "PRG-12", "PRG-13", "PRG-14")
CONTROLS = ("T03", "T04", "T05", "T06", "T07", "T09")


def certification(matter: Matter) -> None:
    """Adds the rows and problems of a certification matter."""
    played = play_rows(matter, *ROWS, *CONTROLS)
    for appeal in played["PRG-13"]:
        _removal(matter, appeal)
    for notice in matter.of_kind("violation_notice_received"):
        if not (
            notice.says("states_violation") and notice.says("identifies_record") and notice.says("warns")
        ):
            matter.problem("violation_notice_incomplete", notice)
    for advice in matter.of_kind("appeal_delay_advised"):
        if advice.facts["reason"] is None or advice.facts["anticipated_on"] is None:
            matter.problem("delay_notice_incomplete", advice)
    for kind, before in (("denial_received", "application_denied"), ("removal_received", "removal_noticed")):
        for receipt in matter.of_kind(kind):
            if not any(notice.on <= receipt.on for notice in matter.of_kind(before)):
                matter.problem("issue_date_missing", receipt)


def _removal(matter: Matter, appeal: Clock) -> None:
    notice, a = appeal.trigger, appeal.settled_on
    anchor = notice.kind, notice.on
    receipts = matter.concerning(appeal, "removal_received", by_doubt=True)
    decision = _decision(matter, appeal, notice.on if a is None else a)
    reversed_on = decision.on if decision is not None and not decision.says("upheld") else None
    if notice.says("immediate"):
        clock = Clock("PRG-10", "threshold", appeal.reach, anchor, notice.on, notice.on)
        clock.end("crossed", notice.on, None)
        if reversed_on is not None:
            clock.end("stopped", reversed_on, None)
        matter.add(clock)
        return
    if not receipts:
        matter.problem("receipt_not_recorded", notice)
    v = receipts[0].on if receipts else a
    if v is None:
        return
    strict, lenient = max(v, appeal.strict + ONE_DAY), max(v, appeal.lenient + ONE_DAY)
    clock = Clock("PRG-10", "threshold", appeal.reach, anchor, strict, lenient)
    if reversed_on is not None:
        clock.end("stopped", reversed_on, None)
    elif a is not None and a <= appeal.lenient:
        _appealed(clock, a <= appeal.strict, v, a, decision)
    elif matter.docket.as_of >= lenient:
        clock.end("crossed", lenient, None)
    matter.add(clock)


def _appealed(clock: Clock, in_time: bool, v: date, a: date, decision: Entry | None) -> None:
    if decision is None:
        clock.end("stopped" if in_time else "ambiguous", a, None)
        return
    clock.anchor = decision.kind, decision.on
    clock.lenient = max(v, decision.on)
    if in_time:
        clock.strict = clock.lenient
    clock.end("crossed", clock.lenient, None)


def _decision(matter: Matter, appeal: Clock, since: date) -> Entry | None:
    for entry in matter.concerning(appeal, "removal_appeal_decided", by_doubt=True):
        if entry.on >= since and (entry.says("upheld") or not matter.in_doubt(entry)):
            return entry
    return None
