"""One `make up` a data directory: the claim on it, and the processes that a killed one left behind."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.errors import Refused

MARK = "LANDWAITER_UP"
"""Variable that every process below `make up` carries; its value is the data directory."""

_PROCESSES = Path("/proc")


class AlreadyRunning(Refused):
    """Another `make up` holds this data directory; the text names its process and address."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A process whose `make up` is gone."""

    pid: int
    command: str


@contextmanager
def claim(home: Path, *, address: str) -> Iterator[None]:
    """Holds the data directory until the block is left or the process dies, however it dies.

    Raises `AlreadyRunning`. The kernel lets go of the lock by itself, so that none is ever stale.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / "up.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(
                f"Landwaiter already runs here ({lock.read().strip()}). Stop it first, or set another data "
                "directory, as in LANDWAITER_HOME=/var/lib/landwaiter-2."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address}")
        lock.flush()
        yield


def orphans(home: Path) -> list[Orphan]:
    """The processes that carry this data directory's mark: orphans, where the caller holds the claim.

    Reads /proc; where there is none (macOS) it finds nobody, and the port in use then says it.
    """
    mark = f"{MARK}={home}".encode()
    found = []
    for entry in _PROCESSES.glob("[0-9]*"):
        if int(entry.name) != os.getpid() and mark in _read(entry / "environ").split(b"\0"):
            command = _read(entry / "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()
            found.append(Orphan(int(entry.name), command))
    return sorted(found, key=lambda orphan: orphan.pid)


def end_orphans(found: Sequence[Orphan], *, home: Path, grace: float = 5.0) -> None:
    """Asks them to stop, and kills those that still run after `grace` seconds."""
    for orphan in found:
        _send(orphan.pid, signal.SIGTERM)
    latest = time.monotonic() + grace
    while orphans(home) and time.monotonic() < latest:
        time.sleep(0.1)
    for orphan in orphans(home):
        _send(orphan.pid, signal.SIGKILL)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        # It ended by itself meanwhile, which is what we want.
        return


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        # The process ended while we looked, or belongs to somebody else.
        return b""
