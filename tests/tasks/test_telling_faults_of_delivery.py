"""Faults of delivery that a look at the telling's code found: what is urgent, and what was given up."""

from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from sqlmodel import select

from models.inputs import ContactInput
from models.record.database import transaction
from models.record.tables.alerts import Message
from models.roles import Role
from tasks.alerts.ladders import put_ladder
from tasks.delivery.contacts import put_contact_otherwise, send_trial
from tasks.delivery.send import GIVEN_UP, send_pending
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import LINKS, Scene, at

ACT = "ACTION today, Thu, Jul 3"
MISSED = "1 day after lenient: missed to owner"
FACTS = {"return_on": "2025-07-05", "third_party": False}


def subjects(mails: Sequence[EmailMessage]) -> list[str]:
    return [
        str(mail["Subject"]).removesuffix(": Appear or produce on the date set in the summons (SUM-1)")
        for mail in mails
    ]


def cut(scene: Scene, *channels: str) -> None:
    """From now on nobody listens where these channels lead."""
    scene.elsewhere |= {name: Mailbox(port=free_port()).url() for name in channels}


def test_what_is_urgent_is_urgent_in_the_morning_digest_too(sqlite_scene: Scene) -> None:
    scene = crowded(sqlite_scene, wants_digest=True)
    cut(scene, "ann")
    scene.sweep("2025-07-03")
    (mail,) = scene.mails("ann2")
    assert str(mail["Subject"]).startswith(
        "ACTION on 4 deadlines, first Thu, Jul 3: SUM-1, SUM-2, SUM-3 and 1 more"
    )


def test_what_is_urgent_in_the_morning_digest_goes_up_at_once(sqlite_scene: Scene) -> None:
    scene = crowded(sqlite_scene, wants_digest=True)
    cut(scene, "ann", "ann2")
    scene.sweep("2025-07-03")
    assert [each for each in subjects(scene.mails("lee")) if "not delivered to Ann" in each] != []


def crowded(scene: Scene, **ann: Any) -> Scene:
    """Four summonses, all to be answered on 2025-07-03."""
    for number in range(1, 5):
        scene.open(f"SUM-{number}", "summons")
        scene.record("summons_issued", "2025-05-01", docket=f"SUM-{number}", facts=FACTS)
    scene.contact("Ann", fallback="ann2", **ann)
    scene.contact("Lee", role="lead")
    scene.sweep("2025-05-01")
    return scene


def test_a_group_that_holds_what_happened_by_itself_just_now_is_urgent(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-0", "summons", on="2024-01-02")
    scene.record("delivery_withheld", "2024-07-07", docket="SUM-0")
    crowded(scene)
    scene.sweep("2025-07-07")
    cut(scene, "ann")
    found = scene.sweep("2025-07-08")
    to_ann = [claim.reason.value for _, claim in found.claims if claim.contact == "Ann"]
    assert sorted(to_ann) == ["missed", "missed", "missed", "missed", "threshold_crossed"]
    assert len(scene.mails("ann2")) == 1


def urgent_to_owner(scene: Scene, **lee: Any) -> Scene:
    """A summons of which the last safe day goes to the owner alone, whom nothing reaches."""
    scene.open("SUM-1", "summons")
    scene.contact("Ann")
    steps = ["on act-by: due now to owner", "1 day after strict: in gap to owner", MISSED]
    put_ladder(scene.engine, "SUM-02", steps, Role.OWNER, by="Bo", now=at("2025-05-01"))
    scene.contact("Lee", role="lead", **lee)
    scene.contact("Cole", role="counsel")
    scene.record("summons_issued", "2025-05-01", docket="SUM-1", facts=FACTS)
    scene.sweep("2025-05-01")
    cut(scene, "ann")
    return scene


def test_word_that_something_urgent_reached_nobody_does_not_wait_for_working_hours(
    sqlite_scene: Scene,
) -> None:
    scene = urgent_to_owner(sqlite_scene, works_from="09:00", works_to="17:00")
    scene.sweep("2025-07-03", 22)
    assert subjects(scene.mails("lee")) == [
        f'ACTION, not delivered to Ann: "{ACT}: Appear or produce on the date set in the summons (SUM-1)"'
    ]


def test_word_that_something_urgent_reached_nobody_is_as_urgent_itself(sqlite_scene: Scene) -> None:
    scene = urgent_to_owner(sqlite_scene)
    cut(scene, "lee")
    scene.sweep("2025-07-03")
    assert [each for each in subjects(scene.mails("cole")) if "not delivered to" in each] != []


def test_who_took_over_and_cannot_be_reached_is_not_the_end_of_the_chain(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact("Ann")
    scene.contact("Eve", role="executive")
    scene.record("summons_issued", "2025-05-01", docket="SUM-1", facts=FACTS)
    scene.sweep("2025-05-01")
    scene.reassign("Ann", "Eve", docket="SUM-1", on="2025-05-02")
    cut(scene, "eve")
    scene.sweep("2025-07-03")
    assert [each for each in subjects(scene.mails("ann")) if "not delivered to Eve" in each] != []


def test_a_channel_that_is_changed_brings_what_was_given_up(sqlite_scene: Scene) -> None:
    scene = given_up(sqlite_scene)
    draft = ContactInput(
        name="Ann", role="owner", channel="new", importers=("Acme",), wants_digest=False, added_by="Bo"
    )
    put_contact_otherwise(scene.engine, draft, scene.channels, LINKS, now=at("2025-05-12"))
    scene.sweep("2025-05-12", 16)
    assert subjects(scene.mails("new"))[1:] == ["ACTION by Thu, Jul 3"]


def test_a_test_message_that_arrives_brings_what_was_given_up(sqlite_scene: Scene) -> None:
    scene = given_up(sqlite_scene)
    scene.elsewhere.clear()
    send_trial(scene.engine, "Ann", scene.channels, LINKS, now=at("2025-05-12"))
    scene.sweep("2025-05-12", 16)
    assert subjects(scene.mails("ann"))[1:] == ["ACTION by Thu, Jul 3"]


def given_up(scene: Scene) -> Scene:
    """A scene whose only message was given up."""
    scene.open("SUM-1", "summons")
    scene.contact("Ann")
    cut(scene, "ann")
    scene.record("summons_issued", "2025-05-01", docket="SUM-1", facts=FACTS)
    scene.sweep("2025-05-01")
    now = at("2025-05-01")
    for _ in range(GIVEN_UP):
        now += timedelta(hours=2)
        send_pending(scene.engine, scene.channels, now=now)
    with transaction(scene.engine) as session:
        assert session.exec(select(Message)).one().state == "dead"
    return scene
