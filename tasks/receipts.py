"""Leaves the receipts of the watch."""

from datetime import datetime
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine

from models.db import transaction
from models.law.load import load_law
from models.receipts import ReceiptKind, append_receipt
from models.tables import Receipt


@task(cache_policy=NO_CACHE)
def leave_receipt(engine: Engine, kind: ReceiptKind, content: dict[str, Any], *, now: datetime) -> Receipt:
    """Adds a receipt to the chain: what was looked at and told, under which law."""
    with transaction(engine) as session:
        return append_receipt(session, kind, content, load_law().hash, at=now)
