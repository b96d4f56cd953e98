"""What happens between the moment an alert is claimed and the moment its words are made."""

from typing import Any

import pytest

from notifications.wording.message import Message as Words
from tasks.alerts.words import items_of
from tasks.delivery import undelivered
from tasks.delivery.tell import tell
from tasks.watch.sweep import claim_due
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

DAY, MORNING = "2025-03-17", "2025-03-18"


def test_a_digest_that_was_held_back_does_not_swallow_what_came_after_it(sqlite_scene: Scene) -> None:
    scene, monday = sqlite_scene, "2025-06-09"
    for number in range(1, 8):
        scene.open(f"AUD-{number}")
    scene.contact("Ann", wants_digest=True)
    scene.record("closing_conference_held", "2025-06-02", docket="AUD-1")
    scene.sweep("2025-06-02")
    scene.down = {"ann"}
    scene.sweep(monday, 13)
    for number in range(2, 8):
        scene.record("closing_conference_held", monday, docket=f"AUD-{number}")
        scene.sweep(monday, 13 + number)
    scene.record("report_completed", monday, docket="AUD-7")
    scene.down, seen = set(), len(scene.mails("ann"))
    scene.sweep(monday, 23)
    came = "\n".join(text_of(mail) for mail in scene.mails("ann")[seen:])
    assert [number for number in range(2, 7) if f"AUD-{number}" not in came] == []


def test_what_was_done_since_is_not_the_reason_of_a_call_to_act(sqlite_scene: Scene) -> None:
    scene, due = sqlite_scene, "2025-07-02"
    scene.open("DEM-1", "demand")
    scene.contact("Ann")
    scene.record("demand_received", "2025-06-02", docket="DEM-1")
    scene.sweep("2025-06-02")
    claim_due(scene.engine, LINKS, now=at(due))
    scene.record("records_produced", due, docket="DEM-1")
    seen = len(scene.mails("ann"))
    tell(scene.engine, scene.channels, LINKS, now=at(due))
    acts = [text_of(mail) for mail in scene.mails("ann")[seen:] if "ACTION" in str(mail["Subject"])]
    assert acts
    assert not any("done." in said for said in acts)


def test_what_is_unclear_belongs_to_the_days_that_were_told(scene: Scene) -> None:
    scene.open()
    scene.contact("Ann", works_from="09:00", works_to="17:00")
    scene.record("closing_conference_held", "2025-03-14")
    scene.sweep("2025-03-14")
    scene.record("closing_conference_held", DAY, recorded=MORNING, replaces=1, reason="Misread")
    claim_due(scene.engine, LINKS, now=at(MORNING, 22))
    scene.record("closing_conference_held", "2025-03-13", recorded=MORNING, replaces=2, reason="Misread")
    claim_due(scene.engine, LINKS, now=at(MORNING, 23))
    seen = len(scene.mails("ann"))
    tell(scene.engine, scene.channels, LINKS, now=at("2025-03-19"))
    first = next(text_of(each) for each in scene.mails("ann")[seen:] if "Sunday, June 15" in text_of(each))
    assert "(A1)" in first


def test_what_was_not_delivered_is_put_into_words_once(
    sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, made = sqlite_scene, list[object]()
    scene.open()
    scene.contact("Ann")
    scene.contact("Lee", role="lead")
    scene.down = {"ann"}
    scene.record("closing_conference_held", DAY)

    def counted(*given: Any) -> list[Words]:
        made.append(given)
        return items_of(*given)

    monkeypatch.setattr(undelivered, "items_of", counted)
    for hour in range(13, 22):
        scene.sweep(DAY, hour)
    assert len(made) == 1
