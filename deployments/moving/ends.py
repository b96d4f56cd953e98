"""The two ends of a move: the old record, which is only read, and the new database, which is empty."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

from deployments.moving.refusal import MoveError, name_of, target_faults
from deployments.moving.rows import difference, tables
from models.record.database import opened_engine, read_only_engine, snapshot
from models.record.revisions import newest_revision, revision_of, upgrade, wait_for_others
from models.settings import Settings

VARIABLE = "LANDWAITER_MOVE_TO"
_EXPECTED = "expected PostgreSQL, such as postgresql://user:password@host:5432/landwaiter"
_BY_ALEMBIC = "alembic_version"


def file_of(settings: Settings) -> Path:
    """The file of the old record. Raises `MoveError` where there is none."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise MoveError(
            "The record of these settings is in PostgreSQL already. Expected one in SQLite: unset "
            "LANDWAITER_DATABASE_URL, and set LANDWAITER_HOME to the data directory, such as "
            "/var/lib/landwaiter."
        )
    path = Path(url.database or "")
    if not path.is_file():
        raise MoveError(
            f"There is no record to move: {path} is not a file. Set LANDWAITER_HOME to the data directory, "
            "such as /var/lib/landwaiter."
        )
    return path


def target_of(settings: Settings, given: str, env: Mapping[str, str]) -> Settings:
    """The same installation on the new database. What was given is never repeated: it holds a password."""
    asked = given or env.get(VARIABLE) or ""
    if not asked:
        raise MoveError(f"No database to move to. Set {VARIABLE}; {_EXPECTED}.")
    try:
        url = make_url(asked)
    except ArgumentError:
        raise MoveError(f"The database to move to is not a database URL; {_EXPECTED}.") from None
    _refuse_address(url)
    address = url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    return replace(settings, database_url=address)


def _refuse_address(url: URL) -> None:
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise MoveError(f"The database to move to is {url.get_backend_name()}; {_EXPECTED}.")
    if not url.database:
        raise MoveError(f"The URL of the database to move to names no database; {_EXPECTED}.")
    if "@" in (url.host or ""):
        raise MoveError(
            f"The URL of the database to move to has two @; {_EXPECTED}. In a password write @ as %40."
        )


@contextmanager
def old_record(settings: Settings) -> Iterator[Session]:
    """The old record as it is at one instant. Raises `MoveError` where this version cannot read it."""
    engine = read_only_engine(settings)
    try:
        with snapshot(engine) as session:
            _refuse_old_revision(session.connection(), file_of(settings))
            yield session
    finally:
        engine.dispose()


@contextmanager
def new_record(settings: Settings, old: Session) -> Iterator[Connection]:
    """The one transaction of the move, on a database that has the tables and no row.

    Raises `MoveError`; then the database is as it was.
    """
    with (
        target_faults(settings.database_url),
        opened_engine(settings) as engine,
        engine.begin() as connection,
    ):
        wait_for_others(connection)
        _refuse_encoding(connection, settings)
        _refuse_full(connection, settings, old.connection())
        upgrade(connection)
        yield connection


@contextmanager
def watched(path: Path) -> Iterator[Callable[[], None]]:
    """Yields what raises `MoveError` if another program has written to the file since the block began."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as watching:
        before = _version(watching, path)

        def refuse_written() -> None:
            if _version(watching, path) != before:
                raise MoveError(
                    f"Another program wrote to {path} during the move, such as a second worker. Nothing was "
                    "moved. Stop every worker, then move again."
                )

        yield refuse_written


def _version(watching: sqlite3.Connection, path: Path) -> int:
    """A number that changes with each transaction of another connection."""
    try:
        ((version,),) = watching.execute("PRAGMA data_version")
    except sqlite3.Error as error:
        raise MoveError(f"The record {path} cannot be read: {error}. Restore your latest backup.") from None
    return int(version)


def _refuse_old_revision(connection: Connection, path: Path) -> None:
    found, ours = revision_of(connection), newest_revision()
    if found is None:
        raise MoveError(f"{path} contains no record of Landwaiter. Expected one, such as record.sqlite.")
    if found != ours:
        raise MoveError(
            f"The record {path} has the tables of another version of Landwaiter ({found}; this version has "
            f"{ours}). Nothing was moved. Start this version with it once, or move it with its own version."
        )


def _refuse_encoding(connection: Connection, settings: Settings) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise MoveError(
            f"The database {name_of(settings.database_url)} stores text as {encoding}. Nothing was moved. "
            "Expected UTF8, as from createdb --encoding=UTF8 --template=template0 landwaiter."
        )


def _refuse_full(connection: Connection, settings: Settings, old: Connection) -> None:
    """Lets nothing through but no tables at all, or all tables of this version without a row."""
    there = set(inspect(connection).get_table_names())
    if not there:
        return
    strange = sorted(there - {table.name for table in tables()} - {_BY_ALEMBIC})
    name, empty = name_of(settings.database_url), "Expected an empty one, as from createdb landwaiter."
    if strange:
        raise MoveError(
            f"The database {name} is not empty: it has the table {strange[0]}, which is not Landwaiter's. "
            f"Nothing was moved. {empty}"
        )
    found, ours = revision_of(connection), newest_revision()
    if found != ours:
        raise MoveError(
            f"The database {name} has the tables of another version of Landwaiter ({found or 'none'}; this "
            f"version has {ours}). Nothing was moved. {empty}"
        )
    _refuse_rows(connection, name, old, empty)


def _refuse_rows(connection: Connection, name: str, old: Connection, empty: str) -> None:
    full = [table for table in tables() if connection.execute(table.select().limit(1)).first() is not None]
    if not full:
        return
    if not difference(old, connection):
        raise MoveError(
            f"The database {name} is not empty: it has all of this record already. Nothing was moved. Set "
            "LANDWAITER_DATABASE_URL to it, and start Landwaiter."
        )
    raise MoveError(
        f"The database {name} is not empty: its table {full[0].name} has rows. Nothing was moved. {empty}"
    )
