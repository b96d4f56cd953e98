"""Summonses: service, stays and sanctions that are defective: 19 CFR 163.7, 163.8, 163.10(b)."""

from collections.abc import Iterable

from models.law.conditions.stay import return_date, stay_of
from models.law.engine.clock import Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter

_MILES = 100
"""19 CFR 163.7(b)(1)(ii): the place of appearance is "not to exceed 100 miles" from that of service."""


def _summonses(matter: Matter) -> list[Start]:
    issued = matter.of_kind("summons_issued")
    return [start for entry in issued for start in matter.starts_of(entry)]


def check_service(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds service on or after the return date, or too far from the place of appearance."""
    for start in _summonses(matter):
        mine = entry in matter.concerning(start, entry.kind, by_doubt=False)
        if mine and entry.on >= return_date(matter, start)[1]:
            yield "return_not_after_service"
    if entry.facts.get("miles", 0) > _MILES:
        yield "appearance_too_far"


def check_direction(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds the last direction for a third-party summons of which only one of the two acts is done."""
    for start in _summonses(matter):
        acts = matter.concerning(start, entry.kind, by_doubt=False)
        done = any(act.says("direction_given") or act.says("copies_mailed") for act in acts)
        is_last = bool(acts) and acts[-1] == entry
        if start.trigger.says("third_party") and is_last and done and stay_of(matter, start) is None:
            yield "stay_incomplete"


def check_compliance(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds compliance with a third-party summons before its return date: 163.8(e)."""
    for start in _summonses(matter):
        examination = matter.clock_of("SUM-10", start)
        if examination is None or entry not in matter.concerning(start, entry.kind, by_doubt=False):
            continue
        ended = examination.settled_on is not None and examination.settled_on < entry.on
        if entry.on < examination.anchor_on and not ended:
            yield "examined_too_early"


def check_sanction(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a sanction without an adjudication of contempt that is still in effect: 163.10(b)."""
    chains, doubt = matter.chains.of, matter.is_in_doubt
    found = [
        each
        for each in matter.by_then(entry, "contempt_adjudged", "contempt_purged")
        if doubt(entry) or doubt(each) or chains[each.index] & chains[entry.index]
    ]
    if not found or found[-1].kind == "contempt_purged":
        yield "sanction_without_contempt"
