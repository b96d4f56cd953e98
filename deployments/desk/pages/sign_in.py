"""To sign in and out, to set a password by an invitation, and to ask for another one."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import SESSION, Page
from deployments.desk.keys import SessionMark
from models.errors import Refused
from models.record.database import reading, transaction
from models.record.passwords import SHORTEST
from models.record.people import (
    held_person,
    invited,
    is_set_up,
    may_choose_name,
    people,
    person_named,
    set_up,
    sign_out_everywhere,
)
from models.record.sign_ins import log_sign_in, try_password
from models.record.tables.people import DeskRun, Person, SignInAct
from models.wall_clock import moment
from tasks.desk.follow_up import run_later

_WRONG = "This name and this password do not belong together. Expected the name that your invitation says."
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
    """Signs in. Nobody learns whether the name or the password was wrong."""
    name, then = asked.typed("name"), asked.typed("then")
    if asked.office.guesses.waits(asked.address, asked.now):
        return _form(
            asked, error="Too many wrong passwords from here. Try again in a few minutes.", then=then
        )
    with transaction(asked.office.engine) as session:
        found = person_named(session, name)
        held = held_person(session, found.id) if found else None
        waits = held.locked_until if held and held.locked_until and asked.now < held.locked_until else None
        person = try_password(
            session, held, str(asked.form.get("password", "")), at=asked.now, address=asked.address
        )
        mark = SessionMark(person.id, person.epoch, asked.now, asked.now) if person else None
    if mark is None:
        asked.office.guesses.count(asked.address, asked.now)
        wait = " After several wrong passwords Landwaiter waits before it looks at another one."
        return _form(asked, error=_WRONG + (wait if waits else ""), name=name, then=then)
    asked.office.guesses.forget(asked.address)
    asked.cookies[SESSION] = asked.office.keys.sign_session(mark)
    return asked.go(where_next(then))


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
        person = session.get_one(Person, asked.me.person_id)
        log_sign_in(
            session, SignInAct.SIGNED_OUT, person, by=person.name, at=asked.now, address=asked.address
        )
    asked.cookies[SESSION] = None
    return asked.go("/sign-in", "You are signed out.")


def leave_everywhere(asked: Asked) -> Response:
    """Ends all sessions of who is signed in, on every machine."""
    with transaction(asked.office.engine) as session:
        person = held_person(session, asked.me.person_id)
        sign_out_everywhere(session, person, by=person.name, at=asked.now, address=asked.address)
    asked.cookies[SESSION] = None
    return asked.go("/sign-in", "You are signed out everywhere.")


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
    if not asked.office.guesses.waits(asked.address, asked.now):
        asked.office.guesses.count(asked.address, asked.now)
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
    try:
        with transaction(asked.office.engine) as session:
            person = set_up(
                session,
                token,
                password=password,
                name=asked.typed("name"),
                at=asked.now,
                address=asked.address,
            )
            mark = SessionMark(person.id, person.epoch, asked.now, asked.now)
    except Refused as error:
        return _invitation_form(asked, found[0], error=str(error))
    asked.cookies[SESSION] = asked.office.keys.sign_session(mark)
    return asked.go("/", f"Welcome, {person.name}. You sign in with this name from now on.")


def show_forgotten(asked: Asked) -> Response:
    """The page on which somebody asks for a new link."""
    return asked.page("forgotten.html", sent="")


def ask_again(asked: Asked) -> Response:
    """Has a link sent to the person by their own channel; the answer is the same for every name."""
    with transaction(asked.office.engine) as session:
        person = person_named(session, asked.typed("name"))
        if person is not None and _may_be_sent_one(session, person, asked.now):
            run_later(
                session,
                "invite-person",
                {"invitation": {"name": person.name, "recorded_by": person.name}},
                title=f"password reset for {person.name}",
                by=person.name,
                at=asked.now,
            )
    asked.office.wake()
    return asked.page("forgotten.html", sent=_SENT)


_BETWEEN = timedelta(minutes=10)


def _may_be_sent_one(session: Session, person: Person, now: datetime) -> bool:
    """Whether a link may be sent: not to who has left or no channel, and not again and again."""
    lately = select(DeskRun.id).where(
        DeskRun.deployment == "invite-person",
        DeskRun.title == f"password reset for {person.name}",
        col(DeskRun.made_at) > now - _BETWEEN,
    )
    there = person.left_at is None and person.contact_id is not None
    return there and session.exec(lately).first() is None


PAGES = [
    Page(path="/sign-in", show=show, do=do, is_open=True),
    Page(path="/sign-in/forgotten", show=show_forgotten, do=ask_again, is_open=True),
    Page(path="/sign-in/invitation/{token}", show=show_invitation, do=accept_invitation, is_open=True),
    Page(path="/sign-out", do=sign_out),
    Page(path="/sign-out/everywhere", do=leave_everywhere),
]
"""The addresses of these pages."""
