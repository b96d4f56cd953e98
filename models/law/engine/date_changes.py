"""What moves a running clock: a date that was agreed, waived or set, and a notice of delay."""

from datetime import date
from functools import partial

from models.law.engine.business_days import Calendar
from models.law.engine.clock import Act, Clock, Step
from models.law.engine.counting import Readings, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.engine.trace import came_late, disputed, moved, not_later
from models.law.text.rule import Move
from models.law.text.vocabulary import DUE_DATE_FIXED


def moves(matter: Matter, clock: Clock, until: date) -> list[Step]:
    """Returns every move that concerns the clock, which an entry ends on a day at the latest."""
    rule, kinds = clock.rule, matter.index.kinds
    fixed = _fixed_dates(matter, clock, until) if rule.movable and DUE_DATE_FIXED in kinds else []
    if rule.moved_by is None or rule.moved_by.event not in kinds:
        return fixed
    return fixed + _notices(matter, clock, rule.moved_by, until)


def _fixed_dates(matter: Matter, clock: Clock, until: date) -> list[Step]:
    def is_mine(entry: CurrentEntry) -> bool:
        return entry.on <= until and bool(entry.facts["rule"] == clock.rule.id)

    mine = matter.concerning(clock, DUE_DATE_FIXED, keep=is_mine)
    return [Step(e.on, Act.MOVE, e, partial(_to_fixed_date, matter=matter, entry=e)) for e in mine]


def _to_fixed_date(clock: Clock, *, matter: Matter, entry: CurrentEntry) -> None:
    """An entry in doubt moves only to a later date: it must not make CBP late."""
    due_on: date = entry.facts["due_on"]
    if not matter.is_in_doubt(entry) or due_on > clock.strict_on:
        _move(matter, clock, entry, due_on)


def _notices(matter: Matter, clock: Clock, move: Move, until: date) -> list[Step]:
    def counts(entry: CurrentEntry) -> bool:
        return entry.on <= until and has_effect(entry, move)

    given = matter.concerning(clock, move.event, keep=counts)
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
        clock.trace.say(came_late, entry.on, clock.lenient_on)
        if is_certain:
            matter.problem("delay_notice_late", entry)
    to: date = entry.facts[move.to]
    if to > clock.strict_on:
        _move(matter, clock, entry, to)
        return
    clock.trace.say(not_later, entry.on, to, clock.strict_on)
    if is_certain:
        matter.problem("delay_date_not_later", entry)


def _move(matter: Matter, clock: Clock, entry: CurrentEntry, to: date) -> None:
    days = matter.calendars.read(partial(_set_day, to, by_law=clock.rule.rolls_by_law), to)
    clock.move_to(days, entry.on)
    clock.trace.say(moved, matter.law.events[entry.kind].title, entry.on, to)
    clock.trace.say(disputed, days)


def _set_day(to: date, calendar: Calendar, *, by_law: bool) -> Readings:
    days = rolled(to, to, calendar)
    return Readings(days.lenient_on, days.lenient_on) if by_law else days
