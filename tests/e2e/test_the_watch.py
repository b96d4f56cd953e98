"""The watch by itself: killed in the middle of an alert, started again, run by its schedule."""

import os
import signal
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlmodel import select, update

from models.record.database import transaction
from models.record.receipts import ReceiptKind
from models.record.tables.alerts import Message
from models.record.tables.dockets import Deadline
from models.wall_clock import HOUSE_ZONE, now, today_in
from tasks.delivery.send import LEASE
from tasks.watch.receipts import leave_receipt
from tests.support.installation import Installation, installed
from tests.support.mailbox import Mailbox
from tests.support.records import receipts, scene_of
from tests.support.scenes import Scene
from tests.support.slack_receiver import Receiver


@pytest.fixture(scope="module")
def slow() -> Iterator[Mailbox]:
    """A mailbox that takes its time, for what is killed in the middle of an alert."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def restarted(
    tmp_path_factory: pytest.TempPathFactory, slow: Mailbox, monitor: Receiver
) -> Iterator[Installation]:
    """An installation that looks every minute, was killed in the middle of an alert, and runs again."""
    channels = {"LANDWAITER_CHANNEL_DESK": slow.url(), "LANDWAITER_CHANNEL_NIGHT": slow.url()}
    settings = {"LANDWAITER_WATCH_SECONDS": "60", "LANDWAITER_LOGIN": "none"}
    beats = {"LANDWAITER_HEARTBEAT_URL": f"http://{monitor.address}/beat"}
    with installed(tmp_path_factory.mktemp("restarted") / "home", **settings, **channels, **beats) as made:
        with scene_of(made, slow) as scene:
            slow.pause = 20
            scene.open_with_an_event("AUD-1", "Acme", "Desk")
            made.begin("watch")
            slow.wait_for("AUD-1", 180)
            made.kill()
            assert (scene.states(), len(slow.received)) == (["claimed"], 1)
            slow.pause = 0
        monitor.received.clear()
        yield made.start()


def end_leases(scene: Scene) -> None:
    """Has the claims of all messages be older than a lease, as if so long had passed."""
    with transaction(scene.engine) as session:
        for message in session.exec(select(Message)).all():
            message.leased_until -= LEASE


def test_killed_in_the_middle_of_a_watch_it_starts_again_with_the_alert_claimed(
    restarted: Installation, slow: Mailbox
) -> None:
    assert restarted.process is not None
    assert restarted.process.poll() is None
    with scene_of(restarted, slow) as scene:
        assert (scene.states(), len(slow.received)) == (["claimed"], 1)


def test_killed_in_the_middle_of_a_watch_and_started_again_it_loses_nothing(
    restarted: Installation, slow: Mailbox
) -> None:
    with scene_of(restarted, slow) as scene:
        end_leases(scene)
        restarted.until(lambda: set(scene.states()) == {"sent"}, "the alert is sent", 180)
        restarted.until(restarted.scheduled_runs, "a run that the schedule made has completed", 180)
        about = [mail for mail in slow.received if "AUD-1" in str(mail["Subject"])]
        keys = [str(mail["X-Landwaiter-Key"]) for mail in about]
        assert (len(keys), len(set(keys))) == (2, 1)
        # On a machine that is very busy the watch may have been silent for a while: that is told as well.
        assert [reason for reason in scene.reasons() if reason != "watch_silent"] == ["deadline_set"]


def test_a_run_that_the_schedule_made_leaves_a_receipt_and_tells_the_monitor(
    restarted: Installation, monitor: Receiver
) -> None:
    restarted.until(restarted.scheduled_runs, "a run of the schedule has completed", 180)
    assert monitor.received
    assert restarted.until(lambda: receipts(restarted, ReceiptKind.SWEEP), "a receipt of the watch", 180)
    recount = restarted.run("recount")
    assert recount["state"]["type"] == "COMPLETED", recount["state"]
    assert receipts(restarted, ReceiptKind.RECOUNT)[-1].content["differences"] == []


def test_a_recount_that_differs_repairs_what_is_calculated(restarted: Installation, slow: Mailbox) -> None:
    with scene_of(restarted, slow) as scene, transaction(scene.engine) as session:
        session.exec(update(Deadline).values(act_by=date(2030, 1, 2)))
    differs = restarted.run("recount")["state"]
    assert differs["type"] == "FAILED"
    assert "AUD-06: the act-by date is stored as 2030-01-02, recalculated as none" in differs["message"]
    assert "Repaired, and checked again: AUD-1." in differs["message"]
    slow.wait_for("recount found", 180)
    assert restarted.run("recount")["state"]["type"] == "COMPLETED"


def test_a_system_time_that_was_ahead_is_said_until_it_is_confirmed(
    restarted: Installation, slow: Mailbox
) -> None:
    with scene_of(restarted, slow) as scene:
        leave_receipt(scene.engine, ReceiptKind.SWEEP, {}, now=now() + timedelta(days=120))
    doubted = restarted.run("watch")["state"]
    assert doubted["type"] == "FAILED"
    assert "THE SYSTEM TIME MAY BE WRONG: The system time is" in doubted["message"]
    slow.wait_for("the system time of Landwaiter's machine may be wrong", 180)
    said = {"today": "2020-01-01", "recorded_by": "Bo"}
    refused = restarted.run("confirm-system-time", time=said)["state"]
    assert "Nothing was changed. The system time is" in refused["message"]
    said["today"] = today_in(HOUSE_ZONE, now()).isoformat()
    confirmed = restarted.run("confirm-system-time", time=said)["state"]
    assert (confirmed["type"], confirmed["message"][:29]) == ("COMPLETED", "The system time is confirmed.")
    assert restarted.run("watch")["state"]["type"] == "COMPLETED"


def test_a_run_whose_worker_was_killed_ends_with_everything_else(
    restarted: Installation, slow: Mailbox
) -> None:
    with scene_of(restarted, slow) as scene:
        slow.pause = 60
        scene.open_with_an_event("AUD-2", "Globex", "Night")
    restarted.begin("watch")
    slow.wait_for("AUD-2", 180)
    for pid in restarted.children("worker"):
        os.kill(pid, signal.SIGKILL)
    assert restarted.process is not None
    assert restarted.process.wait(timeout=180) == 1
    assert "worker ended by signal 9" in restarted.said
    assert restarted.processes() == []
