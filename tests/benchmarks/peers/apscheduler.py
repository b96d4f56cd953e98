"""APScheduler 3 with its SQLAlchemy job store on SQLite: jobs that are due in the same instant."""

import tempfile
from datetime import UTC, timedelta
from pathlib import Path
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from models.wall_clock import now
from tests.benchmarks.figures import Spent, spent
from tests.benchmarks.peers.rising import rising

_done = Event()
_left = 0


def job() -> None:
    """Does nothing but being counted."""
    global _left
    _left -= 1
    if not _left:
        _done.set()


def fire(number: int) -> Spent:
    """Adds the jobs, all due by now, then starts the scheduler."""
    global _left
    _left = number
    _done.clear()
    with tempfile.TemporaryDirectory() as home:
        store = SQLAlchemyJobStore(url=f"sqlite:///{Path(home) / 'jobs.sqlite'}")
        scheduler = BackgroundScheduler(
            jobstores={"default": store}, executors={"default": ThreadPoolExecutor(1)}, timezone=UTC
        )
        scheduler.start(paused=True)
        due = now() + timedelta(seconds=0.05)
        for _ in range(number):
            scheduler.add_job(job, "date", run_date=due, misfire_grace_time=None)
        with spent() as took:
            scheduler.resume()
            _done.wait()
        scheduler.shutdown()
        store.engine.dispose()
    return took


if __name__ == "__main__":
    rising(fire)
