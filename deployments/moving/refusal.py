"""The refusal of a move, and what the databases say of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from models.errors import Refused
from models.record.database_faults import Fault, fault_of

_EXAMPLE = "postgresql://user:password@host:5432/landwaiter"

_IN_WORDS = {
    Fault.AWAY: "it cannot be reached",
    Fault.BUSY: "another program holds it",
    Fault.CROWDED: "it accepts no more connections",
    Fault.CUT: "the connection was cut",
    Fault.DISK: "its disk cannot be read or written",
    Fault.FULL: "its disk is full",
    Fault.READ_ONLY: "it is read-only",
    Fault.UNSTORABLE: "a text in the record holds a character that it cannot store, such as a zero byte",
}
_NEITHER = "it refused the work, as its own log says"


class MoveError(Refused):
    """A record that was not moved; the message says why, and never holds a password."""


def name_of(database_url: str) -> str:
    """The address of a database as it may be printed: an option in it may be a password too."""
    url = make_url(database_url).set(drivername="postgresql", query={})
    return url.render_as_string(hide_password=True)


@contextmanager
def target_faults(database_url: str) -> Iterator[None]:
    """Raises `MoveError` for whatever the new database refuses inside the block."""
    try:
        yield
    except DBAPIError as error:
        said = _said(error, database_url)
        raise MoveError(f"The database {name_of(database_url)} cannot be used: {said}") from None


def _said(error: DBAPIError, database_url: str) -> str:
    """What is wrong. Of what a statement did, PostgreSQL's own words may repeat what was to be kept."""
    fault = fault_of(error)
    if fault is Fault.CUT_WHILE_KEEPING:
        return (
            "the connection was cut while the move was being saved. Move again: if it was saved, this "
            "command says that the database has the record already."
        )
    cause = _IN_WORDS.get(fault, _NEITHER)
    if fault is Fault.AWAY:
        cause = _unless_secret(str(error.orig).strip().splitlines()[0], database_url)
    return f"{cause}. Nothing was moved. Expected a database that you can write to, such as {_EXAMPLE}."


def _unless_secret(cause: str, database_url: str) -> str:
    """What PostgreSQL says, unless it repeats an option of the URL: a part of a password may be one."""
    url = make_url(database_url)
    given = [url.password, *url.query, *(str(each) for each in url.query.values())]
    if any(each and str(each) in cause for each in given):
        return "it cannot be reached, or an option in its URL is wrong"
    return cause
