"""Numbers without what two spellings of them differ in, kept beside them, so that an index finds them.

Importing this module sees to it that each importer and each matter is written with its key.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, event, func
from sqlalchemy.orm import Mapper
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.record.likeness import docket_key, number_key
from models.record.tables.dockets import Account, Matter

_SEVERAL = 2


def importers_of_number(session: Session, number: str) -> Sequence[Account]:
    """The importers on record that have a number, in whatever spelling, by name; none for an empty one."""
    key = number_key(number)
    if not key:
        return []
    wanted = _living().where(Account.number_key == key).order_by(Account.name)
    return session.exec(wanted).all()


def sharing_a_number(session: Session) -> list[list[Account]]:
    """The importers on record that have one number, in whatever spelling: each list is to be merged."""
    shared = (
        select(Account.number_key)
        .where(col(Account.merged_into).is_(None), Account.number_key != "")
        .group_by(Account.number_key)
        .having(func.count() >= _SEVERAL)
    )
    found: dict[str, list[Account]] = {}
    wanted = _living().where(col(Account.number_key).in_(shared)).order_by(col(Account.id))
    for account in session.exec(wanted).all():
        found.setdefault(account.number_key, []).append(account)
    return list(found.values())


def numbered_alike(session: Session, docket_number: str) -> Sequence[str]:
    """The docket numbers on record that differ from a number in their spelling at most."""
    wanted = select(Matter.docket_number).where(Matter.number_key == matter_key(docket_number))
    return session.exec(wanted.order_by(col(Matter.id))).all()


def matter_key(docket_number: str) -> str:
    """The key of a docket number, as it is kept."""
    return "-".join(docket_key(docket_number))


def _living() -> SelectOfScalar[Account]:
    return select(Account).where(col(Account.merged_into).is_(None))


@event.listens_for(Account, "before_insert")
@event.listens_for(Account, "before_update")
def _key_importer(_mapper: Mapper[Account], _connection: Connection, account: Account) -> None:
    account.number_key = number_key(account.importer_number)


@event.listens_for(Matter, "before_insert")
@event.listens_for(Matter, "before_update")
def _key_matter(_mapper: Mapper[Matter], _connection: Connection, matter: Matter) -> None:
    matter.number_key = matter_key(matter.docket_number)
