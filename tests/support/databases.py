"""Fresh databases for the record: a SQLite file, a throw-away database on the PostgreSQL server."""

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine
from sqlalchemy.engine import make_url

from models.settings import Settings

_SERVER = "host=127.0.0.1 user=postgres"


def settings_on(home: Path, database_url: str) -> Settings:
    """Settings of an installation in `home`."""
    return Settings(home=home, database_url=database_url, url="http://127.0.0.1:4200", watch_seconds=3600)


def on_sqlite(home: Path) -> Settings:
    """An installation on a SQLite file."""
    return settings_on(home, f"sqlite:///{home}/record.sqlite")


_DIALECTS: dict[str, Dialect] = {}
_COMPILED: dict[str, dict[Any, Any]] = {}


def compiled_once(engine: Engine) -> Engine:
    """The engine with the dialect and the compiled statements of all others of its kind.

    Each test has an engine of its own; SQLAlchemy would compile every statement for each of them.
    """
    name = engine.dialect.name
    engine.dialect = _DIALECTS.setdefault(name, engine.dialect)
    engine.update_execution_options(compiled_cache=_COMPILED.setdefault(name, {}))
    return engine


@contextmanager
def on_postgres(home: Path, template: str = "template1") -> Iterator[Settings]:
    """An installation on a database of its own, a copy of the template, which goes away afterwards."""
    name = f"landwaiter_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            yield settings_on(home, f"postgresql+psycopg://postgres@127.0.0.1/{name}")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


class LentDatabase:
    """A database that one test after the other has as if it were new, since to make one takes longest.

    What a test wrote is taken away; where it changed more than rows, the next one gets another database.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        self._made: AbstractContextManager[Settings] | None = None
        self._name = self._shape = ""

    @contextmanager
    def lent(self, home: Path) -> Iterator[Settings]:
        """An installation on it, with its tables and nothing in them."""
        if self._made is None:
            self._made = on_postgres(home, self._template)
            self._name = str(make_url(self._made.__enter__().database_url).database)
            with _connected(self._name) as database:
                # What a test proves of a crash is the client's: the server is nowhere killed in these tests.
                database.execute(f"ALTER DATABASE {self._name} SET synchronous_commit TO off".encode())
                self._shape = _shape_of(database)
        yield settings_on(home, f"postgresql+psycopg://postgres@127.0.0.1/{self._name}")
        if not self._is_new_again():
            self.end()

    def end(self) -> None:
        """Takes the database away."""
        if self._made is not None:
            made, self._made = self._made, None
            made.__exit__(None, None, None)

    def _is_new_again(self) -> bool:
        """Empties it; whether it is then as it was made."""
        try:
            with _connected(self._name) as database:
                database.execute(_ALONE)
                if _shape_of(database) != self._shape:
                    return False
                database.execute(_EMPTY)
                return True
        except psycopg.Error:
            return False


def _connected(name: str) -> psycopg.Connection:
    return psycopg.connect(f"{_SERVER} dbname={name}", autocommit=True, options="-c lock_timeout=5s")


def _shape_of(database: psycopg.Connection) -> str:
    found = database.execute(_SHAPE).fetchone()
    assert found is not None
    return str(found[0])


_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

_EMPTY = """
DO $$
DECLARE each record;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR each IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND relname <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM public.%I', each.relname); END LOOP;
  FOR each IN SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'
  LOOP
    IF each.last_value IS NOT NULL THEN
      PERFORM setval(format('public.%I', each.sequencename), 1, false);
    END IF;
  END LOOP;
  -- What the planner knows of a table would lead to other plans than in a new one.
  DELETE FROM pg_statistic USING pg_class
    WHERE starelid = pg_class.oid AND relnamespace = 'public'::regnamespace;
  UPDATE pg_class SET relpages = 0, reltuples = -1, relallvisible = 0
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') AND reltuples >= 0;
END $$
"""

_SHAPE = """
SELECT md5(string_agg(said, ';' ORDER BY said)) FROM (
  SELECT concat('column ', attrelid::regclass, attnum, attname, atttypid::regtype, attnotnull) AS said
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relnamespace = 'public'::regnamespace AND attnum > 0
  UNION ALL SELECT concat('trigger ', pg_get_triggerdef(oid), tgenabled)
  FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT concat('function ', proname, prosrc)
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat('constraint ', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat('index ', indexdef) FROM pg_indexes WHERE schemaname = 'public'
  -- A test that upgraded rows leaves indexes which no plan uses while older transactions run anywhere.
  UNION ALL SELECT concat('rests ', indexrelid::regclass) FROM pg_index WHERE indcheckxmin
  UNION ALL SELECT concat('schema ', nspname) FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'
  UNION ALL SELECT concat('version ', version_num) FROM alembic_version
  UNION ALL SELECT concat('setting ', setdatabase, setrole, setconfig) FROM pg_db_role_setting
  JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
) AS shape
"""
