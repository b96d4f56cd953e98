"""Delivery tells the truth: when it is tried next, what a resend sent, what a quiet watch watches."""

from datetime import timedelta

from sqlalchemy import update

from models.record.change_log import changed
from models.record.database import transaction
from models.record.tables.alerts import Message
from tasks.delivery.send import LEASE
from tasks.delivery.tell import resend, unsent
from tasks.pages.board_page import board_page, read_board
from tasks.watch.what_runs import what_runs
from tests.support.scenes import LINKS, Scene, at

HELD = "2025-06-20"


def audits(scene: Scene, *importers: str) -> Scene:
    for number, importer in enumerate(importers, start=1):
        scene.open(f"AUD-{number}", importer=importer)
        scene.record("closing_conference_held", HELD, docket=f"AUD-{number}")
    return scene


def test_the_board_says_when_and_by_which_channels_a_message_is_tried_next(sqlite_scene: Scene) -> None:
    scene = audits(sqlite_scene, "Acme")
    scene.contact(fallback="spare")
    scene.down = {"ann", "spare"}
    scene.sweep(HELD)
    with transaction(scene.engine) as session:
        page = board_page(read_board(session, at(HELD)), {}, LINKS)
    assert "not delivered in 1 attempt" in page
    assert "next attempt after " in page
    assert ", by ann, then spare" in page


def test_a_resend_sends_what_waits_for_that_contact_alone_and_returns_each(sqlite_scene: Scene) -> None:
    scene = audits(sqlite_scene, "Acme", "Globex")
    scene.contact()
    scene.contact("Lee", ("Globex",))
    scene.down = {"ann", "lee"}
    scene.sweep(HELD)
    scene.down = set()
    later = at("2025-06-23")
    sent = resend(scene.engine, scene.channels, LINKS, "Ann", now=later)
    assert [(each.contact, each.outcome.ok) for each in sent] == [("Ann", True)]
    assert (len(scene.mails("ann")), scene.mails("lee")) == (1, [])
    assert resend(scene.engine, scene.channels, LINKS, "Ann", now=later) == []


def test_a_quiet_watch_says_how_many_deadlines_run_and_when_the_next_is(sqlite_scene: Scene) -> None:
    assert what_runs(sqlite_scene.engine, now=at(HELD)) == "No deadline is running."
    audits(sqlite_scene, "Acme", "Globex")
    assert what_runs(sqlite_scene.engine, now=at(HELD)) == (
        "2 deadlines are running; the next is CBP completes the written audit report (AUD-1), "
        "Thu, Sep 18, 2025."
    )


def test_a_resend_ends_the_pause_after_a_failure_and_says_what_still_waits(sqlite_scene: Scene) -> None:
    scene = audits(sqlite_scene, "Acme")
    scene.contact()
    scene.down = {"ann"}
    for hour in (15, 16, 17):
        scene.sweep(HELD, hour)
    (waits,) = unsent(scene.engine, "Ann")
    soon = at(HELD, 17) + timedelta(seconds=1)
    assert waits > soon + LEASE, "the pause is long"
    (tried,) = resend(scene.engine, scene.channels, LINKS, "Ann", now=soon)
    assert not tried.outcome.ok
    scene.down = set()
    (waits,) = unsent(scene.engine, "Ann")
    (sent,) = resend(scene.engine, scene.channels, LINKS, "Ann", now=soon + timedelta(seconds=1))
    assert sent.outcome.ok
    assert unsent(scene.engine, "Ann") == []


def test_a_resend_takes_nothing_that_may_be_on_its_way(sqlite_scene: Scene) -> None:
    scene = audits(sqlite_scene, "Acme")
    scene.contact()
    scene.down = {"ann"}
    scene.sweep(HELD)
    with transaction(scene.engine) as session:
        changed(session, update(Message).values(leased_until=at(HELD) + LEASE))
    scene.down = set()
    assert resend(scene.engine, scene.channels, LINKS, "Ann", now=at(HELD)) == []
    assert unsent(scene.engine, "Ann") == [at(HELD) + LEASE]
