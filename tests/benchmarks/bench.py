"""What the measurements of a run share: sizes, databases, how long each may take, a directory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from models.record.database import opened_engine
from tests.benchmarks.asked import named
from tests.benchmarks.figures import NotMeasured
from tests.benchmarks.populations import Population, copied, edition
from tests.benchmarks.stores import OnPostgresql, OnSqlite, Store, why_no_postgresql

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One run. After `ends`, on the monotonic clock, no further measurement begins."""

    sizes: tuple[int, ...]
    home: Path
    stores: tuple[Store, ...]
    burst: int = 1_000
    """Deadlines of which all are told at once."""

    looks: int = 3
    """How often a look is repeated; the fastest counts."""

    records: int = 200
    imported: int = 5_000
    derived: int = 2_000
    mails: int = 10
    peer_s: float = 20
    """Seconds that each peer gets."""

    submits_alone: int = 5
    submits_crowd: int = 20
    recount_s: float = 60
    """A larger population is recounted only where it is expected to take less."""

    ends: float = field(default_factory=lambda: time.monotonic() + 3600)

    def populations(self) -> list[Population]:
        """All of them, the smallest first."""
        return [Population(size) for size in self.sizes]

    def store(self, database: str) -> Store:
        """Where the populations on one database are. Raises `NotMeasured`."""
        for store in self.stores:
            if store.database == database:
                return store
        raise NotMeasured(why_no_postgresql() or f"this run leaves {database} out")

    @contextmanager
    def engine(self, store: Store, population: Population) -> Iterator[Engine]:
        """A fresh copy of a population, opened."""
        with copied(store, population) as settings, opened_engine(settings) as engine:
            yield engine


def default_stores() -> tuple[Store, ...]:
    """SQLite, and PostgreSQL where it answers; what earlier editions left is deleted."""
    stores: list[Store] = [OnSqlite(edition())]
    if not why_no_postgresql():
        stores.append(OnPostgresql(edition()))
    for store in stores:
        store.clear()
    return tuple(stores)


def place(size: int, store: Store) -> tuple[str, str]:
    """How a figure of a population on a database is named."""
    return named(size), store.database
