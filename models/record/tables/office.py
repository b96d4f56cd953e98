"""The tables of what an office sets and keeps beside its dockets.

Each is append-only: the newest row of its kind counts.
"""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.record.tables.columns import instant


class OfficePeriod(SQLModel, table=True):
    """A number, or a day, that the office sets for a rule; 0 switches it off, None restores the default.

    `derived_at` is None until every matter is derived with it.
    """

    id: int = Field(default=None, primary_key=True)
    rule: str = Field(index=True)
    number: int | None = None
    day: date | None = None
    set_by: str
    set_at: datetime = instant()
    derived_at: datetime | None = instant(nullable=True)


class CounselNote(SQLModel, table=True):
    """What the office's counsel says of an ambiguity; empty where the note is taken back."""

    id: int = Field(default=None, primary_key=True)
    ambiguity: str = Field(index=True)
    text: str
    counsel: str
    recorded_by: str
    recorded_at: datetime = instant()


class Evidence(SQLModel, table=True):
    """A document that demonstrates a point of the checklist; a later one of the same point replaces it."""

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    point: str
    document: str
    document_sha256: str
    dated_on: date
    owner: str
    expires_on: date | None = None
    recorded_by: str
    recorded_at: datetime = instant()
    next_step_at: datetime | None = instant(nullable=True, index=True)


OPEN_OWN = "is_over IS NULL"
"""The deadlines of the office's own that run, in SQL."""

_OPEN = text(OPEN_OWN)


class OwnDeadline(SQLModel, table=True):
    """A deadline that the office sets itself on a matter, which no law knows; or the end of such a row.

    Never changed, never deleted (the database refuses both): `ends` is the id of the row that this one ends,
    `ended_as` says how, `ended_on` when, `reason` why. `contact_id` is whose it is, None for the importer's
    owner. Only these are set later: `looked_on` and `next_step_at`, as of a `Deadline`, and `is_over`, which
    is true once another row ended this one; a row that ends one has it from the start.
    """

    __table_args__ = (Index("ix_owndeadline_open", "due_on", postgresql_where=_OPEN, sqlite_where=_OPEN),)

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    title: str
    due_on: date
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    note: str = ""
    ends: int | None = Field(default=None, foreign_key="owndeadline.id", unique=True)
    ended_as: str = ""
    ended_on: date | None = None
    reason: str = ""
    recorded_by: str
    recorded_at: datetime = instant()
    looked_on: date | None = None
    next_step_at: datetime | None = instant(nullable=True, index=True)
    is_over: bool | None = None


class ProclaimedClosure(SQLModel, table=True):
    """A day on which an order closes agencies without making it a holiday, or the withdrawal of such a row.

    Never changed, never deleted (the database refuses both): `withdraws` is the id of the row that this one
    withdraws, `reason` says why. `source` is the order, and where it was read. `derived_at` alone is set
    later: it is None until every matter is derived with this row.
    """

    id: int = Field(default=None, primary_key=True)
    closed_on: date
    source: str = ""
    withdraws: int | None = Field(default=None, foreign_key="proclaimedclosure.id", unique=True)
    reason: str = ""
    recorded_by: str
    recorded_at: datetime = instant()
    derived_at: datetime | None = instant(nullable=True)


class LawApproval(SQLModel, table=True):
    """The law by which everything is derived and told, from its approval on.

    `derived_at` is None until every matter is derived under it.
    """

    id: int = Field(default=None, primary_key=True)
    law_hash: str
    approved_by: str
    approved_at: datetime = instant()
    derived_at: datetime | None = instant(nullable=True)
