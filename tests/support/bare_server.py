"""Prefect's server behind our layers, without worker and deployments: started and asked."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from deployments.server.address import Address
from deployments.server.callers import SERVICE
from deployments.server.environment import surroundings
from deployments.server.login import Login
from models.settings import Settings
from tests.support.mailbox import free_port
from tests.support.server import environment_of_nobody

KEY = "bGFuZHdhaXRlci1sYW5kd2FpdGVyLWxhbmR3YWl0ZXI="
LOGIN = "ann:correct-horse"


@dataclass(frozen=True)
class BareServer:
    """A server that runs, and who asks it."""

    home: Path
    url: str
    environment: dict[str, str]
    login: Login

    @contextmanager
    def client(self, *, service: bool = False, login: str | None = LOGIN) -> Iterator[httpx.Client]:
        """Somebody who asks: with the service credential or not, with a login or none."""
        user, _, password = (login or "").partition(":")
        headers = {SERVICE: self.login.service} if service else {}
        with httpx.Client(
            base_url=f"{self.url}/api",
            auth=(user, password) if login else None,
            headers=headers,
            timeout=60,
            trust_env=False,
        ) as made:
            name = f"service {service}, {login}"
            token = patient(lambda: made.get("/csrf-token", params={"client": name})).json().get("token", "")
            made.headers.update({"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": name})
            yield made


def patient(ask: Any) -> httpx.Response:
    """The answer; asked again while Prefect's SQLite is busy, as its own client does."""
    latest = time.monotonic() + 60
    while (answer := ask()).is_server_error and time.monotonic() < latest:
        time.sleep(0.5)
    return answer  # type: ignore[no-any-return]


@contextmanager
def bare_server(home: Path, *, login: str | None = LOGIN, **more: str) -> Iterator[BareServer]:
    """A server at a free port, that is gone afterwards. `more` are variables for it."""
    port, made = free_port(), Login(login, KEY, "the-service-credential")
    url = f"http://127.0.0.1:{port}"
    settings = Settings.from_environment({"LANDWAITER_HOME": str(home), "LANDWAITER_URL": url})
    environment = surroundings(
        environment_of_nobody() | more, settings=settings, address=Address("127.0.0.1", port), login=made
    )
    command = [sys.executable, "-m", "deployments.server.application"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(url, process, home / "log")
        yield BareServer(home, url, environment, made)
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    latest = time.monotonic() + 240
    while time.monotonic() < latest:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            httpx.get(f"{url}/api/health", trust_env=False).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise AssertionError(log.read_text(encoding="utf-8"))


def post(server: httpx.Client, path: str, asked: Mapping[str, Any]) -> httpx.Response:
    """What a server answers to a POST."""
    return patient(lambda: server.post(path, json=dict(asked)))
