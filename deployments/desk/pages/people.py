"""The people of the office: who may sign in, as what; who is invited, and who leaves."""

from sqlmodel import Session, col, select
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.first_invitation import link_of
from deployments.desk.guard import Page
from models.errors import RecordError
from models.in_words import counted
from models.record.database import reading, transaction
from models.record.invitations import invite
from models.record.people import (
    held_person,
    is_set_up,
    join_contact,
    make_administrator,
    sign_out_everywhere,
    take_back,
)
from models.record.scope import contact_of
from models.record.tables.alerts import Contact
from models.record.tables.people import Person
from models.rights import BY_ROLE, FOR_THE_WHOLE_OFFICE, Right
from tasks.alerts.sign_in_reset import tell_reset
from tasks.desk.follow_up import run_later
from tasks.desk.password_reset import others_read
from tasks.desk.people import in_hand, let_go, listed_people, successors

HERE = "/settings/people"
"""Where the people are listed."""


def show(asked: Asked) -> Response:
    """Everybody, with what may be done for each."""
    with reading(asked.office.engine) as session:
        lines = listed_people(session, asked.now)
    return asked.page("people.html", lines=lines)


def show_rights(asked: Asked) -> Response:
    """The table of rights."""
    return asked.page("rights.html", roles=BY_ROLE, rights=list(Right), whole=FOR_THE_WHOLE_OFFICE)


def show_one(asked: Asked) -> Response:
    """A person, and what may be done."""
    return _one(asked)


def _one(asked: Asked, error: str = "", link: str = "") -> Response:
    with reading(asked.office.engine) as session:
        person = session.get(Person, asked.number("id"))
        if person is None:
            raise NotThere
        contact = contact_of(session, person)
        values = {
            "person": person,
            "contact": contact,
            "is_set_up": is_set_up(person),
            "namesake": None if contact else _namesake(session, person),
            "successors": successors(session, contact) if contact else [],
            "in_hand": in_hand(session, contact) if contact else [],
        }
    return asked.page("person.html", REFUSED if error else 200, error=error, link=link, **values)


def act(asked: Asked) -> Response:
    """Does what one of the buttons of a person's page says."""
    what = _ACTS.get(asked.typed("act"))
    if what is None:
        raise NotThere
    try:
        return what(asked)
    except RecordError as error:
        return _one(asked, str(error))


def _send_invitation(asked: Asked) -> Response:
    with transaction(asked.office.engine) as session:
        person = _person(session, asked)
        contact = contact_of(session, person)
        if contact is None:
            raise RecordError(
                f"{person.name} has no alert channel. Show the link, and give it to them yourself."
            )
        _refuse_shared(session, contact)
        invite_later(session, asked, person)
        name = person.name
    asked.office.wake()
    return asked.go(HERE, f"Landwaiter sends {name} an invitation by their alert channel.")


def _refuse_shared(session: Session, contact: Contact) -> None:
    """Raises where others would read the link, and could use it first."""
    others = others_read(session, contact)
    if others:
        raise RecordError(
            f"{', '.join(others)} would read the invitation too: it would go to a channel that you share "
            f"among people. Show the link instead, and give it to {contact.name} yourself."
        )


def invite_later(session: Session, asked: Asked, person: Person) -> None:
    """Has an invitation sent to a person by their own channel."""
    parameters = {"invitation": {"name": person.name, "recorded_by": asked.me.name}}
    title, by = f"invite {person.name}", asked.me.name
    run_later(session, "invite-person", parameters, title=title, by=by, at=asked.now)


def _show_link(asked: Asked) -> Response:
    """Shows the link once, to be handed over: for who has no channel, or one that others read too."""
    with transaction(asked.office.engine) as session:
        person = _person(session, asked)
        told, contact = is_set_up(person), contact_of(session, person)
        token = invite(session, person, by=asked.me.name, at=asked.now, address=asked.address)
        if told and contact is not None and person.id != asked.me.person_id:
            by, links = asked.me.name, asked.office.links
            tell_reset(session, person, contact, links, by=by, now=asked.now)
            run_later(session, "watch", {}, title=f"new link for {person.name}", by=by, at=asked.now)
    asked.office.wake()
    return _one(asked, link=link_of(asked.office.settings, token))


def _sign_out(asked: Asked) -> Response:
    with transaction(asked.office.engine) as session:
        person = _person(session, asked)
        sign_out_everywhere(session, person, by=asked.me.name, at=asked.now, address=asked.address)
    return asked.go(HERE, f"{person.name} is signed out everywhere.")


def _make_administrator(asked: Asked) -> Response:
    is_one = asked.typed("act") == "make_administrator"
    with transaction(asked.office.engine) as session:
        person = _person(session, asked)
        make_administrator(
            session, person, is_one=is_one, by=asked.me.name, at=asked.now, address=asked.address
        )
    return asked.go(
        HERE,
        f"{person.name} is {'now' if is_one else 'no longer'} an administrator, and has to sign in again.",
    )


def _leave(asked: Asked) -> Response:
    with transaction(asked.office.engine) as session:
        person = _person(session, asked)
        contact = contact_of(session, person)
        possible = successors(session, contact) if contact else []
        successor = next((each for each in possible if str(each.id) == asked.typed("successor")), None)
        number = let_go(session, person, successor, by=asked.me.name, at=asked.now, address=asked.address)
        run_later(session, "watch", {}, title=f"{person.name} left", by=asked.me.name, at=asked.now)
    asked.office.wake()
    took = f" {successor.name} took over {counted(number, 'matter')}." if successor and number else ""
    return asked.go(HERE, f"{person.name} has left: signed out, and told of nothing new.{took}")


def _take_back(asked: Asked) -> Response:
    with transaction(asked.office.engine) as session:
        person = _person(session, asked)
        take_back(session, person, by=asked.me.name, at=asked.now, address=asked.address)
    return asked.go(f"{HERE}/{person.id}", f"{person.name} may be invited again.")


def _join(asked: Asked) -> Response:
    with transaction(asked.office.engine) as session:
        person = _person(session, asked)
        contact = _namesake(session, person)
        if contact is None:
            raise RecordError(f"No contact is named {person.name}. Add one of that name first.")
        join_contact(session, person, contact, by=asked.me.name, at=asked.now, address=asked.address)
    return asked.go(f"{HERE}/{person.id}", f"{person.name} gets alerts as the contact of that name.")


def _namesake(session: Session, person: Person) -> Contact | None:
    """The contact of a person's name who is nobody else yet."""
    taken = select(Person.contact_id).where(col(Person.contact_id).is_not(None), Person.id != person.id)
    wanted = select(Contact).where(col(Contact.left_at).is_(None), col(Contact.id).not_in(taken))
    return session.exec(wanted.where(Contact.name == person.name)).first()


def _person(session: Session, asked: Asked) -> Person:
    if session.get(Person, asked.number("id")) is None:
        raise NotThere
    return held_person(session, asked.number("id"))


_ACTS = {
    "invite": _send_invitation,
    "show_link": _show_link,
    "sign_out": _sign_out,
    "make_administrator": _make_administrator,
    "end_administrator": _make_administrator,
    "leave": _leave,
    "take_back": _take_back,
    "join": _join,
}


PAGES = [
    Page(path="/settings/people", show=show, right=Right.MANAGE_PEOPLE),
    Page(path="/settings/people/{id}", show=show_one, do=act, right=Right.MANAGE_PEOPLE),
    Page(path="/settings/rights", show=show_rights),
]
"""The addresses of these pages."""
