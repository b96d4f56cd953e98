"""When each worker last checked deadlines: `python -m deployments.looks`. It only reads the record.

Status 0 where the watch ran within two intervals, 1 where it did not or the record cannot be read.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, func
from sqlmodel import col, select

from deployments.server.watchdog import last_look, silent_since
from models.errors import Refused
from models.in_words import counted
from models.record.database import opened_engine, reading
from models.record.receipts import WORKER, ReceiptKind
from models.record.tables.dockets import Receipt
from models.settings import Settings
from models.wall_clock import now as read_clock

_LOOKS = (ReceiptKind.SWEEP, ReceiptKind.SHARE, ReceiptKind.PART, ReceiptKind.RECOUNT)
_SHOWN = timedelta(days=7)
"""A worker that has left no receipt for so long is gone."""

_MINUTE = 60


def looks_by_worker(engine: Engine, now: datetime) -> Sequence[tuple[str, datetime]]:
    """Each worker with the instant of its newest receipt, the newest first."""
    name, newest = col(Receipt.content)[WORKER].as_string(), func.max(col(Receipt.at))
    wanted = (
        select(name, newest)
        .where(col(Receipt.kind).in_(_LOOKS), col(Receipt.at) >= now - _SHOWN, name.is_not(None))
        .group_by(name)
        .order_by(newest.desc(), name)
    )
    with reading(engine) as session:
        return [(worker, at) for worker, at in session.exec(wanted).all()]


def report(engine: Engine, interval: timedelta, now: datetime) -> tuple[list[str], bool]:
    """What to print, and whether the watch runs."""
    lines = [f"{worker}: {_ago(at, now)}" for worker, at in looks_by_worker(engine, now)]
    last = last_look(engine)
    expected = f"expected every {counted(int(interval.total_seconds()) // _MINUTE, 'minute')}"
    if last is None:
        return [*lines, f"The watch has never run; {expected}."], False
    silent = silent_since(last, since=last, now=now, interval=interval) is not None
    verdict = "THE WATCH IS SILENT: it" if silent else "The watch"
    return [*lines, f"{verdict} last ran {_ago(last, now)}; {expected}."], not silent


def _ago(at: datetime, now: datetime) -> str:
    minutes = int((now - at).total_seconds()) // _MINUTE
    return f"{counted(minutes, 'minute')} ago, at {at:%Y-%m-%d %H:%M:%S} UTC"


def main() -> int:
    """Prints a line for each worker, and one for the watch."""
    try:
        settings = Settings.from_environment(os.environ)
        with opened_engine(settings) as engine:
            lines, runs = report(engine, timedelta(seconds=settings.watch_seconds), read_clock())
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    return 0 if runs else 1


if __name__ == "__main__":
    sys.exit(main())
