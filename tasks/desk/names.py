"""Whose names a reader may see in the history of a matter.

Where a matter came from an importer beyond the reader's walls, only those are named who see it now.
"""

from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from models.record.contacts import contacts_of
from models.record.mendings import IMPORTER, mendings_of
from models.record.scope import Scope, access_of
from models.record.tables.dockets import Account, Matter
from models.record.tables.people import Person
from notifications.policy.pauses import Hold


@dataclass(frozen=True, slots=True)
class Names:
    """Of the people in a matter's history those whose names a reader may see; None for all of them."""

    known: frozenset[str] | None

    def has(self, name: str) -> bool:
        """Whether somebody may be named."""
        return self.known is None or name in self.known

    def of(self, name: str) -> str:
        """The name of a contact, or what stands for it."""
        return name if self.has(name) else "another importer's contact"

    def by(self, name: str) -> str:
        """The name of who recorded something, or what stands for it."""
        return name if self.has(name) else "someone at another importer"

    def hold(self, hold: Hold) -> Hold:
        """An answer: of who may not be named, not in their words either."""
        return hold if self.has(hold.by) else replace(hold, by=self.of(hold.by), next_action="")


EVERYBODY = Names(None)
"""All names."""


def names_in(session: Session, scope: Scope, matter: Matter) -> Names:
    """Whose names the reader may see in the history of a matter."""
    if not came_from_beyond(session, scope, matter):
        return EVERYBODY
    contacts = {each.name for each in contacts_of(session, matter.account_id)}
    people = session.exec(select(Person).where(col(Person.left_at).is_(None))).all()
    seeing = {each.name for each in people if access_of(session, each)[0].has(matter.account_id)}
    return Names(frozenset(contacts | seeing))


def came_from_beyond(session: Session, scope: Scope, matter: Matter) -> bool:
    """Whether a matter was once of an importer that the reader does not see."""
    if scope.account_ids is None:
        return False
    moves = [each for each in mendings_of(session, matter) if each.field == IMPORTER]
    return any(not seen(session, scope, int(each.before)) for each in moves)


def seen(session: Session, scope: Scope, account_id: int) -> bool:
    """Whether somebody sees an importer, or the one that it was merged into."""
    account = session.get(Account, account_id)
    while account is not None and not scope.has(account.id) and account.merged_into is not None:
        account = session.get(Account, account.merged_into)
    return account is not None and scope.has(account.id)
