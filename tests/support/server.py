"""The API of a Prefect server, asked as its clients are to ask it: again, while its SQLite is busy."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

BUSY = 90
"""Seconds to wait for the server: its SQLite may be locked for a minute."""

_RETRIES = 5
_CLIENT = "test"


def environment_of_nobody() -> dict[str, str]:
    """This process's environment, without what it says to Prefect and Landwaiter."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "LANDWAITER_"))
    }


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    client: httpx.Client

    def new_token(self) -> str:
        """A token against forged requests."""
        found = _patient(lambda: self.client.get("/csrf-token", params={"client": _CLIENT}))
        return str(found.json()["token"])

    def post(self, path: str, body: Mapping[str, Any], token: str) -> Any:
        """Asks, and returns what is answered. Raises `httpx.HTTPStatusError` where that is an error."""
        headers = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": _CLIENT}
        return _patient(lambda: self.client.post(path, json=body, headers=headers)).json()


@contextmanager
def server_at(url: str, login: tuple[str, str] | None, headers: Mapping[str, str]) -> Iterator[Server]:
    """The server at an address. It speaks HTTP: to load certificates takes longer than most answers."""
    with httpx.Client(
        base_url=f"{url}/api", auth=login, headers=headers, timeout=BUSY, verify=False
    ) as client:
        yield Server(client)


def _patient(ask: Callable[[], httpx.Response]) -> httpx.Response:
    answer = ask()
    for _ in range(_RETRIES):
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        time.sleep(1)
        answer = ask()
    return answer.raise_for_status()
