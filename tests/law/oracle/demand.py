"""The demand's clocks, a second time; encoding, section 5.3."""

from datetime import date, timedelta

from tests.law.oracle.belonging import Reach
from tests.law.oracle.calendar import ONE_DAY
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import ANSWER, LIFT, Clock, Matter, Step, lift_day
from tests.law.oracle.rows import closings, play_rows

MONTHLY = timedelta(days=30)


def demand(matter: Matter) -> None:
    """Adds the rows and problems of a demand matter."""
    _oral_demands(matter)
    basic = _production(matter)
    valid = _valid_grants(matter, basic)
    for clock, due in basic:
        _play_production(matter, clock, valid)
        _requests(matter, clock, (clock.strict, due), valid)
    for grant in valid:
        for reach in matter.reaches(grant, customs=False):
            _additional(matter, reach, valid)
    _defects(matter)
    play_rows(matter, "DEM-04", "DEM-08", "DEM-11", "RET-11", "CAL-02")


def _oral_demands(matter: Matter) -> None:
    days = matter.docket.office.get("DEM-01", 10)
    for oral in matter.of_kind("oral_demand_made") if days is not None else []:
        (reach,) = matter.reaches(oral, customs=True)
        last = oral.on + timedelta(days=days or 0)
        clock = Clock("DEM-01", "target", reach, (oral.kind, oral.on), last, matter.days.roll(last))
        written = matter.concerning(clock, "demand_received")
        links, void = matter.standing.links, matter.standing.void
        written += [
            e
            for e in matter.of_kind("demand_received")
            if e.on >= oral.on and not links[e.index] and e.index not in void
        ]
        steps = [Step(e.on, ANSWER, e) for e in written]
        steps += [Step(lift_day(clock, e), LIFT, e) for e in _produced(matter, clock)]
        matter.play(clock, steps + matter.fixed_dates(clock) + closings(matter, clock))


def _production(matter: Matter) -> list[tuple[Clock, date]]:
    """Each clock of DEM-02, unplayed, with the later due date before any roll."""
    found, followed = [], set()
    for written in matter.of_kind("demand_received"):
        chains = matter.belonging.chains[written.index]
        orals = [
            e
            for e in matter.of_kind("oral_demand_made")
            if e.on <= written.on and e.index not in followed and matter.belonging.chains[e.index] & chains
        ]
        followed |= {e.index for e in orals}
        reach = Reach(written, frozenset(chains), binds_customs=False, others=tuple(orals))
        found.append(_clock_of_demand(matter, reach))
    for oral in matter.of_kind("oral_demand_made"):
        if oral.index not in followed:
            (reach,) = matter.reaches(oral, customs=False)
            found.append(_clock_of_demand(matter, reach))
    return found


def _clock_of_demand(matter: Matter, reach: Reach) -> tuple[Clock, date]:
    trigger = reach.trigger
    strict = due = trigger.on + MONTHLY
    set_day = trigger.facts.get("produce_by")
    if set_day is not None and set_day < trigger.on:
        matter.problem("produce_by_before_receipt", trigger)
    elif set_day is not None and set_day > strict:
        matter.problem("produce_by_not_shorter", trigger)
    elif set_day is not None:
        strict = set_day
        due = set_day if trigger.says("for_release") else due
    for oral in reach.others:
        strict = min(strict, oral.on + MONTHLY)
    anchor = trigger.kind, trigger.on
    return Clock("DEM-02", "deadline", reach, anchor, strict, matter.days.roll(due)), due


def _valid_grants(matter: Matter, basic: list[tuple[Clock, date]]) -> list[Entry]:
    valid: list[Entry] = []
    chains = matter.belonging.chains
    for grant in matter.of_kind("extension_granted"):
        mine = chains[grant.index]
        ends = [c.strict for c, _ in basic if c.reach.chains & mine and c.begins <= grant.on]
        ends += [e.facts["until"] for e in valid if chains[e.index] & mine]
        if ends and grant.facts["until"] <= max(ends):
            matter.problem("extension_not_longer", grant)
        else:
            valid.append(grant)
    return valid


def _produced(matter: Matter, clock: Clock) -> list[Entry]:
    """A part of the records is no production."""
    return [e for e in matter.concerning(clock, "records_produced") if not e.says("partial")]


def _produced_or_closed(matter: Matter, clock: Clock, produced: int) -> list[Step]:
    steps = []
    for entry in _produced(matter, clock):
        day = entry.on if produced == ANSWER else lift_day(clock, entry)
        steps.append(Step(day, produced, entry))
    return steps + closings(matter, clock)


def _grants(matter: Matter, clock: Clock, valid: list[Entry]) -> list[Step]:
    """Of two additional periods only the later takes the other's place."""
    grants = [e for e in matter.concerning(clock, "extension_granted") if e in valid]
    if clock.trigger.kind == "extension_granted":
        grants = [e for e in grants if e.place > clock.trigger.place]
    return [Step(lift_day(clock, e), LIFT, e) for e in grants]


def _play_production(matter: Matter, clock: Clock, valid: list[Entry]) -> None:
    matter.play(clock, _produced_or_closed(matter, clock, ANSWER) + _grants(matter, clock, valid))


def _requests(matter: Matter, goes_with: Clock, due: tuple[date, date], valid: list[Entry]) -> None:
    kind, _ = goes_with.anchor
    strict, lenient = due[0] - ONE_DAY, due[1] - ONE_DAY
    clock = Clock("DEM-03", "deadline", goes_with.reach, (kind, due[0]), strict, lenient)
    clock.began = goes_with.began
    steps = _produced_or_closed(matter, clock, LIFT) + _grants(matter, clock, valid)
    for entry in matter.concerning(clock, "extension_requested"):
        complete = entry.facts["until"] is not None and entry.facts["explanation"] is not None
        after = clock.trigger.kind != "extension_granted" or entry.place > clock.trigger.place
        if complete and after:
            steps.append(Step(entry.on, ANSWER, entry))
    matter.play(clock, steps)
    if clock.status == "met_late" and clock.settled_by and not matter.in_doubt(clock.settled_by):
        matter.problem("extension_request_late", clock.settled_by)


def _additional(matter: Matter, reach: Reach, valid: list[Entry]) -> None:
    until = reach.trigger.facts["until"]
    anchor = reach.trigger.kind, until
    clock = Clock("DEM-05", "deadline", reach, anchor, until, matter.days.roll(until))
    clock.began = min(reach.chains, default=-1)
    matter.play(clock, _produced_or_closed(matter, clock, ANSWER) + _grants(matter, clock, valid))
    _requests(matter, clock, (until, until), valid)


def _defects(matter: Matter) -> None:
    for request in matter.of_kind("extension_requested"):
        if request.facts["until"] is None or request.facts["explanation"] is None:
            matter.problem("extension_request_incomplete", request)
