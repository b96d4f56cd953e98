"""Faults of the database in words: what is wrong, and what to do.

Nothing of a statement or its values is told. A database's own words may repeat what was to be kept, a
privileged note among it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.errors import Refused


class DatabaseError(Refused):
    """A database that cannot be used; the message never holds a password, a statement or a value.

    `unsure`: the connection was cut while it was keeping something, and nobody can tell whether it did.
    """

    def __init__(self, message: str, *, unsure: bool = False) -> None:
        super().__init__(message)
        self.unsure = unsure


class Fault(Enum):
    """What can be wrong with a database, each with what to do about it."""

    BUSY = (
        "The record's database is busy: another program is writing to it and did not finish in time. Try "
        "again in a minute."
    )
    RACE = "Someone recorded the same at the same time. Try again."
    FULL = "The disk of the record's database is full. Free some space, then try again."
    DISK = (
        "The disk of the record's database cannot be read or written. Check that it is there, has room and "
        "works, then try again."
    )
    READ_ONLY = (
        "The record's database is read-only. Give the user who runs Landwaiter the right to write to it, "
        "then try again."
    )
    MISSING = (
        "The file of the record's database is missing or cannot be opened. Check LANDWAITER_HOME and "
        "LANDWAITER_DATABASE_URL, or restore your latest backup."
    )
    DAMAGED = "The file of the record's database is damaged. Restore your latest backup."
    EMPTY = (
        "The record's database does not have the tables of this version. Stop Landwaiter and start it "
        "again: it brings them up to date."
    )
    AWAY = (
        "The record's database cannot be reached, or it refuses the login. Check that it runs and that "
        "LANDWAITER_DATABASE_URL is right, then try again."
    )
    CUT = "The connection to the record's database was cut. Check that it runs, then try again."
    CUT_WHILE_KEEPING = (
        "The connection to the record's database was cut while it was saving, so Landwaiter cannot tell "
        "whether it did. Check that it runs, then try again: the same fact is stored once."
    )
    CROWDED = (
        "The record's database accepts no more connections. Try again in a minute, or raise its limit of "
        "connections."
    )
    UNSTORABLE = (
        "A text holds a character that cannot be stored, such as a zero byte. Delete it and type the text "
        "again."
    )
    OTHER = "The record's database refused the work. Read its own log, then try again."


_OF_SQLITE = {
    "SQLITE_BUSY": Fault.BUSY,
    "SQLITE_LOCKED": Fault.BUSY,
    "SQLITE_FULL": Fault.FULL,
    "SQLITE_IOERR": Fault.DISK,
    "SQLITE_READONLY": Fault.READ_ONLY,
    "SQLITE_CANTOPEN": Fault.MISSING,
    "SQLITE_PERM": Fault.MISSING,
    "SQLITE_CORRUPT": Fault.DAMAGED,
    "SQLITE_NOTADB": Fault.DAMAGED,
    "SQLITE_CONSTRAINT_UNIQUE": Fault.RACE,
    "SQLITE_CONSTRAINT_PRIMARYKEY": Fault.RACE,
}
"""By how the names of SQLite's errors begin."""

_OF_POSTGRESQL = {
    "55P03": Fault.BUSY,
    "40P01": Fault.BUSY,
    "40001": Fault.BUSY,
    "57014": Fault.BUSY,
    "53100": Fault.FULL,
    "58030": Fault.DISK,
    "25006": Fault.READ_ONLY,
    "42501": Fault.READ_ONLY,
    "XX001": Fault.DAMAGED,
    "XX002": Fault.DAMAGED,
    "42P01": Fault.EMPTY,
    "42703": Fault.EMPTY,
    "28": Fault.AWAY,
    "3D000": Fault.AWAY,
    "53300": Fault.CROWDED,
    "57P": Fault.CUT,
    "08": Fault.CUT,
    "22021": Fault.UNSTORABLE,
    "22P05": Fault.UNSTORABLE,
    "23505": Fault.RACE,
}
"""By how the codes begin: PostgreSQL's Appendix A, Error Codes."""


@contextmanager
def faults_in_words() -> Iterator[None]:
    """Raises `DatabaseError` for whatever the database refuses inside the block."""
    try:
        yield
    except DBAPIError as error:
        fault = fault_of(error)
        raise DatabaseError(fault.value, unsure=fault is Fault.CUT_WHILE_KEEPING) from None
    except PoolTimeoutError:
        raise DatabaseError(Fault.BUSY.value) from None
    except PendingRollbackError:
        raise DatabaseError(Fault.OTHER.value) from None
    except UnicodeEncodeError:
        raise DatabaseError(Fault.UNSTORABLE.value) from None


def fault_of(error: DBAPIError) -> Fault:
    """What is wrong, by the code that the database gives: its words have no fixed language."""
    name = str(getattr(error.orig, "sqlite_errorname", "") or "")
    code = str(getattr(error.orig, "sqlstate", "") or "")
    found = _beginning(name, _OF_SQLITE) or _beginning(code, _OF_POSTGRESQL) or _without_a_code(error)
    if found is Fault.CUT and _was_keeping(error):
        return Fault.CUT_WHILE_KEEPING
    return found


def _beginning(name: str, faults: dict[str, Fault]) -> Fault | None:
    return next((fault for start, fault in faults.items() if name.startswith(start)), None)


def _was_keeping(error: DBAPIError) -> bool:
    """A COMMIT has no statement; to open a connection has none either, but breaks none."""
    return error.statement is None and error.connection_invalidated


def _without_a_code(error: DBAPIError) -> Fault:
    """What the drivers say without a code: no connection, a cut one, a text or a table that is none."""
    words = str(error.orig)
    if "NUL" in words and not isinstance(error, IntegrityError):
        return Fault.UNSTORABLE
    if "no such table" in words or "no such column" in words:
        return Fault.EMPTY
    if error.connection_invalidated:
        return Fault.CUT
    has_code = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return Fault.OTHER if has_code else Fault.AWAY
