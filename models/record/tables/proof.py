"""The tables that prove the others. Each is append-only: the database refuses a change and a deletion."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from models.record.tables.columns import instant


class DocketSeal(SQLModel, table=True):
    """The seal over the entries of a docket that are chained by format 1: one, after the last of them.

    `models/record/docket_chain.py` says what is in it. All is in its hash but `salts`, those of the notes.
    """

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", unique=True)
    chain_format: int
    last_number: int
    entries: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    broken: list[int] = Field(sa_column=Column(JSON, nullable=False))
    salts: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    sealed_at: datetime = instant()
    previous_hash: str
    hash: str


_WAITS = text("receipt_seq IS NULL")
"""The pages that no receipt joins yet."""


class ChangePage(SQLModel, table=True):
    """What one committed transaction changed, as `models/record/change_log.py` says.

    `content` has the digest of each row as it was left, None for a row that is gone. `receipt_seq` is the
    receipt that joins it to the chain; it alone is set later, once.
    """

    __table_args__ = (Index("ix_changepage_waits", "id", postgresql_where=_WAITS, sqlite_where=_WAITS),)

    id: int = Field(default=None, primary_key=True)
    content: dict[str, str | None] = Field(sa_column=Column(JSON, nullable=False))
    hash: str
    receipt_seq: int | None = None
