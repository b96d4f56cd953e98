"""Working hours in real zones: what waits for somebody's morning, what does not, and the morning's digest."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from flows.run.output import told_in_short
from models.record.receipts import ReceiptKind
from tasks.watch.receipts import leave_receipt
from tasks.watch.sweep import sweep
from tasks.watch.sweep_report import Sweep
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene

EAST, WEST = "America/New_York", "America/Los_Angeles"
NINE_TO_FIVE = {"works_from": "09:00", "works_to": "17:00"}


def eastern(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(EAST))


def look(scene: Scene, eastern_time: str) -> Sweep:
    return sweep(scene.engine, scene.channels, LINKS, now=eastern(eastern_time).astimezone(UTC))


def watched(scene: Scene, first: str, until: str, every: int = 1) -> dict[str, list[str]]:
    """Looks every so many hours, and says in the looks' Eastern time what came in by which channel."""
    came: dict[str, list[str]] = {}
    now, end, seen = eastern(first), eastern(until), len(scene.mailbox.received)
    while now < end:
        sweep(scene.engine, scene.channels, LINKS, now=now.astimezone(UTC))
        new = scene.mailbox.received[seen:]
        seen += len(new)
        for mail in new:
            who = str(mail["To"]).split("@", maxsplit=1)[0].strip("<")
            came.setdefault(f"{now:%a %d %H:%M}", []).append(f"{who}: {in_short(mail)}")
        now += timedelta(hours=every)
    return came


def in_short(mail: EmailMessage) -> str:
    """A subject without the deadline's title and matter, where it is of one."""
    return str(mail["Subject"]).split(": Appear or produce")[0]


def summoned(scene: Scene, return_on: str, recorded: str, docket: str = "SUM-1") -> Scene:
    """A summons whose first word is due; its matter is of Eastern time."""
    scene.open(docket, "summons", on="2025-05-01")
    facts = {"return_on": return_on, "third_party": False}
    scene.record("summons_issued", "2025-05-01", docket=docket, facts=facts, recorded=recorded)
    return scene


def test_a_look_says_of_each_whether_they_hear_it_now(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, "2025-09-05", "2025-06-23")
    scene.contact("Ann", **NINE_TO_FIVE)
    scene.contact("Sam")
    found = look(scene, "2025-06-23 22:00")
    assert told_in_short(found) == [
        "Notified: Sam.",
        "To be notified: Ann (held until Tue, Jun 24, 2025, 09:00 EDT).",
    ]


def test_at_night_each_waits_for_the_morning_of_their_own_zone(scene: Scene) -> None:
    summoned(scene, "2025-09-05", "2025-06-23")
    scene.contact("Ann", **NINE_TO_FIVE)
    scene.contact("Wes", timezone=WEST, **NINE_TO_FIVE)
    scene.contact("Sam")
    news = "ACTION by Fri, Sep 5"
    assert watched(scene, "2025-06-23 22:00", "2025-06-24 14:00") == {
        "Mon 23 22:00": [f"sam: {news}"],
        "Tue 24 09:00": [f"ann: {news}"],
        "Tue 24 12:00": [f"wes: {news}"],
    }


def test_over_a_holiday_and_a_weekend_it_waits_for_the_next_business_morning(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, "2025-09-05", "2025-07-03")
    scene.contact("Ann", **NINE_TO_FIVE)
    came = watched(scene, "2025-07-03 17:00", "2025-07-08 00:00")
    assert came == {"Mon 07 09:00": ["ann: ACTION by Fri, Sep 5"]}


@pytest.mark.parametrize(
    ("starts", "when"), [("09:00", "Thu 03 18:00"), ("08:00", "Mon 07 08:00"), ("07:00", "Mon 07 07:00")]
)
def test_it_waits_until_the_last_safe_morning_and_not_beyond(
    starts: str, when: str, sqlite_scene: Scene
) -> None:
    """The last safe day is Monday, after a holiday; its news comes up on Thursday after work."""
    scene = summoned(sqlite_scene, "2025-07-07", "2025-07-03")
    scene.contact("Ann", works_from=starts, works_to="17:00")
    came = watched(scene, "2025-07-03 18:00", "2025-07-07 08:01")
    assert came[when][0] == "ann: ACTION by Mon, Jul 7"


def test_the_last_safe_day_and_the_gap_break_the_quiet_and_a_miss_does_not(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, "2025-07-05", "2025-07-02")
    scene.contact("Wes", timezone=WEST, **NINE_TO_FIVE)
    look(scene, "2025-07-02 13:00")
    assert watched(scene, "2025-07-03 00:00", "2025-07-09 00:00") == {
        "Thu 03 08:00": ["wes: ACTION today, Thu, Jul 3"],
        "Sun 06 08:00": ["wes: ACTION, earliest last day was Sat, Jul 5"],
        "Tue 08 12:00": ["wes: ACTION, overdue since Tue, Jul 8"],
    }


@pytest.mark.parametrize(("number", "mails"), [(3, 3), (4, 1)])
def test_what_waited_comes_as_one_message_where_it_is_much(
    number: int, mails: int, sqlite_scene: Scene
) -> None:
    for place in range(number):
        summoned(sqlite_scene, "2025-09-05", "2025-06-23", f"SUM-{place}")
    sqlite_scene.contact("Ann", **NINE_TO_FIVE)
    look(sqlite_scene, "2025-06-23 20:00")
    look(sqlite_scene, "2025-06-23 23:00")
    assert sqlite_scene.mailbox.received == []
    look(sqlite_scene, "2025-06-24 09:00")
    assert len(sqlite_scene.mailbox.received) == mails
    said = " ".join(f"{mail['Subject']} {text_of(mail)}" for mail in sqlite_scene.mailbox.received)
    assert all(f"SUM-{place}" in said for place in range(number))


def digests(came: dict[str, list[str]]) -> dict[str, list[str]]:
    """The digests among what came: their subjects count, those of alerts do not."""
    counted = {when: [each for each in what if "digest of" in each] for when, what in came.items()}
    return {when: what for when, what in counted.items() if what}


def test_the_digest_comes_once_each_business_morning_and_not_on_a_holiday(scene: Scene) -> None:
    summoned(scene, "2025-07-09", "2025-06-27")
    scene.contact("Ann", wants_digest=True, **NINE_TO_FIVE)
    scene.contact("Wes", wants_digest=True, timezone=WEST, **NINE_TO_FIVE)
    scene.contact("Ned")
    look(scene, "2025-06-27 16:00")
    look(scene, "2025-06-27 19:00")
    came = watched(scene, "2025-07-02 06:00", "2025-07-09 00:00", every=3)
    assert digests(came) == {
        f"{day} {hour}": [
            f"{who}: ACTION on 1 deadline, first Wed, Jul 9: SUM-1 (digest of {day[:3]}, Jul {int(day[4:])})"
        ]
        for day in ("Wed 02", "Thu 03", "Mon 07", "Tue 08")
        for hour, who in (("09:00", "ann"), ("12:00", "wes"))
    }


def test_where_nothing_is_pressing_the_digest_says_so_once_a_week(sqlite_scene: Scene) -> None:
    """Labor Day is the first Monday of September: that week's first business day is a Tuesday."""
    scene = summoned(sqlite_scene, "2026-03-06", "2025-08-27")
    scene.contact("Ann", wants_digest=True, **NINE_TO_FIVE)
    look(scene, "2025-08-27 12:00")
    came = watched(scene, "2025-08-28 06:00", "2025-09-10 00:00", every=3)
    assert came == {
        f"{day} 09:00": [f"ann: NOTICE: no action due this week (digest of {day[:3]}, Sep {int(day[4:])})"]
        for day in ("Tue 02", "Mon 08")
    }


def test_much_that_comes_up_by_the_morning_goes_out_with_the_digest(sqlite_scene: Scene) -> None:
    for place in range(5):
        summoned(sqlite_scene, "2025-09-05", "2025-06-23", f"SUM-{place}")
    sqlite_scene.contact("Ann", wants_digest=True, **NINE_TO_FIVE)
    look(sqlite_scene, "2025-06-23 20:00")
    sqlite_scene.mailbox.received.clear()
    look(sqlite_scene, "2025-06-24 09:00")
    (digest,) = sqlite_scene.mailbox.received
    assert digest["Subject"] == (
        "ACTION on 5 deadlines, first Fri, Sep 5: SUM-0, SUM-1, SUM-2 and 2 more (digest of Tue, Jun 24)"
    )
    assert "New alerts: new deadline" in text_of(digest)


def test_the_foot_of_the_digest_carries_the_head_of_the_chain_of_receipts(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, "2025-09-05", "2025-06-23")
    scene.contact("Ann", wants_digest=True)
    look(scene, "2025-06-23 12:00")
    heads = [
        leave_receipt(scene.engine, ReceiptKind.SWEEP, {"told": []}, now=eastern(f"2025-06-23 {hour}:00"))
        for hour in (12, 13)
    ]
    look(scene, "2025-06-30 12:00")
    first, second = scene.mails("ann")[-2:]
    assert "no check of the deadlines yet" in text_of(first)
    assert f"Receipt 2 of the deadline checks, Mon, Jun 23, 2025, 13:00 EDT: {heads[1].hash}" in text_of(
        second
    )


def test_who_wants_no_digest_or_has_nothing_that_runs_gets_none(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, "2025-09-05", "2025-06-23")
    scene.open("AUD-9", importer="Globex")
    scene.contact("Ned")
    scene.contact("Zoe", ["Globex"], wants_digest=True)
    for day in (23, 24, 25):
        look(scene, f"2025-06-{day} 12:00")
    assert [str(mail["Subject"])[-8:] for mail in scene.mailbox.received] == [" (SUM-1)"]
