"""The summons's clocks, a second time; encoding, section 5.2."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from tests.law.oracle.belonging import Reach
from tests.law.oracle.belonging import concerns as concerns_clock
from tests.law.oracle.calendar import ONE_DAY, anniversaries
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import ANSWER, LIFT, Clock, Matter, Step, lift_day


@dataclass(frozen=True, slots=True)
class Stay:
    """The first day on which both acts have been done, and the entry that completed them."""

    on: date
    made_by: Entry


def summons(matter: Matter) -> None:
    """Adds the rows and problems of a summons matter."""
    for issued in matter.of_kind("summons_issued"):
        _one_summons(matter, issued)
    for ordered in matter.of_kind("enforcement_ordered"):
        _order(matter, ordered)
    for withheld in matter.of_kind("delivery_withheld"):
        _abandonment(matter, withheld)
    _sanctions(matter)
    for served in matter.of_kind("summons_served"):
        if (served.facts["miles"] or 0) > 100:
            matter.problem("appearance_too_far", served)


def _clock(matter: Matter, rule: str, issued: Entry, dates: tuple[date, date]) -> Clock:
    customs = rule in ("SUM-07", "SUM-10")
    reach = Reach(issued, frozenset(matter.belonging.chains[issued.index]), customs)
    kind = "right" if rule == "SUM-10" else "deadline"
    return Clock(rule, kind, reach, _return_date(matter, issued), *dates)


def _return_date(matter: Matter, issued: Entry) -> tuple[str, date]:
    """The kind of entry that gives the return date in force, and the date."""
    reach = Reach(issued, frozenset(matter.belonging.chains[issued.index]), binds_customs=False)
    changes = matter.of_kind("return_date_changed")
    mine = [e for e in changes if concerns_clock(matter.belonging, e, reach)]
    source = mine[-1] if mine else issued
    return source.kind, source.facts["return_on"]


def _one_summons(matter: Matter, issued: Entry) -> None:
    _, r = _return_date(matter, issued)
    appear = _clock(matter, "SUM-02", issued, (r, matter.days.roll(r)))
    for served in matter.concerning(appear, "summons_served"):
        if served.on >= r:
            matter.problem("return_not_after_service", served)
    notice_owed = issued.says("third_party") and not issued.says("excepted")
    in_time = _third_party(matter, issued, r) if notice_owed else None
    steps = _answers(matter, appear, "summons_complied", "order_obeyed", "contempt_purged")
    steps += _denial_and_closing(matter, appear)
    if in_time is not None:
        steps += _lifted_by_stay(matter, appear, in_time, r)
    matter.play(appear, steps)


def _lifted_by_stay(matter: Matter, appear: Clock, stay: Stay, r: date) -> list[Step]:
    """A consent counts for each stay, also one that is in doubt."""
    anybodys = Clock("", "", Reach(appear.trigger, appear.reach.chains, True), appear.anchor, r, r)
    for consent in matter.concerning(anybodys, "stay_consented"):
        if stay.on <= consent.on <= r:
            return []
    return [Step(lift_day(appear, stay.made_by), LIFT, stay.made_by)]


def _third_party(matter: Matter, issued: Entry, r: date) -> Stay | None:
    """The clocks of a third-party summons; the stay if it was made in time."""
    ten = matter.days.fewer_closed.business_days_before(r, 10)
    notice = _clock(matter, "SUM-07", issued, (matter.days.business_days_before(r, 11), ten))
    steps = _answers(matter, notice, "third_party_notice_given")
    matter.play(notice, steps + _denial_and_closing(matter, notice))
    settled_by = notice.settled_by
    if notice.status == "met_late" and settled_by is not None and not matter.in_doubt(settled_by):
        matter.problem("third_party_notice_short", settled_by)
    in_time = _stay_clock(matter, issued, r)
    _examination(matter, issued, r, in_time)
    return in_time


def _stay_clock(matter: Matter, issued: Entry, r: date) -> Stay | None:
    clock = _clock(matter, "SUM-09", issued, (r - ONE_DAY, r - ONE_DAY))
    stay = _stay(matter, clock)
    steps = _denial_and_closing(matter, clock)
    complied = [e for e in matter.concerning(clock, "summons_complied") if e.on >= r]
    steps += [Step(lift_day(clock, entry), LIFT, entry) for entry in complied]
    if stay is not None:
        steps.append(Step(stay.on, ANSWER, stay.made_by))
    matter.play(clock, steps)
    if clock.status == "met_late" and stay is not None:
        matter.problem("stay_late", stay.made_by)
    return stay if clock.status == "met" else None


def _stay(matter: Matter, clock: Clock) -> Stay | None:
    acts = matter.concerning(clock, "stay_directed")
    directed = mailed = False
    for entry in acts:
        directed = directed or entry.facts["direction_given"]
        mailed = mailed or entry.facts["copies_mailed"]
        if directed and mailed:
            return Stay(entry.on, entry)
    if directed or mailed:
        matter.problem("stay_incomplete", acts[-1])
    return None


def _examination(matter: Matter, issued: Entry, r: date, stay: Stay | None) -> None:
    clock = _clock(matter, "SUM-10", issued, (r, r))
    complied = matter.concerning(clock, "summons_complied")
    steps = [Step(entry.on, ANSWER, entry) for entry in complied if entry.on >= r]
    steps += [Step(e.on, ANSWER, e, partial(_too_early, matter)) for e in complied if e.on < r]
    steps += _denial_and_closing(matter, clock)
    if stay is not None:
        later = matter.concerning(clock, "stay_consented", "enforcement_ordered")
        if not any(entry.on >= stay.on for entry in later):
            steps.append(Step(lift_day(clock, stay.made_by), LIFT, stay.made_by))
    matter.play(clock, steps)


def _too_early(matter: Matter, _clock: Clock, complied: Entry) -> None:
    if not matter.in_doubt(complied):
        matter.problem("examined_too_early", complied)


def _answers(matter: Matter, clock: Clock, *kinds: str) -> list[Step]:
    return [Step(entry.on, ANSWER, entry) for entry in matter.concerning(clock, *kinds)]


def _closings(matter: Matter, clock: Clock) -> list[Step]:
    """Even one that names the trigger must not be dated before it."""
    closed = matter.concerning(clock, "summons_closed")
    return [Step(entry.on, LIFT, entry) for entry in closed if entry.on >= clock.trigger.on]


def _denial_and_closing(matter: Matter, clock: Clock) -> list[Step]:
    denied = matter.concerning(clock, "enforcement_denied")
    lifts = [Step(lift_day(clock, entry), LIFT, entry) for entry in denied]
    return lifts + _closings(matter, clock)


def _reaches(matter: Matter, trigger: Entry) -> list[Reach]:
    """One in each of the trigger's chains: what belongs to several starts its clock in each."""
    chains = sorted(matter.belonging.chains[trigger.index])
    return [Reach(trigger, frozenset({chain}), binds_customs=False) for chain in chains]


def _order(matter: Matter, ordered: Entry) -> None:
    comply_by = ordered.facts["comply_by"]
    for reach in _reaches(matter, ordered):
        (began,) = reach.chains
        dates = comply_by, matter.days.roll(comply_by)
        clock = Clock("SUM-14", "deadline", reach, (ordered.kind, comply_by), *dates, began=began)
        steps = _answers(matter, clock, "order_obeyed", "summons_complied", "contempt_purged")
        matter.play(clock, matter.fixed_dates(clock) + steps + _closings(matter, clock))


def _abandonment(matter: Matter, withheld: Entry) -> None:
    early, late = anniversaries(withheld.on)
    for reach in _reaches(matter, withheld):
        (began,) = reach.chains
        dates = early + ONE_DAY, late + ONE_DAY
        clock = Clock("SUM-16", "threshold", reach, (withheld.kind, withheld.on), *dates, began=began)
        purges = [e for e in matter.concerning(clock, "contempt_purged") if e.on >= withheld.on]
        if purges and purges[0].on < clock.lenient:
            clock.end("stopped" if purges[0].on < clock.strict else "ambiguous", purges[0].on, purges[0])
        elif _may_have_ended(matter, clock):
            clock.status = "ambiguous"
        elif matter.docket.as_of >= clock.lenient:
            clock.end("crossed", clock.lenient, None)
        matter.add(clock)


def _may_have_ended(matter: Matter, clock: Clock) -> bool:
    """Obeyed before the year was over, whenever that was, and not adjudged again before the instructions."""

    def of_its_chain(*kinds: str) -> list[Entry]:
        found = matter.of_kind(*kinds)
        return [e for e in found if concerns_clock(matter.belonging, e, clock.reach, any_day=True)]

    adjudged = [e.place for e in of_its_chain("contempt_adjudged") if e.on <= clock.trigger.on]
    obeyed = [e for e in of_its_chain("order_obeyed", "summons_complied") if e.on < clock.lenient]
    return any(not [later for later in adjudged if later > e.place] for e in obeyed)


def _sanctions(matter: Matter) -> None:
    """In doubt, it is tried for each chain of a summons begun before it, as if that were its only one."""
    for sanction in matter.of_kind("imports_prohibited", "delivery_withheld"):
        tried = [matter.belonging.chains[sanction.index]]
        if matter.in_doubt(sanction):
            tried = [{chain} for chain in matter.belonging.among[sanction.index]]
        if not any(_in_contempt(matter, sanction, chains) for chains in tried):
            matter.problem("sanction_without_contempt", sanction)


def _in_contempt(matter: Matter, sanction: Entry, mine: set[int]) -> bool:
    chains, void = matter.belonging.chains, matter.standing.void
    is_of_a_summons = any(chains[e.index] & mine for e in matter.of_kind("summons_issued"))
    last = ""
    for entry in matter.of_kind("contempt_adjudged", "contempt_purged"):
        purge = entry.kind == "contempt_purged"
        if entry.on > sanction.on or (purge and entry.place >= sanction.place):
            continue
        unknown = entry.index in void or not chains[entry.index] or matter.in_doubt(entry)
        if unknown or not is_of_a_summons or chains[entry.index] & mine:
            last = entry.kind
    return last == "contempt_adjudged"
