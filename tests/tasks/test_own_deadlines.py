"""A deadline of the office's own is watched and told like the rest, and is never said to be law."""

from datetime import date

import pytest
from sqlmodel import select

from models.record.contacts import remove_contact
from models.record.database import transaction
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Matter
from models.roles import Role
from notifications.policy.ladder_lines import LadderError
from notifications.policy.ladders import own_ladders
from tasks.alerts.ladders import put_ladder
from tests.support.own_deadlines import SET, end, own, staffed
from tests.support.scenes import Scene, at


@pytest.fixture
def desk(scene: Scene) -> Scene:
    return staffed(scene)


def told(scene: Scene, *days: str) -> list[tuple[str, str, str]]:
    """The day, whom and why, of each alert that a sweep of these days claims."""
    return [(day, claim.contact, claim.reason.value) for day in days for _, claim in scene.sweep(day).claims]


def test_it_is_told_when_set_before_its_day_on_it_and_after_it_up_the_chain(desk: Scene) -> None:
    own(desk)
    days = ("2025-03-03", "2025-04-17", "2025-04-18", "2025-04-30", "2025-05-02", "2025-05-03")
    assert told(desk, *days) == [
        ("2025-03-03", "Ann", "deadline_set"),
        ("2025-04-18", "Ann", "reminder"),
        ("2025-04-30", "Ann", "reminder"),
        ("2025-05-03", "Ann", "due_now"),
        ("2025-05-03", "Lee", "due_now"),
    ]
    assert told(desk, "2025-05-04", "2025-05-16", "2025-05-19") == [
        ("2025-05-04", "Ann", "missed"),
        ("2025-05-04", "Lee", "missed"),
        ("2025-05-19", "Ann", "missed"),
        ("2025-05-19", "Lee", "missed"),
        ("2025-05-19", "Cora", "missed"),
    ]
    assert told(desk, "2025-06-30", "2026-06-30") == []


def test_its_day_is_a_plain_calendar_day_and_every_alert_says_that_it_is_not_law(desk: Scene) -> None:
    number = own(desk, note="Ask for Pat")
    claims = [claim for day in (SET, "2025-05-03", "2025-05-04") for _, claim in desk.sweep(day).claims]
    assert [claim.content.subject for claim in claims if claim.contact == "Ann"] == [
        "ACTION by Sat, May 3: Own deadline, not law: Call the surety (AUD-1)",
        "ACTION today, Sat, May 3: Own deadline, not law: Call the surety (AUD-1)",
        "ACTION, overdue since Sun, May 4: Own deadline, not law: Call the surety (AUD-1)",
    ]
    for claim in claims:
        assert claim.content.citation == "not law: your own deadline"
        lines = {line.label: line.text for line in desk.words(claim).lines}
        assert lines["Deadline"] == f"own deadline {number} (not law: your own deadline)"
        assert lines["Note"] == "Ask for Pat"
        assert "19 CFR" not in str(desk.words(claim))
        assert claim.kind == "own"
    assert desk.words(claims[0]).headline == (
        "New deadline of your own: Call the surety; the day is Saturday, May 3, 2025."
    )
    (day,) = desk.words(claims[0]).calendar
    assert (day.on, day.title) == ("2025-05-03", "Call the surety (not law: your own deadline) (AUD-1)")
    body = desk.mails("ann")[0].get_body(("plain",))
    assert body is not None
    assert "not law: your own deadline" in body.get_content()


def test_whose_it_is_hears_it_in_the_place_of_the_owner(desk: Scene) -> None:
    own(desk, whose="Cora")
    assert told(desk, SET, "2025-05-03") == [
        (SET, "Cora", "deadline_set"),
        ("2025-05-03", "Lee", "due_now"),
        ("2025-05-03", "Cora", "due_now"),
    ]


def test_who_leaves_or_hands_on_the_matter_leaves_it_to_the_owner_or_the_next_in_hand(desk: Scene) -> None:
    own(desk, whose="Cora")
    desk.sweep(SET)
    desk.contact("Cal", role="counsel")
    desk.reassign("Cora", "Cal", on="2025-03-04")
    assert told(desk, "2025-05-03") == [
        ("2025-05-03", "Lee", "due_now"),
        ("2025-05-03", "Cal", "due_now"),
    ]


def test_of_a_contact_who_left_it_is_the_owners_again(desk: Scene) -> None:
    own(desk, whose="Cora")
    desk.sweep(SET)
    desk.contact("Cal", role="counsel")
    with transaction(desk.engine) as session:
        remove_contact(session, "Cora", at=at("2025-03-05"))
    assert told(desk, "2025-03-05") == [("2025-03-05", "Ann", "deadline_set")]


def test_done_is_told_to_who_was_alarmed_and_taken_back_to_who_was_told(desk: Scene) -> None:
    first, second, third = own(desk), own(desk, title="Ask the broker"), own(desk, title="Book a room")
    desk.sweep(SET)
    desk.sweep("2025-05-04")
    end(desk, first, "2025-05-05", ended_on=date(2025, 5, 2))
    end(desk, second, "2025-05-05", done=False, reason="The broker  called")
    end(desk, third, "2025-05-05")
    claims = {claim.content.subject: claim for _, claim in desk.sweep("2025-05-05").claims}
    assert [*claims] == [
        "DONE on Fri, May 2: Own deadline, not law: Call the surety (AUD-1)",
        "NOTICE, withdrawn (was Sat, May 3): Own deadline, not law: Ask the broker (AUD-1)",
        "DONE late, on Mon, May 5: Own deadline, not law: Book a room (AUD-1)",
    ]
    taken_back = claims["NOTICE, withdrawn (was Sat, May 3): Own deadline, not law: Ask the broker (AUD-1)"]
    assert desk.words(taken_back).headline.endswith("The reason on record: The broker called")
    assert told(desk, "2025-05-06", "2025-06-02") == []


def test_what_is_done_before_its_day_is_told_to_nobody_and_lets_go_of_what_waits(desk: Scene) -> None:
    desk.contact("Nina", works_from="09:00", works_to="17:00")
    number = own(desk)
    claims = desk.sweep(SET, hour=23).claims
    assert [claim.contact for _, claim in claims if claim.waits_until is not None] == ["Nina"]
    end(desk, number, "2025-03-04")
    assert told(desk, "2025-03-04", "2025-05-03", "2025-05-04") == []
    assert desk.mails("nina") == []


def test_nobody_on_record_keeps_it_due_until_somebody_is(scene: Scene) -> None:
    scene.open()
    own(scene)
    assert scene.sweep(SET).unheard == ["AUD-1"]
    scene.contact(on="2025-03-04")
    assert told(scene, "2025-03-04") == [("2025-03-04", "Ann", "deadline_set")]


def test_another_importers_contacts_hear_nothing_of_it(desk: Scene) -> None:
    desk.open("GLO-1", importer="Globex")
    desk.contact("Gil", ("Globex",), role="owner")
    own(desk)
    assert {contact for _, contact, _ in told(desk, SET, "2025-05-03", "2025-05-19")} == {
        "Ann",
        "Lee",
        "Cora",
    }


def test_its_alerts_know_their_ladder_and_their_line(desk: Scene) -> None:
    own(desk)
    desk.sweep("2025-05-03")
    with transaction(desk.engine) as session:
        alert = session.exec(select(Alert).join(Contact).where(Contact.name == "Lee")).one()
        matter = session.exec(select(Matter)).one()
    assert (alert.ladder, alert.line) == ("your own deadline", "on act-by: due now to lead")
    assert alert.matter_id == matter.id


def test_the_office_sets_the_ladder_of_its_own_deadlines_but_no_gap_in_it(desk: Scene) -> None:
    lines = [rung.line for rung in own_ladders().own.rungs]
    with pytest.raises(LadderError, match="Add a line such as: on act-by: due now to executive"):
        put_ladder(desk.engine, "your own deadline", lines[:1], Role.OWNER, by="Bo", now=at(SET))
    own(desk)
    desk.sweep(SET)
    set_to = ["7 days before act-by: reminder to lead", *lines[2:]]
    put_ladder(desk.engine, "your own deadline", set_to, Role.OWNER, by="Bo", now=at("2025-03-04"))
    assert told(desk, "2025-03-04", "2025-04-18", "2025-04-25") == [
        ("2025-04-25", "Ann", "reminder"),
        ("2025-04-25", "Lee", "escalated"),
    ]
