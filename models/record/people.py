"""The people who may sign in: made, invited, set up, left. Functions take the session first, never commit.

Each may raise `RecordError`, and each leaves a line in the log of sign-ins.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.sign_ins import log_sign_in
from models.record.tables.alerts import Contact
from models.record.tables.people import CalendarAddress, Invitation, Person, SignInAct

INVITED_FOR = timedelta(hours=72)
"""How long an invitation can be used."""

_RATE, _WITHIN = 3, timedelta(hours=1)
"""So many invitations one person gets in an hour."""

_RATE_OF_ALL = 60
"""So many invitations the office sends in an hour."""


def person_named(session: Session, name: str) -> Person | None:
    """The person of a name, also one who left."""
    return session.exec(select(Person).where(Person.name == name)).first()


def held_person(session: Session, id_: int) -> Person:
    """A person whom nobody else changes until the transaction ends."""
    wanted = select(Person).where(Person.id == id_).execution_options(populate_existing=True)
    return session.exec(wanted.with_for_update()).one()


def people(session: Session) -> Sequence[Person]:
    """Everybody who may sign in or could once, by name."""
    return session.exec(select(Person).order_by(Person.name)).all()


FIRST = "Landwaiter"
"""Who makes the first administrator, who chooses their own name."""

COMMAND_LINE = "the command line"
"""Who invites by `python -m deployments.invite`."""

UNLIMITED = (COMMAND_LINE,)
"""Who may read the data directory is held up by no limit."""


def may_choose_name(person: Person) -> bool:
    """Whether it is the first administrator, who has not signed in yet."""
    return person.made_by == FIRST and person.epoch == 0


def is_set_up(person: Person) -> bool:
    """Whether a person has a way to sign in."""
    return bool(person.password_hash or person.subject)


def anybody_signs_in(session: Session) -> bool:
    """Whether there is anybody with a way to sign in."""
    wanted = select(Person.id).where((col(Person.password_hash) != "") | (col(Person.subject) != ""))
    return session.exec(wanted.limit(1)).first() is not None


def who_signs_in(session: Session) -> Sequence[int | None]:
    """The contacts' ids of everybody with a way to sign in; None for who is no contact."""
    has_way = (col(Person.password_hash) != "") | (col(Person.subject) != "")
    return session.exec(select(Person.contact_id).where(has_way, col(Person.left_at).is_(None))).all()


def administrators(session: Session, *, holds: bool = False) -> Sequence[Person]:
    """The administrators who have not left; with `holds`, whom nobody changes until the transaction ends."""
    wanted = select(Person).where(col(Person.is_administrator), col(Person.left_at).is_(None))
    if holds:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.exec(wanted.order_by(col(Person.id))).all()


def _refuse_last(session: Session, person: Person) -> None:
    """Raises where no other administrator could sign in."""
    others = [each for each in administrators(session, holds=True) if each.id != person.id]
    if not any(is_set_up(each) for each in others):
        raise RecordError(
            f"{person.name} is the only administrator who can sign in. Make another person one first, "
            "who has used their invitation."
        )


def make_person(
    session: Session, contact: Contact | None, *, name: str, is_administrator: bool, by: str, at: datetime
) -> Person:
    """A person who may be invited. Of a contact there is one; who is no contact is an administrator."""
    if person_named(session, name) is not None:
        raise RecordError(f"A person named {name} may sign in already. Expected another name.")
    if contact is None and not is_administrator:
        raise RecordError(f"{name} is no contact. Expected a contact, or an administrator.")
    person = Person(
        name=name,
        contact_id=contact.id if contact else None,
        is_administrator=is_administrator,
        made_by=by,
        made_at=at,
    )
    session.add(person)
    session.flush()
    return person


def invite(session: Session, person: Person, *, by: str, at: datetime, address: str = "") -> str:
    """Returns what the link of a new invitation ends with; earlier links of the person no longer work."""
    if person.left_at is not None:
        raise RecordError(f"{person.name} has left. Take them back first.")
    if by not in UNLIMITED:
        _refuse_too_many(session, person, by, at)
    for former in _open_invitations(session, person):
        former.ended_as, former.ended_at = "replaced", at
        session.add(former)
    token = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            person_id=person.id,
            token_hash=digest_of(token),
            made_by=by,
            made_at=at,
            expires_at=at + INVITED_FOR,
        )
    )
    log_sign_in(session, SignInAct.INVITED, person, by=by, at=at, address=address)
    return token


def _refuse_too_many(session: Session, person: Person, by: str, at: datetime) -> None:
    """What people ask for themselves is counted apart: it uses up nobody else's invitations."""
    own = col(Invitation.made_by) == col(Person.name)
    which = own if by == person.name else ~own
    lately = (
        select(func.count())
        .select_from(Invitation)
        .join(Person, col(Invitation.person_id) == Person.id)
        .where(col(Invitation.made_at) > at - _WITHIN, which)
    )
    theirs = session.exec(lately.where(Invitation.person_id == person.id)).one()
    if theirs >= _RATE or session.exec(lately).one() >= _RATE_OF_ALL:
        raise RecordError(
            f"Too many invitations within the hour. Expected at most {_RATE} for one person and "
            f"{_RATE_OF_ALL} in all. Try again in an hour."
        )


def has_open_invitation(session: Session, person: Person, at: datetime) -> bool:
    """Whether somebody else made an invitation of theirs that can still be used."""
    others = [each for each in _open_invitations(session, person) if each.made_by != person.name]
    return any(each.expires_at > at for each in others)


def _open_invitations(session: Session, person: Person) -> Sequence[Invitation]:
    wanted = select(Invitation).where(Invitation.person_id == person.id, Invitation.ended_as == "")
    return session.exec(wanted).all()


def invited(
    session: Session, token: str, at: datetime, *, holds: bool = False
) -> tuple[Person, Invitation] | None:
    """Whom a link invites, and by what; None where it does not, or no longer.

    `holds`: nobody else uses it until the transaction ends.
    """
    wanted = select(Invitation).where(Invitation.token_hash == digest_of(token))
    if holds:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.exec(wanted).first()
    if found is None or found.ended_as or found.expires_at <= at:
        return None
    person = session.get_one(Person, found.person_id)
    return None if person.left_at is not None else (person, found)


def set_up(
    session: Session,
    token: str,
    *,
    password_hash: str = "",
    subject: str = "",
    name: str = "",
    at: datetime,
    address: str = "",
) -> Person:
    """Uses an invitation: the person signs in by a password from now on, or as a subject of the sign-on.

    All their former sessions end. `password_hash`: of `passwords.hash_of`, which is called before, since it
    takes long. `name`: what the first administrator is called from now on.
    """
    found = invited(session, token, at, holds=True)
    if found is None:
        raise RecordError(
            "This invitation can no longer be used. Expected one that is less than 72 hours old, unused, and "
            "the newest. Ask your administrator for another one."
        )
    person = held_person(session, found[0].id)
    if name and may_choose_name(person):
        rename(session, person, name)
    if subject and _of_subject(session, subject) not in (None, person.id):
        raise RecordError("This account of the sign-on belongs to another person here. Expected your own.")
    person.password_hash = password_hash
    person.subject = subject
    person.epoch += 1
    person.wrong, person.locked_until = 0, None
    found[1].ended_as, found[1].ended_at = "used", at
    session.add_all([person, found[1]])
    log_sign_in(session, SignInAct.SET_UP, person, by=person.name, at=at, address=address)
    return person


def rename(session: Session, person: Person, name: str) -> None:
    """Gives a person another name. Raises for one that somebody else has, and for one that is none."""
    other = person_named(session, name)
    if other is not None and other.id != person.id:
        raise RecordError(f"A person named {name} may sign in already. Expected another name.")
    if not 2 <= len(name) <= 120 or not name.isprintable():
        raise RecordError("The name cannot be used. Expected 2 to 120 characters, such as Ada Lovelace.")
    person.name = name
    session.add(person)


def take_back(session: Session, person: Person, *, by: str, at: datetime, address: str = "") -> None:
    """Lets somebody who left be invited again."""
    person.left_at = None
    session.add(person)
    log_sign_in(session, SignInAct.CAME_BACK, person, by=by, at=at, address=address)


def make_administrator(
    session: Session, person: Person, *, is_one: bool, by: str, at: datetime, address: str = ""
) -> None:
    """Makes a person an administrator, or no longer one. Raises for the last, and for who is nothing else."""
    if not is_one:
        _refuse_last(session, person)
    if not is_one and person.contact_id is None:
        raise RecordError(f"{person.name} is no contact, and could do nothing at the desk. Let them leave.")
    person.is_administrator = is_one
    person.epoch += 1
    session.add(person)
    log_sign_in(session, SignInAct.CHANGED, person, by=by, at=at, address=address)


def _of_subject(session: Session, subject: str) -> int | None:
    return session.exec(select(Person.id).where(Person.subject == subject)).first()


def sign_out_everywhere(
    session: Session, person: Person, *, by: str, at: datetime, address: str = ""
) -> None:
    """Ends every session of a person."""
    person.epoch += 1
    session.add(person)
    log_sign_in(session, SignInAct.SIGNED_OUT_EVERYWHERE, person, by=by, at=at, address=address)


def let_leave(session: Session, person: Person, *, by: str, at: datetime, address: str = "") -> None:
    """Ends a person's sessions, sign-in, invitations and calendars. Raises for the last administrator."""
    if person.left_at is not None:
        return
    if person.is_administrator:
        _refuse_last(session, person)
    person.epoch += 1
    person.left_at, person.password_hash, person.subject, person.is_administrator = at, "", "", False
    session.add(person)
    for invitation in _open_invitations(session, person):
        invitation.ended_as, invitation.ended_at = "left", at
        session.add(invitation)
    wanted = select(CalendarAddress).where(CalendarAddress.person_id == person.id)
    for calendar in session.exec(wanted.where(col(CalendarAddress.revoked_at).is_(None))).all():
        calendar.revoked_at = at
        session.add(calendar)
    log_sign_in(session, SignInAct.LEFT, person, by=by, at=at, address=address)


def digest_of(token: str) -> str:
    """What is kept of a secret that is long enough not to be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
