"""How much faster two workers on one PostgreSQL tell a burst than one does."""

import multiprocessing
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from sqlalchemy import Engine, text

from models.law.load import load_law
from models.record.database import opened_engine
from models.settings import Settings
from tasks.watch.sweep import claim_due
from tests.support.scenes import LINKS

Fresh = Callable[[], AbstractContextManager[Settings]]


@dataclass(frozen=True, slots=True)
class Workers:
    """What one worker and what two took for the same burst."""

    told: int
    """Alerts of one run."""

    one_s: float
    two_s: float
    doubled: int
    """Alerts told twice."""

    note: str = ""


def workers(fresh: Fresh, *, now: datetime) -> Workers:
    """Lets one process claim a burst, then two another copy of it. `fresh` gives such copies."""
    took, told = [], []
    for number in (1, 2):
        with fresh() as settings:
            took.append(_claimed(settings, number, now))
            with opened_engine(settings) as engine:
                told.append(_alerts(engine, now))
                doubled = _doubled(engine)
    assert told[0] == told[1], f"one worker told {told[0]} alerts, two told {told[1]}"
    return Workers(told[0], took[0], took[1], doubled, "one process each, claims only, without Prefect")


def _claimed(settings: Settings, number: int, now: datetime) -> float:
    """Seconds from the signal to begin until the last of so many processes is done."""
    context = multiprocessing.get_context("spawn")
    begin = context.Barrier(number + 1)
    processes = [context.Process(target=claim, args=(settings, begin, now)) for _ in range(number)]
    for process in processes:
        process.start()
    begin.wait(timeout=120)
    started = perf_counter()
    for process in processes:
        process.join()
    took = perf_counter() - started
    if any(process.exitcode for process in processes):
        raise RuntimeError("a worker did not come to its end")
    return took


def claim(settings: Settings, begin: "multiprocessing.synchronize.Barrier", now: datetime) -> None:
    """What one worker does: nothing before all are ready, then all that another one has not taken."""
    load_law()
    with opened_engine(settings) as engine:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        begin.wait(timeout=120)
        claim_due(engine, LINKS, now=now)


def _alerts(engine: Engine, now: datetime) -> int:
    with engine.connect() as connection:
        counted = text("SELECT count(*) FROM alert WHERE claimed_at = :now")
        return int(connection.execute(counted, {"now": now}).scalar_one())


def _doubled(engine: Engine) -> int:
    told = "SELECT count(*) - count(DISTINCT (subject, step, contact_id, told_on)) FROM alert"
    with engine.connect() as connection:
        return int(connection.execute(text(told)).scalar_one())
