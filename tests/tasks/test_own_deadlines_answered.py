"""A deadline of the office's own is acknowledged and snoozed like the rest, by the links of its alerts."""

from datetime import date

import pytest

from models.errors import RecordError
from models.record.database import transaction
from models.record.matters import matter_named
from notifications.wording.links import Links
from tasks.alerts.replies import Held
from tasks.pages.matter_page import matter_page
from tests.support.own_deadlines import DUE, SET, end, own, staffed
from tests.support.scenes import Scene, at

MAY_2 = date(2025, 5, 2)


@pytest.fixture
def desk(scene: Scene) -> Scene:
    return staffed(scene)


def told(scene: Scene, *days: str) -> list[tuple[str, str, str]]:
    return [(day, claim.contact, claim.reason.value) for day in days for _, claim in scene.sweep(day).claims]


def acknowledged(scene: Scene, number: int, until: str, name: str = "Ann", on: str = "2025-04-10") -> Held:
    return scene.acknowledge(name, f"own deadline {number}", on=on, until=until)


def test_an_acknowledgement_pauses_everybodys_reminders_and_escalates_when_it_expires(desk: Scene) -> None:
    number = own(desk)
    told(desk, SET)
    held = acknowledged(desk, number, "2025-04-28")
    assert (held.clock, held.until) == (f"own deadline {number}", date(2025, 4, 28))
    days = ("2025-04-10", "2025-04-18", "2025-04-28", "2025-04-29")
    assert told(desk, *days) == [("2025-04-29", "Ann", "escalated"), ("2025-04-29", "Lee", "escalated")]


def test_nothing_pauses_its_own_day(desk: Scene) -> None:
    number = own(desk)
    told(desk, SET)
    assert acknowledged(desk, number, "2025-06-30").until == MAY_2
    assert told(desk, DUE.isoformat()) == [
        (DUE.isoformat(), "Ann", "due_now"),
        (DUE.isoformat(), "Lee", "due_now"),
    ]


def test_a_snooze_pauses_one_persons_reminders(desk: Scene) -> None:
    number = own(desk)
    told(desk, SET)
    desk.snooze("Ann", f"Own  {number}", on="2025-04-10", until="2025-04-20")
    assert told(desk, "2025-04-18", "2025-04-21") == [("2025-04-21", "Ann", "reminder")]


def test_the_same_answer_twice_is_one_and_the_page_and_the_alert_say_it(desk: Scene) -> None:
    number = own(desk)
    told(desk, SET)
    for _ in range(2):
        acknowledged(desk, number, "2025-04-28")
    with transaction(desk.engine) as session:
        shown = matter_page(session, matter_named(session, "AUD-1"), Links(""), now=at("2025-04-11"))
    assert shown.count("acknowledged by Ann until Mon, Apr 28, 2025: Call them") == 1
    (claim, *_) = [claim for _, claim in desk.sweep("2025-04-29").claims]
    lines = {line.label: line.text for line in desk.words(claim).lines}
    assert lines["Reminders were paused"].startswith("until Monday, April 28, 2025; acknowledged by Ann")


def test_its_alerts_bring_the_forms_that_answer_them_filled_in(desk: Scene) -> None:
    number = own(desk)
    (claim,) = [claim for _, claim in desk.sweep(SET).claims]
    words = [link.words for link in desk.words(claim).links]
    assert "Acknowledge: say who will do what, and by when" in words
    assert "Snooze: pause my reminders until a date" in words
    end(desk, number, "2025-05-05")
    assert [desk.words(claim).links for _, claim in desk.sweep("2025-05-05").claims] == []


def test_one_that_ended_or_is_not_there_cannot_be_answered(desk: Scene) -> None:
    number = own(desk)
    with pytest.raises(RecordError, match=f"AUD-1 has no own deadline 99. .* open: {number}"):
        acknowledged(desk, 99, "2025-04-28")
    end(desk, number, "2025-04-09")
    with pytest.raises(RecordError, match=f"Own deadline {number} has ended already: Bo recorded it as done"):
        acknowledged(desk, number, "2025-04-28")
    with pytest.raises(RecordError, match="names no deadline in AUD-1"):
        desk.acknowledge("Ann", "own goal", on="2025-04-10", until="2025-04-28")
