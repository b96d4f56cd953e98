"""What is killed in the middle of an alert: a whole house, and the worker alone."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from installation import Installation
from mailbox_stage import Mailbox
from records import scene_of
from scenes import Scene

from models.clock import now, today_in
from tasks.deliver import LEASE

YESTERDAY = (today_in("America/New_York", now()) - timedelta(days=1)).isoformat()


@pytest.fixture(scope="module")
def slow() -> Iterator[Mailbox]:
    """A mailbox that takes its time."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, slow: Mailbox) -> Iterator[Installation]:
    """An installation that looks every 15 seconds; each test starts it where it does not run."""
    home: Path = tmp_path_factory.mktemp("killed") / "home"
    home.mkdir()
    settings = {"LANDWAITER_WATCH_SECONDS": "15", "LANDWAITER_LOGIN": "none"}
    channels = {"LANDWAITER_CHANNEL_DESK": slow.url(), "LANDWAITER_CHANNEL_NIGHT": slow.url()}
    made = Installation(home, settings | channels)
    yield made
    made.kill()


def with_an_event(scene: Scene, docket: str, importer: str, contact: str) -> None:
    """A matter, a contact whose channel bears the name, and an event of which nobody was told."""
    scene.open(docket, importer=importer, on="2026-01-05")
    scene.contact(contact, [importer], on="2026-01-05")
    scene.record("closing_conference_held", YESTERDAY, docket=docket)


def test_killed_in_the_middle_of_a_watch_and_started_again_it_loses_nothing(
    killed: Installation, slow: Mailbox
) -> None:
    with scene_of(killed.running(), slow) as scene:
        slow.pause = 20
        with_an_event(scene, "AUD-1", "Acme", "Desk")
        slow.wait_for("AUD-1", 90)
        killed.kill()
        assert scene.states() == ["claimed"]
        slow.pause = 0
        killed.start()
        killed.until(lambda: scene.states() == ["sent"], "the alert is sent", LEASE.total_seconds() + 90)
        assert killed.scheduled_runs()
        keys = [str(mail["X-Landwaiter-Key"]) for mail in slow.received]
        assert (len(keys), len(set(keys))) == (2, 1)
        assert scene.reasons() == ["deadline_set"]


def test_a_run_whose_worker_was_killed_ends_with_everything_else(killed: Installation, slow: Mailbox) -> None:
    with scene_of(killed.running(), slow) as scene:
        slow.pause = 60
        with_an_event(scene, "AUD-2", "Globex", "Night")
    slow.wait_for("AUD-2", 90)
    for pid in killed.children("worker"):
        os.kill(pid, signal.SIGKILL)
    assert killed.process is not None
    assert killed.process.wait(timeout=60) == 1
    assert "worker ended by signal 9" in killed.said
    assert killed.processes() == []
