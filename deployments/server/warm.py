"""Keeps Prefect and Landwaiter loaded: `python -m deployments.server.warm`.

To load them takes most of the time of a form. This process loads them once, and forks for each run. So a run
has a process of its own, with the environment, directory and output that the worker gave it.
"""

import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from prefect.context import refresh_global_settings_context
from sqlalchemy.orm import configure_mappers

from deployments.schedules import entrypoints
from deployments.server.environment import DEPLOYMENTS
from deployments.server.run import BEGAN, ENDED, LENGTH, SOCKET, TOLD
from models.law.load import load_law
from models.settings import Settings
from notifications.channels.apprise_sender import check

_PATIENCE = 5.0
"""Seconds that a run may take to say what it wants."""

_LARGEST = 4_000_000
"""Bytes of what it says."""

_BROKEN = (OSError, ValueError, LookupError, TypeError)
_SIGNALS = 4096
_ENGINE = "prefect.engine"
_LOADED_LATE = (
    "fastapi.encoders",
    "prefect.concurrency.services",
    "prefect.flow_engine",
    "prefect.task_engine",
    "prefect.utilities.visualization",
)
"""What Prefect loads only while a run goes on."""

_ANY_CHANNEL = "mailtos://user:password@example.com"
"""To check the first one loads Apprise's services."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is given: its directory, its environment, and the files of its input and output."""

    directory: str
    environment: dict[str, str]
    files: list[int]
    connection: socket.socket
    """Open until the run ends: so the process that stands for it waits even if nobody tells it the end."""


def load() -> None:
    """Loads what any run may need. It starts no thread, for a fork goes on with the one that forks."""
    flows = (each.rpartition(".")[0] for each in entrypoints(DEPLOYMENTS).values())
    for module in (*_LOADED_LATE, *flows):
        importlib.import_module(module)
    configure_mappers()
    check(_ANY_CHANNEL)
    law = load_law().hash
    gc.collect()
    gc.freeze()
    print(f"Loaded, with the law {law}.", flush=True)


@contextmanager
def listening(home: Path) -> Iterator[socket.socket]:
    """A socket in the data directory that only this user can reach."""
    here, mask = Path.cwd(), os.umask(0o077)
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(home)
        try:
            Path(SOCKET).unlink(missing_ok=True)
            listener.bind(SOCKET)
        finally:
            os.chdir(here)
            os.umask(mask)
        listener.listen()
        yield listener


class Forks:
    """The runs that were forked, each with the connection of the process that stands for it."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener, self._runs = listener, dict[int, socket.socket]()
        self._ended, self._end = socket.socketpair()
        self._end.setblocking(False)
        self._watched = selectors.DefaultSelector()
        self._watched.register(listener, selectors.EVENT_READ)
        self._watched.register(self._ended, selectors.EVENT_READ)
        signal.set_wakeup_fd(self._end.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> Asked:
        """Forks for each run that is asked for, for ever. Returns in the forked process what was asked."""
        while True:
            for ready, _ in self._watched.select():
                if ready.fileobj is self._listener:
                    asked = self._fork(self._listener.accept()[0])
                    if asked is not None:
                        return asked
                elif ready.fileobj is self._ended:
                    self._ended.recv(_SIGNALS)
                else:
                    self._abandoned(ready.data)
            self._reap()

    def _fork(self, connection: socket.socket) -> Asked | None:
        """What is asked, in the forked process; None in this one."""
        try:
            asked = _read(connection)
        except _BROKEN:
            connection.close()
            return None
        pid = os.fork()
        if pid == 0:
            # Told by this process itself, so that no run is begun twice.
            connection.sendall(TOLD.pack(BEGAN, os.getpid()))
            self._leave()
            return asked
        for each in asked.files:
            os.close(each)
        self._runs[pid] = connection
        self._watched.register(connection, selectors.EVENT_READ, pid)
        return None

    def _leave(self) -> None:
        """Lets go, in the forked process, of what belongs to the process that forks."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._watched.close()
        for each in (self._listener, self._ended, self._end, *self._runs.values()):
            each.close()

    def _abandoned(self, pid: int) -> None:
        """Kills a run whose worker killed the process that stood for it."""
        self._watched.unregister(self._runs[pid])
        os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Tells how runs ended to those that stand for them."""
        for pid in list(self._runs):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                connection = self._runs.pop(pid)
                with suppress(KeyError):
                    self._watched.unregister(connection)
                with suppress(OSError):
                    connection.sendall(TOLD.pack(ENDED, os.waitstatus_to_exitcode(status)))
                connection.close()


def _read(connection: socket.socket) -> Asked:
    """What a run asks for. Raises one of `_BROKEN` where it cannot be read."""
    connection.settimeout(_PATIENCE)
    length, files, _, _ = socket.recv_fds(connection, LENGTH, 3)
    try:
        with connection.makefile("rb") as told:
            said = json.loads(told.read(min(int.from_bytes(length, "big"), _LARGEST)))
        return Asked(said["directory"], said["environment"], files, connection)
    except _BROKEN:
        for each in files:
            os.close(each)
        raise


def settle(asked: Asked) -> None:
    """Makes this process, which was forked for a run, what the worker asked for."""
    os.setsid()
    for number, each in enumerate(asked.files):
        os.dup2(each, number)
        os.close(each)
    os.chdir(asked.directory)
    os.environ.clear()
    os.environ.update(asked.environment)
    refresh_global_settings_context()


def main() -> None:
    """Forks until it is stopped; in each forked process does the run, as `python -m prefect.engine` does."""
    load()
    try:
        with listening(Settings.from_environment(os.environ).home) as listener:
            asked = Forks(listener).serve()
    except KeyboardInterrupt:
        return
    settle(asked)
    sys.modules.pop(_ENGINE, None)
    sys.argv = [_ENGINE]
    runpy.run_module(_ENGINE, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
