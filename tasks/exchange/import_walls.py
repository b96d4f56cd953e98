"""What a file says of importers that are not those of whoever imports it: refused without a word about them.

The sentences are the same whether or not another importer is on record.
"""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from models.record.matters import find_account
from models.record.mendings import NUMBER, formerly
from models.record.number_keys import importers_of_number
from models.record.scope import Scope
from models.record.tables.dockets import Account, Matter
from tasks.exchange.import_cells import nearest

_WALLED = ("importer", "docket_number", "importer_number")


def outside_of(session: Session, scope: Scope, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """What of a new matter is not for whoever imports it, by the fields; nothing for who sees everything.

    `said` has the fields of the matter as far as they can be read.
    """
    if scope.account_ids is None:
        return []
    importer, docket_number, number = (said.get(each, "") for each in _WALLED)
    account = find_account(session, importer)
    is_mine = account is not None and scope.has(account.id)
    wrong = [("importer", _not_yours(session, scope, importer))] if importer and not is_mine else []
    if _is_taken(session, scope, docket_number):
        wrong.append(("docket_number", f"The docket number {docket_number} is taken; expected another"))
    others = importers_of_number(session, number)
    if is_mine and any(not scope.has(each.id) for each in others):
        wrong.append(("importer_number", f"The importer number {number} is taken; expected another, or none"))
    return wrong


def _not_yours(session: Session, scope: Scope, name: str) -> str:
    living = select(Account.name).where(col(Account.merged_into).is_(None), scope.accounts())
    names: Sequence[str] = session.exec(living.order_by(Account.name)).all()
    expected = nearest(name, names) if names else "expected an importer that is yours"
    return f'"{name}" is not one of your importers; {expected}'


def _is_taken(session: Session, scope: Scope, docket_number: str) -> bool:
    """Whether a matter of another importer has the number, or had it."""
    has = select(Matter).where(Matter.docket_number == docket_number)
    had = select(Matter).where(col(Matter.id).in_(formerly(session, NUMBER, docket_number)))
    return any(
        not scope.has(matter.account_id) for wanted in (has, had) for matter in session.exec(wanted).all()
    )
