"""The record: accounts and matters. Functions take the session first and never commit."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from models.errors import RecordError
from models.inputs import MatterInput
from models.record.likeness import did_you_mean, number_key
from models.record.matter_checks import refuse_as_a_name, refuse_docket_number, refuse_opening_day
from models.record.mendings import NAME, NUMBER, Correction, formerly, leave_mending_receipt, mend
from models.record.number_keys import importers_of_number, numbered_alike
from models.record.tables.dockets import Account, Matter

_SEVERAL = 2
_NEAR = 1_000
"""Docket numbers on either side, in their order, among which the one that was meant is looked for."""


def find_account(session: Session, name: str) -> Account | None:
    """The importer of this name, or the one that had it once or was merged with one that had it."""
    account = session.exec(select(Account).where(Account.name == name)).first()
    if account is None:
        account = next((session.get_one(Account, id_) for id_ in formerly(session, NAME, name)), None)
    while account is not None and account.merged_into is not None:
        account = session.get_one(Account, account.merged_into)
    return account


def account_named(session: Session, name: str) -> Account:
    """The importer of a name, as `find_account` has it. Raises `RecordError`, and asks which was meant."""
    account = find_account(session, name)
    if account is None:
        asked = did_you_mean(name, [each.name for each in accounts(session)])
        expected = asked or "Expected the name exactly as on a matter on record, such as Acme Imports."
        raise RecordError(f"No importer is named {name!r}. {expected}")
    return account


def accounts(session: Session) -> Sequence[Account]:
    """The importers on record, by name; one that was merged with another is none of them."""
    living = select(Account).where(col(Account.merged_into).is_(None))
    return session.exec(living.order_by(Account.name)).all()


def has_several_importers(session: Session) -> bool:
    """Whether more than one importer is on record."""
    living = select(Account.id).where(col(Account.merged_into).is_(None))
    return len(session.exec(living.limit(_SEVERAL)).all()) == _SEVERAL


def held_account(session: Session, account: Account, *, alone: bool = False) -> Account:
    """An importer that nobody merges until the transaction ends; `alone`: to whom nobody adds a matter."""
    wanted = select(Account).where(Account.id == account.id).execution_options(populate_existing=True)
    held = session.exec(wanted.with_for_update(read=not alone)).one()
    return (
        held
        if held.merged_into is None
        else held_account(session, session.get_one(Account, held.merged_into), alone=alone)
    )


def add_account(session: Session, draft: MatterInput, *, at: datetime) -> Account:
    """The importer of a matter, made where it is new; one that had no number takes the draft's."""
    account = find_account(session, draft.importer)
    if account is None:
        new = Account(name=draft.importer, importer_number=draft.importer_number, timezone=draft.timezone)
        return put_account(session, new)
    account = held_account(session, account)
    if number_key(draft.importer_number) in ("", number_key(account.importer_number)):
        return account
    if account.importer_number:
        raise RecordError(
            f"The importer {account.name} is on record with the importer number {account.importer_number!r}, "
            f"not {draft.importer_number!r}. Expected the same number, or none. If the one on record is "
            "wrong, correct it with the form correct-importer."
        )
    refuse_number(session, draft.importer_number)
    took = Correction(reason=f"Given with the matter {draft.docket_number}", by=draft.opened_by, at=at)
    made = mend(session, account, {"importer_number": draft.importer_number}, took)
    leave_mending_receipt(session, [(account, each) for each in made], at=at)
    return account


def put_account(session: Session, account: Account) -> Account:
    """A new importer, put on record. Raises `RecordError` where its name or its number cannot be used."""
    refuse_as_a_name(account.name)
    refuse_number(session, account.importer_number)
    session.add(account)
    session.flush()
    return account


def refuse_number(session: Session, number: str, *, but: Account | None = None) -> None:
    """Two spellings of one number are one importer. Raises `RecordError` where another one has it."""
    for other in importers_of_number(session, number):
        if but is None or other.id != but.id:
            raise RecordError(
                f"The importer number {number} is the number of {other.name}, on record as "
                f"{other.importer_number}. Expected the importer {other.name}, or another number. If two "
                "importers on record are one, merge them with the form correct-importer."
            )


def open_matter(session: Session, draft: MatterInput, *, at: datetime) -> Matter:
    """Opens a matter. Raises `RecordError` where its docket number is taken or its day has not come."""
    refuse_docket_number(session, draft.docket_number)
    refuse_opening_day(draft, at=at)
    matter = Matter(
        docket_number=draft.docket_number,
        lifecycle=draft.lifecycle,
        account_id=add_account(session, draft, at=at).id,
        title=draft.title,
        customs_office=draft.customs_office,
        opened_on=draft.opened_on,
        timezone=draft.timezone,
        opened_at=at,
        opened_by=draft.opened_by,
    )
    session.add(matter)
    session.flush()
    return matter


def matter_named(session: Session, docket_number: str) -> Matter:
    """The matter that has a docket number or had it once. Raises `RecordError`, and asks which was meant."""
    matter = session.exec(select(Matter).where(Matter.docket_number == docket_number)).first()
    if matter is not None:
        return matter
    for id_ in formerly(session, NUMBER, docket_number):
        return session.get_one(Matter, id_)
    asked = did_you_mean(docket_number, _alike(session, docket_number))
    expected = asked or "Expected one on record, such as AUD-2026-014; the board lists them."
    raise RecordError(
        f"No matter has the docket number {docket_number!r}. {expected} For a matter that is not on record "
        "yet, use the form open-matter."
    )


def _alike(session: Session, docket_number: str) -> list[str]:
    """The docket numbers that may have been meant: one in another spelling, and the nearest in their order.

    A number with a slip in it mostly stands near the right one. To compare it with every number on record
    would take minutes where there are a million.
    """
    number = col(Matter.docket_number)
    before = select(number).where(number < docket_number).order_by(number.desc()).limit(_NEAR)
    behind = select(number).where(number > docket_number).order_by(number).limit(_NEAR)
    near = {*session.exec(before).all(), *session.exec(behind).all()}
    return [*numbered_alike(session, docket_number), *sorted(near)]


def held_matter(session: Session, docket_number: str) -> Matter:
    """The matter of a docket number, held until the transaction ends. Raises as `matter_named` does."""
    matter = matter_named(session, docket_number)
    wanted = select(Matter).where(Matter.id == matter.id).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).one()


def count_of(session: Session, table: type[SQLModel]) -> int:
    """How many rows a table has."""
    return session.exec(select(func.count()).select_from(table)).one()


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


def behind_all_but(session: Session, newest: int | None, *, lifecycle: str | None = None) -> int:
    """The id behind which so many of the newest matters are, or fewer; 0 where none is left out."""
    if newest is None:
        return 0
    wanted = select(Matter.id).order_by(col(Matter.id).desc()).offset(newest).limit(1)
    if lifecycle is not None:
        wanted = wanted.where(Matter.lifecycle == lifecycle)
    return session.exec(wanted).first() or 0


Opened = Callable[[], AbstractContextManager[Session]]
"""Opens a session of its own for each page: `partial(transaction, engine)` or `partial(reading, engine)`."""


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


Paged = TypeVar("Paged", bound=_HasId)
"""A matter, or what of it is read."""


def in_pages(
    opened: Opened,
    page_after: Callable[[Session, int], Sequence[Paged]],
    work: Callable[[Session, Sequence[Paged]], None],
    *,
    after: int = 0,
) -> None:
    """Calls `work` with page after page of matters, each in a session of its own; last with an empty one.

    `page_after` reads the page that begins behind a matter's id, the first one behind `after`. No session
    outlives its page, so that whoever else writes waits for one page at the most.
    """
    while True:
        with opened() as session:
            page = page_after(session, after)
            # Asked before the work, which may undo all that was read.
            after = page[-1].id if page else after
            work(session, page)
        if not page:
            return
