"""The watch by itself: runs that the schedule made, a killed house, a silent scheduler."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from installation import Installation, installed
from mailbox_stage import Mailbox
from scenes import Scene
from sqlmodel import select

from models.clock import now, today_in
from models.db import engine as open_engine
from models.db import transaction
from models.receipts import ReceiptKind, all_receipts, verify_receipts
from models.settings import Settings
from models.tables import Receipt
from tasks.deliver import LEASE

YESTERDAY = (today_in("America/New_York", now()) - timedelta(days=1)).isoformat()


def receipts(house: Installation, kind: ReceiptKind) -> list[Receipt]:
    engine = open_engine(settings_of(house))
    with transaction(engine) as session:
        chain = all_receipts(session)
        assert verify_receipts(chain) == []
        found = [each for each in chain if each.kind == kind]
    engine.dispose()
    return found


def settings_of(house: Installation) -> Settings:
    return Settings.from_environment({"LANDWAITER_HOME": str(house.home)})


@contextmanager
def scene_of(house: Installation, mailbox: Mailbox) -> Iterator[Scene]:
    """The record of a house, reached past Prefect."""
    engine = open_engine(settings_of(house))
    yield Scene(engine, mailbox)
    engine.dispose()


def with_an_event(scene: Scene) -> None:
    """A matter, a contact at the channel `desk`, and an event of which nobody was told."""
    scene.open(on="2026-01-05")
    scene.contact("Desk", on="2026-01-05")
    scene.record("closing_conference_held", YESTERDAY)


def test_a_run_that_the_schedule_made_completes_and_leaves_a_receipt(house: Installation) -> None:
    house.until(house.scheduled_runs, "a run of the schedule has completed", 270)
    assert house.until(lambda: receipts(house, ReceiptKind.SWEEP), "a receipt of the watch", 30)
    recount = house.run("recount")
    assert recount["state"]["type"] == "COMPLETED", recount["state"]
    assert receipts(house, ReceiptKind.RECOUNT)[-1].content["differences"] == []


def test_each_lifecycle_can_be_looked_at_and_rehearsed_by_hand(house: Installation) -> None:
    for deployment in ("watch-summonses", "watch-certifications"):
        assert house.run(deployment)["state"]["type"] == "COMPLETED"
        told = house.run(deployment, as_of="2027-01-04")["state"]["message"]
        assert told.startswith("Rehearsal of 2027-01-04, nothing written or sent.")


def test_killed_in_the_middle_of_a_watch_and_started_again_it_loses_nothing(
    tmp_path: Path, mailbox: Mailbox
) -> None:
    settings = {
        "LANDWAITER_CHANNEL_DESK": mailbox.url(),
        "LANDWAITER_WATCH_SECONDS": "15",
        "LANDWAITER_LOGIN": "none",
    }
    with installed(tmp_path / "home", **settings) as house, scene_of(house, mailbox) as scene:
        mailbox.pause = 20
        with_an_event(scene)
        mailbox.wait_for("AUD-1", 90)
        house.kill()
        assert scene.states() == ["claimed"]
        mailbox.pause = 0
        house.start()
        house.until(lambda: scene.states() == ["sent"], "the alert is sent", LEASE.total_seconds() + 90)
        assert house.scheduled_runs()
        keys = [str(mail["X-Landwaiter-Key"]) for mail in mailbox.received]
        assert (len(keys), len(set(keys))) == (2, 1)
        assert scene.reasons() == ["deadline_set"]


def test_with_the_scheduler_stopped_the_silence_is_told_and_the_sweep_still_happens(
    tmp_path: Path, mailbox: Mailbox
) -> None:
    settings = {
        "LANDWAITER_CHANNEL_DESK": mailbox.url(),
        "LANDWAITER_WATCH_SECONDS": "10",
        "LANDWAITER_LOGIN": "none",
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    }
    with installed(tmp_path / "home", **settings) as house, scene_of(house, mailbox) as scene:
        with_an_event(scene)
        mailbox.wait_for("the watch is silent", 120)
        mailbox.wait_for("AUD-1: new, last day", 60)
        house.until(lambda: receipts(house, ReceiptKind.SILENCE), "a receipt of the step-in", 30)
        assert house.scheduled_runs() == []
        assert receipts(house, ReceiptKind.SWEEP) == []
        assert "THE WATCH IS SILENT" in house.said
        with transaction(scene.engine) as session:
            assert session.exec(select(Receipt)).first() is not None
