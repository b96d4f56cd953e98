"""The form by which a contact, or a new administrator, becomes a person who may sign in."""

from sqlmodel import Session, col, select
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.people import HERE, invite_later
from models.errors import RecordError, Refused
from models.record.database import reading, transaction
from models.record.people import is_set_up, join_contact, make_person, person_named
from models.record.scope import contact_of
from models.record.tables.alerts import Contact
from models.record.tables.people import Person
from models.rights import Right
from tasks.desk.password_reset import others_read


def show(asked: Asked) -> Response:
    """The form."""
    return _new(asked)


def _new(asked: Asked, error: str = "") -> Response:
    with reading(asked.office.engine) as session:
        taken = select(Person.contact_id).where(col(Person.contact_id).is_not(None))
        left = col(Contact.left_at).is_(None)
        wanted = select(Contact).where(left, col(Contact.id).not_in(taken)).order_by(Contact.name)
        contacts = [(each.id, f"{each.name}, {each.role}") for each in session.exec(wanted).all()]
    values = {
        "contacts": contacts,
        "contact": asked.typed("contact") or asked.query("contact"),
        "name": asked.typed("name"),
        "administrator": bool(asked.typed("administrator")),
    }
    return asked.page("person_new.html", REFUSED if error else 200, error=error, **values)


def make(asked: Asked) -> Response:
    """Makes the person, and has the invitation sent where they have a channel."""
    try:
        with transaction(asked.office.engine) as session:
            person = _made(session, asked)
            contact, signs_in = contact_of(session, person), is_set_up(person)
            has_channel = not signs_in and contact is not None and not others_read(session, contact)
            if has_channel:
                invite_later(session, asked, person)
    except Refused as error:
        return _new(asked, str(error))
    asked.office.wake()
    if has_channel:
        return asked.go(HERE, f"Landwaiter sends {person.name} an invitation by their alert channel.")
    if signs_in:
        return asked.go(f"{HERE}/{person.id}", f"{person.name} signs in as before, and gets alerts now.")
    return asked.go(f"{HERE}/{person.id}", f"{person.name} may sign in. Show the link, and give it to them.")


def _made(session: Session, asked: Asked) -> Person:
    given, name = asked.typed("contact"), asked.typed("name")
    is_id = given.isdecimal() and len(given) < 10
    contact = session.get(Contact, int(given)) if is_id else None
    if bool(contact) == bool(name):
        raise RecordError("Choose a contact, or enter the name of an administrator who gets no alerts.")
    known = person_named(session, contact.name) if contact else None
    if contact is not None and known is not None:
        join_contact(session, known, contact, by=asked.me.name, at=asked.now, address=asked.address)
        return known
    return make_person(
        session,
        contact,
        name=contact.name if contact else name,
        is_administrator=bool(asked.typed("administrator")) or contact is None,
        by=asked.me.name,
        at=asked.now,
    )


PAGES = [Page(path="/settings/people/new", show=show, do=make, right=Right.MANAGE_PEOPLE)]
"""The address of this page."""
