"""Receipts: what each look of the watch saw and told, in one hash chain over all of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.record.change_log import CHANGES, join_pages, write_page
from models.record.closures import closures_in_short
from models.record.hash_chain import GENESIS, link, new_salt
from models.record.receipt_chain import FORMAT, SALT, content_of, link_of, receipt_fault
from models.record.tables.dockets import Receipt

OFFICE_CLOSURES = "office_closures"
"""The key of a receipt under which the office's proclaimed closures are: the order of each day."""

WORKER = "worker"
"""The key of a receipt under which the worker is whose run left it, and its host."""


class ReceiptKind(StrEnum):
    """What left it: the whole watch, a run that shares its work, one lifecycle by hand, the recount, a
    step-in for a silent watch, a law that approved itself, a proclaimed closure added or withdrawn, a
    correction of a matter or an importer, the system time confirmed, what is derived repaired."""

    SWEEP = "sweep"
    SHARE = "share"
    PART = "part"
    RECOUNT = "recount"
    SILENCE = "silence"
    REWORDING = "rewording"
    CLOSURE = "closure"
    MENDING = "mending"
    TIME = "time"
    REPAIR = "repair"


def append_receipt(
    session: Session, kind: ReceiptKind, content: dict[str, Any], law_hash: str, *, at: datetime
) -> Receipt:
    """Adds a receipt to the end of the chain, and joins the pages of the log that wait.

    On PostgreSQL there is one writer at a time.

    With the hash of the law, of which its own closures are a part, the closures of the office tell the
    calendar. They are those on record now, unless `content` names those by which it counted.
    """
    # What this transaction holds already, it holds before it waits for another receipt.
    write_page(session)
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("LOCK TABLE receipt IN EXCLUSIVE MODE"))
    last = last_receipt(session)
    seq = 1 if last is None else last.seq + 1
    receipt = Receipt(
        seq=seq,
        kind=kind.value,
        at=at.astimezone(UTC),
        law_hash=law_hash,
        content={
            OFFICE_CLOSURES: closures_in_short(session),
            **content,
            CHANGES: join_pages(session, seq),
            SALT: new_salt(),
        },
        chain_format=FORMAT,
        previous_hash=GENESIS if last is None else last.hash,
        hash="",
    )
    receipt.hash = link(content_of(receipt.model_dump()), receipt.previous_hash)
    session.add(receipt)
    session.flush()
    return receipt


def last_receipt(session: Session, kind: ReceiptKind | None = None) -> Receipt | None:
    """The newest receipt, of one kind where one is named."""
    wanted = select(Receipt).order_by(col(Receipt.seq).desc()).limit(1)
    if kind is not None:
        wanted = wanted.where(Receipt.kind == kind.value)
    return session.exec(wanted).first()


def all_receipts(session: Session) -> Sequence[Receipt]:
    """The whole chain, oldest first."""
    return session.exec(select(Receipt).order_by(col(Receipt.seq))).all()


def verify_receipts(receipts: Sequence[Receipt]) -> list[int]:
    """The numbers of the receipts at which the chain does not hold."""
    links = [link_of(receipt.model_dump(), whole=True) for receipt in receipts]
    pairs = zip(links, [None, *links], strict=False)
    broken = [each["content"]["seq"] for each, before in pairs if receipt_fault(each, before)]
    if links and (links[0]["content"]["seq"], links[0]["previous_hash"]) != (1, GENESIS):
        broken = sorted({links[0]["content"]["seq"], *broken})
    return broken
