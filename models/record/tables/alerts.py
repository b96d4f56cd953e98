"""The tables of telling: people, alerts, messages and attempts, what people answered, ladders, papers.

A row names people and channels, never an address: those are secrets. Instants are aware UTC.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.record.tables.columns import instant, json_column


class Contact(SQLModel, table=True):
    """A person who is told. `channel` and `fallback` are names of channels; their URLs are not here.

    `works_from` and `works_to` are hours such as 09:00 in `timezone`, both empty for any hour. `digest_on`:
    the last day whose digest was decided. `left_at`: no longer told of anything new.
    """

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str = "owner"
    channel: str
    fallback: str = ""
    timezone: str = "America/New_York"
    works_from: str = ""
    works_to: str = ""
    wants_digest: bool = True
    digest_on: date | None = None
    every_importer: bool = False
    left_at: datetime | None = instant(nullable=True)
    added_by: str
    added_at: datetime = instant()


class ContactAccount(SQLModel, table=True):
    """The importers a contact answers for: nobody hears of another importer's matter."""

    contact_id: int = Field(foreign_key="contact.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id", primary_key=True)


class MessageState(StrEnum):
    """Where a message is: it waits or is being sent, went out, was given up, or must not go out."""

    CLAIMED = "claimed"
    SENT = "sent"
    DEAD = "dead"
    VOID = "void"


UNSENT = (MessageState.CLAIMED, MessageState.DEAD)
"""The states of a message that has not got through."""

IS_UNSENT = "state NOT IN ('sent', 'void')"
"""The same, in SQL, in words by which no index of the state alone is chosen: what was sent is never read."""


DIGEST = "digest"
"""The reason of an alert that is a whole digest: of many matters, or of none."""


class Message(SQLModel, table=True):
    """What one contact gets: one alert, or several that came at once. `key` is the same in every repeat.

    While `leased_until` lies ahead, somebody is sending it, or it waits for the next attempt.
    """

    __table_args__ = (
        Index(None, "state", "leased_until"),
        Index("ix_message_unsent", "id", postgresql_where=text(IS_UNSENT), sqlite_where=text(IS_UNSENT)),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    matter_id: int | None = Field(default=None, foreign_key="matter.id", index=True)
    content: dict[str, Any] = json_column(dict)
    state: str = MessageState.CLAIMED
    attempts: int = 0
    leased_until: datetime = instant()
    claimed_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)


class Alert(SQLModel, table=True):
    """One thing told to one contact, claimed before it is sent. The unique constraint is the claim.

    `subject` is `deadline:<id>`, `defect:<id>` or `watch:<what>`; `due` the readings told of, as text.
    `ladder` and `line` are the step that called for it, as it was then. It waits until `not_before` for the
    contact's working hours; `message_id` is None until it is put into a message.
    """

    __table_args__ = (
        UniqueConstraint("subject", "due", "step", "contact_id"),
        Index(None, "message_id", "not_before"),
    )

    id: int = Field(default=None, primary_key=True)
    subject: str = Field(index=True)
    due: str
    step: str
    contact_id: int = Field(foreign_key="contact.id", index=True)
    matter_id: int | None = Field(default=None, foreign_key="matter.id", index=True)
    reason: str
    ladder: str = ""
    line: str = ""
    content: dict[str, Any] = json_column(dict)
    told_on: date
    not_before: datetime = instant()
    message_id: int | None = Field(default=None, foreign_key="message.id")
    claimed_at: datetime = instant()


class Delivery(SQLModel, table=True):
    """One attempt to send a message, by the channel's name. `refused`: by the service, for what it is."""

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    channel: str
    ok: bool
    refused: bool = False
    detail: str = ""
    at: datetime = instant()


class Pause(SQLModel):
    """What a contact answered to a deadline with the readings `due`: in hand, or not now.

    `kind` is `acknowledged` or `snoozed`; it holds from `since` through `until`, unless the last safe step
    comes before.
    """

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    kind: str
    due: str
    since: date
    until: date
    next_action: str = ""


class Acknowledgement(Pause, table=True):
    """An answer to a deadline of the law."""

    deadline_id: int = Field(foreign_key="deadline.id", index=True)
    recorded_at: datetime = instant()


class OwnAcknowledgement(Pause, table=True):
    """An answer to a deadline that the office set itself."""

    own_id: int = Field(foreign_key="owndeadline.id", index=True)
    recorded_at: datetime = instant()


class Reassignment(SQLModel, table=True):
    """From then on another contact hears of a clock, or of a whole matter, in the place of one."""

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    deadline_id: int | None = Field(default=None, foreign_key="deadline.id")
    from_id: int = Field(foreign_key="contact.id")
    to_id: int = Field(foreign_key="contact.id")
    recorded_by: str
    recorded_at: datetime = instant()


class LadderEdition(SQLModel, table=True):
    """Steps that the office set for a ladder, or for a rule; the newest of a name counts.

    Without steps the ladder is again the one that comes with Landwaiter.
    """

    id: int = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    set_to: str
    steps: list[str] = json_column(list)
    set_by: str
    set_at: datetime = instant()


class Paper(SQLModel, table=True):
    """A paper drafted when a clock with the readings `due` reached a step of its ladder.

    `facts_hash`: of what the docket held then.
    """

    __table_args__ = (UniqueConstraint("deadline_id", "name", "due", "facts_hash"),)

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    deadline_id: int = Field(foreign_key="deadline.id", index=True)
    name: str
    due: str
    facts_hash: str
    file_name: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str
    drafted_at: datetime = instant()
