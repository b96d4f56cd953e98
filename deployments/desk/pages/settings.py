"""The settings: what who is signed in may set, and their own data."""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import Asked
from deployments.desk.guard import Page
from models.record.contacts import accounts_of
from models.record.database import reading
from models.record.tables.alerts import Contact
from models.record.tables.people import Person
from models.rights import Right

_IMPORTERS = 50
"""Importers that the page names."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of settings, with one sentence, and the right that it takes."""

    path: str
    title: str
    words: str
    right: Right


_PLACES = (
    Place(
        "/settings/people",
        "People",
        "Invite people, change who gets alerts, and end the access of people who leave.",
        Right.MANAGE_PEOPLE,
    ),
    Place(
        "/settings/sign-ins",
        "Log of sign-ins",
        "See who signed in, who could not, and whose rights changed.",
        Right.READ_LOG,
    ),
    Place(
        "/settings/channels",
        "Channels",
        "See by which channels people are alerted, and send a test alert.",
        Right.MANAGE_CHANNELS,
    ),
    Place(
        "/settings/older",
        "Undelivered and older alerts",
        "Send again what did not get through, and answer for older alerts.",
        Right.SEE_EVERYTHING,
    ),
    Place(
        "/settings/importers",
        "Importers",
        "Correct an importer's name or number, or merge two that are one.",
        Right.CORRECT,
    ),
    Place(
        "/settings/ladders",
        "Ladders",
        "Set on which days Landwaiter alerts whom about a deadline.",
        Right.SET_LADDERS,
    ),
    Place(
        "/settings/office",
        "Your numbers and days",
        "Set your own numbers where the law gives none, and second review.",
        Right.SET_OFFICE,
    ),
    Place(
        "/settings/closures",
        "Proclaimed closures",
        "Add a day on which an order closes federal offices, or withdraw it.",
        Right.SET_OFFICE,
    ),
    Place(
        "/calendar/addresses",
        "Calendar addresses",
        "Subscribe to your deadlines in your own calendar, and revoke an address.",
        Right.READ,
    ),
)


def show(asked: Asked) -> Response:
    """The page."""
    places = [each for each in _PLACES if each.right in asked.me.rights]
    with reading(asked.office.engine) as session:
        contact = _own(session, asked)
        person = session.get(Person, asked.me.person_id)
        mine = [each.name for each in accounts_of(session, contact)] if contact else []
    return asked.page(
        "settings.html",
        places=places,
        has_password=person is not None and bool(person.password_hash),
        contact=contact,
        importers=mine[:_IMPORTERS],
        more=max(0, len(mine) - _IMPORTERS),
    )


def _own(session: Session, asked: Asked) -> Contact | None:
    id_ = asked.me.contact_id
    return None if id_ is None else session.get(Contact, id_)


PAGES = [Page(path="/settings", show=show)]
"""The address of this page."""
