"""Runs a sweep that dies at a given point: `python -m tests.support.dying DATABASE MAIL POINT`.

A point is `commit:N:before`, `commit:N:after`, `send:N:before` or `send:N:after`; N counts from 1. Prints how
many commits and sends there were where nothing died.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tasks.delivery.switchboard
from models.record.database import engine as open_engine
from tasks.watch.sweep import sweep
from tests.support.databases import settings_on
from tests.support.scenes import LINKS, at

DAY = "2025-06-20"


class Points:
    """Counts what passes, and ends the process without another word at one of them."""

    def __init__(self, fatal: str) -> None:
        self.fatal, self.seen = fatal, {"commit": 0, "send": 0}

    def around(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The act with a point before it and one after it."""

        def watched(*given: Any) -> Any:
            self.seen[name] += 1
            self._pass(f"{name}:{self.seen[name]}:before")
            done = act(*given)
            self._pass(f"{name}:{self.seen[name]}:after")
            return done

        return watched

    def _pass(self, point: str) -> None:
        if point == self.fatal:
            os._exit(137)


def main(database: str, mail: str, fatal: str) -> None:
    """The sweep of a day."""
    points = Points(fatal)
    engine = open_engine(settings_on(Path(), database))
    engine.dialect.do_commit = points.around("commit", engine.dialect.do_commit)  # type: ignore[method-assign]
    inside = vars(tasks.delivery.switchboard)
    inside["send"] = points.around("send", inside["send"])
    sweep(engine, lambda _name: mail, LINKS, now=at(DAY))
    print(points.seen["commit"], points.seen["send"])


if __name__ == "__main__":
    main(*sys.argv[1:])
