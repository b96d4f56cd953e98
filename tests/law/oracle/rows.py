"""The rules that are plain rows, played from the text of `second_table`; encoding, section 5."""

from datetime import date, timedelta
from functools import partial

from tests.law.oracle.belonging import Reach
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import ANSWER, LIFT, MOVE, Clock, Matter, Step, lift_day, play_threshold
from tests.law.oracle.row_dates import dates
from tests.law.oracle.starting import Row, is_first, rows, starts

CLOSINGS = {"certification_ended", "cycle_closed", "matter_closed"}


def play_rows(matter: Matter, *wanted: str) -> dict[str, list[Clock]]:
    """Plays the rows of these rules and gives their clocks."""
    return {rule: _play_row(matter, rows()[rule]) for rule in wanted}


def _play_row(matter: Matter, row: Row) -> list[Clock]:
    entries = matter.standing.entries
    found = []
    for trigger in entries:
        if starts(row, trigger, entries, matter.belonging, matter.docket):
            for reach in matter.reaches(trigger, customs=row.bound == "customs"):
                first = all(is_first(trigger, c, entries, matter.belonging) for c in reach.chains)
                if first or "firstofchain" not in row.more:
                    found.append(_play_one(matter, row, reach))
    return found


def _play_one(matter: Matter, row: Row, reach: Reach) -> Clock:
    anchor, strict, lenient = dates(matter, row, reach.trigger)
    began = min(reach.chains, default=-1)
    clock = Clock(row.rule, row.kind, reach, anchor, strict, lenient, began=began)
    clock.ours = row.bound == "ours"
    if row.kind == "threshold":
        closed = matter.of_kind("matter_closed")
        paid = matter.concerning(clock, "duties_and_charges_paid") if "paid" in row.more else []
        play_threshold(matter, clock, closed + paid)
    elif row.kind in ("retention", "lookback"):
        matter.add(clock)
    else:
        matter.play(clock, _steps(matter, row, clock))
        _problems(matter, row, clock)
    return clock


def _steps(matter: Matter, row: Row, clock: Clock) -> list[Step]:
    steps = matter.fixed_dates(clock)
    for entry in (each for each in matter.concerning(clock, *row.met) if not each.says("partial")):
        too_early = "from" in row.more and entry.on < clock.anchor[1]
        window = "window" in row.more and entry.on < clock.anchor[1] - timedelta(days=10)
        if not too_early and not window:
            steps.append(Step(entry.on, ANSWER, entry))
    for kind in row.lifted:
        later = kind.startswith(">")
        for entry in matter.concerning(clock, kind.removeprefix(">")):
            if not entry.says("partial") and (not later or entry.place > clock.trigger.place):
                steps.append(Step(lift_day(clock, entry), LIFT, entry))
    for word in row.more:
        steps += MORE[word](matter, clock) if word in MORE else []
    return steps if "open" in row.more else steps + closings(matter, clock)


def closings(matter: Matter, clock: Clock) -> list[Step]:
    """What ends the whole matter, whatever its chain; in a demand, what concerns the clock."""
    over = matter.of_kind(*CLOSINGS) + matter.concerning(clock, "demand_closed")
    last = max(trigger.on for trigger in clock.reach.triggers)
    return [Step(entry.on, LIFT, entry) for entry in over if entry.on >= last]


def _any_lifts(matter: Matter, clock: Clock) -> list[Step]:
    kinds = ("certification_granted", "application_denied")
    void = matter.standing.void
    found = [e for e in matter.of_kind(*kinds) if e.on >= clock.begins and e.index not in void]
    found += matter.concerning(clock, *kinds)
    return [Step(lift_day(clock, entry), LIFT, entry) for entry in found]


def _shorter(matter: Matter, clock: Clock) -> list[Step]:
    steps = []
    for notice in matter.concerning(clock, "short_notice_given"):
        _, strict, _ = dates(matter, rows()["PEN-06"], notice)
        steps.append(Step(lift_day(clock, notice), LIFT, notice, when=partial(_is_after, strict)))
    return steps


def _is_after(strict: date, usual: Clock) -> bool:
    return usual.strict > strict


def _delays(matter: Matter, clock: Clock) -> list[Step]:
    given = matter.concerning(clock, "appeal_delay_advised")
    complete = [e for e in given if None not in (e.facts["reason"], e.facts["anticipated_on"])]
    return [Step(entry.on, MOVE, entry, partial(_delay, matter)) for entry in complete]


def _delay(matter: Matter, clock: Clock, notice: Entry) -> None:
    to, certain = notice.facts["anticipated_on"], not matter.in_doubt(notice)
    if notice.on > clock.lenient and certain:
        matter.problem("delay_notice_late", notice)
    if to > clock.strict:
        matter.move_to(clock, to)
    elif certain:
        matter.problem("delay_date_not_later", notice)


def _problems(matter: Matter, row: Row, clock: Clock) -> None:
    for word in row.more:
        by = clock.settled_by
        if word.startswith("late=") and clock.status == "met_late" and by and not matter.in_doubt(by):
            matter.problem(word.removeprefix("late="), by)
    if "nodelay" in row.more:
        for entry in matter.concerning(clock, "appeal_delay_advised", by_doubt=False):
            if clock.settled_on is None or clock.settled_on >= entry.on:
                matter.problem("delay_not_provided_for", entry)


MORE = {"anylift": _any_lifts, "short": _shorter, "delay": _delays}
