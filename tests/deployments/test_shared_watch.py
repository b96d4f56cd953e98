"""Several runs share one look: each takes what no other holds, and a killed one gives its page back."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlmodel import select

from deployments.looks import looks_by_worker, report
from models.record.database import engine as open_engine
from models.record.database import transaction
from models.record.receipts import WORKER, ReceiptKind
from models.record.tables.alerts import Alert
from models.settings import Settings
from tasks.watch.receipts import leave_receipt
from tasks.watch.sweep import claim_due
from tests.chaos.instrument import Instrument, Point
from tests.support.databases import settings_on
from tests.support.installation import ROOT
from tests.support.scenes import LINKS, Scene, at

DAY, MATTERS = "2025-06-20", 6
HOUR = timedelta(hours=1)


def stopped_within_a_page(url: str) -> None:
    """A run that stops after its first alert, in the middle of a page, with whatever it holds."""

    class Stopping(Instrument):
        def passes(self, when: str, kind: str, what: str, connection: Any = None) -> None:
            if (when, what.startswith("INSERT INTO alert")) == ("after", True):
                print("within a page", flush=True)
                self.strike(Point(0, when, kind, what), connection)

    Stopping(strike=lambda *_: os.kill(os.getpid(), signal.SIGSTOP)).install()
    engine = open_engine(settings_on(Path(), url))
    claim_due(engine, LINKS, now=at(DAY))


def told(scene: Scene) -> list[tuple[int | None, str]]:
    with transaction(scene.engine) as session:
        return sorted((each.matter_id, each.reason) for each in session.exec(select(Alert)).all())


def left(url: str) -> None:
    """Waits until the server has noticed that the killed process is gone."""
    latest, name = time.monotonic() + 60, make_url(url).database
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event = 'ClientRead'"
    with psycopg.connect("host=127.0.0.1 user=postgres", autocommit=True) as server:
        while server.execute(asked + " AND state = 'idle in transaction'", [name]).fetchone() != (0,):
            assert time.monotonic() < latest
            time.sleep(0.05)


@pytest.mark.postgres
@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_a_run_that_is_killed_within_a_page_gives_it_back(settings: Settings, scene: Scene) -> None:
    for number in range(MATTERS):
        scene.open(f"AUD-{number}")
    scene.contact()
    for number in range(MATTERS):
        scene.record("closing_conference_held", DAY, docket=f"AUD-{number}")
    command = [sys.executable, "-m", "tests.deployments.test_shared_watch", settings.database_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "within a page\n"
        beside = claim_due(scene.engine, LINKS, now=at(DAY))
        assert (beside.looked, told(scene)) == ([], [])
        first.kill()
    left(settings.database_url)
    after = claim_due(scene.engine, LINKS, now=at(DAY))
    assert len(after.looked) == MATTERS
    assert told(scene) == [(number, "deadline_set") for number in range(1, MATTERS + 1)]


def test_the_age_of_the_last_look_is_known_of_each_worker(scene: Scene) -> None:
    looks = (("first on desk-1", ReceiptKind.SWEEP, 8), ("second on desk-2", ReceiptKind.SHARE, 9))
    for worker, kind, hour in looks:
        leave_receipt(scene.engine, kind, {WORKER: worker}, now=at(DAY, hour))
    leave_receipt(scene.engine, ReceiptKind.MENDING, {}, now=at(DAY, 9))
    leave_receipt(scene.engine, ReceiptKind.SWEEP, {WORKER: "first on desk-1"}, now=at(DAY, 10))
    newest = [("first on desk-1", at(DAY, 10)), ("second on desk-2", at(DAY, 9))]
    assert looks_by_worker(scene.engine, at(DAY, 11)) == newest
    assert report(scene.engine, HOUR, at(DAY, 12)) == (
        [
            f"first on desk-1: 120 minutes ago, at {DAY} 10:00:00 UTC",
            f"second on desk-2: 180 minutes ago, at {DAY} 09:00:00 UTC",
            f"The watch last ran 120 minutes ago, at {DAY} 10:00:00 UTC; expected every 60 minutes.",
        ],
        True,
    )
    lines, runs = report(scene.engine, HOUR, at(DAY, 13))
    assert not runs
    assert lines[-1].startswith("THE WATCH IS SILENT: it last ran 180 minutes ago")


def test_before_the_first_look_that_is_said(scene: Scene) -> None:
    assert report(scene.engine, HOUR, at(DAY)) == (
        ["The watch has never run; expected every 60 minutes."],
        False,
    )


if __name__ == "__main__":
    stopped_within_a_page(sys.argv[1])
