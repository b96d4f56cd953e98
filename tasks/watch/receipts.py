"""Leaves the receipts of the watch."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from models.record.database import transaction
from models.record.office_settings import hash_in_force
from models.record.receipts import ReceiptKind, append_receipt
from models.record.tables.dockets import Receipt


def leave_receipt(engine: Engine, kind: ReceiptKind, content: dict[str, Any], *, now: datetime) -> Receipt:
    """Adds a receipt to the chain: what was looked at and told, under which law in force and calendar."""
    with transaction(engine) as session:
        return append_receipt(session, kind, content, hash_in_force(session), at=now)
