"""The rules that are plain rows, played from the text of `second_table`; encoding, section 5."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial

from tests.law.oracle.belonging import Belonging, Reach, concerns
from tests.law.oracle.calendar import ONE_DAY, months_after, years_after
from tests.law.oracle.docket import Docket, Entry
from tests.law.oracle.play import ANSWER, LIFT, MOVE, Clock, Matter, Step, lift_day, play_threshold
from tests.law.oracle.table import ROWS

CLOSINGS = {"certification_ended", "cycle_closed", "matter_closed"}
NAFTA_END = date(2020, 7, 1)
Dates = tuple[tuple[str, date], date, date]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, split."""

    rule: str
    kind: str
    bound: str
    triggers: tuple[str, ...]
    form: tuple[str, ...]
    met: tuple[str, ...]
    lifted: tuple[str, ...]
    more: tuple[str, ...]


@cache
def rows() -> dict[str, Row]:
    """Every row by its rule."""
    found = {}
    for line in ROWS.strip().splitlines():
        cells = [tuple(cell.split()) for cell in line.split("|")] + [(), ()]
        rule, kind, bound = cells[0]
        found[rule] = Row(rule, kind, bound, *cells[1:6])
    return found


def number(row: Row, docket: Docket) -> int | None:
    """The row's count, the office's where it says so; None where it is off."""
    given = row.form[1] if len(row.form) > 1 else "0"
    if not given.startswith("office"):
        return int(given)
    default = given.removeprefix("office")
    return docket.office.get(row.rule, int(default) if default else None)


def is_trigger(row: Row, entry: Entry) -> bool:
    """Whether kind and facts are those that start the row."""
    for trigger in row.triggers:
        kind, *facts = trigger.split(",")
        if kind == entry.kind and all(_has(entry, fact) for fact in facts):
            return True
    return False


def _has(entry: Entry, fact: str) -> bool:
    if "=" in fact:
        name, value = fact.split("=")
        return (entry.facts[name] or "regular") == value
    sign, name = fact[0], fact[1:]
    if sign == "~":
        return entry.facts[name] is not False
    return entry.says(name) == (sign == "+")


def starts(row: Row, entry: Entry, among: Iterable[Entry], belonging: Belonging, docket: Docket) -> bool:
    """Whether the entry starts the row where those entries are all there is."""
    if not is_trigger(row, entry) or number(row, docket) is None:
        return False
    if "nodoubt" in row.more and entry.kind == "storage_test_done" and entry.index in belonging.doubt:
        return False
    if "first" in row.more:
        return entry == next(each for each in sorted(among, key=lambda e: e.place) if each.kind == entry.kind)
    if row.rule == "DEM-04":
        return entry.facts["until"] is not None and entry.facts["explanation"] is not None
    if row.rule == "PEN-09" and entry.kind == "offense_discovered":
        return _is_offense(entry, among, belonging)
    if row.rule == "PEN-10":
        return any(_is_first(entry, chain, among, belonging) for chain in belonging.chains[entry.index])
    if entry.kind == "ruling_requested":
        return _request(row, entry, among, belonging)
    return True


def _is_offense(entry: Entry, among: Iterable[Entry], belonging: Belonging) -> bool:
    """A discovery under 1592 or 1593a counts only for fraud; one of a seizure always does."""
    standing = belonging.standing
    if "seizure_mailed" in {standing.entry(named).kind for named in standing.links[entry.index]}:
        return True
    of_fraud = [each.says("fraud") for each in among if each.kind == "violation_occurred"]
    return True in of_fraud or not of_fraud


def _is_first(entry: Entry, chain: int, among: Iterable[Entry], belonging: Belonging) -> bool:
    """Whether no earlier publication belongs to the chain."""
    others = [e for e in among if e.kind == entry.kind and chain in belonging.chains[e.index]]
    return min(others, key=lambda e: e.place) == entry


def _request(row: Row, entry: Entry, among: Iterable[Entry], belonging: Belonging) -> bool:
    nafta = entry.says("nafta") and entry.on < NAFTA_END
    if row.rule == "RUL-02":
        return nafta
    if row.rule == "RUL-01" or nafta:
        return not nafta
    reach = Reach(entry, frozenset(belonging.chains[entry.index]), binds_customs=True)
    return any(each.kind == "ruling_referred" and concerns(belonging, each, reach) for each in among)


def play_rows(matter: Matter, *wanted: str) -> dict[str, list[Clock]]:
    """Plays the rows of these rules and gives their clocks."""
    return {rule: _play_row(matter, rows()[rule]) for rule in wanted}


def _play_row(matter: Matter, row: Row) -> list[Clock]:
    entries = matter.standing.entries
    found = []
    for trigger in entries:
        if starts(row, trigger, entries, matter.belonging, matter.docket):
            for reach in matter.reaches(trigger, customs=row.bound == "customs"):
                first = all(_is_first(trigger, c, entries, matter.belonging) for c in reach.chains)
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


def dates(matter: Matter, row: Row, entry: Entry) -> Dates:
    """The anchor with both readings of a row from its trigger."""
    form, roll = row.form[0], matter.days.roll
    n = number(row, matter.docket) or 0
    fact = row.form[2] if len(row.form) > 2 else ""
    a: date = (entry.facts.get(fact) if fact else None) or entry.on
    if form in SPECIAL:
        return SPECIAL[form](matter, entry)
    early, late = years_after(a, n if form != "LY" else -n) if form in ("FY", "KY", "LY") else (a, a)
    plus = a + timedelta(days=n)
    both = {
        "F": lambda: (plus, roll(plus)),
        "FL": lambda: (matter.days.fewer_closed.roll(plus), roll(plus)),
        "FM": lambda: (months_after(a, n), roll(months_after(a, n))),
        "FY": lambda: (early, roll(late)),
        "KY": lambda: (early, late),
        "LY": lambda: (early, late + ONE_DAY),
        "X": lambda: (plus, plus),
        "B": lambda: (matter.days.back(a - timedelta(days=n)), a - timedelta(days=n)),
    }[form]()
    return (entry.kind, a), *both


def _alt08(matter: Matter, entry: Entry) -> Dates:
    received = max(entry.on, entry.facts["received_on"] or entry.on)
    strict = entry.on + timedelta(days=30)
    return (entry.kind, entry.on), strict, matter.days.roll(received + timedelta(days=30))


def _pen01(matter: Matter, entry: Entry) -> Dates:
    a, by, roll = entry.on, entry.facts["respond_by"], matter.days.roll
    last, least = a + timedelta(days=30), a + timedelta(days=7)
    if by is not None and by > last:
        matter.problem("respond_by_not_shorter", entry)
    if by is None or by > last:
        return (entry.kind, a), last, roll(last)
    if by < least:
        matter.problem("period_too_short", entry)
        return (entry.kind, a), by, max(roll(by), roll(least))
    return (entry.kind, a), by, roll(by)


def _pen04(matter: Matter, entry: Entry) -> Dates:
    a = min(entry.on, entry.facts["dated_on"] or entry.on)
    lenient = matter.days.roll(entry.on + timedelta(days=30))
    return (entry.kind, a), a + timedelta(days=30), lenient


def _pen06(matter: Matter, entry: Entry) -> Dates:
    first = matter.days.fewer_closed.business_days_after(entry.on, 7)
    last = matter.days.business_days_after(entry.on, 7)
    by = entry.facts["respond_by"]
    if by is not None and by < first:
        matter.problem("period_too_short", entry)
    return (entry.kind, entry.on), by or first, max(matter.days.roll(by), last) if by else last


def _sal07(_matter: Matter, entry: Entry) -> Dates:
    sale = entry.facts["sale_on"]
    return (entry.kind, sale), sale - ONE_DAY, sale


def _sal11(matter: Matter, entry: Entry) -> Dates:
    vested = entry.on + timedelta(days=30)
    last = vested + timedelta(days=30)
    return (entry.kind, vested), last, matter.days.roll(last)


def _sal12(_matter: Matter, entry: Entry) -> Dates:
    day = months_after(entry.on, 6)
    return (entry.kind, entry.on), day, day + ONE_DAY


def _sal14(_matter: Matter, entry: Entry) -> Dates:
    return (entry.kind, entry.on), entry.on + timedelta(days=29), entry.on + timedelta(days=30)


MORE = {"anylift": _any_lifts, "short": _shorter, "delay": _delays}
SPECIAL = {
    "ALT08": _alt08,
    "PEN01": _pen01,
    "PEN04": _pen04,
    "PEN06": _pen06,
    "SAL07": _sal07,
    "SAL11": _sal11,
    "SAL12": _sal12,
    "SAL14": _sal14,
}
