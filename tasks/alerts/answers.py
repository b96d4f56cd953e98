"""Keeps what people answer to a deadline, in the caller's transaction: a pause, or whose it is from now on.

Each may raise `RecordError`, and each takes the same answer twice as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.in_words import long_date
from models.record.own_deadlines import Own
from models.record.tables.alerts import Acknowledgement, Contact, OwnAcknowledgement, Reassignment
from models.record.tables.dockets import Deadline, Matter
from models.record.tables.office import OwnDeadline
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.pauses import LIMITS, HoldKind, last_quiet_day
from notifications.policy.steps import Step
from notifications.wording.own_deadline import name_of
from tasks.alerts.deadline_view import state_of, subject_of, view_of
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.own_deadlines import own_subject, own_view
from tasks.alerts.telling_rows import hold_of
from tasks.record.deadline_name import deadline_name

PauseTable = type[Acknowledgement] | type[OwnAcknowledgement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """A deadline that can be answered: its row, what it is called, where answers are kept, its steps."""

    row: Deadline | OwnDeadline
    name: str
    subject: str
    state: DeadlineState
    table: PauseTable
    key: dict[str, int]
    steps: Sequence[Step]

    @property
    def due(self) -> str:
        """Its days, as they are told."""
        return self.state.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """For how long reminders are to pause: `until` is the last day that is asked for."""

    kind: HoldKind
    until: date
    next_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was kept: the row as the log of changes calls it, and whether it is new."""

    subject: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPause(Kept):
    """A pause that was kept: until when reminders really are paused."""

    until: date


def answerable_deadline(context: MatterContext, row: Deadline) -> Answerable:
    """A deadline of the law."""
    return Answerable(
        row=row,
        name=deadline_name(row),
        subject=subject_of(row),
        state=state_of(row),
        table=Acknowledgement,
        key={"deadline_id": row.id},
        steps=view_of(context, row).steps,
    )


def answerable_own(context: MatterContext, own: Own) -> Answerable:
    """A deadline of the office's own."""
    view = own_view(context, own)
    return Answerable(
        row=own.row,
        name=name_of(own.row.id),
        subject=own_subject(own.row),
        state=view.state,
        table=OwnAcknowledgement,
        key={"own_id": own.row.id},
        steps=view.steps,
    )


def keep_pause(
    session: Session, context: MatterContext, asked: Answerable, contact: Contact, wish: Wish
) -> KeptPause:
    """Keeps an acknowledgement or a snooze of a contact of the importer."""
    if wish.until < context.today:
        raise RecordError(
            f"The date is {long_date(wish.until)}. Enter today, {long_date(context.today)}, or later."
        )
    said: dict[str, Any] = {
        **asked.key,
        "contact_id": contact.id,
        "kind": wish.kind.value,
        "due": asked.due,
        "since": context.today,
        "until": wish.until,
        "next_action": wish.next_action,
    }
    known = _known(session, asked.table, said)
    row = known or asked.table(**said, recorded_at=context.office.now)
    if known is None:
        asked.row.next_step_at = context.office.now
        session.add_all([row, asked.row])
        session.flush()
    until = last_quiet_day(hold_of(row, contact), asked.steps)
    subject = f"{asked.table.__tablename__}:{row.id}"
    return KeptPause(subject=subject, is_new=known is None, until=until)


def _known(
    session: Session, table: PauseTable, said: dict[str, Any]
) -> Acknowledgement | OwnAcknowledgement | None:
    if table is OwnAcknowledgement:
        return session.exec(select(OwnAcknowledgement).filter_by(**said)).first()
    return session.exec(select(Acknowledgement).filter_by(**said)).first()


def keep_reassignment(
    session: Session,
    context: MatterContext,
    row: Deadline | None,
    former: Contact,
    new: Contact,
    *,
    by: str,
) -> Kept:
    """Hands a deadline, or without one the whole matter, from one contact of the importer to another."""
    if former.id == new.id:
        raise RecordError(f"You entered {former.name} twice. Enter another contact to reassign to.")
    matter, now = context.matter, context.office.now
    said: dict[str, Any] = {"deadline_id": row.id if row else None, "from_id": former.id, "to_id": new.id}
    newest = _newest(session, matter)
    is_new = newest is None or any(getattr(newest, name) != value for name, value in said.items())
    if is_new:
        newest = Reassignment(matter_id=matter.id, **said, recorded_by=by, recorded_at=now)
        session.add(newest)
    for each in [row] if row else context.docket.deadlines:
        each.next_step_at = now
        session.add(each)
    session.flush()
    assert newest is not None
    return Kept(subject=f"reassignment:{newest.id}", is_new=is_new)


def _newest(session: Session, matter: Matter) -> Reassignment | None:
    """The newest reassignment in a matter: what it says, submitted again, is told once."""
    of_matter = select(Reassignment).where(Reassignment.matter_id == matter.id)
    return session.exec(of_matter.order_by(col(Reassignment.id).desc()).limit(1)).first()


def pause_words(name: str, wish: Wish, until: date, *, deadline: str, docket_number: str) -> str:
    """What came of a pause: of whose, until when reminders really are paused, and why not for longer."""
    to = "everyone" if wish.kind is HoldKind.ACKNOWLEDGED else name
    says = f"{name} {wish.kind} {deadline} in {docket_number}. Reminders to {to} are paused until"
    if until < wish.until:
        return f"{says} {long_date(until)}, not {long_date(wish.until)} ({LIMITS})."
    return f"{says} {long_date(until)}."
