"""To change one's own password: by the present one; every other session ends."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import SESSION, Page
from deployments.desk.keys import SessionMark
from models.errors import RecordError
from models.record.database import reading, transaction
from models.record.passwords import SHORTEST, hash_of, is_password
from models.record.people import held_person
from models.record.sign_ins import log_sign_in
from models.record.tables.people import Person, SignInAct

_PATIENCE = 10.0
"""Seconds that one waits for the others whose passwords are looked at."""


def show(asked: Asked) -> Response:
    """The form."""
    _own(asked)
    return _form(asked)


def do(asked: Asked) -> Response:
    """Changes it."""
    person = _own(asked)
    current, password = str(asked.form.get("current", "")), str(asked.form.get("password", ""))
    if password != asked.form.get("again", ""):
        return _form(asked, "The two passwords differ. Enter the same twice.")
    try:
        _refuse_wrong(asked, person, current)
        kept = hash_of(password, name=person.name)
        with transaction(asked.office.engine) as session:
            mark = _changed(asked, held_person(session, person.id), person.password_hash, kept)
            log_sign_in(
                session,
                SignInAct.PASSWORD_CHANGED,
                person,
                by=person.name,
                at=asked.now,
                address=asked.address,
            )
    except RecordError as error:
        return _form(asked, str(error))
    asked.cookies[SESSION] = asked.office.keys.sign_session(mark)
    return asked.go("/settings", "Your password is changed. Every other session of yours has ended.")


def _own(asked: Asked) -> Person:
    """Who is signed in. Raises `NotThere` for who has no password here."""
    with reading(asked.office.engine) as session:
        person = session.get(Person, asked.me.person_id)
    if person is None or not person.password_hash:
        raise NotThere
    return person


def _refuse_wrong(asked: Asked, person: Person, current: str) -> None:
    guesses = asked.office.guesses
    if guesses.waits(asked.address, asked.now) or not asked.office.hashing.acquire(timeout=_PATIENCE):
        raise RecordError("Too many wrong passwords from here. Try again in a few minutes.")
    try:
        guesses.count(asked.address, asked.now)
        right = is_password(current, person.password_hash)
    finally:
        asked.office.hashing.release()
    if not right:
        raise RecordError("This is not your present password. Enter the one by which you signed in.")
    guesses.forget(asked.address)


def _changed(asked: Asked, person: Person, former: str, kept: str) -> SessionMark:
    """Puts the new one in the place of the one that was looked at. Raises where that is another one now."""
    if person.password_hash != former:
        raise RecordError("Your password was changed meanwhile. Sign in again.")
    person.password_hash = kept
    person.epoch += 1
    return SessionMark(person.id, person.epoch, asked.now, asked.now)


def _form(asked: Asked, error: str = "") -> Response:
    return asked.page("password.html", REFUSED if error else 200, error=error, shortest=SHORTEST)


PAGES = [Page(path="/settings/password", show=show, do=do)]
"""The address of this page."""
