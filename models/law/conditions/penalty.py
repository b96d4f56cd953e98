"""Penalty notices with periods of their own: 19 CFR 162.78(a), 162.79b, 171.2(e)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from models.in_words import short_date
from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import Readings, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule

PREPENALTY, SHORT = "PEN-01", "PEN-06"
LEAST_DAYS = 7
"""162.78(a): "not less than 7 days"."""


def prepenalty_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads PEN-01: 30 calendar days from the mailing, or the shorter period that the notice sets."""
    mailed = start.trigger.on
    by_count, least = mailed + timedelta(days=number), mailed + timedelta(days=LEAST_DAYS)
    set_day: date | None = start.trigger.facts.get("respond_by")
    if set_day is None or set_day > by_count:
        ends = short_date(by_count)
        why = f"Day 0 is the mailing of {short_date(mailed)}; {number} calendar days end on {ends}."
        return Reading(start.trigger.kind, mailed, rolled(by_count, by_count, matter.calendar), (why,))
    roll = matter.calendar.roll
    why = f"The notice mailed on {short_date(mailed)} sets a shorter period, to {short_date(set_day)}."
    days = Readings(set_day, roll(set_day), rolled=matter.calendar.is_closed(set_day))
    if set_day < least:
        days = Readings(set_day, max(roll(set_day), roll(least)), rolled=matter.calendar.is_closed(least))
        why += f" The period may not be less than {LEAST_DAYS} days, which end on {short_date(least)}."
    return Reading(start.trigger.kind, mailed, days, (why,))


def duties_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads PEN-04: 30 calendar days from the date on the notice, and from its mailing (A30)."""
    mailed = start.trigger.on
    dated: date = min(start.trigger.facts.get("dated_on", mailed), mailed)
    strict, lenient = dated + timedelta(days=number), mailed + timedelta(days=number)
    why = (
        f"{number} calendar days from the date on the notice, {short_date(dated)}, end on "
        f"{short_date(strict)}; from its mailing, on {short_date(lenient)}."
    )
    gap = {"A30"} if dated != mailed else set()
    days = rolled(strict, lenient, matter.calendar)
    return Reading(start.trigger.kind, dated, days, (why,), frozenset(gap))


def short_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads PEN-06: the day that the notice sets, and no earlier than seven working days after it (A23)."""
    noticed = start.trigger.on
    floor = matter.calendar.business_days(noticed, number)
    strict: date = start.trigger.facts.get("respond_by", floor)
    lenient = max(matter.calendar.roll(strict), floor)
    why = (
        f"{number} working days from the notice of {short_date(noticed)} end on {short_date(floor)}; the "
        f"last day to file is {short_date(strict)}."
    )
    gap = {"A23"} if strict < floor else set()
    is_rolled = lenient > floor and matter.calendar.is_closed(strict)
    return Reading(
        start.trigger.kind, noticed, Readings(strict, lenient, rolled=is_rolled), (why,), frozenset(gap)
    )


def lifts_by_shorter_period(matter: Matter, clock: Clock) -> list[Step]:
    """Finds shorter periods: each replaces the usual one if it ends earlier."""
    rule = matter.law.rules[SHORT]
    steps = []
    for notice in matter.concerning(clock, "short_notice_given"):
        ends = short_days(matter, rule, Start(notice, frozenset()), rule.count or 0).days.strict_on
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
    if set_day > entry.on + timedelta(days=matter.law.rules[PREPENALTY].count or 0):
        yield "respond_by_not_shorter"


def check_short_notice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a last day before the seventh working day after the notice."""
    set_day = entry.facts.get("respond_by")
    floor = matter.calendar.business_days(entry.on, matter.law.rules[SHORT].count or 0)
    if set_day is not None and set_day < floor:
        yield "period_too_short"
