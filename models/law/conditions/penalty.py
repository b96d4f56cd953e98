"""Penalty notices with periods of their own: 19 CFR 162.78(a), 162.79b, 171.2(e)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import Readings, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule

PREPENALTY, SHORT = "PEN-01", "PEN-06"
LEAST_DAYS = 7
"""162.78(a): "not less than 7 days"."""


def prepenalty_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """30 days of the mailing, or the shorter period that the notice sets."""
    mailed = start.trigger.on
    by_count, least = mailed + timedelta(days=number), mailed + timedelta(days=LEAST_DAYS)
    set_day: date | None = start.trigger.facts.get("respond_by")
    if set_day is None or set_day > by_count:
        why = f"Day 0 is the mailing of {mailed}; {number} calendar days give {by_count}."
        return Reading(start.trigger.kind, mailed, rolled(by_count, by_count, matter.calendar), (why,))
    roll = matter.calendar.roll
    why = f"The notice mailed on {mailed} sets {set_day}, a shorter period."
    days = Readings(set_day, roll(set_day), rolled=matter.calendar.is_closed(set_day))
    if set_day < least:
        days = Readings(set_day, max(roll(set_day), roll(least)), rolled=matter.calendar.is_closed(least))
        why += f" Not less than {LEAST_DAYS} days may be set: {least}."
    return Reading(start.trigger.kind, mailed, days, (why,))


def duties_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """30 days of the date on the notice, by the lenient reading of its mailing (A30)."""
    mailed = start.trigger.on
    dated: date = min(start.trigger.facts.get("dated_on", mailed), mailed)
    strict, lenient = dated + timedelta(days=number), mailed + timedelta(days=number)
    why = f"{number} calendar days of the date on the notice, {dated}, give {strict}; mailing, {lenient}."
    gap = {"A30"} if dated != mailed else set()
    days = rolled(strict, lenient, matter.calendar)
    return Reading(start.trigger.kind, dated, days, (why,), frozenset(gap))


def short_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """The day that the notice sets, of which not less than seven working days are left (A23)."""
    noticed = start.trigger.on
    floor = matter.calendar.business_days(noticed, number)
    strict: date = start.trigger.facts.get("respond_by", floor)
    lenient = max(matter.calendar.roll(strict), floor)
    why = f"{number} working days of the notice of {noticed} end on {floor}; the day to file is {strict}."
    gap = {"A23"} if strict < floor else set()
    is_rolled = lenient > floor and matter.calendar.is_closed(strict)
    return Reading(
        start.trigger.kind, noticed, Readings(strict, lenient, rolled=is_rolled), (why,), frozenset(gap)
    )


def lifts_by_shorter_period(matter: Matter, clock: Clock) -> list[Step]:
    """A shorter period ends the usual one, if it ends before it."""
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
    """A period below the least, or one that is not shorter."""
    set_day = entry.facts.get("respond_by")
    if set_day is None:
        return
    if set_day < entry.on + timedelta(days=LEAST_DAYS):
        yield "period_too_short"
    if set_day > entry.on + timedelta(days=matter.law.rules[PREPENALTY].count or 0):
        yield "respond_by_not_shorter"


def check_short_notice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """A day before the seventh working day."""
    set_day = entry.facts.get("respond_by")
    floor = matter.calendar.business_days(entry.on, matter.law.rules[SHORT].count or 0)
    if set_day is not None and set_day < floor:
        yield "period_too_short"
