"""Retention, a second time; encoding, section 5.6."""

from datetime import date, timedelta

from tests.law.oracle.belonging import Reach
from tests.law.oracle.calendar import years_after
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import Clock, Matter
from tests.law.oracle.rows import play_rows


def retention(matter: Matter) -> None:
    """Adds the rows and problems of a retention matter."""
    play_rows(matter, "RET-02", "RET-06", "RET-07", "RET-08", "RET-09")
    _drawback(matter)
    _release(matter)
    for demanded in matter.of_kind("redelivery_demanded"):
        _redelivery(matter, demanded)
    _broker(matter)


def _row(matter: Matter, rule: str, anchor: tuple[str, date, Entry], ends: tuple[date, date]) -> Clock:
    kind, on, trigger = anchor
    reach = Reach(trigger, frozenset(matter.belonging.chains[trigger.index]), binds_customs=False)
    clock = Clock(rule, "retention", reach, (kind, on), *ends)
    matter.add(clock)
    return clock


def _drawback(matter: Matter) -> None:
    paid, liquidated = matter.of_kind("drawback_paid"), matter.of_kind("drawback_liquidated")
    last = sorted([*paid[-1:], *liquidated[-1:]], key=lambda e: e.place)
    if not last:
        return
    ends = [years_after(e.on, 3) for e in last]
    anchor = last[-1].kind, last[-1].on, last[-1]
    clock = _row(matter, "RET-03", anchor, (min(e for e, _ in ends), max(e for _, e in ends)))
    if len(paid) != len(liquidated):
        clock.status = "keep"
        matter.problem("retention_leg_missing", last[-1])


def _release(matter: Matter) -> None:
    ends: list[tuple[date, tuple[date, int], Entry]] = []
    for entry in matter.of_kind("release_ended", "conditional_release_ended"):
        ends.append((entry.on, entry.place, entry))
        if entry.facts.get("conditional_until"):
            ends.append((entry.facts["conditional_until"], entry.place, entry))
    if not ends:
        return
    on, _, trigger = max(ends, key=lambda end: end[:2])
    still_open = _open(matter)
    for entry in still_open:
        matter.problem("conditional_end_unknown", entry)
    for rule, days in _periods(matter, "RET-04"):
        last = on + timedelta(days=days)
        clock = _row(matter, rule, (trigger.kind, on, trigger), (last, last))
        if still_open:
            clock.status = "keep"


def _periods(matter: Matter, rule: str) -> list[tuple[str, int]]:
    """The 120 days only where a method of 163.5(b) is in use."""
    of_originals = [("ALT-04", 120)] if matter.of_kind("storage_method_adopted") else []
    return [(rule, 60), *of_originals]


def _open(matter: Matter) -> list[Entry]:
    waiting = [e for e in matter.of_kind("release_ended") if e.facts["conditional_until"] is None]
    for end in matter.of_kind("conditional_release_ended"):
        if waiting and waiting[0].on <= end.on:
            waiting.pop(0)
    return waiting


def _redelivery(matter: Matter, demanded: Entry) -> None:
    (reach,) = matter.reaches(demanded, customs=False)
    probe = Clock("", "", reach, ("", demanded.on), demanded.on, demanded.on)
    back = matter.concerning(probe, "redelivered", by_doubt=False)
    kind, first, last = demanded.kind, demanded.facts["latest_on"], demanded.facts["latest_on"]
    if back:
        kind, first, last = back[0].kind, back[0].on, back[-1].on
    for entry in matter.concerning(probe, "redelivered", by_doubt=True):
        last = max(last, entry.on)
    for rule, days in _periods(matter, "RET-05"):
        more = timedelta(days=days)
        _row(matter, rule, (kind, first, demanded), (first + more, last + more))


def _broker(matter: Matter) -> None:
    kept = [e for e in matter.of_kind("customs_entry_made") if e.says("broker")]
    kept += matter.of_kind("warehouse_withdrawal_made")[-1:]
    for entry in kept:
        _row(matter, "RET-10", (entry.kind, entry.on, entry), years_after(entry.on, 5))
    if matter.of_kind("power_of_attorney_revoked"):
        last = matter.of_kind("power_of_attorney_revoked", "client_became_inactive")[-1]
        clock = _row(matter, "RET-10", (last.kind, last.on, last), years_after(last.on, 5))
        if not matter.of_kind("client_became_inactive"):
            clock.status = "keep"
            matter.problem("retention_leg_missing", last)
