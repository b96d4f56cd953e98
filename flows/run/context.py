"""What every flow opens first: the record, and the links and channels that telling needs."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from prefect.runtime import flow_run
from sqlalchemy import Engine

from flows.run.output import refusal
from models.record.database import opened_engine, reading
from models.record.receipts import WORKER
from models.record.time_doubts import time_doubts
from models.settings import Settings
from models.wall_clock import Uptime, uptime
from models.wall_clock import now as read_clock
from notifications.wording.links import Links
from tasks.alerts.stationery import Stationery, stationery_in
from tasks.pages.tasks import links_of
from tasks.record.law_approval import approve_rewording


@dataclass(frozen=True, slots=True)
class Opened:
    """The record, where the pages are, and the instant at which this run began: time is read once."""

    engine: Engine
    links: Links
    now: datetime
    uptime: Uptime | None
    time_doubts: list[str]
    """What speaks against the system time."""

    stationery: Stationery
    calendars: Path
    heartbeat_url: str
    watch_every: timedelta
    """How often everything is checked."""


def follows_the_desk() -> bool:
    """Whether this run follows an act at the desk, which has recorded already what there is to record."""
    return "desk" in flow_run.tags


def worker_part() -> dict[str, str]:
    """Which worker runs this, for a receipt. Without a worker it is a run that a person started by hand."""
    return {WORKER: f"{os.environ.get('PREFECT__WORKER_NAME') or 'no worker'} on {socket.gethostname()}"}


@contextmanager
def record_opened(not_done: str = "Nothing was done.") -> Iterator[Opened]:
    """Opens the record of this installation, and closes it when the block ends.

    Ends the run where it cannot be opened; `not_done` says what did not happen then. The first run after an
    upgrade that changed only texts of the law approves it before anything else.
    """
    with refusal(not_done):
        settings = Settings.from_environment(os.environ)
    with opened_engine(settings) as engine:
        with refusal(not_done):
            opened = _opened(engine, settings)
        yield opened


def _opened(engine: Engine, settings: Settings) -> Opened:
    now, since_boot = read_clock(), uptime()
    with reading(engine) as session:
        doubts = time_doubts(session, now, since_boot)
    approve_rewording(engine, now=now)
    return Opened(
        engine=engine,
        links=links_of(settings.url, settings.desk_url),
        now=now,
        uptime=since_boot,
        time_doubts=doubts,
        stationery=stationery_in(settings.templates),
        calendars=settings.home / "calendars",
        heartbeat_url=settings.heartbeat_url,
        watch_every=timedelta(seconds=settings.watch_seconds),
    )
