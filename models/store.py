"""The record: accounts, matters, contacts. Functions take the session first and never commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.clock import today_in
from models.drafts import ContactDraft, MatterDraft
from models.office import Evidence
from models.tables import Account, Contact, ContactAccount, Deadline, Defect, Matter


class RecordError(ValueError):
    """Something that cannot be recorded: the message names what was wrong and what was expected."""


def find_account(session: Session, name: str) -> Account | None:
    """The importer of this name."""
    return session.exec(select(Account).where(Account.name == name)).first()


def add_account(session: Session, draft: MatterDraft) -> Account:
    """The importer of a matter; made where it is new."""
    account = find_account(session, draft.importer)
    if account is None:
        account = Account(name=draft.importer, importer_number=draft.importer_number, timezone=draft.timezone)
        session.add(account)
        session.flush()
    elif draft.importer_number not in ("", account.importer_number):
        raise RecordError(
            f"The importer {account.name} is on record with the number {account.importer_number!r}; "
            f"{draft.importer_number!r} was given."
        )
    return account


def open_matter(session: Session, draft: MatterDraft, *, at: datetime) -> Matter:
    """Opens a matter. Raises `RecordError` where its docket number is taken or its day has not come."""
    if session.exec(select(Matter).where(Matter.docket_number == draft.docket_number)).first():
        raise RecordError(
            f"The docket number {draft.docket_number} is taken; expected one that is not on record."
        )
    today = today_in(draft.timezone, at)
    if draft.opened_on > today:
        raise RecordError(f"Opened on {draft.opened_on}; expected a day up to today, {today}.")
    matter = Matter(
        docket_number=draft.docket_number,
        lifecycle=draft.lifecycle,
        account_id=add_account(session, draft).id,
        title=draft.title,
        opened_on=draft.opened_on,
        timezone=draft.timezone,
        opened_at=at,
        opened_by=draft.opened_by,
    )
    session.add(matter)
    session.flush()
    return matter


def matter_named(session: Session, docket_number: str) -> Matter:
    """The matter of a docket number. Raises `RecordError` where there is none."""
    matter = session.exec(select(Matter).where(Matter.docket_number == docket_number)).first()
    if matter is None:
        raise RecordError(
            f"No matter has the docket number {docket_number!r}; expected one that is on record. "
            "Open the matter first."
        )
    return matter


def matters(
    session: Session,
    *,
    lifecycle: str | None = None,
    after_id: int = 0,
    limit: int = 500,
    lock: bool = False,
) -> Sequence[Matter]:
    """Matters in the order of their ids, a page at a time; with `lock`, held until the transaction ends."""
    wanted = select(Matter).where(col(Matter.id) > after_id).order_by(col(Matter.id)).limit(limit)
    if lifecycle is not None:
        wanted = wanted.where(Matter.lifecycle == lifecycle)
    return session.exec(wanted.with_for_update() if lock else wanted).all()


def add_contact(session: Session, draft: ContactDraft, *, at: datetime) -> Contact:
    """Adds a person to be told. Raises `RecordError` as `check_contact` does."""
    accounts = check_contact(session, draft)
    contact = Contact(
        name=draft.name, role=draft.role, channel=draft.channel, added_by=draft.added_by, added_at=at
    )
    session.add(contact)
    session.flush()
    for account in accounts:
        session.add(ContactAccount(contact_id=contact.id, account_id=account.id))
        _look_again(session, account, at)
    session.flush()
    return contact


def check_contact(session: Session, draft: ContactDraft) -> list[Account]:
    """The importers of a contact to be added. Raises `RecordError` for a name taken, an importer unknown."""
    if session.exec(select(Contact).where(Contact.name == draft.name)).first():
        raise RecordError(f"A contact named {draft.name} is on record; expected another name.")
    if not draft.importers:
        raise RecordError("No importer is named; expected at least one of a matter on record.")
    accounts = []
    for name in draft.importers:
        account = find_account(session, name)
        if account is None:
            raise RecordError(f"No importer is named {name!r}; expected one of a matter on record.")
        accounts.append(account)
    return accounts


def _look_again(session: Session, account: Account, at: datetime) -> None:
    """Whoever is new hears of all that runs, by the next look."""
    theirs = select(Matter.id).where(Matter.account_id == account.id)
    for table in (Deadline, Defect):
        running = (col(table.matter_id).in_(theirs), col(table.withdrawn).is_(False))
        session.connection().execute(update(table).where(*running).values(next_step_at=at))
    expiring = (col(Evidence.matter_id).in_(theirs), col(Evidence.expires_on).is_not(None))
    session.connection().execute(update(Evidence).where(*expiring).values(next_step_at=at))


def contacts_of(session: Session, account_id: int) -> Sequence[Contact]:
    """Who answers for an importer: nobody else hears of its matters."""
    joined = select(Contact).join(ContactAccount, col(ContactAccount.contact_id) == Contact.id)
    return session.exec(joined.where(ContactAccount.account_id == account_id).order_by(col(Contact.id))).all()


def contact_named(session: Session, name: str) -> Contact:
    """The contact of a name. Raises `RecordError` where there is none."""
    contact = session.exec(select(Contact).where(Contact.name == name)).first()
    if contact is None:
        raise RecordError(f"No contact is named {name!r}; expected one that is on record.")
    return contact
