"""Calendars mirror the clocks, with all that says why; a second library reads them as they were meant."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar
from sqlmodel import select

from models.record.database import transaction
from models.record.tables.dockets import Deadline
from tests.support.calendars import DAY, VALID, audit, events, files, read, write
from tests.support.reasons import reasons
from tests.support.scenes import Scene


def clock(scene: Scene, rule: str) -> Deadline:
    with transaction(scene.engine) as session:
        return session.exec(select(Deadline).where(Deadline.rule == rule)).one()


def attached(mails: Iterable[EmailMessage]) -> list[Any]:
    """The events in the calendar files of these mails."""
    parts = [part for mail in mails for part in mail.walk() if "ics" in str(part.get_filename())]
    raw = [part.get_payload(decode=True) for part in parts]
    return [event for each in raw if isinstance(each, bytes) for event in Calendar.from_ical(each).events]


def test_a_second_library_finds_each_calendar_valid_and_each_clock_a_whole_day(
    scene: Scene, tmp_path: Path
) -> None:
    audit(scene)
    assert write(scene, tmp_path) == ["importer-acme.ics", "person-ann.ics"]
    for name in files(tmp_path):
        (event,) = events(tmp_path, name)
        assert event.summary.value == "CBP completes the written audit report (AUD-1)"
        assert event.dtstart.value == date(2025, 9, 18)
        assert event.dtend.value == date(2025, 9, 19)
        assert (event.status.value, event.transp.value) == ("CONFIRMED", "TRANSPARENT")
        assert event.dtstamp.value == datetime(2025, 6, 20, 15, tzinfo=UTC)
        assert event.last_modified.value == datetime(2025, 6, 20, 15, tzinfo=UTC)
        assert "valarm" not in event.contents


def test_two_libraries_read_the_same(sqlite_scene: Scene, tmp_path: Path) -> None:
    audit(sqlite_scene)
    write(sqlite_scene, tmp_path)
    raw = (tmp_path / "calendars" / "importer-acme.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    ours = [(str(each["UID"]), str(each["DESCRIPTION"])) for each in Calendar.from_ical(raw).walk("VEVENT")]
    seconds = read(tmp_path, "importer-acme.ics").vevent_list
    assert ours == [(each.uid.value, each.description.value) for each in seconds]


def test_a_calendar_bears_its_name_and_says_how_often_to_come_back(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open(importer="Söhne, Acme, Inc.")
    write(sqlite_scene, tmp_path)
    found = read(tmp_path, "importer-sohne-acme-inc.ics")
    assert found.contents["x-wr-calname"][0].value == "Landwaiter: Söhne, Acme, Inc."
    assert found.contents["name"][0].value == "Landwaiter: Söhne, Acme, Inc."
    assert found.contents["refresh-interval"][0].value == "PT1H"
    assert found.contents["refresh-interval"][0].params == {"VALUE": ["DURATION"]}
    assert found.contents["x-published-ttl"][0].value == "PT1H"


def test_an_event_says_why_that_day_by_which_law_and_as_of_when(sqlite_scene: Scene, tmp_path: Path) -> None:
    audit(sqlite_scene)
    write(sqlite_scene, tmp_path)
    (event,) = events(tmp_path, "importer-acme.ics")
    text, row = event.description.value, clock(sqlite_scene, "AUD-06")
    why = reasons(sqlite_scene, "AUD-06")
    assert text.startswith("AUD-1, audit of Acme\nLast day: Thursday, September 18, 2025\nStatus: pending\n")
    assert "Rule: AUD-06\nWho must act, or may: CBP\n" in text
    assert f"{row.citation}: “{why.quote}”" in text
    assert why.trace
    assert all(f"- {sentence}\n" in text for sentence in why.trace)
    assert f"Calculated on Fri, Jun 20, 2025, 15:00 UTC under law version {row.law_hash[:12]}." in text
    assert text.endswith(
        "Landwaiter wrote this calendar on Fri, Jun 20, 2025, 15:00 UTC. It is a copy. Rely on Landwaiter's "
        "alerts. If it is more than two days old, dates may have moved."
    )
    assert "They were late" not in text


def test_where_the_readings_differ_the_event_is_on_the_day_to_act_by_and_names_both(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open("DEM-1", "demand")
    sqlite_scene.record("demand_received", "2025-06-04", docket="DEM-1")
    write(sqlite_scene, tmp_path, "2025-06-05")
    found = {each.summary.value: each for each in events(tmp_path, "importer-acme.ics")}
    produce = found["Produce the entry records (DEM-1)"]
    assert produce.dtstart.value == date(2025, 7, 3)
    text = produce.description.value
    assert "Earliest last day: Friday, July 4, 2025\nLatest last day: Monday, July 7, 2025\n" in text
    assert "Act by: Thursday, July 3, 2025\n" in text
    assert not any("Liquidations" in title for title in found), "a day to look back to is none to act on"


def test_a_setting_of_your_own_is_marked_as_no_law(sqlite_scene: Scene, tmp_path: Path) -> None:
    sqlite_scene.open()
    sqlite_scene.record("onsite_work_completed", DAY)
    write(sqlite_scene, tmp_path)
    (event,) = events(tmp_path, "importer-acme.ics")
    assert "Rule: AUD-05 (your setting, not law)\n" in event.description.value


def test_the_calendar_says_when_it_ends_being_valid_two_days_after_its_writing(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    audit(sqlite_scene)
    seen = []
    for day in (DAY, "2025-06-21"):
        write(sqlite_scene, tmp_path, day)
        (last,) = [
            each for each in read(tmp_path, "person-ann.ics").vevent_list if each.summary.value == VALID
        ]
        seen.append((last.uid.value, last.dtstart.value, int(last.sequence.value)))
    (uid, on, first), (same, later, second) = seen
    assert (uid, on, later) == (same, date(2025, 6, 22), date(2025, 6, 23))
    assert second > first


def test_a_clock_has_the_identity_that_it_has_in_the_alerts_and_no_older_version(
    scene: Scene, tmp_path: Path
) -> None:
    audit(scene)
    scene.sweep(DAY)
    write(scene, tmp_path)
    (event,), (told,) = events(tmp_path, "person-ann.ics"), attached(scene.mails("ann"))
    assert (event.uid.value, int(event.sequence.value)) == (told["UID"], told["SEQUENCE"])
    fixed = {"rule": "AUD-06", "due_on": "2025-10-01"}
    scene.record("due_date_fixed", "2025-06-25", facts=fixed)
    scene.sweep("2025-06-25")
    write(scene, tmp_path, "2025-06-25")
    (event,), told = events(tmp_path, "person-ann.ics"), attached(scene.mails("ann"))[-1]
    assert (event.uid.value, int(event.sequence.value)) == (told["UID"], told["SEQUENCE"])
    assert (event.dtstart.value, int(event.sequence.value)) == (date(2025, 10, 1), 1)
    assert event.last_modified.value == datetime(2025, 6, 25, 15, tzinfo=UTC)


def test_whatever_a_person_typed_comes_back_from_the_second_library(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    typed = "A;1, “ü”\\n END:VEVENT"
    sqlite_scene.open(typed, importer="Acme")
    sqlite_scene.record("closing_conference_held", DAY, docket=typed)
    write(sqlite_scene, tmp_path)
    (event,) = events(tmp_path, "importer-acme.ics")
    assert event.summary.value.endswith(f" ({typed})")
