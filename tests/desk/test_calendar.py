"""The agenda, and the calendars that secret addresses serve."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar
from sqlmodel import select

from models.inputs import ContactInput, MatterCorrection
from models.record.contacts import change_contact, remove_contact
from models.record.database import reading, transaction
from models.record.leaving import let_leave
from models.record.people import person_named
from models.record.scope import Scope
from models.record.tables.people import CalendarAddress, SignedAct
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tasks.calendars.served import Whose, read_served, served_file
from tasks.desk.agenda import read_agenda
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.calendars import VALID
from tests.support.own_deadlines import own
from tests.support.scenes import Scene, at

HELD = "2025-06-20"


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers with an audit each: Ann of the first, Zoe of the other, Ada who sees both."""
    scene.open()
    scene.open("ZEP-1", importer="Zephyr")
    scene.contact("Ann")
    scene.contact("Zoe", ["Zephyr"])
    scene.record("closing_conference_held", HELD, privileged_note="They were late and know it")
    scene.record("closing_conference_held", HELD, docket="ZEP-1")
    made = DeskOf(scene, tmp_path)
    for name in ("Ann", "Zoe"):
        made.person(name)
    made.person("Ada", administrator=True)
    return made


def address(visitor: Visitor, importer: str = "all") -> str:
    """The path of a new address."""
    answer = visitor.send("/calendar/addresses", importer=importer)
    assert answer.status_code == 200, answer.text
    made = answer.text.split("<code>")[1].split("</code>")[0]
    assert made.startswith("http://127.0.0.1:4163/calendar/")
    return made.removeprefix("http://127.0.0.1:4163")


def events(content: bytes) -> list[Any]:
    """The events of a calendar that two libraries find valid and read alike, but the one of its last day."""
    found: Any = vobject.readOne(content.decode())
    assert found.behavior.validate(found, raiseException=True)
    ours = [
        (str(each["UID"]), str(each["DESCRIPTION"])) for each in Calendar.from_ical(content).walk("VEVENT")
    ]
    assert ours == [(each.uid.value, each.description.value) for each in found.vevent_list]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return [each for each in found.vevent_list if each.summary.value != VALID]


def test_the_agenda_shows_the_days_to_come_by_month_and_only_of_ones_own_importers(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        page = ann.text("/calendar")
        assert "September 2025" in page
        assert "CBP completes the written audit report" in page
        assert "Thu, Sep 18, 2025" in page
        assert "Zephyr" not in page
        assert "ZEP-1" not in page
        assert "No date in these days" in ann.text("/calendar?from=2025-09-19")
        assert "Thu, Sep 18, 2025" in ann.text("/calendar?from=2025-06-21")
        assert "No date in these days" in ann.text("/calendar?importer=2")
    with desk.signed_in("Ada") as ada:
        page = ada.text("/calendar")
        assert page.count("CBP completes the written audit report") == 2
        assert ada.text("/calendar?importer=2").count("CBP completes the written audit report") == 1


@pytest.mark.parametrize("given", ["", "tomorrow", "0001-01-01", "9999-12-31", "2025-02-30"])
def test_what_is_no_day_begins_today(given: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        assert "Tuesday, July 1, 2025 to Sunday, September 28, 2025" in ann.text(f"/calendar?from={given}")


def test_an_agenda_ends_with_a_whole_day_and_goes_on_from_the_next(desk: DeskOf) -> None:
    for number, day in ((2, "2025-06-20"), (3, "2025-06-23"), (4, "2025-06-23")):
        desk.scene.open(f"AUD-{number}")
        desk.scene.record("closing_conference_held", day, docket=f"AUD-{number}")
    everything, since = Scope(None), at("2025-09-01").date()
    with reading(desk.scene.engine) as session:
        first = read_agenda(session, everything, since, most=4)
        rest = read_agenda(session, everything, first.through + timedelta(days=1), most=4)
        part = read_agenda(session, everything, since, most=2)
    dockets = [each.matter.docket_number for _, rows in first.months for each in rows]
    assert (dockets, first.is_cut, first.is_part) == (["AUD-1", "AUD-2", "ZEP-1"], True, False)
    assert [each.matter.docket_number for _, rows in rest.months for each in rows] == ["AUD-3", "AUD-4"]
    assert (rest.is_cut, part.is_part, str(part.through)) == (False, True, "2025-09-18")


@pytest.mark.parametrize(
    ("since", "shown_on"),
    [
        ("2025-06-27", "2025-06-27"),
        ("2025-06-28", "2025-06-29"),
        ("2025-06-29", "2025-06-29"),
        ("2025-06-30", "2025-06-30"),
        ("2025-07-01", ""),
    ],
)
def test_a_deadline_is_shown_until_its_last_day_by_either_reading(
    since: str, shown_on: str, desk: DeskOf
) -> None:
    desk.scene.open("SUM-1", "summons", on="2025-05-02")
    desk.scene.summon("SUM-1", 1, on="2025-06-02", return_on="2025-06-29")
    with reading(desk.scene.engine) as session:
        agenda = read_agenda(session, Scope(None), at(since).date())
        tight = read_agenda(session, Scope(None), at(since).date(), most=1)
    found = [each for _, rows in agenda.months for each in rows if each.matter.docket_number == "SUM-1"]
    assert [str(each.on) for each in found] == ([shown_on] if shown_on else [])
    assert all("act by Fri, Jun 27, 2025" in each.says for each in found)
    assert (tight.months[0][1][0].matter.docket_number == "SUM-1") is bool(shown_on)


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
