"""The record: accounts and matters. Functions take the session first and never commit."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from models.errors import RecordError
from models.inputs import EVERY_IMPORTER, MatterInput
from models.record.tables.dockets import Account, Matter
from models.wall_clock import today_in


def find_account(session: Session, name: str) -> Account | None:
    """The importer of this name."""
    return session.exec(select(Account).where(Account.name == name)).first()


def add_account(session: Session, draft: MatterInput) -> Account:
    """The importer of a matter; made where it is new."""
    account = find_account(session, draft.importer)
    if account is None:
        _refuse_as_a_name(draft.importer)
        account = Account(name=draft.importer, importer_number=draft.importer_number, timezone=draft.timezone)
        session.add(account)
        session.flush()
    elif draft.importer_number not in ("", account.importer_number):
        raise RecordError(
            f"The importer {account.name} is on record with the importer number {account.importer_number!r}, "
            f"not {draft.importer_number!r}. Expected the same number, or none."
        )
    return account


def _refuse_as_a_name(importer: str) -> None:
    """The form of a contact could not name such an importer."""
    if ";" in importer or importer.casefold() == EVERY_IMPORTER:
        raise RecordError(
            f"No importer can be named {importer!r}. Expected a name without a semicolon, such as Acme "
            f"Imports, and not the words “{EVERY_IMPORTER}”: the forms for contacts give both a meaning."
        )


def open_matter(session: Session, draft: MatterInput, *, at: datetime) -> Matter:
    """Opens a matter. Raises `RecordError` where its docket number is taken or its day has not come."""
    if session.exec(select(Matter).where(Matter.docket_number == draft.docket_number)).first():
        raise RecordError(
            f"The docket number {draft.docket_number} is taken. Expected one that no matter on record has, "
            "such as AUD-2026-015."
        )
    today = today_in(draft.timezone, at)
    if draft.opened_on > today:
        raise RecordError(
            f"Opened on is {draft.opened_on}, which is in the future. Expected today, {today}, or earlier."
        )
    matter = Matter(
        docket_number=draft.docket_number,
        lifecycle=draft.lifecycle,
        account_id=add_account(session, draft).id,
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
    """The matter of a docket number. Raises `RecordError` where there is none."""
    matter = session.exec(select(Matter).where(Matter.docket_number == docket_number)).first()
    if matter is None:
        raise RecordError(
            f"No matter has the docket number {docket_number!r}. Expected one on record, such as "
            "AUD-2026-014; the form open-matter opens a new one."
        )
    return matter


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


Opened = Callable[[], AbstractContextManager[Session]]
"""Opens a session of its own for each page: `partial(transaction, engine)` or `partial(reading, engine)`."""


def in_pages(
    opened: Opened,
    page_after: Callable[[Session, int], Sequence[Matter]],
    work: Callable[[Session, Sequence[Matter]], None],
) -> None:
    """Calls `work` with page after page of matters, each in a session of its own; last with an empty one.

    `page_after` reads the page that begins behind a matter's id. No session outlives its page, so that
    whoever else writes waits for one page at the most.
    """
    after = 0
    while True:
        with opened() as session:
            page = page_after(session, after)
            # Asked before the work, which may undo all that was read.
            after = page[-1].id if page else after
            work(session, page)
        if not page:
            return
