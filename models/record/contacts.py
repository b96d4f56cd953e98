"""The people who are told, and of whom: nobody hears of an importer that is not theirs.

Functions take the session first and never commit; each may raise `RecordError`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.inputs import EVERY_IMPORTER, ContactInput
from models.record.change_log import changed
from models.record.leaving import let_leave
from models.record.likeness import did_you_mean
from models.record.matters import account_named, find_account, held_account
from models.record.people import held_person
from models.record.recall import take_back
from models.record.tables.alerts import Contact, ContactAccount
from models.record.tables.dockets import Account, Deadline, Defect, Matter
from models.record.tables.office import Evidence, OwnDeadline
from models.record.tables.people import Person
from models.roles import Role

_KEPT = (
    "role",
    "channel",
    "fallback",
    "timezone",
    "works_from",
    "works_to",
    "wants_digest",
    "every_importer",
)


def add_contact(session: Session, draft: ContactInput, *, at: datetime) -> Contact:
    """Adds a person to be told, who hears of all that runs. Raises as `check_contact` does."""
    accounts = check_contact(session, draft)
    contact = Contact(name=draft.name, channel=draft.channel, added_by=draft.added_by, added_at=at)
    _set(contact, draft)
    session.add(contact)
    session.flush()
    _answer_for(session, contact, accounts, at)
    return contact


def check_contact(session: Session, draft: ContactInput) -> list[Account]:
    """The importers of a contact to be added. Raises for a name taken, an importer unknown, no importer."""
    if session.exec(select(Contact).where(Contact.name == draft.name)).first():
        raise RecordError(
            f"A contact named {draft.name} is already on record. Expected another name; to change this "
            "contact, use the form change-contact."
        )
    return check_scope(session, draft)


def check_scope(session: Session, draft: ContactInput) -> list[Account]:
    """The importers that a contact answers for. Raises for one that is unknown, and for none."""
    if not draft.importers and not draft.every_importer:
        raise RecordError(
            "No importer is named. Expected at least one from a matter on record, such as Acme Imports, "
            f"or the words “{EVERY_IMPORTER}”."
        )
    named = {each.id: each for each in (account_named(session, name) for name in draft.importers)}
    return [held_account(session, each) for _, each in sorted(named.items())]


def change_contact(session: Session, draft: ContactInput, *, at: datetime) -> Contact:
    """Puts what a draft says in the place of what is on record. Raises where a role would lose its last."""
    contact = held_contact(session, _ever_named(session, draft.name).id)
    accounts = check_scope(session, draft)
    before = {} if contact.left_at else _held(session, contact)
    contact.left_at = None
    former = accounts_of(session, contact)
    _set(contact, draft)
    changed(session, delete(ContactAccount).where(col(ContactAccount.contact_id) == contact.id))
    _answer_for(session, contact, accounts, at)
    _refuse_empty(session, before)
    for account in former:
        look_again(session, account, at)
    take_back(session, contact, heard_by(session, contact))
    return contact


def remove_contact(session: Session, name: str, *, at: datetime) -> Contact:
    """From now on the person hears of nothing new. Raises where that leaves a role with nobody in it."""
    contact = held_contact(session, contact_named(session, name).id)
    before = _held(session, contact)
    contact.left_at = at
    session.add(contact)
    session.flush()
    _refuse_empty(session, before)
    _end_sign_in(session, contact, at)
    for account in accounts_of(session, contact):
        look_again(session, account, at)
    take_back(session, contact, heard_by(session, contact))
    return contact


def _end_sign_in(session: Session, contact: Contact, at: datetime) -> None:
    """Who is told of nothing new does not sign in either; an administrator is one without being told."""
    person = session.exec(select(Person).where(Person.contact_id == contact.id)).first()
    if person is not None and not person.is_administrator:
        let_leave(session, held_person(session, person.id), by="the removal of the contact", at=at)


def held_contact(session: Session, id_: int) -> Contact:
    """A contact of whom nobody else may change anything, messages included, until the transaction ends."""
    wanted = select(Contact).where(Contact.id == id_).execution_options(populate_existing=True)
    return session.exec(wanted.with_for_update(key_share=True)).one()


def heard_by(session: Session, contact: Contact) -> set[int]:
    """The ids of the importers of which a contact may hear now; none for who has left."""
    return set() if contact.left_at else {account.id for account in accounts_of(session, contact)}


def contacts_of(session: Session, account_id: int) -> Sequence[Contact]:
    """Who answers for an importer: nobody else hears of its matters."""
    named = select(ContactAccount.contact_id).where(ContactAccount.account_id == account_id)
    answers = or_(col(Contact.every_importer), col(Contact.id).in_(named))
    wanted = select(Contact).where(answers, col(Contact.left_at).is_(None))
    return session.exec(wanted.order_by(col(Contact.id))).all()


def contacts_by_account(session: Session, account_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Who answers for each of these importers, by the importers' ids."""
    wanted = select(ContactAccount).where(col(ContactAccount.account_id).in_(account_ids))
    named: dict[int, list[int]] = {}
    for row in session.exec(wanted).all():
        named.setdefault(row.account_id, []).append(row.contact_id)
    people = {each.id: each for each in everybody(session)}
    always = [each.id for each in people.values() if each.every_importer]
    return {
        account_id: [people[id_] for id_ in sorted({*always, *named.get(account_id, ())}) if id_ in people]
        for account_id in account_ids
    }


def everybody(session: Session) -> Sequence[Contact]:
    """Every contact who is still told."""
    return session.exec(select(Contact).where(col(Contact.left_at).is_(None)).order_by(col(Contact.id))).all()


def accounts_of(session: Session, contact: Contact) -> Sequence[Account]:
    """The importers a contact answers for, by name."""
    wanted = select(Account).where(col(Account.merged_into).is_(None)).order_by(Account.name)
    if not contact.every_importer:
        named = select(ContactAccount.account_id).where(ContactAccount.contact_id == contact.id)
        wanted = wanted.where(col(Account.id).in_(named))
    return session.exec(wanted).all()


def _ever_named(session: Session, name: str) -> Contact:
    """The contact of a name, also one who left: the form that changes a contact takes them back."""
    contact = session.exec(select(Contact).where(Contact.name == name)).first()
    if contact is None:
        raise _nobody(session, name)
    return contact


def contact_named(session: Session, name: str) -> Contact:
    """The contact of a name, who is still told. Raises where there is none."""
    contact = session.exec(select(Contact).where(Contact.name == name)).first()
    if contact is None or contact.left_at is not None:
        raise _nobody(session, name)
    return contact


def _nobody(session: Session, name: str) -> RecordError:
    """That nobody has a name, and whose was meant."""
    there = session.exec(select(Contact.name).where(col(Contact.left_at).is_(None))).all()
    asked = did_you_mean(name, there) or "Enter the name exactly as it was added."
    return RecordError(f"No contact is named {name!r}. {asked} The form add-contact adds a person.")


def roles_held(contacts: Sequence[Contact]) -> list[Role]:
    """The roles that these people hold, from the owner up."""
    return [role for role in Role if any(contact.role == role for contact in contacts)]


def _set(contact: Contact, draft: ContactInput) -> None:
    for name in _KEPT:
        setattr(contact, name, getattr(draft, name))


def _answer_for(session: Session, contact: Contact, accounts: Sequence[Account], at: datetime) -> None:
    """Sets whom the contact answers for, and has all that runs there looked at."""
    for account in accounts:
        session.add(ContactAccount(contact_id=contact.id, account_id=account.id))
    session.flush()
    for account in accounts_of(session, contact):
        look_again(session, account, at)


def look_again(session: Session, account: Account, at: datetime) -> None:
    """Has the next look take up all that runs for an importer: who hears of it has changed."""
    theirs = select(Matter.id).where(Matter.account_id == account.id)
    # A look that is under way would set the next one as it knew it before.
    session.exec(theirs.order_by(col(Matter.id)).with_for_update()).all()
    for table in (Deadline, Defect):
        # What was withdrawn too: who comes back may not have heard of it.
        known = update(table).where(col(table.matter_id).in_(theirs)).values(next_step_at=at)
        changed(session, known)
    expiring = (col(Evidence.matter_id).in_(theirs), col(Evidence.expires_on).is_not(None))
    changed(session, update(Evidence).where(*expiring).values(next_step_at=at))
    own = (col(OwnDeadline.matter_id).in_(theirs), col(OwnDeadline.ends).is_(None))
    changed(session, update(OwnDeadline).where(*own).values(next_step_at=at))


def _held(session: Session, contact: Contact) -> dict[str, Role]:
    """The role that a contact holds, for each importer."""
    return {account.name: Role(contact.role) for account in accounts_of(session, contact)}


def _refuse_empty(session: Session, before: dict[str, Role]) -> None:
    """A role that alerts go up to must not lose the last person in it."""
    session.flush()
    for name, role in before.items():
        account = find_account(session, name)
        if account is None or role in roles_held(contacts_of(session, account.id)):
            continue
        raise RecordError(
            f"Nobody else is {role} for {name}, and that role receives alerts. First make another contact "
            f"{role}, with the form add-contact or change-contact."
        )
