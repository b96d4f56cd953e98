"""The sentences of a trace: how a day was counted; what moved, answered, ended or could concern a clock."""

from datetime import date

from models.law.engine.business_days import Calendar
from models.law.engine.clock import Act, Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.text.rule import Rule
from models.law.text.vocabulary import Direction, RuleKind, Unit
from models.law.text.wording import wording_on

_UNITS = {
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.BUSINESS_DAYS: "business day",
    Unit.MONTHS: "month",
    Unit.YEARS: "year",
}


def counted(clock: Clock, anchor_title: str, number: int) -> str:
    """How the two days follow from the anchor."""
    return _count(clock, anchor_title, number)


def office_number(clock: Clock, number: int) -> list[str]:
    """That the number is no law, where an office sets it."""
    if not clock.rule.office:
        return []
    return [f"The {_amount(clock.rule, number)} {'is' if number == 1 else 'are'} an office setting, not law."]


def wording(clock: Clock) -> list[str]:
    """The wording applied, where the words have changed."""
    if len(clock.rule.versions) == 1:
        return []
    return [f"Wording in force from {wording_on(clock.rule, clock.trigger.on).in_force} applied."]


def roll(clock: Clock, calendar: Calendar) -> list[str]:
    """The roll of a closed last day, where it opens the gap between the readings."""
    if "A1" not in clock.ambiguities:
        return []
    if clock.rule.direction is Direction.AFTER and calendar.roll(clock.strict_on) != clock.lenient_on:
        return [
            f"The last day by the lenient reading is closed; if it moves to the next business day it is "
            f"{clock.lenient_on} (A1)."
        ]
    if clock.rule.direction is Direction.BEFORE:
        return [f"{clock.lenient_on} is closed; the business day before it is {clock.strict_on} (A1)."]
    return [
        f"{clock.strict_on} is closed; if the last day moves to the next business day it is "
        f"{clock.lenient_on} (A1)."
    ]


def leap(clock: Clock) -> list[str]:
    """The anniversary of 29 February, where it opens the gap between the readings."""
    if clock.rule.more_than and clock.strict_on != clock.lenient_on:
        return [f"The anniversary of 29 February is read as 1 March, too: {clock.lenient_on} by that (A16)."]
    if "A26" not in clock.ambiguities or clock.rule.unit is not Unit.YEARS:
        return []
    if clock.rule.direction is Direction.BEFORE:
        return ["29 February is read as 28 February and as 1 March; the boundary day follows (A26)."]
    return [f"29 February is read as 28 February and as 1 March: {clock.lenient_on} by the later (A26)."]


def ended(clock: Clock, step: Step, title: str) -> str:
    """What answered, used, stopped or lifted it."""
    linked = ", linked to this" if clock.trigger.index in step.entry.links else ""
    happened = f"{title} on {step.entry.on}{linked}"
    if step.act is Act.LIFT:
        late = ", after the last day had passed" if _is_past(clock, step.on) else ""
        return f"{happened}: lifted{late}."
    verb = "stopped" if clock.rule.kind is RuleKind.THRESHOLD else "answered"
    return f"{happened}: {verb}."


def moved(title: str, on: date, to: date) -> str:
    """An entry that moved the day."""
    return f"{title} on {on}: moved to {to}."


def could_concern(entry: CurrentEntry, title: str) -> str:
    """An entry in doubt that leaves the clock alone."""
    return (
        f"{title} on {entry.on} could concern this, but does not say to which it belongs: it is left out of "
        "account here."
    )


def taken_to_concern(entry: CurrentEntry, title: str) -> str:
    """An entry in doubt that counts, for that is the safer reading."""
    return (
        f"{title} on {entry.on} does not say to which it belongs: it is taken to concern this, for that is "
        "the safer reading."
    )


def _count(clock: Clock, anchor_title: str, number: int) -> str:
    rule, anchor = clock.rule, clock.anchor_on
    match rule.unit, rule.direction:
        case Unit.FIXED_DAY, _:
            return f"The day fixed is {anchor} ({anchor_title})."
        case Unit.EXACT_DAY, Direction.BEFORE:
            return (
                f"The day fixed is {anchor} ({anchor_title}); the day before is {clock.strict_on}, no roll."
            )
        case Unit.EXACT_DAY, _:
            return f"The day fixed is {anchor} ({anchor_title}), no roll."
        case Unit.BUSINESS_DAYS, Direction.BEFORE:
            return (
                f"Day 0 is {anchor} ({anchor_title}); {_amount(rule, number)} before it {_gives(number)} "
                f"{clock.lenient_on}, as clear days {clock.strict_on}."
            )
        case Unit.YEARS, Direction.BEFORE:
            return (
                f"{_amount(rule, number)} before {anchor} ({anchor_title}); the boundary day is inside by "
                "the strict reading only."
            )
        case _, Direction.BEFORE:
            literal = f"{_amount(rule, number)} before it {_gives(number)} {clock.lenient_on}"
            return f"Day 0 is {anchor} ({anchor_title}); {literal}."
    if rule.more_than:
        return (
            f"Day 0 is {anchor} ({anchor_title}); more than {_amount(rule, number)} after it has passed from "
            f"{clock.strict_on} on."
        )
    return f"Day 0 is {anchor} ({anchor_title}); {_amount(rule, number)} {_gives(number)} {clock.strict_on}."


def _gives(number: int) -> str:
    return "gives" if number == 1 else "give"


def _amount(rule: Rule, number: int) -> str:
    return f"{number} {_UNITS[rule.unit]}{'' if number == 1 else 's'}"


def _is_past(clock: Clock, on: date) -> bool:
    return clock.rule.kind.is_answered and on > clock.lenient_on
