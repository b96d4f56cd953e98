"""The database: SQLite by default, PostgreSQL by one URL. Opens it, brings its tables up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models.record.change_log import LoggedSession
from models.record.database_faults import DatabaseError, faults_in_words
from models.record.revisions import upgrade, wait_for_others
from models.settings import Settings

__all__ = [
    "BUSY_SECONDS",
    "DatabaseError",
    "engine",
    "engine_at",
    "migrate",
    "opened_engine",
    "reading",
    "transaction",
]

_READS = "landwaiter_only_reads"

BUSY_SECONDS = 60
"""How long a transaction waits for what another one holds, before it is refused."""


def engine(settings: Settings, *, makes_file: bool = False) -> Engine:
    """An engine for the record's database. The caller disposes of it.

    Only with `makes_file` a file of SQLite is made where there is none. No error holds what was to be kept.
    """
    return engine_at(settings.database_url, makes_file=makes_file)


def engine_at(address: str, *, makes_file: bool = False) -> Engine:
    """The same by the address of the database."""
    if make_url(address).get_backend_name() != "sqlite":
        made = create_engine(address, pool_pre_ping=True, hide_parameters=True)
        event.listen(made, "connect", _set_up_postgresql)
        return made
    made = create_engine(address, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    if not makes_file:
        event.listen(made, "do_connect", _open_what_is_there)
    event.listen(made, "connect", _set_up_sqlite)
    event.listen(made, "begin", _begin_immediate)
    return made


def read_only_engine(settings: Settings) -> Engine:
    """An engine that cannot write, not even a setting of the file. The caller disposes of it."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, execution_options={"postgresql_readonly": True}, hide_parameters=True)
    made = create_engine(f"sqlite:///file:{quote(url.database or '')}?mode=ro&uri=true", hide_parameters=True)
    event.listen(made, "connect", _leave_transactions)
    event.listen(made, "begin", _begin_immediate)
    return made.execution_options(**{_READS: True})


def only_reads(engine: Engine) -> bool:
    """Whether it is one that cannot write."""
    options = engine.get_execution_options()
    return bool(options.get(_READS) or options.get("postgresql_readonly"))


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is kept when the block ends, with a page of the log; undone when it raises.

    Raises `DatabaseError` for a fault of the database, as `reading` does.
    """
    with faults_in_words(), LoggedSession(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads: it holds up nobody, and nothing that it is given is kept."""
    reads = engine.execution_options(**{_READS: True})
    with faults_in_words(), Session(reads, expire_on_commit=False) as session:
        yield session


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A session that only reads, and sees the record as it is at one instant."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with reading(engine) as session:
        yield session


@contextmanager
def opened_engine(settings: Settings, *, makes_file: bool = False) -> Iterator[Engine]:
    """An engine that is disposed of when the block ends."""
    opened = engine(settings, makes_file=makes_file)
    try:
        yield opened
    finally:
        opened.dispose()


def migrate(settings: Settings, revision: str = "head") -> None:
    """Brings the tables up to date, or only to a revision of them. Raises `DatabaseError`.

    Of several processes one does it, and the others wait for it and find it done.
    """
    address = make_url(settings.database_url)
    name = address.render_as_string(hide_password=True)
    try:
        if address.get_backend_name() == "sqlite":
            Path(address.database or "").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with opened_engine(settings, makes_file=True) as opened, opened.begin() as connection:
            wait_for_others(connection)
            upgrade(connection, revision)
    except CommandError as error:
        raise DatabaseError(
            f"A newer version of Landwaiter has changed the tables of the record's database {name}: {error}. "
            "Start that version, or restore the backup that you saved before the upgrade."
        ) from None
    except (SQLAlchemyError, OSError) as error:
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise DatabaseError(
            f"The record's database {name} cannot be used: {cause}. Check that it runs and that "
            "LANDWAITER_DATABASE_URL is right, such as postgresql://user:password@host/database."
        ) from None


def _open_what_is_there(_dialect: Any, _record: Any, given: Any, options: Any) -> Any:
    """A connection to a file that is there: SQLite would make an empty one in the place of a lost record."""
    if options.get("uri"):
        return None
    return sqlite3.connect(f"{Path(given[0]).absolute().as_uri()}?mode=rw", uri=True, **options)


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """Waits for a lock as long as on SQLite, and not for ever."""
    connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    connection.commit()


def _leave_transactions(connection: Any, _record: Any) -> None:
    """Leaves transactions to us."""
    connection.isolation_level = None


def _set_up_sqlite(connection: Any, record: Any) -> None:
    """Lets readers and one writer work at once, and holds foreign keys."""
    _leave_transactions(connection, record)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    """Takes the write lock at once: who reads first and writes then may not get it any more."""
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
