"""Keeps that a second person confirmed an entry, and counts the entries that await one."""

from datetime import datetime

from sqlalchemy import Engine

from models.record.confirmations import Seen, confirm, waiting
from models.record.database import reading, transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Entry, Matter


def put_confirmation(
    engine: Engine, docket_number: str, seen: Seen, *, now: datetime
) -> tuple[Matter, Entry]:
    """Confirms an entry; a second time changes nothing. Raises `RecordError`."""
    with transaction(engine) as session:
        matter = matter_named(session, docket_number)
        return matter, confirm(session, matter, entries_of(session, matter), seen, at=now)


def count_provisional(engine: Engine) -> dict[int, int]:
    """For each matter by its id how many entries nobody has confirmed, where second review is on.

    Matters without such an entry are left out.
    """
    with reading(engine) as session:
        waits = waiting(session)
    return {matter: len(set(numbers.values())) for matter, numbers in waits.items() if numbers}
