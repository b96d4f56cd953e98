"""Approves a change of the law, and refuses what must wait for the approval."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import RecordError
from models.law.load import load_law
from models.record.database import transaction
from models.record.office_settings import awaits_approval
from models.record.tables.office import LawApproval

SHOWN = 12
"""Characters of a law's hash by which people name it."""


def approve_law(engine: Engine, law: str, *, by: str, now: datetime) -> None:
    """Puts the law on disk in force. Raises `RecordError` where another one was shown, or none waits."""
    with transaction(engine) as session:
        if not awaits_approval(session, load_law()):
            raise RecordError(
                f"No change of the law awaits approval. The law {load_law().hash[:SHOWN]} is in force."
            )
        if law != load_law().hash[:SHOWN]:
            raise RecordError(
                f"You entered the law {law!r}, but {load_law().hash[:SHOWN]!r} awaits approval. Read what it "
                "changes on the page law-change first."
            )
        session.add(LawApproval(law_hash=load_law().hash, approved_by=by, approved_at=now))


def refuse_unapproved(session: Session) -> None:
    """Raises `RecordError` while a change of the law waits: nothing is derived under it before."""
    if awaits_approval(session, load_law()):
        raise RecordError(
            f"The law changed to {load_law().hash[:SHOWN]} and awaits approval. Read the page law-change, "
            "approve the change with the form approve-law-change, and submit this again."
        )
