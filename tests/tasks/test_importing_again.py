"""What is on record already on another date is asked about, or refused, when a file brings it."""

from pathlib import Path
from typing import Any

from models.forms.exchange import DateOrder
from models.record.database import transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Entry
from tasks.exchange.imported import Imported
from tasks.exchange.importing import import_file
from tests.support.scenes import Scene, at
from tests.support.sheets import entry_row, matter_row, write_book

AUDIT, CLOSING = "Audit (19 CFR 163.11)", "Closing conference held"


def put(scene: Scene, path: Path, dates: DateOrder = DateOrder.YEAR_FIRST) -> Imported:
    return import_file(scene.engine, path, by="Bo", commit=True, now=at("2026-11-20"), dates=dates)


def entries(scene: Scene) -> list[Entry]:
    with transaction(scene.engine) as session:
        return entries_of(session, matter_named(session, "AUD-1"))


def said(done: Imported) -> list[tuple[str, str]]:
    return [(each.column, each.reason) for each in done.bad]


def closing(on: str) -> dict[str, Any]:
    return entry_row("AUD-1", CLOSING, on)


def twice(tmp_path: Path, again: str) -> tuple[Path, Path]:
    """A file with one closing conference, and one with the same on a date as it is written."""
    matters = [matter_row("AUD-1", AUDIT)]
    return (
        write_book(tmp_path / "first.xlsx", matters=matters, entries=[closing("6/2/2025")]),
        write_book(tmp_path / "again.xlsx", matters=matters, entries=[closing(again)]),
    )


def test_a_file_imported_again_with_day_and_month_exchanged_is_refused(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    first, again = twice(tmp_path, "6/2/2025")
    put(sqlite_scene, first, DateOrder.MONTH_FIRST)
    assert said(put(sqlite_scene, again, DateOrder.DAY_FIRST)) == [
        (
            "Occurred on",
            '"6/2/2025" is Thursday, February 6, 2025 if dates are Day/month/year, but E1 is the same event '
            "on Monday, June 2, 2025; choose Month/day/year in the form, or, if it happened on both dates, "
            "write 2025-02-06",
        )
    ]
    assert [entry.number for entry in entries(sqlite_scene)] == [1]
    assert put(sqlite_scene, again, DateOrder.MONTH_FIRST).known_entries == 1


def test_what_happened_on_both_dates_is_imported_as_it_is_written(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    first, again = twice(tmp_path, "2025-02-06")
    put(sqlite_scene, first, DateOrder.MONTH_FIRST)
    done = put(sqlite_scene, again, DateOrder.DAY_FIRST)
    assert (done.bad, done.asked, done.entries) == ([], [], 1)


def test_an_event_that_is_on_record_on_another_day_is_asked_about(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    first, again = twice(tmp_path, "2025-06-20")
    put(sqlite_scene, first, DateOrder.MONTH_FIRST)
    (asked,) = put(sqlite_scene, again).asked
    assert asked.startswith(
        "AUD-1: E1 is the same event on another date: Closing conference held, Monday, June 2, 2025. Did it "
        "happen twice?"
    )
