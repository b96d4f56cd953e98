"""Leaves the receipts of the watch."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from models.law.load import load_law
from models.record.database import transaction
from models.record.office_settings import law_in_force
from models.record.receipts import ReceiptKind, append_receipt
from models.record.tables.dockets import Receipt


def leave_receipt(engine: Engine, kind: ReceiptKind, content: dict[str, Any], *, now: datetime) -> Receipt:
    """Adds a receipt to the chain: what was looked at and told, under which law in force and calendar."""
    with transaction(engine) as session:
        approved = law_in_force(session)
        law_hash = load_law().hash if approved is None else approved.law_hash
        return append_receipt(session, kind, content, law_hash, at=now)
