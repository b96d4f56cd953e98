"""Runs a function in a process that is forked for it: everything is imported already, nothing is open."""

import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

Returned = TypeVar("Returned")

PATIENCE = 180.0
"""Seconds after which a process that still runs is ended, and counts as hung."""


class Ended(NamedTuple):
    """How a forked process ended: its status (negative for a signal), what it returned, or what it raised."""

    status: int
    value: Any
    error: str

    @property
    def died(self) -> bool:
        """Whether it was struck dead, as it should be."""
        return self.status in (-signal.SIGKILL, 137)


def forked(work: Callable[[], Any], *, patience: float = PATIENCE) -> Ended:
    """What a function returns that runs in a process of its own; its status is 1 where it raises."""
    return joined(start(work), patience=patience)


def returned(work: Callable[[], Returned]) -> Returned:
    """What a function returns that runs in a process of its own. Raises `AssertionError` where it fails."""
    ended = forked(work)
    assert not ended.status, ended.error
    value: Returned = ended.value
    return value


def start(work: Callable[[], Any]) -> tuple[int, int]:
    """Begins it. Returns the process and where its answer is read."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    os.close(reader)
    status = 1
    try:
        answer: Any = (work(), "")
        status = 0
    except BaseException:
        answer = (None, traceback.format_exc())
    with open(writer, "wb", closefd=False) as pipe:
        pickle.dump(answer, pipe)
    os._exit(status)


def joined(begun: tuple[int, int], *, patience: float = PATIENCE) -> Ended:
    """Waits for it to end, and reads what it said."""
    process, reader = begun
    latest = time.monotonic() + patience
    os.set_blocking(reader, False)
    said, status = b"", None
    while status is None:
        ended, code = os.waitpid(process, os.WNOHANG)
        said += _read(reader)
        if ended:
            status = os.waitstatus_to_exitcode(code)
        elif time.monotonic() > latest:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(reader)
            return Ended(1, None, f"It still ran after {patience:.0f} s.")
        else:
            time.sleep(0.001)
    said += _read(reader)
    os.close(reader)
    value, error = pickle.loads(said) if said else (None, "")
    return Ended(status, value, error)


def _read(reader: int) -> bytes:
    said = b""
    while True:
        try:
            part = os.read(reader, 1 << 16)
        except BlockingIOError:
            return said
        if not part:
            return said
        said += part
