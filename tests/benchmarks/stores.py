"""Where populations are kept, and what gives fresh copies of them: SQLite files, PostgreSQL databases."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg

from models.settings import Settings
from tests.support.databases import settings_on
from tests.support.installation import ROOT

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BUILD = ROOT / "build" / "benchmarks"
SERVER = "host=127.0.0.1 user=postgres connect_timeout=3"
_URL = "postgresql+psycopg://postgres@127.0.0.1/"


class Store(Protocol):
    """Keeps populations by name on one kind of database."""

    @property
    def database(self) -> str:
        """Which kind."""

    def has(self, name: str) -> bool:
        """Whether one is kept, whole."""

    def making(self, name: str) -> AbstractContextManager[Settings]:
        """Where to make one: kept when the block ends, gone when it raises."""

    def copy(self, name: str) -> AbstractContextManager[Settings]:
        """A copy of one, gone when the block ends."""

    def clear(self) -> None:
        """Deletes what is of another edition, or of a run that was broken off."""


@dataclass(frozen=True, slots=True)
class OnSqlite:
    """Files in a directory of the populations' `edition`; those of another edition are deleted."""

    edition: str
    home: Path = BUILD / "populations"
    database: str = SQLITE

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return self._directory(name).is_dir()

    @contextmanager
    def making(self, name: str) -> Iterator[Settings]:
        """A directory with another name, until it is whole."""
        made = self.home / f"{uuid4().hex}.part"
        made.mkdir(parents=True)
        try:
            yield _on_sqlite(made)
            made.rename(self._directory(name))
        except BaseException:
            shutil.rmtree(made)
            raise

    @contextmanager
    def copy(self, name: str) -> Iterator[Settings]:
        """A copy of the file, with what waits in its log."""
        made = self.home / f"{uuid4().hex}.copy"
        shutil.copytree(self._directory(name), made)
        try:
            yield _on_sqlite(made)
        finally:
            shutil.rmtree(made)

    def clear(self) -> None:
        """Deletes what is of another edition, or of a run that was broken off."""
        for path in self.home.glob("*"):
            if not path.name.startswith(f"{self.edition}-"):
                shutil.rmtree(path)

    def _directory(self, name: str) -> Path:
        return self.home / f"{self.edition}-{name}"


@dataclass(frozen=True, slots=True)
class OnPostgresql:
    """Databases of the server on 127.0.0.1, named after this directory and the edition."""

    edition: str
    home: Path = BUILD / "populations"
    database: str = POSTGRESQL

    @property
    def _ours(self) -> str:
        return f"landwaiter_bench_{hashlib.sha256(str(self.home).encode()).hexdigest()[:6]}_"

    def has(self, name: str) -> bool:
        """Whether the database is there."""
        with _server() as server:
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._named(name)])
            return found.fetchone() is not None

    @contextmanager
    def making(self, name: str) -> Iterator[Settings]:
        """A database with another name, until it is whole."""
        with self._made("template1") as (part, settings):
            yield settings
            with _server() as server:
                server.execute(f"ALTER DATABASE {part} RENAME TO {self._named(name)}".encode())

    @contextmanager
    def copy(self, name: str) -> Iterator[Settings]:
        """A database with that one as its template."""
        with self._made(self._named(name)) as (_, settings):
            yield settings

    def clear(self) -> None:
        """Drops what is of another edition, or of a run that was broken off."""
        with _server() as server:
            found = server.execute("SELECT datname FROM pg_database").fetchall()
            for (name,) in found:
                if name.startswith(self._ours) and not name.startswith(self._named("")):
                    server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    @contextmanager
    def _made(self, template: str) -> Iterator[tuple[str, Settings]]:
        name = f"{self._ours}part_{uuid4().hex[:12]}"
        with _server() as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            yield name, settings_on(self.home, _URL + name)
        finally:
            with _server() as server:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def _named(self, name: str) -> str:
        return f"{self._ours}{self.edition}_{name}"


def why_no_postgresql() -> str:
    """Why PostgreSQL is left out, empty where it answers."""
    try:
        _server().close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL server accepts postgres@127.0.0.1:5432 ({str(error).splitlines()[0]})"
    return ""


def _server() -> psycopg.Connection:
    return psycopg.connect(SERVER, autocommit=True)


def _on_sqlite(home: Path) -> Settings:
    return settings_on(home, f"sqlite:///{home}/record.sqlite")
