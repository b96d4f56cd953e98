"""What other schedulers do in the same run: each a program of its own, for a bounded time."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import PathFinder

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, NotMeasured
from tests.benchmarks.stores import POSTGRESQL, SQLITE, why_no_postgresql
from tests.support.installation import ROOT

HOME = ROOT / "build" / "peers"
"""Where `make peers` installs them."""

MOST = 100_000
_STARTS = 400
"""Seconds beside those of its own in which a peer has to start and to end."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A scheduler beside which the burst is measured, on the database that is nearest to its own."""

    key: str
    name: str
    module: str
    database: str
    needs: str
    """The package that it needs."""


PEERS = (
    Peer("vs_apscheduler", "APScheduler, job store on SQLite", "apscheduler", SQLITE, "apscheduler"),
    Peer("vs_procrastinate", "Procrastinate on PostgreSQL", "procrastinate", POSTGRESQL, "procrastinate"),
    Peer("vs_celery", "Celery with an ETA on Redis", "celery", SQLITE, "celery"),
    Peer("vs_prefect_runs", "one Prefect run for each deadline", "prefect_runs", SQLITE, "prefect"),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """Jobs that ran, of those that were due at once, and what that took; `cpu` is 0 where it is unknown."""

    jobs: int
    of: int
    seconds: float
    cpu: float


def measure(bench: Bench) -> Iterator[Figure]:
    """`peer_per_s` of each; `vs_…` are made of it and of the burst, when all is measured."""
    for peer in PEERS:
        try:
            reached = reach(peer, bench.peer_s)
        except NotMeasured as reason:
            yield Figure(key="peer_per_s", of=(peer.key,), value=None, note=f"{peer.name}: {reason}")
            continue
        yield Figure(
            key="peer_per_s",
            of=(peer.key,),
            value=reached.jobs / reached.seconds,
            cpu=reached.jobs / reached.cpu if reached.cpu else None,
            unit="jobs a second",
            note=f"{peer.name}: {reached.jobs:,} of {reached.of:,} due at once, in {reached.seconds:.1f} s",
        )


def reach(peer: Peer, seconds: float, most: int = MOST) -> Reached:
    """Lets a peer do what it can, with no more jobs at once than `most`.

    Raises `NotMeasured` where it cannot run here.
    """
    if why := why_not(peer):
        raise NotMeasured(why)
    command = [sys.executable, "-m", f"{__package__}.{peer.module}", str(seconds), str(most)]
    # Prefect runs with the packages that Landwaiter runs with.
    path = [str(ROOT)] if peer.needs == "prefect" else [str(HOME), str(ROOT)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, complaint = process.communicate(timeout=seconds + _STARTS)
    except subprocess.TimeoutExpired:
        raise NotMeasured(f"it was not done within {seconds + _STARTS:.0f} s") from None
    finally:
        _end(process)
    if process.returncode:
        raise NotMeasured(f"it failed: {(complaint.strip().splitlines() or ['no word'])[-1][:200]}")
    return reached_in(said)


def reached_in(said: str) -> Reached:
    """What a peer printed. Raises `NotMeasured` where nothing of it ran."""
    found = json.loads(said.strip().splitlines()[-1])
    if not found["jobs"]:
        raise NotMeasured(f"nothing had run after {found['seconds']:.0f} s")
    return Reached(int(found["jobs"]), int(found["of"]), float(found["seconds"]), float(found["cpu"]))


def why_not(peer: Peer) -> str:
    """Why a peer cannot run here, empty where it can."""
    if PathFinder.find_spec(peer.needs, [str(HOME), *sys.path]) is None:
        return f"the package {peer.needs} is not installed: make peers"
    if peer.database == POSTGRESQL:
        return why_no_postgresql()
    if peer.needs == "celery" and shutil.which("redis-server") is None:
        return "the program redis-server is not installed"
    return ""


def _end(process: "subprocess.Popen[str]") -> None:
    """Ends whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
