"""Removes, once an hour while the desk runs, the uploads that nobody imported within their day."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from deployments.desk.office import Office
from tasks.desk.uploads import remove_expired

_EVERY = 3_600
"""Seconds."""


def tidied(office: Office) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """What runs as long as the application does."""

    @asynccontextmanager
    async def beside(_: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(_tidy, office)
            yield
            group.cancel_scope.cancel()

    return beside


async def _tidy(office: Office) -> None:
    while True:
        try:
            await run_in_threadpool(remove_expired, office.settings.home, office.clock())
        except OSError as error:
            print(f"landwaiter: expired uploads cannot be removed: {error.strerror}.", file=sys.stderr)
        await anyio.sleep(_EVERY)
