"""Penalty notices with periods of their own: 19 CFR 162.78(a), 162.79b, 171.2(e)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from models.in_words import short_date
from models.law.engine.business_days import Calendar
from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import Readings, late, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule

PREPENALTY, SHORT, LIMITATION = "PEN-01", "PEN-06", "PEN-09"
SHORT_PERIOD_DAYS = 180
"""171.2(e): "less than 180 days remain before the statute of limitations may be asserted"."""

LEAST_DAYS = 7
"""162.78(a): "not less than 7 days"."""


def prepenalty_days(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads PEN-01: 30 calendar days from the mailing, or the shorter period that the notice sets."""
    mailed = start.trigger.on
    by_count, least = mailed + timedelta(days=number), mailed + timedelta(days=LEAST_DAYS)
    set_day: date | None = start.trigger.facts.get("respond_by")
    if set_day is None or set_day > by_count:
        whole = partial(_whole_period, mailed, number, by_count)
        return Reading(start.trigger.kind, mailed, partial(rolled, by_count, by_count), whole)
    why = partial(_shorter_period, mailed, set_day, least)
    return Reading(start.trigger.kind, mailed, partial(rolled, set_day, max(set_day, least)), why)


def _whole_period(mailed: date, number: int, ends: date) -> str:
    return f"Day 0 is the mailing of {short_date(mailed)}; {number} calendar days end on {short_date(ends)}."


def _shorter_period(mailed: date, set_day: date, least: date) -> str:
    why = f"The notice mailed on {short_date(mailed)} sets a shorter period, to {short_date(set_day)}."
    if set_day < least:
        why += f" The period may not be less than {LEAST_DAYS} days, which end on {short_date(least)}."
    return why


def duties_days(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads PEN-04: 30 calendar days from the date on the notice, and from its mailing (A30)."""
    mailed = start.trigger.on
    dated: date = min(start.trigger.facts.get("dated_on", mailed), mailed)
    strict, lenient = dated + timedelta(days=number), mailed + timedelta(days=number)

    def why() -> str:
        return (
            f"{number} calendar days from the date on the notice, {short_date(dated)}, end on "
            f"{short_date(strict)}; from its mailing, on {short_date(lenient)}."
        )

    gap = {"A30"} if dated != mailed else set()
    return Reading(start.trigger.kind, dated, partial(rolled, strict, lenient), why, frozenset(gap))


def short_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads PEN-06: the day that the notice sets, and no earlier than seven working days after it (A23)."""
    noticed = start.trigger.on
    set_day: date | None = start.trigger.facts.get("respond_by")
    floor = matter.calendars.closed.business_days(noticed, number)
    last = floor if set_day is None else set_day

    def why() -> str:
        return (
            f"{number} working days from the notice of {short_date(noticed)} end on {short_date(floor)}; the "
            f"last day to file is {short_date(last)}."
        )

    gap = {"A23"} if last < floor else set()
    count = partial(_short_count, noticed, number, set_day)
    return Reading(start.trigger.kind, noticed, count, why, frozenset(gap))


def _short_count(noticed: date, number: int, set_day: date | None, calendar: Calendar) -> Readings:
    floor = calendar.business_days(noticed, number)
    strict = floor if set_day is None else set_day
    lenient = max(calendar.roll(strict), floor)
    return Readings(strict, lenient, rolled=lenient > floor and calendar.is_closed(strict))


def lifts_by_shorter_period(matter: Matter, clock: Clock) -> list[Step]:
    """Finds shorter periods: each replaces the usual one if it ends earlier."""
    rule = matter.law.rules[SHORT]
    steps = []
    for notice in matter.concerning(clock, "short_notice_given"):
        reading = short_days(matter, rule, Start(notice, frozenset()), rule.count or 0)
        ends = matter.calendars.read(reading.count, reading.anchor_on).strict_on
        on = max(notice.on, clock.begins_on)
        steps.append(Step(on, Act.LIFT, notice, when=partial(_is_longer_than, ends)))
    return steps


def _is_longer_than(ends: date, clock: Clock) -> bool:
    return ends < clock.strict_on


def check_prepenalty(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a period of fewer than 7 days, or one that ends later than the 30 days."""
    set_day = entry.facts.get("respond_by")
    if set_day is None:
        return
    if set_day < entry.on + timedelta(days=LEAST_DAYS):
        yield "period_too_short"
    usual = entry.on + timedelta(days=matter.law.rules[PREPENALTY].count or 0)
    if set_day > usual:
        yield "respond_by_not_shorter"
    if set_day < usual and _limitation_is_far(matter, entry, late(entry.on, 1)):
        yield "short_period_not_allowed"


def check_short_notice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a last day before the seventh working day after the notice."""
    set_day = entry.facts.get("respond_by")
    floor = matter.calendars.business_days(entry.on, matter.law.rules[SHORT].count or 0)
    if set_day is not None and set_day < floor:
        yield "period_too_short"
    if _limitation_is_far(matter, entry, entry.on + timedelta(days=SHORT_PERIOD_DAYS)):
        yield "short_period_not_allowed"


def _limitation_is_far(matter: Matter, notice: CurrentEntry, since: date) -> bool:
    """Whether all limitations that run on a notice's day end on or after a day; not where none runs."""
    ends = [
        clock.strict_as_of(notice.on)
        for clock in matter.once(_limitations)
        if clock.trigger.on <= notice.on and (clock.settled_on is None or clock.settled_on > notice.on)
    ]
    return bool(ends) and min(ends) >= since


def _limitations(matter: Matter) -> list[Clock]:
    return matter.clocks_of(LIMITATION)


def is_limited(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether the five years of 19 U.S.C. 1621 run from an entry.

    Under 1592 and 1593a they run from the violation, and from its discovery only for fraud. What was seized
    may be another offense, so a discovery that names a seizure always starts them.
    """
    if entry.kind == "violation_occurred":
        return not entry.says("fraud")
    is_of_a_seizure = any(matter.by_index[each].kind == "seizure_mailed" for each in entry.links)
    return is_of_a_seizure or not matter.once(_is_all_negligence)


def _is_all_negligence(matter: Matter) -> bool:
    violations = matter.of_kind("violation_occurred")
    return bool(violations) and not any(each.says("fraud") for each in violations)


def first_published_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns the start of PEN-10 in each chain: the first publication of the notice of seizure."""
    seen: set[int] = set()
    starts = []
    for notice in matter.of_kind("seizure_notice_published"):
        for start in matter.starts_of(notice):
            if not start.chains & seen:
                starts.append(start)
            seen |= start.chains
    return starts
