"""A message that a service refuses for what it is: it holds up no other."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from models.record.database import transaction
from models.record.tables.alerts import Delivery, Message
from tasks.delivery.contacts import send_again
from tasks.delivery.send import GIVEN_UP, send_pending
from tasks.watch.sweep import sweep
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import LINKS, Scene, at
from tests.support.slack_receiver import Answer, Receiver

DAY = at("2025-06-20")
HOUR = timedelta(hours=1)


def staffed(scene: Scene, *dockets: str) -> None:
    for docket in dockets:
        scene.open(docket)
    scene.contact()
    scene.contact("Lee", role="lead")
    for docket in dockets:
        scene.record("closing_conference_held", "2025-06-20", docket=docket)


def look(scene: Scene, now: datetime) -> None:
    sweep(scene.engine, scene.channels, LINKS, now=now)


def subjects(scene: Scene, channel: str) -> list[str]:
    return [str(mail["Subject"])[-6:-1] for mail in scene.mails(channel)]


def state_of(scene: Scene, key: str) -> str:
    with transaction(scene.engine) as session:
        kept = session.exec(select(Message).where(Message.contact_id == 1).order_by(col(Message.id))).all()
    return next(each.state for each in kept if key in str(each.content))


def test_a_mail_that_is_refused_keeps_back_none_that_comes_after_it(scene: Scene) -> None:
    staffed(scene, "BAD-1", "BAD-2", "AUD-1")
    scene.mailbox.refused = "BAD-"
    look(scene, DAY)
    assert subjects(scene, "ann") == ["AUD-1"]
    with transaction(scene.engine) as session:
        refused = session.exec(select(Delivery).where(col(Delivery.refused))).all()
    assert {each.detail for each in refused} == {"E-Mail did not accept it: SMTPDataError 552"}


def test_what_was_refused_to_the_end_is_not_taken_up_by_the_next_success_but_by_hand(
    sqlite_scene: Scene,
) -> None:
    scene = sqlite_scene
    staffed(scene, "AUD-1")
    scene.mailbox.refused = "AUD-1"
    look(scene, DAY)
    now = DAY
    for _ in range(GIVEN_UP):
        now += 2 * HOUR
        send_pending(scene.engine, scene.channels, now=now)
    assert state_of(scene, "AUD-1") == "dead"
    scene.open("AUD-2")
    scene.record("closing_conference_held", "2025-06-20", docket="AUD-2", recorded=str(now.date()))
    look(scene, now)
    assert "AUD-2" in subjects(scene, "ann")
    assert state_of(scene, "AUD-1") == "dead"
    scene.mailbox.refused = ""
    assert send_again(scene.engine, "Ann", now=now) == 1
    look(scene, now + HOUR)
    assert subjects(scene, "ann").count("AUD-1") == 1


def test_a_server_that_nobody_answers_is_no_refusal(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    staffed(scene, "AUD-1")
    scene.elsewhere["ann"] = Mailbox(port=free_port()).url()
    look(scene, DAY)
    with transaction(scene.engine) as session:
        (failed,) = session.exec(select(Delivery).where(col(Delivery.ok).is_(False))).all()
    assert not failed.refused


def test_only_what_is_said_of_the_message_is_a_refusal(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    staffed(scene, "AUD-1")
    said = {}
    with Receiver() as receiver:
        scene.elsewhere["ann"] = f"json://{receiver.address}/"
        for hours, status in enumerate((413, 400, 401, 403, 404, 429, 500, 503)):
            receiver.answer = Answer(status, "no")
            look(scene, DAY + 8 * hours * HOUR)
            with transaction(scene.engine) as session:
                tries = select(Delivery).where(Delivery.channel == "ann").order_by(col(Delivery.id))
                said[status] = session.exec(tries).all()[-1].refused
    assert [status for status, refused in said.items() if refused] == [413, 400]
