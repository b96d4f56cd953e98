"""Prefect's SQLite, written by one transaction at a time.

Prefect begins most transactions deferred: they read, then write. If another has written in between, SQLite
refuses the write at once, whatever its timeout, and the server answers 503. Here each transaction waits for
its turn and takes the lock before it reads, so that nothing it has read is old when it writes.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar

from prefect.server.database.configurations import SQLITE_BEGIN_MODE, AioSqliteConfiguration
from prefect.server.database.dependencies import temporary_database_config
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction

_LONGEST = 60.0
"""Seconds that a transaction waits for its turn, as long as SQLite would let it wait for the lock."""


class _Turn:
    """What a task, and those that it starts meanwhile, know of its turn."""

    over = False


_TURN: ContextVar[_Turn | None] = ContextVar("turn", default=None)


class OneWriter(AioSqliteConfiguration):
    """The SQLite of a server that alone writes it, in one event loop."""

    def __init__(self, connection_url: str) -> None:
        super().__init__(connection_url=connection_url)
        self._free = asyncio.Lock()

    @asynccontextmanager
    async def begin_transaction(
        self, session: AsyncSession, with_for_update: bool = False
    ) -> AsyncGenerator[AsyncSessionTransaction, None]:
        """Begins a transaction in its turn; one inside another as Prefect does, or it waited for itself."""
        outer = _TURN.get()
        if outer is not None and not outer.over:
            async with super().begin_transaction(session, with_for_update) as transaction:
                yield transaction
            return
        async with self._turn(), super().begin_transaction(session, with_for_update=True) as transaction:
            await session.connection()
            with _no_mode():
                yield transaction

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[None, None]:
        """The turn of this task. Whoever waits for it holds no connection, of which there are few."""
        came = await self._came()
        turn = _Turn()
        token = _TURN.set(turn)
        try:
            yield
        finally:
            turn.over = True
            _TURN.reset(token)
            if came:
                self._free.release()

    async def _came(self) -> bool:
        """Waits for the turn. Returns whether it came; if not, SQLite decides."""
        try:
            async with asyncio.timeout(_LONGEST):
                return await self._free.acquire()
        except TimeoutError:
            return False


@contextmanager
def _no_mode() -> Iterator[None]:
    """Lets another session that reads meanwhile do so as everywhere else, without a lock."""
    token = SQLITE_BEGIN_MODE.set(None)
    try:
        yield
    finally:
        SQLITE_BEGIN_MODE.reset(token)


def one_writer() -> AbstractContextManager[None]:
    """Within it Prefect's server writes its SQLite so. Nothing changes where it has PostgreSQL."""
    url = PREFECT_API_DATABASE_CONNECTION_URL.value()
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    return temporary_database_config(OneWriter(url)) if is_sqlite else nullcontext()
