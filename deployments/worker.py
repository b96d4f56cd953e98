"""A further worker, on this machine or another: `python -m deployments.worker --name NAME`.

It takes runs from the server at PREFECT_API_URL and shares the record with the others. Its data directory is
the server's, or one with a copy of the server's file `login`.
"""

import argparse
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from deployments.server.address import Address
from deployments.server.environment import POOL, ROOT, WORKER, surroundings
from deployments.server.lock import MARK
from deployments.server.login import login_file, open_login
from models.errors import Refused
from models.law.load import load_law
from models.record.database import opened_engine
from models.record.database_faults import faults_in_words
from models.record.revisions import newest_revision, revision_of
from models.settings import Settings

_EXAMPLE = "such as http://desk-1:4200/api"
_NOT_HERE = {MARK, "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_SERVER_ENCRYPTION_KEY"}
"""What is the server's. `make up` ends what bears its mark, and a further worker outlives it."""


class WorkerRefused(Refused):
    """A worker that cannot be started; the message says why and what was expected."""


def environment(env: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """What the worker and its runs live in: that of `make up`, with the server where it is."""
    api = env.get("PREFECT_API_URL") or ""
    if urlsplit(api).scheme not in ("http", "https") or not urlsplit(api).hostname:
        raise WorkerRefused(f"PREFECT_API_URL does not name Landwaiter's server. Expected one {_EXAMPLE}.")
    if not login_file(settings.home).exists():
        raise WorkerRefused(
            f"There is no {login_file(settings.home)}. Share the server's data directory, or copy the file "
            "login from it (chmod 600)."
        )
    login = open_login(settings.home, env.get("LANDWAITER_LOGIN"))
    made = surroundings(env, settings=settings, address=Address("127.0.0.1", 1), login=login)
    return {name: value for name, value in made.items() if name not in _NOT_HERE} | {"PREFECT_API_URL": api}


def refuse_other_tables(settings: Settings) -> None:
    """Raises `WorkerRefused` for a record of another version: what this one wrote there would be wrong."""
    with faults_in_words(), opened_engine(settings) as engine, engine.connect() as connection:
        found, ours = revision_of(connection), newest_revision()
    if found != ours:
        raise WorkerRefused(
            f"The record has the tables of another version of Landwaiter ({found or 'none'}; this version "
            f"has {ours}). Start the server first, and run the same version everywhere."
        )


def command(settings: Settings, name: str, *, limit: int | None, answers: bool) -> list[str]:
    """Prefect's own worker, of the type of the pool; `answers`: to those who ask for its health."""
    wanted = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL]
    wanted += ["--type", settings.pool, "--name", name]
    wanted += [] if limit is None else ["--limit", str(limit)]
    return [*wanted, "--with-healthcheck"] if answers else wanted


def run(arguments: Sequence[str], env: Mapping[str, str]) -> None:
    """Becomes the worker. Raises `Refused`."""
    asked = _asked(arguments)
    if asked.name == WORKER:
        raise WorkerRefused(
            f"{WORKER!r} is the name of the server's own worker. Expected another, such as second."
        )
    load_law()
    settings = Settings.from_environment(env)
    refuse_other_tables(settings)
    made = environment(env, settings) | _health(asked.health_port)
    os.chdir(ROOT)
    started = command(settings, asked.name, limit=asked.limit, answers=asked.health_port is not None)
    os.execvpe(started[0], started, made)


def _health(port: int | None) -> dict[str, str]:
    if port is None:
        return {}
    return {"PREFECT_WORKER_WEBSERVER_HOST": "0.0.0.0", "PREFECT_WORKER_WEBSERVER_PORT": str(port)}


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m deployments.worker", description="Start a further worker of Landwaiter."
    )
    parser.add_argument("--name", default=socket.gethostname(), help="a name that no other worker has")
    parser.add_argument("--limit", type=int, help="how many runs it may have at once; without it, any number")
    parser.add_argument("--health-port", type=int, help="a port that answers /health while the worker polls")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Never returns where the worker starts; else status 1 with one sentence."""
    try:
        run(arguments, os.environ)
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
