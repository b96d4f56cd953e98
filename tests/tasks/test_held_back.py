"""What a broken channel held back is judged again before it goes: nothing over, moved or overtaken."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.record.database import transaction
from models.record.tables.alerts import Alert, Message
from tests.support.mailbox import text_of
from tests.support.scenes import Scene, at

DEMANDED = "2025-06-02"


def subjects(scene: Scene, channel: str = "ann") -> list[str]:
    return [str(mail["Subject"]) for mail in scene.mails(channel)]


def each_day(scene: Scene, since: str, until: str) -> None:
    day = at(since)
    while day <= at(until):
        scene.sweep(day.date().isoformat())
        day += timedelta(days=1)


@pytest.fixture
def broken(sqlite_scene: Scene) -> Scene:
    """Ann's channel is down from the day of a demand on; the watch goes on."""
    sqlite_scene.open("DEM-1", "demand")
    sqlite_scene.contact()
    sqlite_scene.down = {"ann"}
    sqlite_scene.record("demand_received", DEMANDED, docket="DEM-1")
    return sqlite_scene


def test_of_a_demand_long_met_no_old_mail_comes_when_the_channel_is_mended(broken: Scene) -> None:
    each_day(broken, DEMANDED, "2025-07-01")
    broken.record("records_produced", "2025-07-01", docket="DEM-1")
    each_day(broken, "2025-07-01", "2025-07-06")
    broken.down = set()
    each_day(broken, "2025-07-07", "2025-07-09")
    assert [each for each in subjects(broken) if "DEM-1" in each] == []
    with transaction(broken.engine) as session:
        waiting = session.exec(select(Message).where(Message.state == "claimed")).all()
    assert list(waiting) == []


def test_what_was_done_at_six_is_not_called_for_at_eight(broken: Scene) -> None:
    each_day(broken, DEMANDED, "2025-07-01")
    broken.sweep("2025-07-02", 13)
    broken.record("records_produced", "2025-07-02", docket="DEM-1")
    broken.down = set()
    for hour in (18, 20, 22):
        broken.sweep("2025-07-02", hour)
    assert [each for each in subjects(broken) if each.startswith("ACTION")] == []


def test_what_is_still_so_comes_once_by_its_last_word_and_says_that_it_is_late(broken: Scene) -> None:
    each_day(broken, DEMANDED, "2025-07-06")
    broken.down = set()
    each_day(broken, "2025-07-07", "2025-07-07")
    mails = [mail for mail in broken.mails("ann") if "DEM-1" in str(mail["Subject"])]
    said = " ".join(" ".join(text_of(mail).split()) for mail in mails)
    assert len(mails) == 2, subjects(broken)
    assert "Delayed: Landwaiter wrote this message on" in said
    assert "this is overdue" in said
    assert "Reminder: Produce the entry records" not in said


def test_the_rest_of_many_matters_comes_as_one_message(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    for number in range(1, 6):
        scene.open(f"AUD-{number}")
    scene.contact()
    scene.down = {"ann"}
    for number in range(1, 6):
        held = f"2025-06-{number + 1:02}"
        scene.record("closing_conference_held", held, docket=f"AUD-{number}")
        scene.sweep(held)
    scene.down = set()
    each_day(scene, "2025-06-20", "2025-06-21")
    mails = scene.mails("ann")
    assert len(mails) == 1, subjects(scene)
    assert "5 new alerts" in text_of(mails[0])


def test_an_alert_is_in_one_message_that_went_out_at_most(broken: Scene) -> None:
    each_day(broken, DEMANDED, "2025-07-10")
    broken.down = set()
    each_day(broken, "2025-07-11", "2025-07-13")
    with transaction(broken.engine) as session:
        alerts = session.exec(select(Alert)).all()
        states = {message.id: message.state for message in session.exec(select(Message)).all()}
    assert {states[alert.message_id] for alert in alerts if alert.message_id is not None} == {"sent"}


def test_a_message_that_may_have_gone_out_keeps_its_key(sqlite_scene: Scene) -> None:
    """Killed between the send and the log: there is an attempt and no end of one."""
    scene = sqlite_scene
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    with transaction(scene.engine) as session:
        (message,) = session.exec(select(Message)).all()
        message.state, message.sent_at, message.leased_until = "claimed", None, at("2025-06-20")
        key = message.key
        session.add(message)
    scene.sweep("2025-06-21")
    with transaction(scene.engine) as session:
        assert [each.key for each in session.exec(select(Message)).all()] == [key]
