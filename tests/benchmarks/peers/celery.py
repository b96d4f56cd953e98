"""Celery with an ETA, on a Redis server of its own: tasks that are due at once, run by one worker."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from celery import Celery
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from models.wall_clock import now
from tests.benchmarks.figures import Spent
from tests.benchmarks.peers.rising import rising
from tests.support.mailbox import free_port

URL = os.environ.get("PEER_REDIS", "redis://127.0.0.1:6379/0")
DONE = "done"
_A_SEND = 0.002
"""Seconds that a task takes to be sent, at the most: by then all are with the worker."""

_PATIENCE = 60

app = Celery("peer", broker=URL)
app.conf.update(task_ignore_result=True, worker_enable_remote_control=False, broker_pool_limit=1)
_redis = Redis.from_url(URL)


def job() -> None:
    """Does nothing but being counted."""
    _redis.incr(DONE)


task = app.task(job, name="job")


def fire(number: int) -> Spent:
    """Sends the tasks ahead of their instant, and waits from then on."""
    _redis.delete(DONE)
    due = now() + timedelta(seconds=2 + number * _A_SEND)
    with app.connection_for_write() as connection, app.amqp.Producer(connection) as producer:
        for _ in range(number):
            task.apply_async(eta=due, producer=producer)
    left = (due - now()).total_seconds()
    if left < 0:
        raise RuntimeError(f"{number} tasks were not sent by the instant at which they are due")
    time.sleep(left)
    started = time.perf_counter()
    while int(_redis.get(DONE) or 0) < number:
        if time.perf_counter() - started > _PATIENCE + number / 20:
            raise RuntimeError(f"{_redis.get(DONE)!r} of {number} tasks had run")
        time.sleep(0.005)
    return Spent(time.perf_counter() - started)


@contextmanager
def redis_server() -> Iterator[str]:
    """A server that runs until the block ends, and its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", home, "--save", ""]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            url = f"redis://127.0.0.1:{port}/0"
            _wait_for(url)
            yield url
        finally:
            server.terminate()
            server.wait()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            Redis.from_url(url).ping()
        except NoConnection:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("redis-server did not answer")


@contextmanager
def worker(home: Path, url: str) -> Iterator[None]:
    """One worker with as many processes as there are cores."""
    environment = {**os.environ, "PEER_REDIS": url}
    options = ["--loglevel", "warning", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [sys.executable, "-m", "celery", "--app", "tests.benchmarks.peers.celery", "worker", *options]
    with (home / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    """Starts the server, then this again in its environment with a worker beside it."""
    if "PEER_REDIS" in os.environ:
        with tempfile.TemporaryDirectory() as home, worker(Path(home), URL):
            fire(1)
            rising(fire)
        return
    with redis_server() as url:
        again = [sys.executable, "-m", "tests.benchmarks.peers.celery", *sys.argv[1:]]
        subprocess.run(again, env={**os.environ, "PEER_REDIS": url}, check=True)


if __name__ == "__main__":
    main()
