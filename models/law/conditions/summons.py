"""Summonses: service, stays and sanctions that are defective: 19 CFR 163.7, 163.8, 163.10(b)."""

from collections.abc import Iterable

from models.in_words import short_date
from models.law.conditions.stay import return_date, stay_of
from models.law.engine.clock import Clock, Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.vocabulary import Status

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
        if is_owed_notice(matter, start.trigger) and is_last and done and stay_of(matter, start) is None:
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
    among = [frozenset({chain}) for chain in matter.chains.candidates.get(entry.index, ())]
    mine = among or [matter.chains.of[entry.index]]
    if not any(_is_in_contempt(matter, entry, chains) for chains in mine):
        yield "sanction_without_contempt"


def _is_in_contempt(matter: Matter, sanction: CurrentEntry, chains: frozenset[int]) -> bool:
    """Whether the last adjudication or purge before a sanction of these chains is an adjudication.

    Nobody is accused for what the docket does not say: what has no chain, or is in doubt, counts too; and
    a sanction of no summons goes by all of them. A purge later on the sanction's day came after it.
    """
    before = [
        each
        for each in matter.by_then(sanction, "contempt_adjudged", "contempt_purged")
        if each.kind == "contempt_adjudged" or each.place < sanction.place
    ]
    if any(matter.shares_chain(each, chains) for each in matter.of_kind("summons_issued")):
        before = [each for each in before if _may_be_of(matter, each, chains)]
    return bool(before) and before[-1].kind == "contempt_adjudged"


def _may_be_of(matter: Matter, entry: CurrentEntry, chains: frozenset[int]) -> bool:
    has_none = entry.void or not matter.chains.of[entry.index]
    return has_none or matter.is_in_doubt(entry) or matter.shares_chain(entry, chains)


def is_owed_notice(_matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether the person identified is owed notice: not of a summons that 163.8(f) excepts."""
    return entry.says("third_party") and not entry.says("excepted")


def obeyed_but_not_purged(matter: Matter, clock: Clock) -> None:
    """Says *ambiguous* where an order or the summons was obeyed and nothing says that it purged (A31).

    163.10(c) asks whether the person "remains in contempt". A later adjudication takes the obedience away
    only up to the day of the instructions.
    """
    if clock.settled_by is not None:
        return
    obeyed = matter.concerning(clock, "order_obeyed", "summons_complied", by_doubt=False, any_day=True)
    again = [
        each
        for each in matter.concerning(clock, "contempt_adjudged", by_doubt=False, any_day=True)
        if each.on <= clock.trigger.on
    ]
    standing = [
        each
        for each in obeyed
        if each.on < clock.lenient_on and not any(later.place > each.place for later in again)
    ]
    if not standing:
        return
    clock.status, clock.settled_on = Status.AMBIGUOUS, None
    clock.ambiguities.add("A31")
    title = matter.law.events[standing[0].kind].title
    clock.trace.append(
        f"{title} on {short_date(standing[0].on)}, and no order on record says that the contempt is purged. "
        "The text does not say whether obedience alone ends it (A31)."
    )
