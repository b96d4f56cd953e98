"""What is wrong in a spreadsheet is named by row and column, with what was expected."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tasks.exchange.imported import Imported
from tasks.exchange.importing import import_file
from tests.support.scenes import Scene, at
from tests.support.sheets import SPOILT, entry_row, matter_row, write_book, write_tables

AUDIT, SUMMONS = "Audit (19 CFR 163.11)", "Summons (19 CFR 163.7 to 163.10)"


def put(scene: Scene, path: Path) -> Imported:
    return import_file(scene.engine, path, by="Bo", commit=True, now=at("2026-11-20"))


@pytest.mark.parametrize(("column", "value", "said"), SPOILT, ids=[f"{c}={v}" for c, v, _ in SPOILT])
def test_each_thing_that_is_wrong_is_said_with_what_was_expected(
    column: str, value: str, said: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    row = entry_row("SUM-1", "Summons served", "2024-02-01", Belongs_to="E1")
    if column == "Corrects":
        row["Why it is corrected"] = "A slip"
    first = entry_row("SUM-1", "Summons issued", "2024-01-08", Return_date="2024-03-01")
    first |= {"Third-party recordkeeper": "No"}
    rows = [first, {**row, column: value}]
    path = write_tables(tmp_path / "t", matters=[matter_row("SUM-1", SUMMONS)], entries=rows)
    done = put(sqlite_scene, path)
    assert [(each.row, each.column) for each in done.bad] == ([(3, column)] if said else [])
    assert all(said in each.reason for each in done.bad)


def test_a_row_with_several_faults_names_each(sqlite_scene: Scene, tmp_path: Path) -> None:
    row = entry_row("SUM-1", "Summons served", "2024-02-01", Return_date="2024-03-01")
    row |= {"Third-party recordkeeper": "Yes", "SHA-256 of the document": "abc"}
    path = write_tables(tmp_path / "t", matters=[matter_row("SUM-1", SUMMONS)], entries=[row])
    columns = {each.column for each in put(sqlite_scene, path).bad}
    assert columns == {"Return date", "Third-party recordkeeper", "SHA-256 of the document"}


def test_entries_after_a_bad_one_still_name_the_right_numbers(sqlite_scene: Scene, tmp_path: Path) -> None:
    rows = [
        entry_row("AUD-1", "Closing conference held", "soon"),
        entry_row("AUD-1", "Closing conference held", "2025-06-20"),
        entry_row(
            "AUD-1",
            "Closing conference held",
            "2025-06-23",
            Corrects="E2",
            Why_it_is_corrected="The protocol",
        ),
        entry_row("AUD-1", "Entry withdrawn", "2025-06-23", Corrects="E1", Why_it_is_corrected="A slip"),
    ]
    path = write_tables(tmp_path / "t", matters=[matter_row("AUD-1", AUDIT)], entries=rows)
    assert [(each.row, each.column) for each in put(sqlite_scene, path).bad] == [(2, "Occurred on")]


BAD_MATTERS: list[tuple[dict[str, Any], str, str]] = [
    ({"Kind of matter": "Lawsuit"}, "Kind of matter", "expected one of 11"),
    ({"Opened on": "2031-01-01"}, "Opened on", "which is in the future. Expected today"),
    ({"Time zone": "Mars"}, "Time zone", "expected one of 9"),
    ({"Importer": ""}, "Importer", "the cell is empty"),
    ({"Docket number": "x" * 61}, "Docket number", "at most 60 characters"),
]


@pytest.mark.parametrize(("change", "column", "said"), BAD_MATTERS, ids=[c for _, c, _ in BAD_MATTERS])
def test_a_bad_matter_is_named_and_its_entries_are_not(
    change: dict[str, Any], column: str, said: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    row = matter_row("AUD-1", AUDIT, **change)
    entry = entry_row(row["Docket number"], "Closing conference held", "2025-06-20")
    done = put(sqlite_scene, write_tables(tmp_path / "t", matters=[row], entries=[entry]))
    assert [(each.sheet, each.row, each.column) for each in done.bad] == [("matters", 2, column)]
    assert said in done.bad[0].reason


def test_a_matter_on_record_is_one_and_nothing_is_said_of_it_otherwise(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open("AUD-1", on="2024-01-02")
    assert (
        put(sqlite_scene, write_tables(tmp_path / "t", matters=[matter_row("AUD-1", "Audit")])).known_matters
        == 1
    )
    other = matter_row("AUD-1", SUMMONS, Importer="Globex", **{"Opened on": "2024-01-03"})
    done = put(sqlite_scene, write_tables(tmp_path / "u", matters=[other]))
    assert [each.column for each in done.bad] == ["Kind of matter", "Importer", "Opened on"]
    assert "AUD-1 is on record with Acme; expected the same" in done.bad[1].reason


def test_an_entry_of_no_matter_is_named(sqlite_scene: Scene, tmp_path: Path) -> None:
    rows = [
        entry_row("AUD-9", "Audit commenced", "2025-06-20"),
        entry_row("", "Audit commenced", "2025-06-20"),
    ]
    done = put(sqlite_scene, write_tables(tmp_path / "t", entries=rows))
    assert [each.words for each in done.bad] == [
        'entries, row 2, Docket number: "AUD-9"; expected one that is on record or in the sheet of matters',
        "entries, row 3, Docket number: no docket number; expected one that is on record or in the "
        "sheet of matters",
    ]


BAD_SHEETS: list[tuple[Callable[[dict[str, Any]], dict[str, Any]], str]] = [
    (lambda row: {**row, "Colour": "red"}, "row 1, Colour: the sheet entries has no such column"),
    (
        lambda row: {**row, "event": "Audit commenced"},
        "row 1, event: this column appears twice; expected it once",
    ),
    (
        lambda row: {k: v for k, v in row.items() if k != "Occurred on"},
        "row 1, Occurred on: this column is missing",
    ),
    (lambda row: {**row, "": "lost"}, "row 2, column E: a value in a column without a title"),
]


@pytest.mark.parametrize(("change", "said"), BAD_SHEETS)
def test_a_column_that_is_wrong_is_refused_by_name(
    change: Callable[[dict[str, Any]], dict[str, Any]], said: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    row = change(entry_row("AUD-1", "Audit commenced", "2025-06-20"))
    done = put(sqlite_scene, write_tables(tmp_path / "t", entries=[row]))
    assert said in done.bad[0].words


def test_a_sheet_that_is_none_is_refused_and_one_with_the_columns_is_taken(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    row = [entry_row("AUD-1", "Audit commenced", "2025-06-20")]
    sqlite_scene.open()
    done = put(sqlite_scene, write_book(tmp_path / "t.xlsx", Extra=[{"Remark": "x"}], Sheet1=row))
    assert [each.words for each in done.bad] == [
        'Extra, row 1: this sheet is not known: its titles are "Remark". Name it matters or entries, with '
        "the titles of their columns in one row. Delete a sheet that is not to be imported, or name it Notes"
    ]
    assert put(sqlite_scene, write_book(tmp_path / "u.xlsx", Sheet1=row)).entries == 1
