"""Delivery: what fails is logged, tried again after a pause, and never tells a secret."""

from sqlmodel import select

from models.record.contacts import remove_contact
from models.record.database import transaction
from models.record.tables.alerts import Delivery, Message
from tasks.delivery.send import LEASE, send_pending
from tasks.watch.sweep import sweep
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import LINKS, Scene, at


def waiting(scene: Scene) -> Scene:
    """A scene with one alert that could not be sent."""
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.down = {"ann"}
    scene.sweep("2025-06-20")
    return scene


def test_a_channel_without_an_address_leaves_the_alert_claimed_and_says_so(scene: Scene) -> None:
    waiting(scene)
    assert (scene.states(), scene.attempts()) == (["claimed"], [False])
    with transaction(scene.engine) as session:
        assert session.exec(select(Delivery)).one().detail == "The channel ann has no address."


def test_when_the_channel_is_back_the_next_look_sends_it_once(scene: Scene) -> None:
    waiting(scene).down = set()
    scene.sweep("2025-06-21")
    scene.sweep("2025-06-22")
    assert (scene.states(), scene.attempts()) == (["sent"], [False, True])
    assert len(scene.mailbox.received) == 1


def test_a_server_that_does_not_answer_is_a_failure_that_is_tried_again(scene: Scene) -> None:
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    dead = Mailbox(port=free_port()).url()
    found = sweep(scene.engine, lambda _name: dead, LINKS, now=at("2025-06-20"))
    assert [each.outcome.ok for each in found.failures] == [False]
    scene.sweep("2025-06-21")
    assert scene.states() == ["sent"]


def test_a_message_taken_back_while_it_is_on_its_way_does_not_come_to_life_again(scene: Scene) -> None:
    scene.open()
    scene.contact()
    scene.contact("Abe")
    scene.record("closing_conference_held", "2025-06-20")

    def leaves(name: str) -> str:
        """Their channel is looked up once the message is taken; just then they are taken out."""
        if name != "ann":
            return scene.channels(name)
        with transaction(scene.engine) as session:
            remove_contact(session, "Ann", at=at("2025-06-20"))
        return dead.url()

    dead = Mailbox(port=free_port())
    sweep(scene.engine, leaves, LINKS, now=at("2025-06-20"))
    assert (scene.states(), scene.attempts()) == (["void", "sent"], [False, True])
    scene.sweep("2025-06-21")
    assert (scene.states(), scene.mails("ann")) == (["void", "sent"], [])


def test_nobody_sends_what_somebody_else_is_sending(scene: Scene) -> None:
    waiting(scene).down = set()
    now = at("2025-06-21")
    with transaction(scene.engine) as session:
        message = session.exec(select(Message)).one()
        message.leased_until = now + LEASE
        session.add(message)
    assert send_pending(scene.engine, scene.channels, now=now) == []
    assert len(send_pending(scene.engine, scene.channels, now=now + LEASE)) == 1


def test_the_pause_before_the_next_attempt_grows(scene: Scene) -> None:
    waiting(scene)
    pauses = []
    for hour in range(16, 20):
        now = at("2025-06-20", hour)
        send_pending(scene.engine, scene.channels, now=now)
        with transaction(scene.engine) as session:
            pauses.append((session.exec(select(Message)).one().leased_until - now).total_seconds() / 60)
    assert [round(pause / least, 2) for pause, least in zip(pauses, (2, 4, 8, 16), strict=True)] == [
        round(pauses[0] / 2, 2)
    ] * 4
    assert 1 <= pauses[0] / 2 <= 1.25
