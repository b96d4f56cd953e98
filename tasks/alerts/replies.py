"""Keeps replies to alerts: acknowledge, snooze, reassign. Each may raise `RecordError`."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.errors import RecordError
from models.in_words import long_date
from models.record.contacts import contact_named
from models.record.database import transaction
from models.record.deadlines import deadlines_of
from models.record.matters import held_matter
from models.record.tables.alerts import Acknowledgement, Contact, Reassignment
from models.record.tables.dockets import Deadline, Matter
from notifications.policy.pauses import HoldKind, last_quiet_day
from notifications.wording.links import Links
from tasks.alerts.deadline_view import state_of, view_of
from tasks.alerts.matter_context import MatterContext, holds_of, matter_context
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
        row = _running(session, matter, answer.clock)
        contact = _of_this_importer(session, context, answer.name)
        if answer.until < context.today:
            raise RecordError(
                f"The date is {long_date(answer.until)}. Enter today, {long_date(context.today)}, or later."
            )
        kept = _kept(session, row, contact, answer, context.today)
        if kept is None:
            kept = _row(row, contact, answer, context, now)
            session.add(kept)
            row.next_step_at = now
            session.add(row)
            session.flush()
        (hold,) = [each for each in holds_of(session, matter)[row.id] if each.number == kept.id]
        until = last_quiet_day(hold, view_of(context, row).steps)
        return Held(matter, deadline_name(row), until, answer.until)


def put_reassignment(
    engine: Engine, docket_number: str, clock: str, name: str, to: str, *, by: str, now: datetime
) -> Matter:
    """Hands a deadline, or without one a whole matter, to another contact of the same importer."""
    with transaction(engine) as session:
        matter = held_matter(session, docket_number)
        context = matter_context(session, matter, office_context(session, Links(""), now))
        rows = deadlines_of(session, matter)
        handed = [deadline_named(matter, rows, clock)] if clock else rows
        former, new = (_of_this_importer(session, context, each) for each in (name, to))
        if former.id == new.id:
            raise RecordError(f"You entered {name} twice. Enter another contact to reassign to.")
        session.add(
            Reassignment(
                matter_id=matter.id,
                deadline_id=handed[0].id if clock else None,
                from_id=former.id,
                to_id=new.id,
                recorded_by=by,
                recorded_at=now,
            )
        )
        for row in handed:
            row.next_step_at = now
            session.add(row)
        return matter


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
            f"{name} is not a contact for {context.account.name}. Enter a contact for that importer."
        )
    return contact


def _kept(
    session: Session, row: Deadline, contact: Contact, answer: Answer, today: date
) -> Acknowledgement | None:
    same = select(Acknowledgement).where(
        Acknowledgement.deadline_id == row.id,
        Acknowledgement.contact_id == contact.id,
        Acknowledgement.kind == answer.kind.value,
        Acknowledgement.due == state_of(row).due,
        Acknowledgement.since == today,
        Acknowledgement.until == answer.until,
        Acknowledgement.next_action == answer.next_action,
    )
    return session.exec(same).first()


def _row(
    row: Deadline, contact: Contact, answer: Answer, context: MatterContext, now: datetime
) -> Acknowledgement:
    return Acknowledgement(
        deadline_id=row.id,
        contact_id=contact.id,
        kind=answer.kind.value,
        due=state_of(row).due,
        since=context.today,
        until=answer.until,
        next_action=answer.next_action,
        recorded_at=now,
    )
