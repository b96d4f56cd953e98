"""The tables of the documents that were uploaded, and of the legal holds under which none may be deleted."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.record.tables.columns import instant


class Document(SQLModel, table=True):
    """A file that was uploaded. It is kept in the data directory under its SHA-256.

    `media_type` is what its bytes say. `deleted_at`: the file is gone, and the row says who deleted it, and
    why.
    """

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    entry_id: int | None = Field(default=None, foreign_key="entry.id", index=True)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id", index=True)
    sha256: str = Field(index=True)
    name: str
    media_type: str
    size: int
    uploaded_by: str
    uploaded_at: datetime = instant()
    deleted_at: datetime | None = instant(nullable=True)
    deleted_by: str = ""
    deletion_reason: str = ""


class LegalHold(SQLModel, table=True):
    """That no document of a matter may be deleted, until somebody lifts it, with a reason."""

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    reason: str
    set_by: str
    set_at: datetime = instant()
    lifted_at: datetime | None = instant(nullable=True)
    lifted_by: str = ""
    lift_reason: str = ""
