"""Prefect's server as people meet it: `python -m deployments.server.application`.

Before it stand three layers of ours: the door, refused forms in plain words, and pages in plain words. Below
it, its SQLite is written by one transaction at a time.
"""

import os
from collections.abc import Mapping

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings
from starlette.types import ASGIApp

from deployments.schedules import entrypoints
from deployments.server.callers import Known
from deployments.server.door import Door
from deployments.server.environment import DEPLOYMENTS
from deployments.server.one_writer import one_writer
from deployments.server.plain_forms import PlainForms
from deployments.server.plain_pages import PlainPages
from models.forms.sealed_notes import KEY


def application(env: Mapping[str, str]) -> ASGIApp:
    """The server with its layers, as the environment that `make up` gives it says."""
    server = PlainPages(PlainForms(create_app(final=True)))
    return Door(server, Known.from_environment(env), entrypoints(DEPLOYMENTS), env[KEY])


def main() -> None:
    """Runs the server as `prefect server start` does, with Prefect's own settings."""
    server = get_current_settings().server
    with one_writer():
        uvicorn.run(
            application(os.environ),
            host=server.api.host,
            port=server.api.port,
            timeout_keep_alive=server.api.keepalive_timeout,
            ws_ping_interval=server.api.websocket_ping_interval,
            ws_ping_timeout=server.api.websocket_ping_timeout,
            log_level=server.logging_level.lower(),
        )


if __name__ == "__main__":
    main()
