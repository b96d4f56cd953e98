"""The people of the office as their page shows them, and what becomes of what a person had in hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.contacts import accounts_of, contacts_of, everybody, heard_by, remove_contact
from models.record.leaving import let_leave
from models.record.people import is_set_up, people
from models.record.tables.alerts import Contact, Reassignment
from models.record.tables.dockets import Matter
from models.record.tables.people import DeskRun, Invitation, Person, SignIn, SignInAct
from models.rights import ADMINISTRATOR
from models.wall_clock import moment
from tasks.desk.password_reset import INVITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the page: a person, a contact, or both."""

    name: str
    person: Person | None
    contact: Contact | None
    importers: Sequence[str]
    standing: str
    """How they stand with the desk, in a few words."""

    last: datetime | None
    """When they last signed in."""

    @property
    def roles(self) -> str:
        """Their roles in words."""
        is_one = self.person is not None and self.person.is_administrator
        held = [self.contact.role] if self.contact else []
        return ", ".join([*held, ADMINISTRATOR] if is_one else held) or "none"


def listed_people(session: Session, now: datetime) -> list[Listed]:
    """Everybody: who may sign in, and the contacts who may not yet."""
    known = people(session)
    by_contact = {each.contact_id: each for each in known if each.contact_id is not None}
    open_until, last = _open_until(session, now), _last_sign_ins(session)
    sent = _on_their_way(session)
    lines = [
        _listed(session, by_contact.get(each.id), each, open_until, last, sent) for each in everybody(session)
    ]
    shown = {each.person.id for each in lines if each.person}
    rest = [_listed(session, each, None, open_until, last, sent) for each in known if each.id not in shown]
    return sorted([*lines, *rest], key=lambda each: each.name.casefold())


def _listed(
    session: Session,
    person: Person | None,
    contact: Contact | None,
    open_until: dict[int, datetime],
    last: dict[int, datetime],
    sent: Collection[str],
) -> Listed:
    name = person.name if person else contact.name if contact else ""
    every = contact is not None and contact.every_importer
    names = [] if contact is None else [each.name for each in accounts_of(session, contact)]
    return Listed(
        name=name,
        person=person,
        contact=contact,
        importers=["all importers"] if every else names,
        standing=_standing(person, open_until, sent),
        last=last.get(person.id) if person else None,
    )


def _standing(person: Person | None, open_until: dict[int, datetime], sent: Collection[str]) -> str:
    if person is None:
        return "gets alerts, cannot sign in"
    if person.left_at is not None:
        return f"left on {moment(person.left_at)}"
    if person.name in sent:
        return "an invitation is being sent"
    until = open_until.get(person.id)
    if until is not None:
        return f"invited, until {moment(until)}"
    if not is_set_up(person):
        return "may be invited"
    return "signs in by the office's sign-on" if person.subject else "signs in by a password"


def _open_until(session: Session, now: datetime) -> dict[int, datetime]:
    wanted = select(Invitation).where(Invitation.ended_as == "", col(Invitation.expires_at) > now)
    return {each.person_id: each.expires_at for each in session.exec(wanted).all()}


def _on_their_way(session: Session) -> set[str]:
    """The names of those whom an invitation is being sent to."""
    wanted = select(DeskRun).where(DeskRun.deployment == INVITE, col(DeskRun.next_at).is_not(None))
    return {row.parameters["invitation"]["name"] for row in session.exec(wanted).all()}


def _last_sign_ins(session: Session) -> dict[int, datetime]:
    wanted = (
        select(SignIn.person_id, func.max(SignIn.at))
        .where(SignIn.act == SignInAct.SIGNED_IN.value, col(SignIn.person_id).is_not(None))
        .group_by(col(SignIn.person_id))
    )
    return {id_: at for id_, at in session.exec(wanted).all() if id_ is not None}


def successors(session: Session, contact: Contact) -> list[Contact]:
    """Who could take over everything from a contact: the others who answer for the same importers."""
    theirs = heard_by(session, contact)
    found: dict[int, Contact] = {}
    for account_id in sorted(theirs):
        for each in contacts_of(session, account_id):
            if each.id != contact.id and theirs <= heard_by(session, each):
                found[each.id] = each
    return sorted(found.values(), key=lambda each: each.name)


def let_go(
    session: Session, person: Person, successor: Contact | None, *, by: str, at: datetime, address: str = ""
) -> int:
    """Ends what a person may and hears; hands on what others handed to them. Returns of how many matters.

    Raises `RecordError` where that would leave a role with nobody in it, and without a successor where
    somebody could be one.
    """
    contact = session.get(Contact, person.contact_id) if person.contact_id else None
    number = 0
    if contact is not None and contact.left_at is None:
        if successor is None and successors(session, contact):
            raise RecordError(f"Choose who takes over from {person.name}.")
        number = _hand_on(session, contact, successor, by=by, at=at)
        remove_contact(session, contact.name, at=at)
    let_leave(session, person, by=by, at=at, address=address)
    return number


def _hand_on(session: Session, contact: Contact, successor: Contact | None, *, by: str, at: datetime) -> int:
    """Whatever was reassigned to a contact, and still is, goes to the successor from whoever had it first."""
    if successor is None:
        return 0
    newest: dict[tuple[int, int | None, int], Reassignment] = {}
    for each in session.exec(select(Reassignment).order_by(col(Reassignment.id))).all():
        newest[each.matter_id, each.deadline_id, each.from_id] = each
    theirs = [each for each in newest.values() if each.to_id == contact.id and each.from_id != successor.id]
    for each in theirs:
        session.add(
            Reassignment(
                matter_id=each.matter_id,
                deadline_id=each.deadline_id,
                from_id=each.from_id,
                to_id=successor.id,
                recorded_by=by,
                recorded_at=at,
            )
        )
    session.flush()
    return len({each.matter_id for each in theirs})


def in_hand(session: Session, contact: Contact) -> list[str]:
    """The docket numbers of the matters that others handed to a contact, at most a hundred."""
    wanted = (
        select(Matter.docket_number)
        .join(Reassignment, col(Reassignment.matter_id) == Matter.id)
        .where(Reassignment.to_id == contact.id)
        .distinct()
        .limit(100)
    )
    return sorted(session.exec(wanted).all())
