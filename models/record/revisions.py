"""The revisions of the record's tables: which one a database has, and how it is brought to another."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATING = 163_007_001
"""The number of the lock by which a migration on PostgreSQL waits for another one."""


def newest_revision() -> str | None:
    """The revision of this version of Landwaiter."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revision_of(connection: Connection) -> str | None:
    """The revision of the tables that are there; None where there are none of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Brings the tables to a revision, in the connection's own transaction.

    Raises alembic's `CommandError` where they are of a revision that this version does not know.
    """
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def wait_for_others(connection: Connection) -> None:
    """Takes the lock of migrations until the transaction ends; on SQLite the transaction itself is one."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
