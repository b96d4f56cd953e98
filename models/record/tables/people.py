"""The tables of the desk: who may sign in, what they signed, which runs show what they did.

A row holds neither an address nor a password nor a token: only what these can be checked by.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.record.tables.columns import instant, json_column

_IS_SUBJECT = text("subject <> ''")


class Person(SQLModel, table=True):
    """Somebody who may sign in at the desk, by `name`.

    `contact_id`: the contact that they are, whose role and importers they have; None for an administrator
    whom no alert is sent to. `subject`: who they are to the office's sign-on, empty for a password. A session
    of an older `epoch` is over, and so is one that began at an instant in `ended`, in seconds. `wrong`: wrong
    passwords in a row.
    """

    __table_args__ = (
        Index(
            "ix_person_subject",
            "subject",
            unique=True,
            postgresql_where=_IS_SUBJECT,
            sqlite_where=_IS_SUBJECT,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    contact_id: int | None = Field(default=None, foreign_key="contact.id", unique=True)
    is_administrator: bool = False
    password_hash: str = ""
    subject: str = ""
    epoch: int = 0
    ended: list[float] = json_column(list)
    wrong: int = 0
    locked_until: datetime | None = instant(nullable=True)
    left_at: datetime | None = instant(nullable=True)
    made_by: str
    made_at: datetime = instant()


class Invitation(SQLModel, table=True):
    """A link by which a person sets how they sign in: once, until `expires_at`.

    `token_hash`: the SHA-256 of what the link ends with. `ended_as`: empty while it can be used.
    """

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    made_by: str
    made_at: datetime = instant()
    expires_at: datetime = instant()
    ended_as: str = ""
    ended_at: datetime | None = instant(nullable=True)


class SignInAct(StrEnum):
    """What the log of sign-ins tells."""

    INVITED = "invited"
    SET_UP = "sign-in set up"
    SIGNED_IN = "signed in"
    REFUSED = "wrong password"
    LOCKED = "refused while locked"
    UNKNOWN = "unknown name"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_EVERYWHERE = "signed out everywhere"
    BAD_LINK = "invalid link"
    LEFT = "left"
    CAME_BACK = "came back"
    CHANGED = "rights changed"
    RESET = "new link for someone who signs in"
    ASKED_AGAIN = "asked for a new link"
    PASSWORD_CHANGED = "password changed"
    EXPORTED = "log exported"
    ANSWERED_BY_LINK = "answered by the link in a mail"


class SignIn(SQLModel, table=True):
    """One line of the log of sign-ins; never changed, never deleted (the database refuses both).

    `person_id`: whom it is about, None where nobody has the name that was typed, which is not kept: it may be
    a password. `by`: who did it. `address`: where the request came from.
    """

    id: int = Field(default=None, primary_key=True)
    at: datetime = instant()
    act: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    by: str = ""
    address: str = ""


class SignedAct(SQLModel, table=True):
    """That a person who was signed in made a row; never changed, never deleted (the database refuses both).

    `subject` is the row as the log of changes calls it, such as `entry:12`. What has none was recorded under
    a name that somebody typed.
    """

    subject: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = instant()


class CalendarAddress(SQLModel, table=True):
    """A secret address at which a person's calendar is served: of one importer, or of all that are theirs."""

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    token_hash: str = Field(unique=True)
    made_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)


class ToldAs(StrEnum):
    """How the run of an act tells what the act brought on record."""

    NEWS = ""
    HISTORY = "history"
    """One summary, once nothing more is entered."""

    IMPORTED = "imported"
    """What presses at once; the older rest waits for an answer."""

    IMPORTED_QUIETLY = "imported quietly"
    """One summary."""


class DeskRun(SQLModel, table=True):
    """An act at the desk that is to be shown in Prefect as a run, which also tells whoever must hear.

    Kept in the transaction of the act, so that no act is without one. `parameters` are those of the form,
    notes sealed. `run_id`: the run in Prefect once it is made. `done_at`: once it has ended, in the state of
    Prefect's type `state` (`SEEN` once who made it knows that it did not end well), with the sentence
    `message`. `once`: a key of the form that made it, so that the
    same form sent twice is one run. `told_as`: how it tells of the `matters`, by their ids; nobody tells of
    them otherwise before it has ended.
    """

    id: int = Field(default=None, primary_key=True)
    deployment: str
    parameters: dict[str, Any] = json_column(dict)
    title: str
    made_by: str
    made_at: datetime = instant()
    next_at: datetime | None = instant(nullable=True, index=True)
    attempts: int = 0
    run_id: str = ""
    done_at: datetime | None = instant(nullable=True)
    state: str = ""
    message: str = ""
    once: str | None = Field(default=None, unique=True)
    told_as: str = ToldAs.NEWS.value
    matters: list[int] = json_column(list)
