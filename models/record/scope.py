"""The walls: which importers a person sees. What is not theirs is not there.

Functions take the session first and never commit.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from models.record.tables.alerts import Contact, ContactAccount
from models.record.tables.dockets import Account, Matter
from models.record.tables.people import Person
from models.rights import ADMINISTRATOR, Right, rights_of


@dataclass(frozen=True, slots=True)
class Scope:
    """The ids of the importers that somebody sees; None for every one, those to come too."""

    account_ids: frozenset[int] | None

    def has(self, account_id: int) -> bool:
        """Whether an importer is theirs."""
        return self.account_ids is None or account_id in self.account_ids

    def matters(self) -> ColumnElement[bool]:
        """A condition on `Matter`: it is of an importer that is theirs."""
        return self._only(Matter.account_id)

    def accounts(self) -> ColumnElement[bool]:
        """The same on `Account`."""
        return self._only(Account.id)

    def _only(self, column: int) -> ColumnElement[bool]:
        if self.account_ids is None:
            return true()
        return col(column).in_(self.account_ids) if self.account_ids else false()


EVERYTHING = Scope(None)
"""Every importer."""


def contact_of(session: Session, person: Person) -> Contact | None:
    """The contact that a person is, who has not left."""
    if person.contact_id is None:
        return None
    contact = session.get(Contact, person.contact_id)
    return None if contact is None or contact.left_at is not None else contact


def roles_of(person: Person, contact: Contact | None) -> list[str]:
    """The roles of a person in the table of rights."""
    mine = [contact.role] if contact else []
    return [*mine, ADMINISTRATOR] if person.is_administrator else mine


def access_of(session: Session, person: Person) -> tuple[Scope, frozenset[Right]]:
    """What a person sees and what they may do; nothing for who has left."""
    contact = contact_of(session, person)
    if person.left_at is not None:
        return Scope(frozenset()), frozenset()
    everything = person.is_administrator or (contact is not None and contact.every_importer)
    rights = rights_of(roles_of(person, contact), sees_everything=everything)
    if everything:
        return Scope(None), rights
    named = select(ContactAccount.account_id).where(
        ContactAccount.contact_id == (contact.id if contact else 0)
    )
    return Scope(frozenset(session.exec(named).all())), rights


def matter_in(session: Session, scope: Scope, matter_id: int) -> Matter | None:
    """A matter of theirs by its id; None where there is none, or it is not theirs."""
    return session.exec(select(Matter).where(Matter.id == matter_id, scope.matters())).first()


def account_in(session: Session, scope: Scope, account_id: int) -> Account | None:
    """An importer of theirs by its id; None where there is none, or it is not theirs."""
    return session.exec(select(Account).where(Account.id == account_id, scope.accounts())).first()
