"""Proclaimed closures of the office, beside the law's own list: days on which an order closes agencies.

Whether such a day is a holiday is not said, so that each is counted both ways (A27). The rows are
append-only; a withdrawal is a row of its own. Functions take the session first and never commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.in_words import calendar_date, dates, long_date
from models.inputs import ClosureInput
from models.law.engine.business_days import Calendar
from models.law.engine.facts import FIRST_DAY
from models.law.text.rule import Law
from models.record.tables.office import ProclaimedClosure
from models.wall_clock import HOUSE_ZONE, today_in

_AHEAD = timedelta(days=366)
"""How far ahead a day may be: orders come days before, and a later year is a slip."""

_MOST = 300
"""Characters of an order or a reason: each receipt of the watch repeats them."""

_EXAMPLE = "such as “Executive Order of December 18, 2026, read at whitehouse.gov”"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Closure:
    """A day that was added, and the row that withdrew it."""

    added: ProclaimedClosure
    withdrawn: ProclaimedClosure | None


def closures_on_record(session: Session) -> list[Closure]:
    """Every day that was ever added, in the order of the days."""
    rows = session.exec(select(ProclaimedClosure).order_by(col(ProclaimedClosure.id))).all()
    withdrawn = {row.withdraws: row for row in rows if row.withdraws is not None}
    found = [Closure(row, withdrawn.get(row.id)) for row in rows if row.withdraws is None]
    return sorted(found, key=lambda each: (each.added.closed_on, each.added.id))


def current_closures(session: Session) -> list[ProclaimedClosure]:
    """The days that count: added and not withdrawn."""
    return [each.added for each in closures_on_record(session) if each.withdrawn is None]


def proclaimed_days(session: Session, law: Law) -> frozenset[date]:
    """All proclaimed closures by which dockets are counted: the law's own and those of the office."""
    return law.closures.union(row.closed_on for row in current_closures(session))


def closures_in_short(session: Session) -> dict[str, str]:
    """The office's own closures for a receipt: the order of each day."""
    return {row.closed_on.isoformat(): row.source for row in current_closures(session)}


def record_closure(session: Session, draft: ClosureInput, law: Law, *, at: datetime) -> ProclaimedClosure:
    """Adds a day, or withdraws one. Raises `RecordError`. On PostgreSQL one writer at a time."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("LOCK TABLE proclaimedclosure IN EXCLUSIVE MODE"))
    current = current_closures(session)
    source, reason = _one_line(draft.source, "order"), _one_line(draft.reason, "reason")
    row = ProclaimedClosure(
        closed_on=draft.on,
        source=source,
        withdraws=_withdrawn(draft.on, reason, current, law) if draft.withdraws else None,
        reason=reason,
        recorded_by=draft.recorded_by,
        recorded_at=at,
    )
    if not draft.withdraws:
        _check_day(draft.on, law, today=today_in(HOUSE_ZONE, at))
        _check_new(row, current)
    session.add(row)
    session.flush()
    return row


def _one_line(given: str, what: str) -> str:
    said = " ".join(given.split())
    if len(said) > _MOST:
        raise RecordError(f"The {what} has {len(said)} characters. Enter at most {_MOST}.")
    return said


def _check_day(day: date, law: Law, *, today: date) -> None:
    """Refuses a day that cannot be added, whoever recorded what."""
    latest = today + _AHEAD
    if not FIRST_DAY <= day <= latest:
        raise RecordError(
            f"The day is {long_date(day)}. Enter a day from {calendar_date(FIRST_DAY)} to "
            f"{calendar_date(latest)}, a year ahead."
        )
    if Calendar(()).is_closed(day):
        kind = "a weekend day" if day.weekday() >= _SATURDAY else "a federal holiday"
        raise RecordError(
            f"{long_date(day)} is {kind}: CBP is closed anyway. Enter a day on which CBP is open."
        )
    if day in law.closures:
        raise RecordError(
            f"{long_date(day)} is on Landwaiter's own list of closures already. Enter a day that is not."
        )


def _check_new(row: ProclaimedClosure, current: Sequence[ProclaimedClosure]) -> None:
    day = row.closed_on
    known = next((each for each in current if each.closed_on == day), None)
    if known is not None:
        raise RecordError(
            f"{known.recorded_by} has already recorded {long_date(day)}, by this order: {known.source}. "
            "Enter another day, or withdraw this one first."
        )
    if not row.source:
        raise RecordError(f"No order is named. Enter the order and where you read it, {_EXAMPLE}.")
    if row.reason:
        raise RecordError(
            "A reason is given, but no day is withdrawn. Leave the reason blank, or choose Withdraw."
        )


def _withdrawn(day: date, reason: str, current: Sequence[ProclaimedClosure], law: Law) -> int:
    """The id of the row to be withdrawn."""
    found = next((each for each in current if each.closed_on == day), None)
    if found is None:
        own = " It is on Landwaiter's own list, which is part of the law." if day in law.closures else ""
        known = dates([each.closed_on for each in current]) or "none"
        raise RecordError(
            f"No one has recorded {long_date(day)} as a closure, or it is withdrawn.{own} Enter a day that "
            f"is recorded: {known}."
        )
    if not reason:
        raise RecordError(
            "No reason is given. Enter why you withdraw the day, such as “The order was revoked”."
        )
    return found.id
