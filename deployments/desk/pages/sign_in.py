"""To sign in and out, to set a password by an invitation, and to ask for another one."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import SESSION, Page, session_of
from deployments.desk.keys import SessionMark
from models.errors import Refused
from models.record.database import reading, transaction
from models.record.invitations import invited, set_up
from models.record.passwords import SHORTEST, hash_of, is_password
from models.record.people import (
    held_person,
    is_set_up,
    known_as,
    may_choose_name,
    people,
    sign_out_everywhere,
)
from models.record.sign_ins import end_session, log_sign_in, settle_try
from models.record.tables.people import Person, SignInAct
from models.wall_clock import moment
from tasks.desk.password_reset import ask_for_link

_WRONG = (
    "This name and this password do not belong together. Expected the name that your invitation says. After "
    "several wrong passwords Landwaiter waits before it looks at another one."
)
_TOO_MANY = "Too many wrong passwords from here. Try again in a few minutes."
_PATIENCE = 10.0
"""Seconds that a sign-in waits for the others that are looked at."""
_SENT = (
    "If someone of this name may sign in, Landwaiter sends them a link by their alert channel. It works "
    "once, for 72 hours."
)


def show(asked: Asked) -> Response:
    """The page on which people sign in."""
    if asked.who is not None:
        return asked.go(where_next(asked.query("then")))
    return _form(asked, then=asked.query("then"))


def do(asked: Asked) -> Response:
    """Signs in. Nobody learns whether name or password was wrong, by what is said or how long it takes."""
    name, then = asked.typed("name"), asked.typed("then")
    if asked.office.guesses.waits(asked.address, asked.now):
        return _form(asked, error=_TOO_MANY, then=then)
    # Counted before it is looked at, so that many at once are many.
    asked.office.guesses.count(asked.address, asked.now)
    with reading(asked.office.engine) as session:
        known = known_as(session, name)
    # Outside every transaction: to look at a password takes long on purpose.
    if not asked.office.hashing.acquire(timeout=_PATIENCE):
        return _form(asked, error=_TOO_MANY, then=then)
    try:
        right = is_password(str(asked.form.get("password", "")), known.password_hash if known else "")
    finally:
        asked.office.hashing.release()
    mark = _settled(asked, known, right=right)
    if mark is None:
        return _form(asked, error=_WRONG, name=name, then=then)
    asked.office.guesses.forget(asked.address)
    asked.cookies[SESSION] = asked.office.keys.sign_session(mark)
    return asked.go(where_next(then))


def _settled(asked: Asked, known: Person | None, *, right: bool) -> SessionMark | None:
    """Keeps what came of it; a password that was changed meanwhile is no longer the right one."""
    with transaction(asked.office.engine) as session:
        held = held_person(session, known.id) if known else None
        still = held is not None and known is not None and held.password_hash == known.password_hash
        person = settle_try(session, held, right=right and still, at=asked.now, address=asked.address)
        return SessionMark(person.id, person.epoch, asked.now, asked.now) if person else None


def _form(asked: Asked, error: str = "", name: str = "", then: str = "") -> Response:
    with reading(asked.office.engine) as session:
        anybody = any(is_set_up(each) for each in people(session))
    values = {"error": error, "name": name, "then": where_next(then), "anybody": anybody}
    values["provider"] = asked.office.sign_on.provider is not None
    return asked.page("sign_in.html", REFUSED if error else 200, **values)


def where_next(given: str) -> str:
    """Where to go next: a page of the desk, whatever was given."""
    inside = given.startswith("/") and not given.startswith(("//", "/\\")) and not given.startswith("/sign-")
    return given if inside and given.isprintable() else "/"


def sign_out(asked: Asked) -> Response:
    """Ends this session."""
    with transaction(asked.office.engine) as session:
        person = held_person(session, asked.me.person_id)
        mark = session_of(asked.office, asked.request)
        if mark is not None:
            end_session(session, person, mark.began, asked.now)
        log_sign_in(
            session, SignInAct.SIGNED_OUT, person, by=person.name, at=asked.now, address=asked.address
        )
    asked.cookies[SESSION] = None
    return asked.go("/sign-in", "You are signed out.", to=0)


def leave_everywhere(asked: Asked) -> Response:
    """Ends all sessions of who is signed in, on every machine."""
    with transaction(asked.office.engine) as session:
        person = held_person(session, asked.me.person_id)
        sign_out_everywhere(session, person, by=person.name, at=asked.now, address=asked.address)
    asked.cookies[SESSION] = None
    return asked.go("/sign-in", "You are signed out everywhere.", to=0)


def show_invitation(asked: Asked) -> Response:
    """What an invitation leads to: to choose a password."""
    token = str(asked.request.path_params["token"])
    with reading(asked.office.engine) as session:
        found = invited(session, token, asked.now)
    if found is None:
        return _no_longer(asked)
    return _invitation_form(asked, found[0], moment(found[1].expires_at))


def _no_longer(asked: Asked) -> Response:
    """Says that a link does not work, and logs it, unless that is a flood."""
    if not asked.office.bad_links.waits(asked.address, asked.now):
        asked.office.bad_links.count(asked.address, asked.now)
        with transaction(asked.office.engine) as session:
            log_sign_in(session, SignInAct.BAD_LINK, None, at=asked.now, address=asked.address)
    return asked.page("sentence.html", 410, title="This link no longer works", sentence=_OVER)


_OVER = (
    "An invitation works once, for 72 hours, and only the newest one works. Ask your administrator for "
    "another one, or use “I forgot my password”."
)


def _invitation_form(asked: Asked, person: Person, until: str = "", error: str = "") -> Response:
    chooses = may_choose_name(person)
    name = asked.typed("name") if chooses else person.name
    proxy = asked.office.sign_on.proxy
    values = {
        "name": name,
        "chooses": chooses,
        "until": until,
        "error": error,
        "shortest": SHORTEST,
        "provider": asked.office.sign_on.provider is not None,
        "proxied": proxy.subject(asked.request).partition("#")[2] if proxy else "",
        "invitation": str(asked.request.path_params["token"]),
    }
    return asked.page("invitation.html", REFUSED if error else 200, **values)


def accept_invitation(asked: Asked) -> Response:
    """Sets the password, and signs in."""
    token, password = str(asked.request.path_params["token"]), str(asked.form.get("password", ""))
    with reading(asked.office.engine) as session:
        found = invited(session, token, asked.now)
    if found is None:
        return _no_longer(asked)
    if password != asked.form.get("again", ""):
        return _invitation_form(asked, found[0], error="The two passwords differ. Enter the same twice.")
    if may_choose_name(found[0]) and not asked.typed("name"):
        return _invitation_form(asked, found[0], error="Enter your name: what you record here bears it.")
    name = asked.typed("name") if may_choose_name(found[0]) else found[0].name
    try:
        kept = hash_of(password, name=name)
        with transaction(asked.office.engine) as session:
            person = set_up(
                session,
                token,
                password_hash=kept,
                name=name,
                at=asked.now,
                address=asked.address,
            )
            mark = SessionMark(person.id, person.epoch, asked.now, asked.now)
    except Refused as error:
        return _invitation_form(asked, found[0], error=str(error))
    asked.cookies[SESSION] = asked.office.keys.sign_session(mark)
    said = f"Welcome, {person.name}. You sign in with this name from now on."
    return asked.go("/", said, to=person.id)


def show_forgotten(asked: Asked) -> Response:
    """The page on which somebody asks for a new link."""
    return asked.page("forgotten.html", sent="")


def ask_again(asked: Asked) -> Response:
    """Has a link sent to the person by their own channel; the answer is the same for every name."""
    if not asked.office.asked_again.waits(asked.address, asked.now):
        asked.office.asked_again.count(asked.address, asked.now)
        with transaction(asked.office.engine) as session:
            ask_for_link(session, asked.typed("name"), at=asked.now)
        asked.office.wake()
    return asked.page("forgotten.html", sent=_SENT)


PAGES = [
    Page(path="/sign-in", show=show, do=do, is_open=True),
    Page(path="/sign-in/forgotten", show=show_forgotten, do=ask_again, is_open=True),
    Page(path="/sign-in/invitation/{token}", show=show_invitation, do=accept_invitation, is_open=True),
    Page(path="/sign-out", do=sign_out),
    Page(path="/sign-out/everywhere", do=leave_everywhere),
]
"""The addresses of these pages."""
