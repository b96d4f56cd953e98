"""Keeps replies to alerts, by names: acknowledge, snooze, reassign. Each may raise `RecordError`."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import RecordError
from models.in_words import ended, long_date
from models.record.contacts import contact_named
from models.record.database import transaction
from models.record.deadlines import deadlines_of
from models.record.matters import held_matter
from models.record.mendings import IMPORTER, mendings_of
from models.record.own_deadlines import open_own
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline, Matter, Mending
from models.wall_clock import today_in
from notifications.policy.pauses import HoldKind
from notifications.wording.links import Links
from notifications.wording.own_deadline import own_number
from tasks.alerts.answers import (
    Answerable,
    Wish,
    answerable_deadline,
    answerable_own,
    keep_pause,
    keep_reassignment,
)
from tasks.alerts.deadline_view import state_of
from tasks.alerts.matter_context import MatterContext, matter_context
from tasks.alerts.office_context import office_context
from tasks.record.deadline_name import deadline_name, deadline_named
from tasks.record.deadline_words import status_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply to the alerts about a deadline; `until` is the last day for which a pause is asked."""

    docket_number: str
    clock: str
    name: str
    kind: HoldKind
    until: date
    next_action: str = ""

    @property
    def wish(self) -> Wish:
        """What is asked for."""
        return Wish(kind=self.kind, until=self.until, next_action=self.next_action)


@dataclass(frozen=True, slots=True)
class Held:
    """What came of it: the deadline, and until when reminders really are paused."""

    matter: Matter
    clock: str
    until: date
    asked: date


def put_answer(engine: Engine, answer: Answer, *, now: datetime) -> Held:
    """Keeps an acknowledgement or a snooze; the same twice is one."""
    with transaction(engine) as session:
        matter = held_matter(session, answer.docket_number)
        context = matter_context(session, matter, office_context(session, Links(""), now))
        asked = _asked(session, context, answer.clock)
        contact = _of_this_importer(session, context, answer.name)
        kept = keep_pause(session, context, asked, contact, answer.wish)
        return Held(matter, asked.name, kept.until, answer.until)


def put_reassignment(
    engine: Engine, docket_number: str, clock: str, name: str, to: str, *, by: str, now: datetime
) -> Matter:
    """Hands a deadline, or without one a whole matter, to another contact; the same twice in a row is one."""
    with transaction(engine) as session:
        matter = held_matter(session, docket_number)
        context = matter_context(session, matter, office_context(session, Links(""), now))
        row = deadline_named(matter, context.docket.deadlines, clock) if clock else None
        former, new = (_of_this_importer(session, context, each) for each in (name, to))
        keep_reassignment(session, context, row, former, new, by=by)
        return matter


def _asked(session: Session, context: MatterContext, name: str) -> Answerable:
    """The open deadline of a name, of the law or of the office's own. Raises `RecordError`."""
    number = own_number(name)
    if number is not None:
        return answerable_own(context, open_own(session, context.matter, number))
    return answerable_deadline(context, _running(session, context.matter, name))


def _running(session: Session, matter: Matter, name: str) -> Deadline:
    row = deadline_named(matter, deadlines_of(session, matter), name)
    if state_of(row).is_over:
        raise RecordError(
            f"{deadline_name(row)} in {matter.docket_number} is over ({status_words(row, long_date)}). "
            "Enter an open deadline."
        )
    return row


def _of_this_importer(session: Session, context: MatterContext, name: str) -> Contact:
    contact = contact_named(session, name)
    if contact.id not in {each.id for each in context.contacts}:
        raise RecordError(
            f"{name} is not a contact for {ended(context.account.name)} Enter a contact for that importer."
            f"{_moved(session, context.matter)}"
        )
    return contact


def _moved(session: Session, matter: Matter) -> str:
    """That an alert may be from before the matter moved to its importer; empty where it never did."""
    moves = [each for each in mendings_of(session, matter) if each.field == IMPORTER]
    return f" {matter.docket_number} was moved to it on {_day(moves[-1], matter)}." if moves else ""


def _day(mending: Mending, matter: Matter) -> str:
    return long_date(today_in(matter.timezone, mending.recorded_at))
