"""What speaks against the system time, what does not, and who hears of it."""

from datetime import date, timedelta

import pytest

from models.record.database import reading
from models.record.receipts import ReceiptKind
from models.record.time_doubts import PATIENCE, time_doubts, time_part
from models.wall_clock import Uptime, uptime
from tasks.alerts.time_doubted import tell_time_doubts
from tasks.watch.confirm_time import confirm_time
from tasks.watch.receipts import leave_receipt
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

HELD, NEXT, AHEAD = "2025-06-20", "2025-06-21", "2025-10-20"
UP = Uptime("one start", 1000.0)


def subjects(scene: Scene, name: str = "ann") -> list[str]:
    return [str(mail["Subject"]) for mail in scene.mails(name)]


def confirm(scene: Scene, day: str) -> tuple[int, int]:
    done = confirm_time(scene.engine, LINKS, today=date.fromisoformat(day), by="Bo", uptime=UP, now=at(day))
    return done.retracted, done.dropped


def doubts(scene: Scene, day: str, up: Uptime | None, hour: int = 15) -> list[str]:
    with reading(scene.engine) as session:
        return time_doubts(session, at(day, hour), up)


def test_what_speaks_against_the_system_time_is_said(sqlite_scene: Scene) -> None:
    leave_receipt(sqlite_scene.engine, ReceiptKind.SWEEP, time_part(UP, []), now=at(HELD))
    later = Uptime(UP.boot, UP.seconds + 3600)
    assert doubts(sqlite_scene, HELD, later, 16) == []
    assert doubts(sqlite_scene, AHEAD, later) == [
        "The system time is Mon, Oct 20, 2025, 15:00 UTC, but by the time since this machine started it is "
        "Fri, Jun 20, 2025, 16:00 UTC."
    ]
    said = doubts(sqlite_scene, "2025-06-19", later)
    assert said[0] == (
        "The system time is Thu, Jun 19, 2025, 15:00 UTC, but a receipt of Fri, Jun 20, 2025, 15:00 UTC is "
        "on record."
    )
    assert len(said) == 2


@pytest.mark.parametrize(
    "up",
    [None, Uptime("another start", 5.0), Uptime(UP.boot, UP.seconds + 122 * 86400)],
    ids=["no uptime", "started again", "slept"],
)
def test_an_outage_or_a_long_sleep_is_no_doubt(sqlite_scene: Scene, up: Uptime | None) -> None:
    leave_receipt(sqlite_scene.engine, ReceiptKind.SWEEP, time_part(UP, []), now=at(HELD))
    assert doubts(sqlite_scene, AHEAD, up) == []


def test_a_doubt_lasts_until_the_time_is_confirmed(sqlite_scene: Scene) -> None:
    engine, ahead = sqlite_scene.engine, Uptime(UP.boot, UP.seconds + 3600)
    leave_receipt(engine, ReceiptKind.SWEEP, time_part(UP, []), now=at(HELD))
    found = doubts(sqlite_scene, AHEAD, ahead)
    leave_receipt(engine, ReceiptKind.SWEEP, time_part(ahead, found), now=at(AHEAD))
    assert doubts(sqlite_scene, AHEAD, ahead) == found
    back = Uptime(UP.boot, UP.seconds + 86400)
    for _ in range(2):
        found = doubts(sqlite_scene, NEXT, back)
        assert len(found) == 1
        leave_receipt(engine, ReceiptKind.SWEEP, time_part(back, found), now=at(NEXT))
    confirm_time(engine, LINKS, today=date.fromisoformat(NEXT), by="Bo", uptime=back, now=at(NEXT))
    assert doubts(sqlite_scene, NEXT, back) == []


def test_a_database_server_with_another_time_is_named(scene: Scene) -> None:
    found = doubts(scene, HELD, None)
    is_server = scene.engine.dialect.name == "postgresql"
    assert [each.partition("but by ")[2][:19] for each in found] == ["the database server"] * is_server


def test_every_contact_hears_of_a_doubt_once_a_day(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    scene.contact()
    for day, hour in ((HELD, 15), (HELD, 16), (NEXT, 15)):
        tell_time_doubts(scene.engine, LINKS, ["The system time is noon."], now=at(day, hour))
        scene.sweep(day, hour)
    tell_time_doubts(scene.engine, LINKS, [], now=at("2025-06-22"))
    scene.sweep("2025-06-22")
    assert subjects(scene) == ["ACTION: the system time of Landwaiter's machine may be wrong"] * 2
    assert "The system time is noon." in text_of(scene.mails("ann")[0])


def test_the_uptime_of_this_machine_never_runs_backwards() -> None:
    first, second = uptime(), uptime()
    assert first is not None
    assert second is not None
    assert (first.boot, first.seconds <= second.seconds) == (second.boot, True)
    assert timedelta(minutes=1) < PATIENCE
