"""What moves a running clock: a day agreed, waived or set by somebody, and a notice of delay."""

from datetime import date
from functools import partial

from models.law.engine.clock import Act, Clock, Step
from models.law.engine.counting import Readings, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.engine.trace import moved
from models.law.text.rule import Move
from models.law.text.vocabulary import DUE_DATE_FIXED


def moves(matter: Matter, clock: Clock) -> list[Step]:
    """Every move that concerns the clock; each takes effect only while it runs."""
    return _fixed_dates(matter, clock) + _notices(matter, clock)


def _fixed_dates(matter: Matter, clock: Clock) -> list[Step]:
    if not clock.rule.movable:
        return []
    fixed = matter.concerning(clock, DUE_DATE_FIXED)
    mine = [entry for entry in fixed if entry.facts["rule"] == clock.rule.id]
    return [Step(e.on, Act.MOVE, e, partial(_to_fixed_date, matter=matter, entry=e)) for e in mine]


def _to_fixed_date(clock: Clock, *, matter: Matter, entry: CurrentEntry) -> None:
    """One in doubt moves only to a later day: it must not make Customs late."""
    due_on: date = entry.facts["due_on"]
    if not matter.is_in_doubt(entry) or due_on > clock.strict_on:
        _move(matter, clock, entry, due_on)


def _notices(matter: Matter, clock: Clock) -> list[Step]:
    move = clock.rule.moved_by
    if move is None:
        return []
    given = [e for e in matter.concerning(clock, move.event) if is_complete(e, move)]
    return [Step(e.on, Act.MOVE, e, partial(_delay, matter=matter, entry=e, move=move)) for e in given]


def is_complete(entry: CurrentEntry, move: Move) -> bool:
    """Whether the notice gives all that it needs to have effect."""
    return all(fact in entry.facts for fact in move.needs)


def _delay(clock: Clock, *, matter: Matter, entry: CurrentEntry, move: Move) -> None:
    """A late notice still moves; one whose day is not later does not. Both are defective (A5)."""
    clock.ambiguities.add("A5")
    is_certain = not matter.is_in_doubt(entry)
    if entry.on > clock.lenient_on:
        clock.trace.append(
            f"The notice of {entry.on} came after the last day, {clock.lenient_on}, had passed."
        )
        if is_certain:
            matter.problem("delay_notice_late", entry)
    to: date = entry.facts[move.to]
    if to > clock.strict_on:
        _move(matter, clock, entry, to)
        return
    clock.trace.append(
        f"The notice of {entry.on} names {to}, no later day than {clock.strict_on}: no effect."
    )
    if is_certain:
        matter.problem("delay_date_not_later", entry)


def _move(matter: Matter, clock: Clock, entry: CurrentEntry, to: date) -> None:
    days = rolled(to, to, matter.calendar)
    if clock.rule.rolls_by_law:
        days = Readings(days.lenient_on, days.lenient_on)
    clock.move_to(days)
    clock.trace.append(moved(matter.law.events[entry.kind].title, entry.on, to))
