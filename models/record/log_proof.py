"""Compares the record with the log of its changes: pages, the receipts that join them, and every row.

Reads all of the log, and all rows with it: about 100,000 rows in some seconds. Each fault is the end of a
sentence that names what is broken.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session, col

from models.record.change_log import CHANGES, digest_of_pages, key_of, logged_tables, row_digest
from models.record.hash_chain import digest
from models.record.tables.dockets import Receipt
from models.record.tables.proof import ChangePage

_PAGE = 500

NEVER_CHANGED = {
    "entry", "docketseal", "mending", "delivery", "confirmation", "reassignment", "counselnote",
    "ladderedition",
}  # fmt: skip
"""The tables whose rows Landwaiter only adds: a page that has another digest of one, or none, is forged."""

_NAMED_BY = {"account": "name", "contact": "name", "matter": "docket_number"}
"""The columns by which people know a row."""

_IN_WORDS = {
    "account": "importer", "contactaccount": "importer of a contact", "standingentry": "current entry",
    "docketseal": "seal", "mending": "correction", "ownacknowledgement": "acknowledgement of an own deadline",
    "ladderedition": "ladder", "officeperiod": "setting", "counselnote": "counsel's note",
    "owndeadline": "own deadline", "proclaimedclosure": "proclaimed closure", "lawapproval": "law approval",
    "legalhold": "legal hold",
}  # fmt: skip
"""The names of tables that are no words."""


@dataclass(slots=True)
class _Log:
    """What all pages say: the last digest of each row, what is wrong with them, and how each is joined."""

    last: dict[str, str | None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    joined: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    pages: int = 0


def log_faults(session: Session, receipts: Sequence[Receipt]) -> list[str]:
    """What does not hold of the log, and which rows are not as it has them.

    The session must see the record as it is at one instant (`models.record.database.snapshot`).
    """
    log = _read(session)
    faults = [*log.faults, *_join_faults(log, receipts)]
    for table in logged_tables():
        faults += _row_faults(session, table, log.last)
    gone = [key for key, kept in log.last.items() if kept is not None]
    return faults + [f"the {name_of(key)} is missing: the log of changes has it" for key in gone]


def _read(session: Session) -> _Log:
    log, wanted = _Log(), select(ChangePage).order_by(col(ChangePage.id))
    for row in session.execute(wanted.execution_options(yield_per=_PAGE)).scalars():
        log.pages += 1
        if row.hash != digest(row.content):
            log.faults.append(f"page {row.id} of the log of changes does not match its hash")
        if row.receipt_seq is not None:
            log.joined.setdefault(row.receipt_seq, []).append((row.id, row.hash))
        log.faults += _rewritten(log.last, row)
        log.last.update(row.content)
        session.expunge(row)
    return log


def _rewritten(last: Mapping[str, str | None], page: ChangePage) -> list[str]:
    return [
        f"page {page.id} of the log of changes changes the {name_of(key)}, which Landwaiter never does"
        for key, now in page.content.items()
        if key.partition(":")[0] in NEVER_CHANGED and key in last and last[key] != now
    ]


def _join_faults(log: _Log, receipts: Sequence[Receipt]) -> Iterator[str]:
    """Receipts from before the log began say nothing of pages. From the first that does, all do."""
    joined, began = dict(log.joined), False
    for receipt in receipts:
        said, pages = receipt.content.get(CHANGES), joined.pop(receipt.seq, [])
        began = began or said is not None
        if said != (digest_of_pages(pages) if began else None):
            yield f"the pages of the log of changes are not those that receipt {receipt.seq} joins"
    if joined:
        first = min(joined)
        yield f"the log of changes names receipt {first}, which is missing"


def _row_faults(session: Session, table: Table, last: dict[str, str | None]) -> Iterator[str]:
    """Takes the rows that are there out of `last`."""
    wanted = select(table).order_by(*table.primary_key).execution_options(yield_per=_PAGE)
    for row in map(dict[str, Any], session.execute(wanted).mappings()):
        key = key_of(table, row)
        logged, label = last.pop(key, None), name_of(key, row)
        if logged is None:
            yield f"the {label} was added outside Landwaiter: the log of changes lacks it"
        elif logged != row_digest(table, row):
            yield f"the {label} was changed outside Landwaiter: the log of changes has it otherwise"
        if table.name == "paper" and row["sha256"] and row["sha256"] != _sha256(row["content"]):
            yield f"the {label} does not match its SHA-256"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def name_of(key: str, row: Mapping[str, Any] | None = None) -> str:
    """What people call a row of the log, such as *alert 5*."""
    table, _, number = key.partition(":")
    known = None if row is None else row.get(_NAMED_BY.get(table, ""))
    return f"{_IN_WORDS.get(table, table)} {known or number}"
