"""What to do first, while there is no contact or no matter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.record.scope import Scope
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Matter
from models.rights import Right


@dataclass(frozen=True, slots=True)
class Step:
    """A step: where it is done, what the link says, and why."""

    path: str
    title: str
    words: str


_CONTACT = (
    Step("/settings/channels", "Add a channel", "An address for alerts, such as an e-mail account."),
    Step("/settings/contacts/new", "Add a contact", "Without contacts Landwaiter alerts nobody."),
)
_MATTER = Step("/matters/new", "Open a matter", "Then record what happened. Deadlines follow from it.")
_IMPORT = Step("/import", "Import a spreadsheet", "For matters that you track in a spreadsheet now.")


def first_steps(session: Session, scope: Scope, rights: Collection[Right]) -> Sequence[Step]:
    """The steps that are open and that somebody may do; none once there are a contact and a matter."""
    found: list[Step] = []
    some = select(Contact.id).where(col(Contact.left_at).is_(None)).limit(1)
    if Right.MANAGE_PEOPLE in rights and session.exec(some).first() is None:
        found += _CONTACT
    if session.exec(select(Matter.id).where(scope.matters()).limit(1)).first() is None:
        found += [_MATTER] if Right.RECORD in rights else []
        found += [_IMPORT] if Right.IMPORT in rights else []
    return found
