"""A scheduler that is silent: somebody steps in from outside Prefect, and the death of a child stops all."""

import os
import signal
from collections.abc import Iterator

import pytest
from sqlmodel import select

from models.record.database import transaction
from models.record.receipts import ReceiptKind
from models.record.tables.dockets import Receipt
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox
from tests.support.records import receipts, scene_of


@pytest.fixture(scope="module")
def night() -> Iterator[Mailbox]:
    """A mailbox of the installation whose scheduler is off."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def unscheduled(tmp_path_factory: pytest.TempPathFactory, night: Mailbox) -> Iterator[Installation]:
    """An installation whose scheduler is off; each test starts it where it does not run."""
    home = tmp_path_factory.mktemp("unscheduled") / "home"
    home.mkdir()
    settings = {
        "LANDWAITER_CHANNEL_DESK": night.url(),
        "LANDWAITER_WATCH_SECONDS": "10",
        "LANDWAITER_LOGIN": "none",
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    }
    made = Installation(home, settings)
    yield made
    made.kill()


def test_with_the_scheduler_stopped_the_silence_is_told_and_the_sweep_still_happens(
    unscheduled: Installation, night: Mailbox
) -> None:
    with scene_of(unscheduled.running(), night) as scene:
        scene.open_with_an_event("AUD-1", "Acme", "Desk")
        night.wait_for("has stopped checking deadlines", 300)
        night.wait_for("(AUD-1)", 180)
        unscheduled.until(lambda: receipts(unscheduled, ReceiptKind.SILENCE), "a receipt of the step-in", 180)
        assert unscheduled.scheduled_runs() == []
        assert receipts(unscheduled, ReceiptKind.SWEEP) == []
        assert "THE WATCH IS SILENT" in unscheduled.said
        with transaction(scene.engine) as session:
            assert session.exec(select(Receipt)).first() is not None


def test_the_death_of_a_child_stops_everything_and_is_named(unscheduled: Installation) -> None:
    (server, *_) = unscheduled.running().children("server")
    os.kill(server, signal.SIGKILL)
    assert unscheduled.process is not None
    assert unscheduled.process.wait(timeout=180) == 1
    assert "server ended by signal 9" in unscheduled.said
    assert unscheduled.processes() == []
