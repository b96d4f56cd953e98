"""The people who may sign in, and the administrators. Functions take the session first, and never commit.

Each may raise `RecordError`, and each leaves a line in the log of sign-ins.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.sign_ins import log_sign_in
from models.record.tables.alerts import Contact
from models.record.tables.people import Person, SignInAct


def person_named(session: Session, name: str) -> Person | None:
    """The person of a name, also one who left."""
    return session.exec(select(Person).where(Person.name == name)).first()


def known_as(session: Session, name: str) -> Person | None:
    """The person of a name as somebody types it: in other capitals too, where that is one person."""
    exact = person_named(session, name)
    if exact is not None:
        return exact
    alike = [each for each in people(session) if _plain(each.name) == _plain(name)]
    return alike[0] if len(alike) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def held_person(session: Session, id_: int) -> Person:
    """A person whom nobody else changes until the transaction ends."""
    wanted = select(Person).where(Person.id == id_).execution_options(populate_existing=True)
    return session.exec(wanted.with_for_update()).one()


def people(session: Session) -> Sequence[Person]:
    """Everybody who may sign in or could once, by name."""
    return session.exec(select(Person).order_by(Person.name)).all()


FIRST = "Landwaiter"
"""Who makes the first administrator, who chooses their own name."""


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


def refuse_last(session: Session, person: Person) -> None:
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
    _refuse_taken(person_named(session, name), name)
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


def _refuse_taken(other: Person | None, name: str) -> None:
    if other is not None and other.left_at is not None:
        raise RecordError(f"{name} left. Open their page under Settings, People, and take them back.")
    if other is not None:
        raise RecordError(f"A person named {name} may sign in already. Expected another name.")


def join_contact(
    session: Session, person: Person, contact: Contact, *, by: str, at: datetime, address: str = ""
) -> None:
    """Makes a person who gets no alerts, or got them once, the contact of their name; who left comes back.

    Raises for another name, and for a person or a contact who is another one already.
    """
    if _plain(person.name) != _plain(contact.name):
        raise RecordError(
            f"{person.name} and the contact {contact.name} have different names. Expected the same name."
        )
    former = session.get(Contact, person.contact_id) if person.contact_id else None
    other = session.exec(
        select(Person).where(Person.contact_id == contact.id, Person.id != person.id)
    ).first()
    if other is not None or (former is not None and former.left_at is None and former.id != contact.id):
        raise RecordError(f"{(other or person).name} is a contact already.")
    if person.left_at is not None:
        take_back(session, person, by=by, at=at, address=address)
    person.contact_id = contact.id
    session.add(person)
    log_sign_in(session, SignInAct.CHANGED, person, by=by, at=at, address=address)


def rename(session: Session, person: Person, name: str) -> None:
    """Gives a person another name. Raises for one that somebody else has, and for one that is none."""
    other = person_named(session, name)
    _refuse_taken(other if other is not None and other.id != person.id else None, name)
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
        refuse_last(session, person)
    if not is_one and person.contact_id is None:
        raise RecordError(f"{person.name} is no contact, and could do nothing at the desk. Let them leave.")
    person.is_administrator = is_one
    person.epoch += 1
    session.add(person)
    log_sign_in(session, SignInAct.CHANGED, person, by=by, at=at, address=address)


def sign_out_everywhere(
    session: Session, person: Person, *, by: str, at: datetime, address: str = ""
) -> None:
    """Ends every session of a person."""
    person.epoch += 1
    session.add(person)
    log_sign_in(session, SignInAct.SIGNED_OUT_EVERYWHERE, person, by=by, at=at, address=address)
