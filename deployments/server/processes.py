"""Keeps child processes together: each in a session of its own, and the first death ends all."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

from models.errors import Refused

POLL = 0.2
"""Seconds between two looks at the children."""

GRACE = 15.0
"""Seconds that a child has to end by itself before it is killed."""

_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOG_TAIL = 15
_LOG_LIMIT = 5_000_000


class ChildDied(Refused):
    """A child that should have gone on ended; the text names it, its status and its last lines."""


class StepFailed(Refused):
    """A step that had to succeed did not; the text names it, its status and its last lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One process that we started, the leader of its own session."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def post_mortem(self) -> str:
        """How it ended and the last lines that it wrote."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_TAIL:]
        status = self.process.returncode
        ended = f"with status {status}" if status >= 0 else f"by signal {-status}"
        return "\n".join([f"{self.name} ended {ended}. The last lines of {self.log}:", *lines])


class Household:
    """The children of one parent. Leaving the `with` block ends those that still run, the youngest first."""

    def __init__(self, *, root: Path, logs: Path, environment: Mapping[str, str]) -> None:
        self._root, self._logs, self._environment = root, logs, environment
        self._children: list[Child] = []
        self._passing: list[Child] = []

    def __enter__(self) -> Self:
        self._logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        with _deaf_to_stops():
            for child in reversed([*self._children, *self._passing]):
                end(child.process)

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Starts a child that is to go on until the end."""
        child = self._spawn(name, command)
        self._children.append(child)
        return child

    def send_out(self, name: str, command: Sequence[str]) -> Child:
        """Starts an errand beside the children; it ends when it likes, at the latest with them."""
        errand = self._spawn(name, command)
        self._passing = [child for child in self._passing if child.process.poll() is None]
        self._passing.append(errand)
        return errand

    def run(self, name: str, command: Sequence[str], *, timeout: float) -> None:
        """Runs a step to its end while the children go on.

        Raises `StepFailed` where it ends with an error or takes longer than `timeout` seconds, `ChildDied`
        where a child ends meanwhile.
        """
        step = self._spawn(name, command)
        latest = time.monotonic() + timeout
        try:
            while step.process.poll() is None and time.monotonic() < latest:
                self.check()
                time.sleep(POLL)
        finally:
            end(step.process)
        if step.process.returncode != 0:
            raise StepFailed(step.post_mortem())

    def check(self) -> None:
        """Raises `ChildDied` for the first child that has ended."""
        for child in self._children:
            if child.process.poll() is not None:
                raise ChildDied(child.post_mortem())

    def _spawn(self, name: str, command: Sequence[str]) -> Child:
        log = self._logs / f"{name}.log"
        if log.exists() and log.stat().st_size > _LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output, _interrupts_reach_children():
            process = subprocess.Popen(
                command,
                cwd=self._root,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return Child(name=name, process=process, log=log)


def end(process: subprocess.Popen[bytes], *, grace: float = GRACE) -> None:
    """Asks a session's leader to stop as Ctrl-C would; kills what of its group is left after `grace` s."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    _kill_group(process.pid)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # Nobody is left. macOS answers with PermissionError for a group of which only zombies remain.
        return


@contextmanager
def _interrupts_reach_children() -> Iterator[None]:
    """Within it a program can be started that hears SIGINT, by which `end` asks it to stop.

    A process started in the background inherits SIGINT ignored, and so would its children; a signal with a
    handler is back at its default in a new program.
    """
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if ignored:
        signal.signal(signal.SIGINT, _pass_over)
    try:
        yield
    finally:
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _pass_over(_number: int, _frame: FrameType | None) -> None:
    """Does nothing, as where the signal is ignored."""


@contextmanager
def stops_as_interrupt() -> Iterator[None]:
    """Within it Ctrl-C, SIGTERM and a closed terminal all raise `KeyboardInterrupt`.

    So does SIGINT that the process inherited ignored, as whatever is started in the background does.
    """
    former = {number: signal.signal(number, _interrupt) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt(signal.Signals(number).name)


@contextmanager
def _deaf_to_stops() -> Iterator[None]:
    """Lets the end of the children, which takes seconds, not be cut short by a second Ctrl-C."""
    former = {number: signal.signal(number, signal.SIG_IGN) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
