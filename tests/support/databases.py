"""Fresh databases for the record: a SQLite file, a throw-away database on the PostgreSQL server."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine

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
