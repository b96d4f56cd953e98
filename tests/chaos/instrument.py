"""Numbers whatever a process does to the world outside it, and strikes at one of these points.

A point is before or after a statement, a COMMIT, a mail, a step of a copy, a program that is started, or a
change of a file. What is after one is before the next: that is one point. Only what is forked is
instrumented: it lives for one operation, and nothing is undone.
"""

import os
import signal
import smtplib
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

Strike = Callable[["Point", Any], None]
"""What happens at a point, with the database's own connection where there is one."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_PAGES = 4
"""Pages of SQLite's online copy between two points."""

_WITHIN = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32)
"""Seconds into a program that is started, at which it is struck with whoever started it."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in an operation: its number, when (`before`, `within` or `after`), what, and of which kind."""

    number: int
    when: str
    kind: str
    what: str


def by_signal(_point: Point, _connection: Any) -> None:
    """Kills the process."""
    os.kill(os.getpid(), signal.SIGKILL)


def by_exit(_point: Point, _connection: Any) -> None:
    """Ends the process without another word."""
    os._exit(137)


DEADLY: tuple[Strike, ...] = (by_signal, by_exit)
"""The two ways in which a process is killed at each point."""


def nothing(_point: Point, _connection: Any) -> None:
    """For a run in which the points are only numbered."""


@dataclass(slots=True)
class Instrument:
    """The points that a process passes, and what happens at the one of the number `fatal`."""

    fatal: int | None = None
    strike: Strike = nothing
    seen: list[Point] = field(default_factory=list)

    def passes(self, when: str, kind: str, what: str, connection: Any = None) -> None:
        """Notes a point, unless it is the one after what went before, and strikes at the fatal one."""
        if when == "before" and self.seen and self.seen[-1].when == "after":
            return
        point = Point(len(self.seen), when, kind, " ".join(what.split())[:70])
        self.seen.append(point)
        if point.number == self.fatal:
            self.strike(point, connection)

    def around(self, kind: str, act: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
        """An act with a point before it and one after it."""

        def watched(*given: Any, **more: Any) -> Any:
            what = name(*given, **more)
            self.passes("before", kind, what)
            done = act(*given, **more)
            self.passes("after", kind, what)
            return done

        return watched

    def install(self) -> None:
        """Instruments this process, for good."""
        self._statements()
        self._files()
        send: Any = smtplib.SMTP.sendmail
        smtplib.SMTP.sendmail = self.around("send", send, lambda *_, **__: "mail")  # type: ignore[method-assign]
        self._copies()
        self._programs()

    def _statements(self) -> None:
        def before(_made: Any, cursor: Any, statement: str, *_: Any) -> None:
            self.passes("before", "statement", statement, cursor.connection)

        def after(_made: Any, cursor: Any, statement: str, *_: Any) -> None:
            self.passes("after", "statement", statement, cursor.connection)

        event.listen(Engine, "before_cursor_execute", before)
        event.listen(Engine, "after_cursor_execute", after)
        commit: Any = DefaultDialect.do_commit

        def committed(dialect: Any, connection: Any) -> None:
            self.passes("before", "commit", "COMMIT", connection.driver_connection)
            commit(dialect, connection)
            self.passes("after", "commit", "COMMIT", connection.driver_connection)

        DefaultDialect.do_commit = committed  # type: ignore[method-assign]

    def _files(self) -> None:
        for name in ("replace", "rename", "unlink", "remove", "mkdir", "fsync"):
            acts = self.around(
                "file", getattr(os, name), lambda *given, _name=name, **_: f"{_name} {given[0]}"
            )
            setattr(os, name, acts)
        plain_open, plain_fdopen = os.open, os.fdopen

        def opened(path: Any, flags: int, *given: Any, **more: Any) -> int:
            if not flags & _WRITES:
                return plain_open(path, flags, *given, **more)
            made: int = self.around("file", plain_open, lambda *_, **__: f"open {path}")(
                path, flags, *given, **more
            )
            return made

        def fdopened(*given: Any, **more: Any) -> Any:
            return _Halved(plain_fdopen(*given, **more), self)

        vars(os).update(open=opened, fdopen=fdopened)

    def _copies(self) -> None:
        instrument = self

        class Stepping(sqlite3.Connection):
            """Copies a few pages at a time."""

            def backup(self, target: sqlite3.Connection, **_: Any) -> None:
                def step(_status: int, left: int, _of: int) -> None:
                    instrument.passes("within", "copy", f"{left} pages left")

                instrument.passes("before", "copy", "copy")
                super().backup(target, pages=_PAGES, progress=step)
                instrument.passes("after", "copy", "copy")

        plain: Any = sqlite3.connect
        vars(sqlite3)["connect"] = partial(plain, factory=Stepping)

    def _programs(self) -> None:
        plain: Any = subprocess.run

        def run(command: list[str], **more: Any) -> Any:
            self.passes("before", "program", command[0])
            places = range(len(self.seen), len(self.seen) + len(_WITHIN))
            if self.fatal is not None and self.fatal in places:
                started = subprocess.Popen(command, env=more.get("env"), stdout=subprocess.DEVNULL)
                time.sleep(_WITHIN[self.fatal - places.start])
                started.kill()
                started.wait()
            for seconds in _WITHIN:
                self.passes("within", "program", f"{command[0]}, {seconds} s")
            done = plain(command, **more)
            self.passes("after", "program", command[0])
            return done

        vars(subprocess)["run"] = run


class _Halved:
    """A file whose content is written in two halves, with a point between them."""

    def __init__(self, file: Any, instrument: Instrument) -> None:
        self._file, self._instrument = file, instrument

    def __enter__(self) -> "_Halved":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: Any) -> int:
        """As of the file, with a point before it, in its midst and after it."""
        half = len(content) // 2
        self._instrument.passes("before", "file", "write")
        self._file.write(content[:half])
        self._file.flush()
        self._instrument.passes("within", "file", "write")
        self._file.write(content[half:])
        self._file.flush()
        self._instrument.passes("after", "file", "write")
        return len(content)
