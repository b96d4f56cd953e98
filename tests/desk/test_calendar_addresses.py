"""Secret addresses of calendars: who gets what there, and until when."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models.inputs import ContactInput, MatterCorrection
from models.record.contacts import change_contact, remove_contact
from models.record.database import reading, transaction
from models.record.leaving import let_leave
from models.record.people import person_named
from models.record.tables.people import CalendarAddress, SignedAct
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tasks.calendars.served import Whose, read_served, served_file
from tests.support.at_the_desk import DeskOf
from tests.support.calendars_at_the_desk import HELD, address, calendar_desk, events
from tests.support.own_deadlines import own
from tests.support.scenes import Scene, at


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers with an audit each: Ann of the first, Zoe of the other, Ada who sees both."""
    return calendar_desk(scene, tmp_path)


def test_an_address_is_shown_once_and_only_its_hash_is_kept(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        path = address(ann)
        token = path.removeprefix("/calendar/").removesuffix(".ics")
        assert token not in ann.text("/calendar/addresses")
        assert "Tue, Jul 1, 2025" in ann.text("/calendar/addresses")
    with reading(desk.scene.engine) as session:
        row = session.exec(select(CalendarAddress)).one()
        signed = session.exec(select(SignedAct)).one()
    assert token not in row.model_dump_json()
    assert (signed.subject, signed.person_id) == (f"calendaraddress:{row.id}", row.person_id)


def test_an_address_serves_a_valid_calendar_to_who_is_not_signed_in(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        path = address(ann, "1")
    with desk.nobody() as program:
        answer = program.open(path)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert "set-cookie" not in answer.headers
        (event,) = events(answer.content)
    assert event.summary.value == "CBP completes the written audit report (AUD-1)"
    assert str(event.dtstart.value) == "2025-09-18"
    assert "19 CFR 163.11(a)(5)" in event.description.value
    assert "They were late" not in answer.text
    assert "Zephyr" not in answer.text
    assert "ZEP-1" not in answer.text


def test_a_calendar_of_all_holds_what_its_person_sees_and_nothing_else(desk: DeskOf) -> None:
    paths = {}
    for name in ("Ann", "Zoe", "Ada"):
        with desk.signed_in(name) as visitor:
            paths[name] = address(visitor)
    with desk.nobody() as program:
        texts = {name: program.open(path).text for name, path in paths.items()}
    assert ("AUD-1" in texts["Ann"], "ZEP-1" in texts["Ann"]) == (True, False)
    assert ("AUD-1" in texts["Zoe"], "ZEP-1" in texts["Zoe"]) == (False, True)
    assert ("AUD-1" in texts["Ada"], "ZEP-1" in texts["Ada"]) == (True, True)
    assert "Acme" not in texts["Zoe"]


def test_a_program_that_has_the_calendar_is_told_so_until_it_changes(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        path = address(ann)
    with desk.nobody() as program:
        first = program.open(path)
        by_tag = {"If-None-Match": first.headers["etag"]}
        by_time = {"If-Modified-Since": first.headers["last-modified"]}
        desk.now += timedelta(hours=3)
        for asks in (by_tag, by_time):
            answer = program.client.get(path, headers=asks)
            assert (answer.status_code, answer.content) == (304, b"")
        assert program.open(path).content == first.content
        desk.scene.record("report_completed", "2025-07-01")
        for asks in (by_tag, by_time):
            answer = program.client.get(path, headers=asks)
            assert answer.status_code == 200
        assert sorted(each.status.value for each in events(answer.content)) == ["CANCELLED", "CONFIRMED"]
        assert answer.headers["etag"] != first.headers["etag"]
        desk.now += timedelta(days=1)
        assert program.client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 200


def test_a_calendar_does_not_say_whose_a_deadline_was_before_its_matter_moved(desk: DeskOf) -> None:
    own(desk.scene, "2025-06-20", matter="ZEP-1", due_on=date(2025, 7, 10), whose="Zoe")
    with desk.signed_in("Ann") as ann:
        path = address(ann)
    move = MatterCorrection(matter="ZEP-1", importer="Acme", reason="It was never Zephyr's", recorded_by="Bo")
    put_mending(desk.scene.engine, move, Links(""), now=at("2025-06-24"))
    with desk.nobody() as program:
        said = "".join(each.description.value for each in events(program.open(path).content))
    assert "Assigned to: the owner for Acme" in said
    assert "Zoe" not in said
    assert "Zephyr" not in said


@pytest.mark.parametrize("asks", ["yesterday", "Tue, 01 Jul 2025 15:00:00", "Tue, 01 Jul 2025 14:59:59 GMT"])
def test_what_says_no_instant_gets_the_calendar(asks: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        path = address(ann)
    with desk.nobody() as program:
        assert program.client.get(path, headers={"If-Modified-Since": asks}).status_code == 200


def test_every_change_that_a_calendar_shows_is_a_new_one(desk: DeskOf) -> None:
    """A mark that stays although the file would say something else keeps people on the old date."""
    marks: list[tuple[str, bytes]] = []

    def look() -> None:
        whose = Whose(key="k", name="Ann", contact_id=1, account_ids=frozenset({1}))
        with reading(desk.scene.engine) as session:
            served = read_served(session, whose, at("2025-07-01"))
            marks.append((served.mark, served_file(session, served, at("2025-07-01"))))

    look()
    desk.scene.sweep("2025-07-01")
    look()
    desk.scene.record(
        "investigation_commenced", "2025-06-21", facts={"formal": True, "issue": "A"}, recorded="2025-07-01"
    )
    look()
    desk.scene.record("due_date_fixed", "2025-07-01", facts={"rule": "AUD-06", "due_on": "2025-10-01"})
    look()
    assert len({content for _, content in marks}) == len({mark for mark, _ in marks})


def test_who_revokes_an_address_ends_it_at_once_and_a_guess_looks_the_same(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        path = address(ann)
        with desk.nobody() as program:
            assert program.open(path).status_code == 200
            answer = ann.send("/calendar/addresses/1/revoke", shown_at="/calendar/addresses")
            assert answer.headers["location"] == "/calendar/addresses"
            revoked, guessed = program.open(path), program.open("/calendar/" + "x" * 43 + ".ics")
    assert revoked.status_code == guessed.status_code == 404
    assert (revoked.content, dict(revoked.headers)) == (guessed.content, dict(guessed.headers))


def test_who_lost_the_importer_or_left_serves_nothing(desk: DeskOf) -> None:
    desk.scene.contact("Bea")
    with desk.signed_in("Ann") as ann:
        one, all_ = address(ann, "1"), address(ann)
    change = ContactInput(name="Ann", role="owner", channel="ann", importers=("Zephyr",), added_by="Bo")
    with transaction(desk.scene.engine) as session:
        change_contact(session, change, at=desk.now)
    with desk.nobody() as program:
        assert program.open(one).status_code == 404
        assert "ZEP-1" in program.open(all_).text
    with desk.signed_in("Ann") as ann:
        page = ann.text("/calendar/addresses")
        assert "An importer that you no longer see" in page
        assert "Acme" not in page
    with transaction(desk.scene.engine) as session:
        remove_contact(session, "Ann", at=desk.now)
    with desk.nobody() as program:
        assert program.open(all_).status_code == 404
    with desk.signed_in("Zoe") as zoe:
        path = address(zoe)
    with transaction(desk.scene.engine) as session:
        zoe_person = person_named(session, "Zoe")
        assert zoe_person is not None
        let_leave(session, zoe_person, by="Ada", at=desk.now)
    with desk.nobody() as program:
        assert program.open(path).status_code == 404


def test_guesses_are_slowed_down_and_a_former_address_is_no_guess(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        path, former = address(ann), address(ann)
        ann.send("/calendar/addresses/2/revoke", shown_at="/calendar/addresses")
    with desk.nobody() as program:
        for _ in range(50):
            assert program.open(former).status_code == 404
        assert program.open(path).status_code == 200
        answers = [program.open(f"/calendar/{number}.ics").status_code for number in range(40)]
        assert answers.count(404) < 20
        assert answers[-1] == 429
        desk.now += timedelta(minutes=20)
        assert program.open(path).status_code == 200


def test_nobody_makes_or_revokes_an_address_that_is_not_theirs(desk: DeskOf) -> None:
    with desk.signed_in("Zoe") as zoe, desk.signed_in("Ann") as ann:
        address(zoe)
        for chosen in ("1", "999", "", "x"):
            answer = zoe.send("/calendar/addresses", importer=chosen)
            assert answer.status_code == 400
            assert "Acme" not in answer.text
        assert ann.send("/calendar/addresses/1/revoke", shown_at="/calendar/addresses").status_code == 404
        assert ann.client.post("/calendar/addresses", data={"importer": "all"}).status_code == 400
        foreign = zoe.token("/calendar/addresses")
        assert (
            ann.client.post("/calendar/addresses", data={"importer": "1", "token": foreign}).status_code
            == 400
        )
    with reading(desk.scene.engine) as session:
        row = session.exec(select(CalendarAddress)).one()
    assert row.revoked_at is None


def test_who_is_not_signed_in_sees_neither_agenda_nor_addresses(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        for path in ("/calendar", "/calendar/addresses"):
            assert visitor.open(path).status_code == 303


def test_a_calendar_that_leaves_something_out_says_so(desk: DeskOf) -> None:
    for number in range(2, 6):
        desk.scene.open(f"AUD-{number}")
        desk.scene.record("closing_conference_held", HELD, docket=f"AUD-{number}")
    whose = Whose(key="k", name="Ann", contact_id=None, account_ids=None)
    with reading(desk.scene.engine) as session:
        served = read_served(session, whose, at("2025-07-01"), most=3)
        found = events(served_file(session, served, at("2025-07-01")))
    assert [each.summary.value for each in found][-1] == "This calendar is not complete"
    assert len(found) == 4
