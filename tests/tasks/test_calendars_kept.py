"""The files of calendars: whose they are, who reads them, when they are written, and what is left in them."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.record.contacts import remove_contact
from models.record.database import transaction
from tasks.calendars.files import CalendarError, file_names
from tests.support.calendars import DAY, audit, files, statuses, write
from tests.support.scenes import Scene, at


def test_nobody_finds_another_importer_in_their_calendar(scene: Scene, tmp_path: Path) -> None:
    scene.open("ACME-1")
    scene.open("GLOB-1", importer="Globex")
    scene.contact("Ann")
    scene.contact("Zoe", ["Globex"])
    scene.contact("Bea", ["Acme", "Globex"])
    scene.contact("Eve", [], every_importer=True)
    for docket in scene.kinds:
        scene.record("closing_conference_held", DAY, docket=docket)
    write(scene, tmp_path)
    raw = {name: (tmp_path / "calendars" / name).read_text() for name in files(tmp_path)}
    assert {name for name, text in raw.items() if "ACME-1" in text or "Acme" in text} == {
        "importer-acme.ics",
        "person-ann.ics",
        "person-bea.ics",
        "person-eve.ics",
    }
    assert {name for name, text in raw.items() if "GLOB-1" in text or "Globex" in text} == {
        "importer-globex.ics",
        "person-zoe.ics",
        "person-bea.ics",
        "person-eve.ics",
    }


def test_the_file_of_who_left_goes_and_becomes_nobody_elses(sqlite_scene: Scene, tmp_path: Path) -> None:
    audit(sqlite_scene)
    sqlite_scene.open("GLOB-1", importer="Globex")
    sqlite_scene.contact("ANN", ["Globex"])
    sqlite_scene.contact("Bo")
    write(sqlite_scene, tmp_path)
    assert files(tmp_path)[2:] == ["person-ann-2.ics", "person-ann.ics", "person-bo.ics"]
    with transaction(sqlite_scene.engine) as session:
        remove_contact(session, "Ann", at=at(DAY, 16))
    write(sqlite_scene, tmp_path, hour=17)
    assert files(tmp_path)[2:] == ["person-ann-2.ics", "person-bo.ics"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Acme", "ACME!", "acme 2"], ["importer-acme", "importer-acme-2", "importer-acme-2-3"]),
        (["../../etc/passwd", "進口商"], ["importer-etc-passwd", "importer-2"]),
        (["進口商", "1"], ["importer-1", "importer-1-2"]),
        (["x" * 300], [f"importer-{'x' * 80}"]),
    ],
)
def test_each_has_a_file_name_of_its_own_that_leads_nowhere_else(
    names: list[str], expected: list[str]
) -> None:
    found = file_names("importer", enumerate(names, start=1))
    assert list(found.values()) == [f"{name}.ics" for name in expected]


def test_only_its_owner_reads_a_calendar_and_nothing_is_left_of_its_writing(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    audit(sqlite_scene)
    write(sqlite_scene, tmp_path)
    directory = tmp_path / "calendars"
    assert directory.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in directory.iterdir()} == {0o600}
    left, fresh, other = (directory / name for name in (".a.part", ".b.part", "notes.txt"))
    for path in (left, fresh, other):
        path.touch()
        os.utime(path, (at(DAY).timestamp(),) * 2)
    os.utime(left, (at(DAY, 12).timestamp(),) * 2)
    write(sqlite_scene, tmp_path, hour=16)
    assert files(tmp_path) == [".b.part", "importer-acme.ics", "notes.txt", "person-ann.ics"]


def test_what_has_not_changed_is_not_written_again_before_the_next_day(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    audit(sqlite_scene)
    assert write(sqlite_scene, tmp_path) != []
    assert write(sqlite_scene, tmp_path, hour=20) == []
    (tmp_path / "calendars" / "person-ann.ics").chmod(0o644)
    assert write(sqlite_scene, tmp_path, hour=21) == ["person-ann.ics"]
    assert write(sqlite_scene, tmp_path, "2025-06-21", hour=2) == [], "still 20 June in New York"
    assert write(sqlite_scene, tmp_path, "2025-06-21") == ["importer-acme.ics", "person-ann.ics"]


def test_what_changes_touches_only_the_calendars_that_it_stands_in(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    audit(sqlite_scene)
    sqlite_scene.open("GLOB-1", importer="Globex")
    sqlite_scene.contact("Zoe", ["Globex"])
    write(sqlite_scene, tmp_path)
    sqlite_scene.record("closing_conference_held", DAY, docket="GLOB-1")
    assert write(sqlite_scene, tmp_path) == ["importer-globex.ics", "person-zoe.ics"]


def test_a_settled_clock_is_cancelled_for_thirty_days_and_then_gone(scene: Scene, tmp_path: Path) -> None:
    audit(scene)
    scene.record("report_copy_sent", "2025-08-01")
    report = "CBP completes the written audit report (AUD-1)"
    for day, expected in (("2025-08-01", "CANCELLED"), ("2025-08-31", "CANCELLED"), ("2025-09-01", None)):
        write(scene, tmp_path, day)
        assert statuses(tmp_path).get(report) == expected


def test_an_answer_that_is_recorded_late_is_seen_all_the_same(sqlite_scene: Scene, tmp_path: Path) -> None:
    audit(sqlite_scene)
    sqlite_scene.record("report_copy_sent", "2025-07-01", recorded="2025-12-01")
    for day, expected in (("2025-12-01", ["CANCELLED"]), ("2026-01-01", [])):
        write(sqlite_scene, tmp_path, day)
        assert list(statuses(tmp_path).values()) == expected


def test_a_withdrawn_clock_is_cancelled_for_thirty_days_and_then_gone(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    audit(sqlite_scene)
    sqlite_scene.record("entry_withdrawn", "2025-07-01", replaces=1)
    for day, expected in (("2025-07-01", ["CANCELLED"]), ("2025-07-31", ["CANCELLED"]), ("2025-08-01", [])):
        write(sqlite_scene, tmp_path, day)
        assert list(statuses(tmp_path).values()) == expected


def test_what_was_missed_stays_and_what_happened_by_itself_is_not_called_off(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    audit(sqlite_scene)
    sqlite_scene.open("SUM-1", "summons")
    sqlite_scene.record("delivery_withheld", "2025-02-03", docket="SUM-1")
    sqlite_scene.sweep("2026-02-05")
    write(sqlite_scene, tmp_path, "2026-02-05")
    found = statuses(tmp_path)
    assert found["CBP completes the written audit report (AUD-1)"] == "CONFIRMED"
    gone = "Withheld merchandise is considered abandoned (took effect) (SUM-1)"
    assert found[gone] == "CONFIRMED"
    write(sqlite_scene, tmp_path, (date(2026, 2, 5) + timedelta(days=31)).isoformat())
    assert gone not in statuses(tmp_path)


def test_where_nothing_can_be_written_the_file_is_named(tmp_path: Path, sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    (tmp_path / "calendars").touch()
    with pytest.raises(CalendarError, match=r"calendars cannot be written: File exists"):
        write(sqlite_scene, tmp_path)
