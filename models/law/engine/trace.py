"""The sentences of a trace: how a date was counted, and what moved, answered, ended or could concern it.

People read them in mails, on pages and in papers, so dates stand in them as `short_date` writes them.
"""

from datetime import date

from models.in_words import counted as with_noun
from models.in_words import short_date
from models.law.engine.business_days import Calendar
from models.law.engine.calendars import Calendars
from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import Readings
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
_ENDS = {RuleKind.THRESHOLD: "stopped", RuleKind.RIGHT: "the right is used"}
_FEBRUARY_29 = "The anniversary of February 29 can be read as February 28 or as March 1."


def begins(rule: Rule, start: Start, reading: Reading, days: Readings, number: int, title: str) -> list[str]:
    """Says how both dates follow from the anchor, and what else there is to say of them before any move.

    `number` is the rule's count, 0 where it has none; `title` is that of the anchor.
    """
    counts = (
        reading.why()
        if reading.why
        else counted(rule, f"{short_date(reading.anchor_on)} ({title})", days, number)
    )
    counts = [counts] if isinstance(counts, str) else counts
    return [*counts, *disputed(days), *office_number(rule, number), *wording(rule, start.trigger)]


def counted(rule: Rule, anchor: str, days: Readings, number: int) -> str:
    """Says how both dates follow from the anchor by the rule's own count."""
    strict, lenient = short_date(days.strict_on), short_date(days.lenient_on)
    match rule.unit, rule.direction:
        case Unit.FIXED_DAY, _:
            return f"The date set is {anchor}."
        case Unit.EXACT_DAY, direction:
            return f"{_exactly(anchor, direction, number, strict)} It does not move for a weekend or holiday."
        case Unit.BUSINESS_DAYS, Direction.BEFORE:
            clear = with_noun(number, "clear business day")
            return (
                f"Day 0 is {anchor}; {_amount(rule, number)} before it is {lenient}. With {clear} in "
                f"between, it is {strict}."
            )
        case Unit.YEARS, Direction.BEFORE:
            return (
                f"The period reaches back {_amount(rule, number)} from {anchor}. Only the earlier date "
                "treats the boundary day as inside."
            )
        case _, Direction.BEFORE:
            return f"Day 0 is {anchor}; {_amount(rule, number)} before it is {lenient}."
    if rule.more_than:
        return f"Day 0 is {anchor}; from {strict} on, more than {_amount(rule, number)} has passed."
    return f"Day 0 is {anchor}; {_amount(rule, number)} {_ends(number)} on {strict}."


def _exactly(anchor: str, direction: Direction, number: int, day: str) -> str:
    if not number:
        return f"The date set is {anchor}."
    return f"Day 0 is {anchor}; {with_noun(number, 'calendar day')} {direction} it is {day}."


def office_number(rule: Rule, number: int) -> list[str]:
    """Says that the number is a setting and not law, for a rule whose number an office sets."""
    if not rule.office:
        return []
    are = "is" if number == 1 else "are"
    return [f"The {_amount(rule, number)} {are} your own setting, not law."]


def wording(rule: Rule, trigger: CurrentEntry) -> list[str]:
    """Says which wording applies, for a rule whose words have changed."""
    if len(rule.versions) == 1:
        return []
    since = wording_on(rule, trigger.on).in_force
    return [f"The wording in force from {short_date(since)} applies."]


def disputed(days: Readings) -> list[str]:
    """Says which proclaimed closures the dates depend on, and what follows if they do not count (A27)."""
    if not days.disputed:
        return []
    named = " and ".join(short_date(day) for day in days.disputed)
    were = "was" if len(days.disputed) == 1 else "were"
    strict, lenient = short_date(days.strict_on), short_date(days.lenient_on)
    return [
        f"{named} {were} closed by an order that may not make a holiday. Counted with and without that, the "
        f"last day is {strict} at the earliest and {lenient} at the latest (A27)."
    ]


def roll(clock: Clock, calendars: Calendars) -> list[str]:
    """Says that a last day falls on a closed day, where that opens the gap between the readings (A1)."""
    if "A1" not in clock.ambiguities:
        return []
    if "A27" in clock.ambiguities:
        return _closed_anyway(clock, calendars.opened)
    calendar = calendars.closed
    strict, lenient = short_date(clock.strict_on), short_date(clock.lenient_on)
    if clock.rule.direction is Direction.AFTER and calendar.roll(clock.strict_on) != clock.lenient_on:
        return [
            "CBP is closed on the later of the two last days. If that day moves to the next business day, it "
            f"is {lenient} (A1)."
        ]
    if clock.rule.direction is Direction.BEFORE:
        return [f"CBP is closed on {lenient}. The business day before it is {strict} (A1)."]
    return [
        f"CBP is closed on {strict}. If the last day moves to the next business day, it is {lenient} (A1)."
    ]


def _closed_anyway(clock: Clock, calendar: Calendar) -> list[str]:
    """Says that the earlier day itself is closed, where the proclaimed closures only move it further."""
    day = clock.strict_on
    if clock.rule.direction is not Direction.AFTER or not calendar.is_closed(day):
        return []
    return [f"CBP is closed on {short_date(day)}, and that day may move to the next business day (A1)."]


def leap(clock: Clock) -> list[str]:
    """Says how the anniversary of February 29 is read, where it opens the gap between the readings."""
    lenient = short_date(clock.lenient_on)
    if clock.rule.more_than and clock.strict_on != clock.lenient_on:
        return [f"{_FEBRUARY_29} The later reading gives {lenient} (A16)."]
    if "A26" not in clock.ambiguities or clock.rule.unit is not Unit.YEARS:
        return []
    if clock.rule.direction is Direction.BEFORE:
        return [f"{_FEBRUARY_29} The first day of the period follows from that (A26)."]
    return [f"{_FEBRUARY_29} The later reading gives {lenient} (A26)."]


def ended(rule: Rule, trigger: CurrentEntry, last: date, step: Step, title: str) -> str:
    """Says what answered, used, stopped or lifted a clock with a last day; `title` is of the step's entry."""
    kind = "right" if rule.kind is RuleKind.RIGHT else "deadline"
    linked = f" (linked to this {kind})" if trigger.index in step.entry.links else ""
    happened = f"{title} on {short_date(step.entry.on)}{linked}"
    if step.act is Act.LIFT:
        late = " The last day had already passed." if rule.kind.is_answered and step.on > last else ""
        return f"{happened}: this {kind} no longer applies.{late}"
    return f"{happened}: {_ENDS.get(rule.kind, 'done')}."


def moved(title: str, on: date, to: date) -> str:
    """Says that an entry of a day moved the date to another."""
    return f"{title} on {short_date(on)}: the date moves to {short_date(to)}."


def came_late(on: date, last: date) -> str:
    """Says that a notice of delay came after the last day that it moves."""
    return f"The notice of {short_date(on)} came after the last day, {short_date(last)}."


def not_later(on: date, to: date, last: date) -> str:
    """Says that a notice of delay gives no later day than the one it should move."""
    return (
        f"The notice of {short_date(on)} gives {short_date(to)}, which is not later than {short_date(last)}. "
        "It has no effect."
    )


def could_concern(entry: CurrentEntry, title: str) -> str:
    """Says that an entry in doubt is not counted for this clock."""
    return (
        f"{title} on {short_date(entry.on)} does not say which entry it belongs to. It could concern this "
        "deadline, but is not counted here."
    )


def taken_to_concern(entry: CurrentEntry, title: str) -> str:
    """Says that an entry in doubt is counted for this clock, because that is the safer reading."""
    return (
        f"{title} on {short_date(entry.on)} does not say which entry it belongs to. It is counted here, "
        "because that is the safer reading."
    )


def _ends(number: int) -> str:
    return "ends" if number == 1 else "end"


def _amount(rule: Rule, number: int) -> str:
    return with_noun(number, _UNITS[rule.unit])
