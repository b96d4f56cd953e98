"""Signing in, and its log. Functions take the session first and never commit."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, insert
from sqlmodel import Session, col, select

from models.record.change_log import added
from models.record.tables.people import Person, SignedAct, SignIn, SignInAct

SIGNED_IN, NOT_SIGNED_IN = "signed in", "name typed, not signed in"
"""How sure it is who made a row, beside the name that it bears."""

LONGEST_SESSION = timedelta(hours=24)
"""How long a session lasts at most."""

_FREE = 3
"""So many wrong passwords in a row cost nothing."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=15)
"""Each one more doubles the pause in which no password of the person is looked at."""


def log_sign_in(
    session: Session,
    act: SignInAct,
    person: Person | None,
    *,
    at: datetime,
    by: str = "",
    address: str = "",
) -> None:
    """Adds a line to the log of sign-ins."""
    id_ = person.id if person else None
    session.add(SignIn(at=at, act=act.value, person_id=id_, by=by, address=address))


def is_locked(person: Person, at: datetime) -> bool:
    """Whether no password of a person is looked at yet."""
    return person.locked_until is not None and at < person.locked_until


def settle_try(
    session: Session, person: Person | None, *, right: bool, at: datetime, address: str = ""
) -> Person | None:
    """Keeps what came of a password: the person, where it was `right` and they need not wait; else None.

    `person` is held by the caller, and the password was compared with what is kept of them.
    """
    if person is None or person.left_at is not None:
        log_sign_in(session, SignInAct.UNKNOWN, None, at=at, address=address)
        return None
    if is_locked(person, at):
        log_sign_in(session, SignInAct.LOCKED, person, at=at, address=address)
        return None
    session.add(person)
    if not right:
        person.wrong += 1
        person.locked_until = at + pause_after(person.wrong)
        log_sign_in(session, SignInAct.REFUSED, person, at=at, address=address)
        return None
    person.wrong, person.locked_until = 0, None
    log_sign_in(session, SignInAct.SIGNED_IN, person, by=person.name, at=at, address=address)
    return person


def end_session(session: Session, person: Person, began: datetime, at: datetime) -> None:
    """Ends one session of a person, by the instant at which it began; those too old to last are forgotten."""
    oldest = (at - LONGEST_SESSION).timestamp()
    person.ended = [*(each for each in person.ended if each > oldest), began.timestamp()]
    session.add(person)


def pause_after(wrong: int) -> timedelta:
    """How long no password is looked at after so many wrong ones in a row."""
    if wrong <= _FREE:
        return timedelta()
    doubled = 1 << min(wrong - _FREE - 1, 20)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)


def newest_sign_ins(session: Session, most: int, before: int | None = None) -> Sequence[SignIn]:
    """The newest lines of the log, at most so many, older than the line `before`."""
    wanted = select(SignIn).order_by(col(SignIn.id).desc()).limit(most)
    if before is not None:
        wanted = wanted.where(col(SignIn.id) < before)
    return session.exec(wanted).all()


def sign_act(session: Session, subject: str, person_id: int, *, at: datetime) -> None:
    """Keeps that a person who was signed in made a row, such as `entry:12`; the same row twice is one."""
    if session.get(SignedAct, subject) is None:
        session.add(SignedAct(subject=subject, person_id=person_id, at=at))


def sign_acts(session: Session, subjects: Sequence[str], person_id: int, *, at: datetime) -> None:
    """The same of many rows, each made just now, by a few statements."""
    table = cast(Table, SignedAct.__dict__["__table__"])
    rows = [{"subject": each, "person_id": person_id, "at": at} for each in subjects]
    if rows:
        session.flush()
        session.connection().execute(insert(table), rows)
        added(session, table, rows)


def signed_by(session: Session, subjects: Collection[str]) -> dict[str, int]:
    """Of these rows those that somebody made who was signed in, each with the id of that person."""
    wanted = select(SignedAct).where(col(SignedAct.subject).in_(subjects))
    return {row.subject: row.person_id for row in session.exec(wanted).all()}


def signed_entries(session: Session, ids: Collection[int]) -> set[int]:
    """Of the entries of these ids those that somebody recorded who was signed in."""
    found = signed_by(session, [f"entry:{id_}" for id_ in ids])
    return {int(subject.partition(":")[2]) for subject in found}
