"""Deadlines of the office's own, set and ended at the desk: signed, and shown in Prefect. Nothing commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.in_words import long_date
from models.inputs import OwnDeadlineInput, OwnEndInput
from models.record.contacts import contacts_of
from models.record.own_deadlines import add_own, end_own
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Matter
from models.record.tables.office import OwnDeadline
from tasks.desk.shown import show_later


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who does something, signed in, and when."""

    person_id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTyped:
    """What somebody typed to set one. `contact_id`: whose it is; None for the importer's owner."""

    title: str
    due_on: date
    contact_id: int | None
    note: str


Act = Callable[[Session, Matter, By], str]
"""Does something on a matter that is inside the walls, and says what. Raises `RecordError`."""


def setting(typed: OwnTyped) -> Act:
    """Sets a deadline of the office's own."""

    def done(session: Session, matter: Matter, by: By) -> str:
        draft = OwnDeadlineInput(
            matter=matter.docket_number,
            title=typed.title,
            due_on=typed.due_on,
            whose=_whose(session, matter, typed.contact_id),
            note=typed.note,
            recorded_by=by.name,
        )
        _, row = add_own(session, draft, at=by.at)
        if (row.recorded_by, row.recorded_at) == (by.name, by.at):
            sign_act(session, f"owndeadline:{row.id}", by.person_id, at=by.at)
        return f"Set your own deadline: {row.title}, on {long_date(row.due_on)}."

    return done


def ending(number: int, *, done_on: date | None = None, why: str | None = None) -> Act:
    """Ends one: done on a day, None for today; or taken back, with the reason."""

    def done(session: Session, matter: Matter, by: By) -> str:
        draft = OwnEndInput(
            matter=matter.docket_number,
            number=number,
            done=why is None,
            ended_on=done_on,
            reason=why or "",
            recorded_by=by.name,
        )
        _, row = end_own(session, draft, at=by.at)
        end = session.exec(select(OwnDeadline).where(col(OwnDeadline.ends) == row.id)).one()
        if (end.recorded_by, end.recorded_at) == (by.name, by.at):
            sign_act(session, f"owndeadline:{end.id}", by.person_id, at=by.at)
        return f"{row.title}: {'done' if why is None else 'taken back'}."

    return done


def act_on(session: Session, matter: Matter, act: Act, by: By) -> str:
    """Does it, and has the matter shown. Returns what was done."""
    said = act(session, matter, by)
    show_later(session, matter, what=said.rstrip("."), by=by.name, at=by.at)
    return said


def _whose(session: Session, matter: Matter, contact_id: int | None) -> str:
    """The name of a contact of the matter's importer; nobody else's name is said."""
    if contact_id is None:
        return ""
    for each in contacts_of(session, matter.account_id):
        if each.id == contact_id:
            return each.name
    raise RecordError("This contact gets no alerts about the matter. Choose one from the list.")
