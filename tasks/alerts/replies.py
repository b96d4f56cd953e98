"""Keeps replies to alerts: acknowledge, snooze, reassign. Each may raise `RecordError`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.in_words import long_date
from models.record.contacts import contact_named
from models.record.database import transaction
from models.record.deadlines import deadlines_of
from models.record.matters import held_matter
from models.record.mendings import IMPORTER, mendings_of
from models.record.own_deadlines import open_own
from models.record.tables.alerts import Acknowledgement, Contact, OwnAcknowledgement, Reassignment
from models.record.tables.dockets import Deadline, Matter, Mending
from models.record.tables.office import OwnDeadline
from models.wall_clock import today_in
from notifications.policy.pauses import HoldKind, last_quiet_day
from notifications.policy.steps import Step
from notifications.wording.links import Links
from notifications.wording.own_deadline import name_of, own_number
from tasks.alerts.deadline_view import state_of, view_of
from tasks.alerts.matter_context import MatterContext, matter_context
from tasks.alerts.office_context import office_context
from tasks.alerts.own_deadlines import own_view
from tasks.alerts.telling_rows import hold_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The deadline that is answered: its row, what it is called, where answers to it are kept, its steps."""

    row: Deadline | OwnDeadline
    name: str
    due: str
    table: type[Acknowledgement] | type[OwnAcknowledgement]
    key: dict[str, int]
    steps: Sequence[Step]


def put_answer(engine: Engine, answer: Answer, *, now: datetime) -> Held:
    """Keeps an acknowledgement or a snooze; the same twice is one."""
    with transaction(engine) as session:
        matter = held_matter(session, answer.docket_number)
        context = matter_context(session, matter, office_context(session, Links(""), now))
        asked = _asked(session, context, answer.clock)
        contact = _of_this_importer(session, context, answer.name)
        if answer.until < context.today:
            raise RecordError(
                f"The date is {long_date(answer.until)}. Enter today, {long_date(context.today)}, or later."
            )
        said: dict[str, Any] = {
            **asked.key,
            "contact_id": contact.id,
            "kind": answer.kind.value,
            "due": asked.due,
            "since": context.today,
            "until": answer.until,
            "next_action": answer.next_action,
        }
        kept = _kept(session, asked.table, said)
        if kept is None:
            kept = asked.table(**said, recorded_at=now)
            asked.row.next_step_at = now
            session.add_all([kept, asked.row])
            session.flush()
        until = last_quiet_day(hold_of(kept, contact), asked.steps)
        return Held(matter, asked.name, until, answer.until)


def put_reassignment(
    engine: Engine, docket_number: str, clock: str, name: str, to: str, *, by: str, now: datetime
) -> Matter:
    """Hands a deadline, or without one a whole matter, to another contact; the same twice in a row is one."""
    with transaction(engine) as session:
        matter = held_matter(session, docket_number)
        context = matter_context(session, matter, office_context(session, Links(""), now))
        rows = deadlines_of(session, matter)
        handed = [deadline_named(matter, rows, clock)] if clock else rows
        former, new = (_of_this_importer(session, context, each) for each in (name, to))
        if former.id == new.id:
            raise RecordError(f"You entered {name} twice. Enter another contact to reassign to.")
        said: dict[str, Any] = {
            "deadline_id": handed[0].id if clock else None,
            "from_id": former.id,
            "to_id": new.id,
        }
        if not _is_newest(session, matter, said):
            session.add(Reassignment(matter_id=matter.id, **said, recorded_by=by, recorded_at=now))
        for row in handed:
            row.next_step_at = now
            session.add(row)
        return matter


def _is_newest(session: Session, matter: Matter, said: Mapping[str, Any]) -> bool:
    """Whether the newest reassignment in a matter says the same: submitted again, it is told once."""
    of_matter = select(Reassignment).where(Reassignment.matter_id == matter.id)
    newest = session.exec(of_matter.order_by(col(Reassignment.id).desc()).limit(1)).first()
    return newest is not None and all(getattr(newest, name) == value for name, value in said.items())


def _asked(session: Session, context: MatterContext, name: str) -> _Asked:
    """The open deadline of a name, of the law or of the office's own. Raises `RecordError`."""
    number = own_number(name)
    if number is not None:
        own = open_own(session, context.matter, number)
        view = own_view(context, own)
        key, table = {"own_id": own.row.id}, OwnAcknowledgement
        return _Asked(
            row=own.row, name=name_of(number), due=view.state.due, table=table, key=key, steps=view.steps
        )
    row = _running(session, context.matter, name)
    return _Asked(
        row=row,
        name=deadline_name(row),
        due=state_of(row).due,
        table=Acknowledgement,
        key={"deadline_id": row.id},
        steps=view_of(context, row).steps,
    )


def _kept(
    session: Session, table: type[Acknowledgement] | type[OwnAcknowledgement], said: dict[str, Any]
) -> Acknowledgement | OwnAcknowledgement | None:
    if table is OwnAcknowledgement:
        return session.exec(select(OwnAcknowledgement).filter_by(**said)).first()
    return session.exec(select(Acknowledgement).filter_by(**said)).first()


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
            f"{_moved(session, context.matter)}"
        )
    return contact


def _moved(session: Session, matter: Matter) -> str:
    """That an alert may be from before the matter moved to its importer; empty where it never did."""
    moves = [each for each in mendings_of(session, matter) if each.field == IMPORTER]
    return f" {matter.docket_number} was moved to it on {_day(moves[-1], matter)}." if moves else ""


def _day(mending: Mending, matter: Matter) -> str:
    return long_date(today_in(matter.timezone, mending.recorded_at))
