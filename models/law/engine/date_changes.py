"""What moves a running clock: a date that was agreed, waived or set, and a notice of delay."""

from datetime import date
from functools import partial

from models.in_words import short_date
from models.law.engine.business_days import Calendar
from models.law.engine.clock import Act, Clock, Step
from models.law.engine.counting import Readings, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.engine.trace import disputed, moved
from models.law.text.rule import Move
from models.law.text.vocabulary import DUE_DATE_FIXED


def moves(matter: Matter, clock: Clock) -> list[Step]:
    """Returns every move that concerns the clock; each takes effect only while the clock runs."""
    return _fixed_dates(matter, clock) + _notices(matter, clock)


def _fixed_dates(matter: Matter, clock: Clock) -> list[Step]:
    if not clock.rule.movable:
        return []
    fixed = matter.concerning(clock, DUE_DATE_FIXED)
    mine = [entry for entry in fixed if entry.facts["rule"] == clock.rule.id]
    return [Step(e.on, Act.MOVE, e, partial(_to_fixed_date, matter=matter, entry=e)) for e in mine]


def _to_fixed_date(clock: Clock, *, matter: Matter, entry: CurrentEntry) -> None:
    """An entry in doubt moves only to a later date: it must not make CBP late."""
    due_on: date = entry.facts["due_on"]
    if not matter.is_in_doubt(entry) or due_on > clock.strict_on:
        _move(matter, clock, entry, due_on)


def _notices(matter: Matter, clock: Clock) -> list[Step]:
    move = clock.rule.moved_by
    if move is None:
        return []
    given = [e for e in matter.concerning(clock, move.event) if has_effect(e, move)]
    return [Step(e.on, Act.MOVE, e, partial(_delay, matter=matter, entry=e, move=move)) for e in given]


def has_effect(entry: CurrentEntry, move: Move) -> bool:
    """Returns whether the right officer gave the notice, with every fact that it needs."""
    return not entry.says(move.unless) and is_complete(entry, move)


def is_complete(entry: CurrentEntry, move: Move) -> bool:
    """Returns whether the notice gives every fact that it needs to have effect."""
    return all(fact in entry.facts for fact in move.needs)


def _delay(clock: Clock, *, matter: Matter, entry: CurrentEntry, move: Move) -> None:
    """A late notice still moves the clock; one without a later date does not. Both are defects (A5)."""
    clock.ambiguities.add("A5")
    is_certain = not matter.is_in_doubt(entry)
    if entry.on > clock.lenient_on:
        clock.trace.append(
            f"The notice of {short_date(entry.on)} came after the last day, {short_date(clock.lenient_on)}."
        )
        if is_certain:
            matter.problem("delay_notice_late", entry)
    to: date = entry.facts[move.to]
    if to > clock.strict_on:
        _move(matter, clock, entry, to)
        return
    clock.trace.append(
        f"The notice of {short_date(entry.on)} gives {short_date(to)}, which is not later than "
        f"{short_date(clock.strict_on)}. It has no effect."
    )
    if is_certain:
        matter.problem("delay_date_not_later", entry)


def _move(matter: Matter, clock: Clock, entry: CurrentEntry, to: date) -> None:
    days = matter.calendars.read(partial(_set_day, to, by_law=clock.rule.rolls_by_law))
    clock.move_to(days, entry.on)
    clock.trace += [moved(matter.law.events[entry.kind].title, entry.on, to), *disputed(days)]


def _set_day(to: date, calendar: Calendar, *, by_law: bool) -> Readings:
    days = rolled(to, to, calendar)
    return Readings(days.lenient_on, days.lenient_on) if by_law else days
