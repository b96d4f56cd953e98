"""One run, as the worker starts it: `python -m deployments.server.run`.

It asks the process that keeps everything loaded (`warm.py`) to fork, and stands for the forked process: it
passes signals on, and ends as that one ends. Where nobody answers, it becomes `python -m prefect.engine`.
It imports little, because a person waits for its start too.
"""

import os
import signal
import socket
import sys
from json import dumps
from struct import Struct
from types import FrameType

SOCKET = "warm.socket"
"""Where the loaded process listens, in the data directory."""

LENGTH = 8
"""Bytes of the length of what a run asks for, which goes before it."""

TOLD = Struct("!cq")
"""What a run is told: `BEGAN` with the number of its process, then `ENDED` with its status."""

BEGAN, ENDED = b"b", b"e"

_PASSED_ON = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_UNKNOWN = 1
"""The status of a run whose end nobody told, because the loaded process was killed first."""


def main() -> None:
    """Does the run that the environment names: in a forked process, or else in this one."""
    try:
        connection = asked(os.environ.get("LANDWAITER_HOME", ""))
        told = _next(connection)
    except OSError:
        # Nobody listens: another machine's worker, another system than Linux, the first seconds of a start.
        told = None
    if told is not None:
        _stand_for(told, connection)
    os.execv(sys.executable, [sys.executable, "-m", "prefect.engine"])


def asked(home: str) -> socket.socket:
    """A connection on which a process was asked for that does the run. Raises `OSError`."""
    connection, here = socket.socket(socket.AF_UNIX), os.open(".", os.O_RDONLY)
    # The path of a socket has 108 bytes at most, and a data directory may lie deeper.
    os.chdir(home)
    try:
        connection.connect(SOCKET)
    finally:
        os.fchdir(here)
        os.close(here)
    told = dumps({"directory": os.path.realpath("."), "environment": dict(os.environ)}).encode()
    socket.send_fds(connection, [len(told).to_bytes(LENGTH, "big")], [0, 1, 2])
    connection.sendall(told)
    return connection


def _next(connection: socket.socket) -> tuple[bytes, int] | None:
    """What is told next; None where the other side is gone."""
    told = connection.recv(TOLD.size, socket.MSG_WAITALL)
    return TOLD.unpack(told) if len(told) == TOLD.size else None


def _stand_for(told: tuple[bytes, int], connection: socket.socket) -> None:
    """Waits until the forked process ends, and ends in the same way."""
    kind, number = told
    if kind == BEGAN:
        _pass_signals_on(number)
        _, number = _next(connection) or (ENDED, _UNKNOWN)
    if number < 0:
        if -number != signal.SIGKILL:
            signal.signal(-number, signal.SIG_DFL)
        os.kill(os.getpid(), -number)
    sys.exit(number)


def _pass_signals_on(pid: int) -> None:
    def pass_on(number: int, _: FrameType | None) -> None:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            # It ended meanwhile, which is told next.
            return

    for each in _PASSED_ON:
        signal.signal(each, pass_on)


if __name__ == "__main__":
    main()
