"""The database: SQLite by default, PostgreSQL by one URL. Opens it, brings its tables up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models.errors import Refused
from models.settings import Settings

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 60
_READS = "landwaiter_only_reads"


class DatabaseError(Refused):
    """A database that cannot be used; the message names it without its password, and what to do."""


def engine(settings: Settings) -> Engine:
    """An engine for the record's database. The caller disposes of it."""
    if make_url(settings.database_url).get_backend_name() != "sqlite":
        return create_engine(settings.database_url, pool_pre_ping=True)
    made = create_engine(settings.database_url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(made, "connect", _set_up_sqlite)
    event.listen(made, "begin", _begin_immediate)
    return made


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is kept when the block ends, and undone when it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads: it holds up nobody, and nothing that it is given is kept."""
    with Session(engine.execution_options(**{_READS: True}), expire_on_commit=False) as session:
        yield session


@contextmanager
def opened_engine(settings: Settings) -> Iterator[Engine]:
    """An engine that is disposed of when the block ends."""
    opened = engine(settings)
    try:
        yield opened
    finally:
        opened.dispose()


def migrate(settings: Settings, revision: str = "head") -> None:
    """Brings the tables up to date, or only to a revision of them. Raises `DatabaseError`."""
    address = make_url(settings.database_url)
    name = address.render_as_string(hide_password=True)
    try:
        if address.get_backend_name() == "sqlite":
            Path(address.database or "").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with opened_engine(settings) as opened, opened.begin() as connection:
            _upgrade(connection, revision)
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


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Leaves transactions to us, lets readers and one writer work at once, and holds foreign keys."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    """Takes the write lock at once: who reads first and writes then may not get it any more."""
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
