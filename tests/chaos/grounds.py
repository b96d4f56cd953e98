"""Records to be killed in: prepared once, and copied for each kill, on SQLite and on PostgreSQL."""

import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine

from models.record.database import engine as open_engine
from models.settings import Settings
from tests.chaos.cluster import Cluster
from tests.chaos.post_office import PostOffice
from tests.support.databases import compiled_once, settings_on
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
DATABASES = (SQLITE, POSTGRESQL)
MOVES = "moves"
"""A file in a data directory on SQLite: a PostgreSQL database goes with it, to which the record is moved."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where installations are made: a directory, a post office, a PostgreSQL server."""

    room: Path
    post: PostOffice
    cluster: Cluster


@dataclass
class Ground:
    """An installation: its data directory, its record, where its mail goes."""

    home: Path
    database_url: str
    site: Site
    _engine: Engine | None = field(default=None, repr=False)

    @property
    def database(self) -> str:
        """The name of its kind of database."""
        return SQLITE if self.database_url.startswith("sqlite") else POSTGRESQL

    @property
    def post(self) -> PostOffice:
        """Where its mail goes."""
        return self.site.post

    @property
    def settings(self) -> Settings:
        """As the installation reads them from its environment."""
        return settings_on(self.home, self.database_url)

    @property
    def engine(self) -> Engine:
        """The record, opened where it is not open yet."""
        if self._engine is None:
            self._engine = compiled_once(open_engine(self.settings))
        return self._engine

    @property
    def scene(self) -> Scene:
        """A desk at it, for what is on record before."""
        return Scene(self.engine, Mailbox(port=self.post.port))

    def channels(self, name: str) -> str:
        """Each channel leads to the post office, under its own name."""
        return self.post.url(f"{name}@example.com")

    def close(self) -> None:
        """Closes the record: what is forked has nothing open."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def copied(source: Ground, home: Path | None = None, more: str = "") -> Ground:
    """The same installation at another place; `more` is said to PostgreSQL of the new database."""
    source.close()
    home = home or source.site.room / uuid.uuid4().hex[:12]
    shutil.copytree(source.home, home, dirs_exist_ok=True)
    like = f" TEMPLATE {name_of(source)}{_strategy(source.site)}{more}" if _has_server(source) else ""
    return _made(source.database, home, source.site, like)


def empty(database: str, site: Site) -> Ground:
    """An installation without tables."""
    home = site.room / uuid.uuid4().hex[:12]
    home.mkdir()
    return _made(database, home, site, "")


def _made(database: str, home: Path, site: Site, like: str) -> Ground:
    on_sqlite = Ground(home, f"sqlite:///{home}/record.sqlite", site)
    if database == POSTGRESQL or _has_server(on_sqlite):
        serve(site, f"CREATE DATABASE {name_of(on_sqlite)}{like}")
    return on_sqlite if database == SQLITE else Ground(home, moved_url(on_sqlite), site)


def _has_server(ground: Ground) -> bool:
    """Whether a database on the server is its own."""
    return ground.database == POSTGRESQL or (ground.home / MOVES).exists()


def moved_url(ground: Ground) -> str:
    """The database on the server that is its own."""
    return f"{ground.site.cluster.url}{name_of(ground)}"


def removed(ground: Ground) -> None:
    """Nothing of it is left."""
    ground.close()
    has_server = _has_server(ground)
    shutil.rmtree(ground.home)
    if has_server:
        serve(ground.site, f"DROP DATABASE IF EXISTS {name_of(ground)} WITH (FORCE)")


@contextmanager
def copy_of(source: Ground) -> Iterator[Ground]:
    """The same installation at another place, until the block ends."""
    made = copied(source)
    try:
        yield made
    finally:
        removed(made)


def left_alone(ground: Ground, seconds: float = 10.0) -> None:
    """Waits until the server has noticed that whoever worked in it is gone, as it has an hour later."""
    if not _has_server(ground):
        return
    latest = time.monotonic() + seconds
    asked = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name_of(ground)}'"
    while serve(ground.site, asked).fetchone() != (0,) and time.monotonic() < latest:
        time.sleep(0.002)


_open: dict[Site, psycopg.Connection[Any]] = {}


def _server(site: Site) -> psycopg.Connection[Any]:
    """The one connection of this process to the server; what is forked must not use it."""
    if site not in _open or _open[site].closed:
        _open[site] = psycopg.connect(site.cluster.address, autocommit=True)
    return _open[site]


def leave_server(site: Site) -> None:
    """Closes the connection to the server."""
    if site in _open:
        _open.pop(site).close()


def serve(site: Site, statement: str) -> psycopg.Cursor[Any]:
    """Has the PostgreSQL server do something, also after it was away."""
    try:
        return _server(site).execute(statement.encode())
    except psycopg.OperationalError:
        leave_server(site)
        return _server(site).execute(statement.encode())


def name_of(ground: Ground) -> str:
    """The name of its database on the server."""
    return f"landwaiter_chaos_{ground.home.name}"


def _strategy(site: Site) -> str:
    """Copying files is quicker than logging every page; servers before 15 know nothing else."""
    return " STRATEGY FILE_COPY" if _server(site).info.server_version >= 150000 else ""
