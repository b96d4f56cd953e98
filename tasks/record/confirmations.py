"""Keeps that a second person confirmed an entry, and counts the entries that await one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.confirmations import Seen, confirm, waiting, wants_confirmation
from models.record.database import reading, transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.people import anybody_signs_in
from models.record.sign_ins import signed_by
from models.record.tables.dockets import Confirmation, Entry, Matter


def put_confirmation(
    engine: Engine, docket_number: str, seen: Seen, *, now: datetime, desk_url: str = ""
) -> tuple[Matter, Entry]:
    """Confirms an entry under a name that somebody typed; a second time changes nothing.

    Raises `RecordError`, also where people sign in at the desk, `desk_url`, and second review is on: then a
    typed name proves nothing. What was confirmed at the desk by that name stays confirmed.
    """
    with transaction(engine) as session:
        matter = matter_named(session, docket_number)
        entries = entries_of(session, matter)
        if not _is_signed(session, entries, seen):
            _refuse_typed_name(session, matter, seen, desk_url)
        return matter, confirm(session, matter, entries, seen, at=now)


def _is_signed(session: Session, entries: Sequence[Entry], seen: Seen) -> bool:
    """Whether the same person confirmed it at the desk: the run that follows may say so."""
    ids = [entry.id for entry in entries if entry.number == seen.number]
    mine = (col(Confirmation.entry_id).in_(ids), Confirmation.confirmed_by == seen.by)
    row = session.exec(select(Confirmation).where(*mine)).first()
    return row is not None and bool(signed_by(session, [f"confirmation:{row.id}"]))


def _refuse_typed_name(session: Session, matter: Matter, seen: Seen, desk_url: str) -> None:
    if anybody_signs_in(session) and wants_confirmation(session):
        page = f"{desk_url}/matters/{matter.id}/entries/{seen.number}" if desk_url else "its page"
        raise RecordError(
            f"Prefect cannot know who confirms E{seen.number}. Confirm at the desk, where you sign in: {page}"
        )


def count_provisional(engine: Engine) -> dict[int, int]:
    """For each matter by its id how many entries nobody has confirmed, where second review is on.

    Matters without such an entry are left out.
    """
    with reading(engine) as session:
        waits = waiting(session)
    return {matter: len(set(numbers.values())) for matter, numbers in waits.items() if numbers}
