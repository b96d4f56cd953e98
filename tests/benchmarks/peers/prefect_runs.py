"""One scheduled Prefect run for each deadline: how many a server and its runner complete in a time."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests.benchmarks.peers.prefect_flow import deadline
from tests.benchmarks.peers.rising import most_given, seconds_given
from tests.support.mailbox import free_port
from tests.support.server import environment_of_nobody

RUNS = 40
FLOW, NAME = "deadline", "due"
_PATIENCE = 300
_PAUSE = 0.2
_AGAIN = 20


def serve() -> None:
    """The flow, served by a runner that polls for its runs and starts a process for each."""
    deadline.serve(name=NAME, limit=2 * (os.cpu_count() or 1), pause_on_shutdown=False)


@contextmanager
def server(home: Path) -> Iterator[dict[str, str]]:
    """A Prefect server as it comes, and the environment of its clients."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = environment_of_nobody() | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    command = ["prefect", "server", "start", "--port", str(port)]
    with _running(["-m", *command], environment, home / "server.log"):
        _until(lambda: httpx.get(f"{url}/health").is_success, "the server answers")
        yield environment


@contextmanager
def _running(arguments: list[str], environment: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, *arguments], env=dict(environment), stdout=file, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def _until(holds: Callable[[], bool], what: str) -> None:
    latest = time.perf_counter() + _PATIENCE
    while time.perf_counter() < latest:
        with suppress(httpx.HTTPError):
            if holds():
                return
        time.sleep(_PAUSE)
    raise RuntimeError(f"not within {_PATIENCE} s: {what}")


def completed(client: httpx.Client) -> int:
    """How many runs have completed."""
    wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    return int(client.post("/flow_runs/count", json=wanted).raise_for_status().json())


def measured(client: httpx.Client, runs: int, seconds: float) -> dict[str, float]:
    """Schedules runs that are due at once, and counts those that complete in the time."""
    deployment = client.get(f"/deployments/name/{FLOW}/{NAME}").raise_for_status().json()["id"]
    started = time.perf_counter()
    for _ in range(runs):
        _scheduled(client, f"/deployments/{deployment}/create_flow_run")
    done = took = 0.0
    while took < seconds and done < runs:
        time.sleep(_PAUSE)
        done, took = completed(client), time.perf_counter() - started
    return {"jobs": done, "of": runs, "seconds": took, "cpu": 0.0}


def _scheduled(client: httpx.Client, path: str) -> None:
    """Makes a run; again while the server's database is busy, as Prefect's own client does."""
    for _ in range(_AGAIN):
        answer = client.post(path, json={})
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        time.sleep(1)
    answer.raise_for_status()


def main() -> None:
    """Server and runner, then the runs."""
    with tempfile.TemporaryDirectory() as given:
        home = Path(given)
        with server(home) as environment:
            url = environment["PREFECT_API_URL"]
            runner = ["-m", "tests.benchmarks.peers.prefect_runs", "serve"]
            with (
                _running(runner, environment, home / "runner.log"),
                httpx.Client(base_url=url, timeout=60) as client,
            ):
                _until(
                    lambda: client.get(f"/deployments/name/{FLOW}/{NAME}").is_success, "the flow is served"
                )
                print(json.dumps(measured(client, min(RUNS, most_given()), seconds_given())))


if __name__ == "__main__":
    serve() if sys.argv[1] == "serve" else main()
