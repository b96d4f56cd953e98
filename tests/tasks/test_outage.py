"""A channel that is down for days: tried again, told elsewhere, given up in sight; nothing lost or twice."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from sqlmodel import col, select

from models.record.database import transaction
from models.record.tables.alerts import Delivery, Message
from tasks.delivery.contacts import send_again
from tasks.delivery.send import GIVEN_UP, send_pending
from tasks.pages.board_page import board_page, read_board
from tasks.watch.sweep import sweep
from tasks.watch.sweep_report import Sweep
from tests.support.mailbox import Mailbox, free_port, text_of
from tests.support.scenes import LINKS, Scene, at
from tests.support.slack_receiver import Answer, Receiver, Slack

HOUR = timedelta(hours=1)
OUT, BACK = at("2025-06-20"), at("2025-06-23")


def cut(scene: Scene, *channels: str) -> None:
    """From now on nobody listens where these channels lead."""
    scene.elsewhere |= {name: Mailbox(port=free_port()).url() for name in channels}


def look(scene: Scene, now: datetime) -> Sweep:
    return sweep(scene.engine, scene.channels, LINKS, now=now)


def staffed(scene: Scene, *, matters: int = 1, **ann: str) -> Scene:
    """Matters of one importer with an owner, a lead, a counsel."""
    for number in range(1, matters + 1):
        scene.open(f"AUD-{number}")
    scene.contact("Ann", **ann)
    scene.contact("Lee", role="lead")
    scene.contact("Cole", role="counsel")
    return scene


def messages(scene: Scene) -> list[Message]:
    with transaction(scene.engine) as session:
        return list(session.exec(select(Message).order_by(col(Message.id))).all())


def tried(scene: Scene, message: int) -> list[datetime]:
    with transaction(scene.engine) as session:
        wanted = select(Delivery.at).where(Delivery.message_id == message).order_by(col(Delivery.id))
        return list(session.exec(wanted).all())


def keys(scene: Scene, channel: str) -> list[str]:
    return [str(mail["X-Landwaiter-Key"]) for mail in scene.mails(channel)]


def notices(scene: Scene, channel: str) -> list[str]:
    return [text for text in map(str, subjects(scene, channel)) if text.startswith("ACTION, not delivered")]


def subjects(scene: Scene, channel: str) -> list[str]:
    return [str(mail["Subject"]) for mail in scene.mails(channel)]


def test_the_pauses_double_until_they_are_three_quarters_of_an_hour(sqlite_scene: Scene) -> None:
    scene = staffed(sqlite_scene)
    cut(scene, "ann")
    scene.record("closing_conference_held", "2025-06-20")
    look(scene, OUT)
    for minute in range(1, 6 * 60):
        send_pending(scene.engine, scene.channels, now=OUT + minute * HOUR / 60)
    times = tried(scene, 1)
    pauses = [(later - before) / HOUR * 60 for before, later in pairwise(times)]
    least = [1, 2, 4, 8, 16, 32, 45, 45]
    assert len(pauses) >= len(least)
    assert all(low <= pause <= 1.25 * low + 1 for low, pause in zip(least, pauses, strict=False))


def test_three_days_without_a_channel_lose_nothing_and_double_nothing(scene: Scene) -> None:
    staffed(scene, matters=3)
    cut(scene, "ann")
    days = {at("2025-06-20"): "AUD-1", at("2025-06-21"): "AUD-2", at("2025-06-22"): "AUD-3"}
    for now in (OUT + 3 * HOUR * number for number in range(24)):
        if now in days:
            scene.record("closing_conference_held", str(now.date()), docket=days[now])
        look(scene, now)
    assert scene.mails("ann") == []
    scene.elsewhere.clear()
    for number in range(3):
        look(scene, BACK + 3 * HOUR * number)
    kept = [each for each in messages(scene) if each.contact_id == 1]
    assert Counter(keys(scene, "ann")) == Counter({each.key: 1 for each in kept})
    assert {each.state for each in messages(scene) if each.state != "void"} == {"sent"}
    assert [subject[-6:-1] for subject in subjects(scene, "ann")] == ["AUD-1", "AUD-2", "AUD-3"]


def test_what_comes_late_says_so_and_what_comes_in_time_does_not(sqlite_scene: Scene) -> None:
    scene = staffed(sqlite_scene)
    cut(scene, "ann")
    scene.record("closing_conference_held", "2025-06-20")
    look(scene, OUT)
    scene.elsewhere.clear()
    look(scene, BACK)
    (late,), (in_time,) = scene.mails("ann"), scene.mails("lee")
    assert "Delayed: Landwaiter wrote this message on Friday, June 20, 2025" in text_of(late)
    assert "could not deliver it before Monday, June 23, 2025" in text_of(late)
    assert "Delayed" not in text_of(in_time)


def test_the_next_in_the_chain_hears_of_each_message_once_after_three_attempts(sqlite_scene: Scene) -> None:
    scene = staffed(sqlite_scene, matters=2)
    cut(scene, "ann")
    for docket in ("AUD-1", "AUD-2"):
        scene.record("closing_conference_held", "2025-06-20", docket=docket)
    heard = []
    for now in (OUT + 3 * HOUR * number for number in range(6)):
        look(scene, now)
        heard.append(len(notices(scene, "lee")))
    assert heard == [0, 0, 2, 2, 2, 2]
    assert notices(scene, "cole") == []
    told = text_of(scene.mails("lee")[-1])
    assert "Landwaiter could not deliver 1 alert to Ann and sends it to you." in told
    assert "CBP completes the written audit report" in told


def test_what_is_urgent_goes_up_in_the_same_look_as_far_as_it_must(sqlite_scene: Scene) -> None:
    scene = staffed(sqlite_scene)
    scene.open("SUM-1", "summons")
    facts = {"return_on": "2025-07-03", "third_party": False}
    scene.record("summons_issued", "2025-05-01", docket="SUM-1", facts=facts)
    scene.sweep("2025-05-01")
    cut(scene, "ann", "lee")
    scene.sweep("2025-07-03")
    act = "ACTION today, Thu, Jul 3: Appear or produce on the date set in the summons (SUM-1)"
    assert {act, f'ACTION, not delivered to Lee: "{act}"'} <= set(subjects(scene, "cole"))


def test_the_other_channel_is_tried_from_the_second_attempt_and_from_the_first_where_it_is_urgent(
    sqlite_scene: Scene,
) -> None:
    with Receiver() as pager:
        scene = staffed(sqlite_scene, fallback="pager")
        scene.elsewhere["pager"] = f"json://{pager.address}/"
        cut(scene, "ann")
        scene.open("SUM-1", "summons")
        facts = {"return_on": "2025-07-03", "third_party": False}
        scene.record("summons_issued", "2025-07-02", docket="SUM-1", facts=facts)
        scene.sweep("2025-07-02")
        assert pager.received == []
        scene.sweep("2025-07-02", 18)
        scene.sweep("2025-07-03")
        scene.sweep("2025-07-03", 18)
        titles = [posted.payload["title"] for posted in pager.received]
    assert [title.split(":")[0] for title in titles] == ["ACTION by Thu, Jul 3", "ACTION today, Thu, Jul 3"]
    assert notices(scene, "lee") == []
    assert [each.state for each in messages(scene)] == ["sent"] * len(messages(scene))


def given_up(scene: Scene) -> datetime:
    """The instant at which the only message was given up."""
    staffed(scene)
    cut(scene, "ann")
    scene.record("closing_conference_held", "2025-06-20")
    look(scene, OUT)
    now = OUT + HOUR
    for _ in range(GIVEN_UP - 1):
        send_pending(scene.engine, scene.channels, now=now)
        now += 2 * HOUR
    look(scene, now)
    return now


def test_a_message_is_given_up_at_last_stays_in_sight_and_is_sent_again_by_hand_once(
    sqlite_scene: Scene,
) -> None:
    scene = sqlite_scene
    now = given_up(scene)
    assert [each.state for each in messages(scene) if each.contact_id == 1] == ["dead"]
    assert len(tried(scene, 1)) == GIVEN_UP
    look(scene, now + 12 * HOUR)
    assert len(tried(scene, 1)) == GIVEN_UP
    with transaction(scene.engine) as session:
        board = board_page(read_board(session, at("2025-06-23")), {}, LINKS)
    assert f"**stopped retrying** after {GIVEN_UP} attempts" in board
    assert len(notices(scene, "lee")) == 1
    scene.elsewhere.clear()
    now += 13 * HOUR
    look(scene, now)
    assert scene.mails("ann") == []
    assert send_again(scene.engine, "Ann", now=now) == 1
    assert send_again(scene.engine, "Ann", now=now) == 0
    look(scene, now)
    look(scene, now + 2 * HOUR)
    (mail,) = scene.mails("ann")
    assert "Delayed: Landwaiter wrote this message on Friday, June 20, 2025" in text_of(mail)
    assert {each.state for each in messages(scene) if each.state != "void"} == {"sent"}


def test_once_a_contact_is_reached_what_was_given_up_is_taken_up_by_itself(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    now = given_up(scene)
    scene.elsewhere.clear()
    scene.open("AUD-2")
    scene.record("closing_conference_held", "2025-06-20", docket="AUD-2", recorded=str(now.date()))
    look(scene, now + 2 * HOUR)
    look(scene, now + 3 * HOUR)
    assert sorted(subject[-6:-1] for subject in subjects(scene, "ann")) == ["AUD-1", "AUD-2"]
    assert len(set(keys(scene, "ann"))) == 2


def test_slack_that_asks_for_patience_then_fails_then_works_gets_each_message_once(scene: Scene) -> None:
    with Slack() as slack:
        staffed(scene)
        scene.elsewhere["ann"] = Slack.url()
        scene.record("closing_conference_held", "2025-06-20")
        slack.answer = Answer(429, '{"ok":false,"error":"ratelimited","retry_after":7200}')
        look(scene, OUT)
        asked = (messages(scene)[0].leased_until - OUT) / HOUR
        send_pending(scene.engine, scene.channels, now=OUT + HOUR)
        slack.answer = Answer(500, "internal_error")
        look(scene, OUT + 3 * HOUR)
        slack.answer = Answer()
        look(scene, OUT + 6 * HOUR)
        look(scene, OUT + 9 * HOUR)
        posted = [each.payload["attachments"] for each in slack.received]
    assert asked == 2
    assert len(posted) == 3
    with transaction(scene.engine) as session:
        wanted = select(Delivery).where(Delivery.message_id == 1).order_by(col(Delivery.id))
        said = [(each.ok, each.detail) for each in session.exec(wanted).all()]
    assert said == [
        (False, "Slack did not accept it: HTTP 429, ratelimited"),
        (False, "Slack did not accept it: HTTP 500, internal_error"),
        (True, "accepted by Slack, without its 1 file"),
    ]
