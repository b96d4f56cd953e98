"""Looks from outside Prefect whether the watch still leaves receipts, and steps in when it does not.

Prefect can be green and dead: server, worker and manual runs healthy, and no scheduled run ever made.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from deployments.server.processes import Child, Household, end
from models.record.database import DatabaseError, reading
from models.record.database import engine as open_engine
from models.record.tables.dockets import Receipt
from models.settings import Settings
from models.wall_clock import now as read_clock

_MINUTE = 60.0
_SETTLING = 30.0
"""Seconds after the start in which the worker takes up the runs that came due while everything was off."""
_HANGS = timedelta(minutes=5)
"""So long an errand may run at least, however short the interval: a busy machine is slow."""
_SWEEP = "sweep"
_ERRAND = "silence"


def silent_since(
    swept_at: datetime | None, *, since: datetime, now: datetime, interval: timedelta
) -> datetime | None:
    """The instant of the last look, where two intervals have passed without another; else None.

    `swept_at` is the watch's own last look; what is run in its place does not count. `since` stands for it
    where there never was one. All instants are aware UTC.
    """
    last = swept_at or since
    return last if now - last > 2 * interval else None


def last_look(engine: Engine) -> datetime | None:
    """When the watch itself last left a receipt; None where it never did."""
    latest = select(Receipt.at).where(Receipt.kind == _SWEEP).order_by(col(Receipt.seq).desc()).limit(1)
    with reading(engine) as session:
        return session.exec(latest).first()


class Lookout:
    """Glances at the receipts every minute, or each quarter of the watch's interval where that is shorter."""

    def __init__(self, settings: Settings, household: Household, say: Callable[[str], None]) -> None:
        self._settings, self._household, self._say = settings, household, say
        self._interval = timedelta(seconds=settings.watch_seconds)
        self._pause = min(_MINUTE, settings.watch_seconds / 4)
        self._engine = open_engine(settings)
        self._since = read_clock()
        self._next = time.monotonic() + _SETTLING
        self._errand: Child | None = None
        self._stepped_in_at: datetime | None = None

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def glance(self) -> None:
        """Looks, where it is time to, and never raises: a watch of the watch that dies is none."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._pause
        try:
            self.look(last_look(self._engine), read_clock())
        except DatabaseError as error:
            self._say(f"THE RECEIPTS OF THE WATCH CANNOT BE READ: {error}")
        except OSError as error:
            self._say(f"THE WATCH IS SILENT AND CANNOT BE REPLACED: {error.strerror}.")

    def look(self, swept_at: datetime | None, now: datetime) -> None:
        """Says so where the watch is silent or back, and sends somebody out in its place."""
        self._hear_errand()
        silent = silent_since(swept_at, since=self._since, now=now, interval=self._interval)
        former = self._stepped_in_at
        if silent is None:
            if former is not None:
                self._say(f"The watch is back: it ran at {swept_at:%Y-%m-%d %H:%M:%S} UTC.")
            self._stepped_in_at = None
        elif former is None or now - former >= self._until_next():
            self._stepped_in_at = now
            self._step_in(silent)

    def _until_next(self) -> timedelta:
        """How long after an errand the next one is sent."""
        return self._interval if self._errand is None else max(self._interval, _HANGS)

    def _step_in(self, silent: datetime) -> None:
        if self._errand is not None:
            # It has run too long: it hangs.
            end(self._errand.process)
            self._hear_errand()
        self._say(
            f"THE WATCH IS SILENT: it last ran at {silent:%Y-%m-%d %H:%M:%S} UTC, over two intervals ago. "
            "Landwaiter alerts every contact and checks every deadline without Prefect."
        )
        command = [sys.executable, "-m", "deployments.server.step_in", silent.isoformat()]
        self._errand = self._household.send_out(_ERRAND, command)

    def _hear_errand(self) -> None:
        """Says how an errand that failed ended."""
        if self._errand is None or self._errand.process.poll() is None:
            return
        if self._errand.process.returncode != 0:
            self._say(self._errand.post_mortem())
        self._errand = None
