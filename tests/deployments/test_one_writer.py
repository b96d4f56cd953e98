"""Prefect's SQLite under transactions that read, then write, at once: none is refused or waits for itself."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from prefect.server.database.configurations import AioSqliteConfiguration
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from deployments.server.one_writer import OneWriter
from tests.support.bare_server import BareServer, bare_server, post

CLIENTS, RUNS = 5, 60
MORE_THAN_THERE_ARE = 20
"""Transactions: the pool of the server has 15 connections."""

Work = Callable[[AioSqliteConfiguration], Coroutine[Any, Any, None]]


def carried_out(database: AioSqliteConfiguration, work: Work) -> int:
    """Does the work on a table with one number. Returns the number."""

    async def whole() -> int:
        async with writing(database) as session:
            await session.execute(sa.text("CREATE TABLE IF NOT EXISTS held AS SELECT 0 AS number"))
        await work(database)
        async with reading(database) as session:
            number = int(await session.scalar(sa.text("SELECT number FROM held")) or 0)
        await (await database.engine()).dispose()
        return number

    return asyncio.run(whole())


@asynccontextmanager
async def reading(database: AioSqliteConfiguration) -> AsyncIterator[AsyncSession]:
    async with await database.session(await database.engine()) as session:
        yield session


@asynccontextmanager
async def writing(database: AioSqliteConfiguration) -> AsyncIterator[AsyncSession]:
    async with reading(database) as session, database.begin_transaction(session):
        yield session


async def count(session: AsyncSession) -> None:
    """Reads the number, lets the others go on, then writes it."""
    number = int(await session.scalar(sa.text("SELECT number FROM held")) or 0)
    await asyncio.sleep(0.01)
    await session.execute(sa.text("UPDATE held SET number = :number"), {"number": number + 1})


async def count_once(database: AioSqliteConfiguration) -> None:
    async with writing(database) as session:
        await count(session)


async def ten_at_once(database: AioSqliteConfiguration) -> None:
    await asyncio.gather(*(count_once(database) for _ in range(10)))


def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/prefect.db"


def test_transactions_that_read_then_write_take_turns(tmp_path: Path) -> None:
    assert carried_out(OneWriter(url(tmp_path)), ten_at_once) == 10


def test_prefect_alone_refuses_them(tmp_path: Path) -> None:
    with pytest.raises(OperationalError, match="database is locked"):
        carried_out(AioSqliteConfiguration(url(tmp_path)), ten_at_once)


def test_a_session_that_reads_inside_a_transaction_does_not_wait_for_it(tmp_path: Path) -> None:
    async def read_inside(database: AioSqliteConfiguration) -> None:
        async with writing(database) as session:
            await count(session)
            async with reading(database) as another:
                assert await another.scalar(sa.text("SELECT number FROM held")) == 0

    assert carried_out(OneWriter(url(tmp_path)), read_inside) == 1


def test_a_transaction_inside_another_does_not_wait_for_it(tmp_path: Path) -> None:
    async def begun_inside(database: AioSqliteConfiguration) -> None:
        async with writing(database) as session:
            async with writing(database) as another:
                assert await another.scalar(sa.text("SELECT number FROM held")) == 0
            await count(session)

    assert carried_out(OneWriter(url(tmp_path)), begun_inside) == 1


def test_those_that_wait_leave_a_connection_to_the_one_that_writes(tmp_path: Path) -> None:
    async def crowded(database: AioSqliteConfiguration) -> None:
        begun = asyncio.Event()

        async def later() -> None:
            await begun.wait()
            await count_once(database)

        waiting = [asyncio.create_task(later()) for _ in range(MORE_THAN_THERE_ARE)]
        async with writing(database) as session:
            begun.set()
            await count(session)
            async with reading(database) as another:
                assert await another.scalar(sa.text("SELECT number FROM held")) == 0
        await asyncio.gather(*waiting)

    assert carried_out(OneWriter(url(tmp_path)), crowded) == MORE_THAN_THERE_ARE + 1


def test_a_task_that_outlives_the_transaction_which_started_it_waits_for_its_own_turn(tmp_path: Path) -> None:
    async def started_inside(database: AioSqliteConfiguration) -> None:
        async def later() -> None:
            await begun.wait()
            await ten_at_once(database)

        begun = asyncio.Event()
        async with writing(database) as session:
            task = asyncio.create_task(later())
            await count(session)
        begun.set()
        await task

    assert carried_out(OneWriter(url(tmp_path)), started_inside) == 11


def test_a_transaction_that_fails_gives_its_turn_back(tmp_path: Path) -> None:
    async def failed_then_counted(database: AioSqliteConfiguration) -> None:
        with pytest.raises(OperationalError, match="no such table"):
            async with writing(database) as session:
                await session.execute(sa.text("UPDATE missing SET number = 1"))
        await ten_at_once(database)

    assert carried_out(OneWriter(url(tmp_path)), failed_then_counted) == 10


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareServer]:
    with bare_server(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.mark.server
def test_no_run_of_five_who_start_theirs_at_once_is_refused(server: BareServer) -> None:
    with server.client(service=True) as client:
        # After a refusal the server hangs up.
        client.headers["Connection"] = "close"
        flow = post(client, "/flows/", {"name": "open matter"}).json()["id"]
        deployment = post(client, "/deployments/", {"name": "open-matter", "flow_id": flow}).json()["id"]
        path = f"/deployments/{deployment}/create_flow_run"
        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = list(pool.map(lambda _: client.post(path, json={}).status_code, range(RUNS)))
    assert answers == [201] * RUNS
