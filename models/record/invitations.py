"""Invitations: the links by which people set how they sign in. Functions never commit.

Each may raise `RecordError`, and leaves a line in the log of sign-ins.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.people import held_person, is_set_up, may_choose_name, rename
from models.record.sign_ins import log_sign_in
from models.record.tables.people import Invitation, Person, SignInAct

INVITED_FOR = timedelta(hours=72)
"""How long an invitation can be used."""

_RATE, _WITHIN = 3, timedelta(hours=1)
"""So many invitations one person gets in an hour."""

_RATE_OF_ALL = 60
"""So many invitations the office sends in an hour."""

COMMAND_LINE = "the command line"
"""Who invites by `python -m deployments.invite`; who may read the data directory is held up by no limit."""


def invite(session: Session, person: Person, *, by: str, at: datetime, address: str = "") -> str:
    """Returns what the link of a new invitation ends with; earlier links of the person no longer work."""
    if person.left_at is not None:
        raise RecordError(f"{person.name} has left. Take them back first.")
    if by != COMMAND_LINE:
        _refuse_too_many(session, person, by, at)
    for former in open_invitations(session, person):
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
    log_sign_in(session, _said(person, by), person, by=by, at=at, address=address)
    return token


def _said(person: Person, by: str) -> SignInAct:
    """What the log says of it: whoever uses the link of a person who signs in takes their place."""
    if by == person.name:
        return SignInAct.ASKED_AGAIN
    return SignInAct.RESET if is_set_up(person) else SignInAct.INVITED


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
    others = [each for each in open_invitations(session, person) if each.made_by != person.name]
    return any(each.expires_at > at for each in others)


def open_invitations(session: Session, person: Person) -> Sequence[Invitation]:
    """Those of a person that were neither used nor replaced, whether or not their time is over."""
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


def _of_subject(session: Session, subject: str) -> int | None:
    return session.exec(select(Person.id).where(Person.subject == subject)).first()


def digest_of(token: str) -> str:
    """What is kept of a secret that is long enough not to be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
