"""Procrastinate on PostgreSQL: jobs that are due, run by one worker until none is left."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from procrastinate import App, PsycopgConnector

from tests.benchmarks.figures import Spent, spent
from tests.benchmarks.peers.rising import rising

_SERVER = "host=127.0.0.1 user=postgres"
AT_ONCE = 10
"""Jobs that the worker runs side by side."""


async def job() -> None:
    """Does nothing."""


async def fire_in(database: str, number: int) -> Spent:
    """Defers the jobs, then lets a worker run them all."""
    app = App(connector=PsycopgConnector(conninfo=f"{_SERVER} dbname={database}"))
    task = app.task(job, name="job")
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await task.batch_defer_async(*[{} for _ in range(number)])
        with spent() as took:
            await app.run_worker_async(wait=False, concurrency=AT_ONCE, install_signal_handlers=False)
    return took


def fire(number: int) -> Spent:
    """Does so in a database of its own."""
    with own_database() as database:
        return asyncio.run(fire_in(database, number))


@contextmanager
def own_database() -> Iterator[str]:
    """A database that goes away."""
    name = f"landwaiter_peer_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield name
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


if __name__ == "__main__":
    rising(fire)
