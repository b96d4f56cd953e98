"""The watch by itself: runs that the schedule made, a silent scheduler, and what is killed in the middle."""

import os
import signal
from collections.abc import Iterator

import pytest
from sqlmodel import select

from models.record.database import transaction
from models.record.receipts import ReceiptKind
from models.record.tables.dockets import Receipt
from tasks.delivery.send import LEASE
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox
from tests.support.records import receipts, scene_of
from tests.support.slack_receiver import Receiver


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


def test_a_run_that_the_schedule_made_completes_and_leaves_a_receipt(
    house: Installation, monitor: Receiver
) -> None:
    house.until(house.scheduled_runs, "a run of the schedule has completed", 270)
    assert monitor.received
    assert house.until(lambda: receipts(house, ReceiptKind.SWEEP), "a receipt of the watch", 30)
    recount = house.run("recount")
    assert recount["state"]["type"] == "COMPLETED", recount["state"]
    assert receipts(house, ReceiptKind.RECOUNT)[-1].content["differences"] == []


def test_each_lifecycle_can_be_looked_at_and_rehearsed_by_hand(house: Installation) -> None:
    for deployment in ("watch-summonses", "watch-certifications"):
        assert house.run(deployment)["state"]["type"] == "COMPLETED"
        told = house.run(deployment, as_of="2027-01-04")["state"]["message"]
        assert told.startswith("Rehearsal of Monday, January 4, 2027; nothing was recorded or sent.")


def test_killed_in_the_middle_of_a_watch_and_started_again_it_loses_nothing(
    restarted: Installation, slow: Mailbox
) -> None:
    with scene_of(restarted, slow) as scene:
        latest = LEASE.total_seconds() + 180
        restarted.until(lambda: set(scene.states()) == {"sent"}, "the alert is sent", latest)
        restarted.until(restarted.scheduled_runs, "a run that the schedule made has completed", 180)
        about = [mail for mail in slow.received if "AUD-1" in str(mail["Subject"])]
        keys = [str(mail["X-Landwaiter-Key"]) for mail in about]
        assert (len(keys), len(set(keys))) == (2, 1)
        # On a machine that is very busy the watch may have been silent for a while: that is told as well.
        assert [reason for reason in scene.reasons() if reason != "watch_silent"] == ["deadline_set"]


def test_a_run_whose_worker_was_killed_ends_with_everything_else(
    restarted: Installation, slow: Mailbox
) -> None:
    with scene_of(restarted, slow) as scene:
        slow.pause = 60
        scene.open_with_an_event("AUD-2", "Globex", "Night")
    slow.wait_for("AUD-2", 180)
    for pid in restarted.children("worker"):
        os.kill(pid, signal.SIGKILL)
    assert restarted.process is not None
    assert restarted.process.wait(timeout=60) == 1
    assert "worker ended by signal 9" in restarted.said
    assert restarted.processes() == []


def test_with_the_scheduler_stopped_the_silence_is_told_and_the_sweep_still_happens(
    unscheduled: Installation, night: Mailbox
) -> None:
    with scene_of(unscheduled.running(), night) as scene:
        scene.open_with_an_event("AUD-1", "Acme", "Desk")
        night.wait_for("has stopped checking deadlines", 120)
        night.wait_for("AUD-1: new, last day", 60)
        unscheduled.until(lambda: receipts(unscheduled, ReceiptKind.SILENCE), "a receipt of the step-in", 30)
        assert unscheduled.scheduled_runs() == []
        assert receipts(unscheduled, ReceiptKind.SWEEP) == []
        assert "THE WATCH IS SILENT" in unscheduled.said
        with transaction(scene.engine) as session:
            assert session.exec(select(Receipt)).first() is not None


def test_the_death_of_a_child_stops_everything_and_is_named(unscheduled: Installation) -> None:
    (server, *_) = unscheduled.running().children("server")
    os.kill(server, signal.SIGKILL)
    assert unscheduled.process is not None
    assert unscheduled.process.wait(timeout=60) == 1
    assert "server ended by signal 9" in unscheduled.said
    assert unscheduled.processes() == []
