"""The proof of proclaimed closures: each row leaves a receipt, and rows are compared with receipts."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.record.receipts import ReceiptKind, append_receipt
from models.record.tables.dockets import Receipt
from models.record.tables.office import ProclaimedClosure

CLOSURE = "closure"
"""The key of a receipt under which the row that left it is."""


def leave_proof(session: Session, row: ProclaimedClosure, law_hash: str, *, at: datetime) -> Receipt:
    """Adds the receipt of a row that was just recorded, in the same transaction."""
    return append_receipt(session, ReceiptKind.CLOSURE, {CLOSURE: _said(row)}, law_hash, at=at)


def closure_differences(session: Session) -> list[str]:
    """Where the rows are not those of the receipts: changed, added or removed behind Landwaiter's back."""
    rows = {row.id: _said(row) for row in session.exec(select(ProclaimedClosure)).all()}
    wanted = select(Receipt).where(Receipt.kind == ReceiptKind.CLOSURE.value).order_by(col(Receipt.seq))
    found = []
    for receipt in session.exec(wanted).all():
        proved = receipt.content.get(CLOSURE)
        if proved is None:
            found.append(f"receipt {receipt.seq} proves no proclaimed closure any more")
            continue
        row, day = rows.pop(proved["id"], None), proved["closed_on"]
        if row is None:
            found.append(f"the proclaimed closure {day} is missing: receipt {receipt.seq} has it")
        elif row != proved:
            found.append(f"the proclaimed closure {day} is not as receipt {receipt.seq} has it")
    return found + [f"the proclaimed closure {row['closed_on']} has no receipt" for row in rows.values()]


def _said(row: ProclaimedClosure) -> dict[str, Any]:
    said = row.model_dump(exclude={"derived_at"})
    instant = row.recorded_at.astimezone(UTC).isoformat()
    return {**said, "closed_on": row.closed_on.isoformat(), "recorded_at": instant}
