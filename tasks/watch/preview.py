"""Tries an entry without recording it: what would start, move, stop, and who would be told. All is undone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from models.inputs import EntryInput
from models.record.database import transaction
from notifications.wording.links import Links
from tasks.alerts.office_context import office_context
from tasks.record.entries import Recorded, record_in
from tasks.watch.look import look_at
from tasks.watch.sweep_report import Sweep


@dataclass(frozen=True, slots=True)
class Tried:
    """What recording an entry would do, and what would be told of it at once."""

    recorded: Recorded
    swept: Sweep


def try_entry(
    engine: Engine,
    docket_number: str,
    draft: EntryInput,
    lifecycle: str,
    links: Links,
    *,
    now: datetime,
) -> Tried:
    """Records, derives and claims, then undoes it. Raises `RecordError` as recording does."""
    with transaction(engine) as session:
        recorded = record_in(session, docket_number, draft, lifecycle, now=now)
        swept = look_at(session, [recorded.matter], office_context(session, links, now))
        session.flush()
        session.expunge_all()
        session.rollback()
    return Tried(recorded, swept)
