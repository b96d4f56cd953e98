"""An import is all or nothing, names every bad row, and done twice is done once."""

from pathlib import Path
from threading import Thread

import pytest
from sqlmodel import SQLModel, select

from models.errors import RecordError
from models.record.database import transaction
from models.record.docket_seal import verify_chain
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Account, CurrentEntry, Deadline, Entry, Matter
from models.record.tables.office import LawApproval
from tasks.exchange.imported import Imported
from tasks.exchange.importing import bad_table, import_file
from tasks.watch.recount import recount
from tests.support.scenes import Scene, at
from tests.support.sheets import entry_row, many_rows, matter_row, spoilt, write_book, write_tables

NOW = at("2026-11-20")
AUDIT, SUMMONS = "Audit (19 CFR 163.11)", "Summons (19 CFR 163.7 to 163.10)"
DEMAND = "Demand for entry records (19 CFR 163.6)"
EVERYTHING: tuple[type[SQLModel], ...] = (Account, Matter, Entry, CurrentEntry, Deadline, LawApproval)


def counts(scene: Scene) -> list[int]:
    with transaction(scene.engine) as session:
        return [len(session.exec(select(table)).all()) for table in EVERYTHING]


def put(scene: Scene, path: Path, *, commit: bool = True) -> Imported:
    return import_file(scene.engine, path, by="Bo", commit=commit, now=NOW)


def entries(scene: Scene, docket_number: str) -> list[Entry]:
    with transaction(scene.engine) as session:
        return entries_of(session, matter_named(session, docket_number))


def test_of_a_thousand_entries_fifty_bad_ones_are_named_and_nothing_is_written(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    matters, rows = many_rows(1000)
    wrong, bad = spoilt(rows, 50)
    for commit in (False, True):
        done = put(
            sqlite_scene, write_book(tmp_path / "t.xlsx", matters=matters, entries=wrong), commit=commit
        )
        assert {(each.row, each.column) for each in done.bad} == bad
        assert {each.sheet for each in done.bad} == {"entries"}
        assert (done.bad_rows, done.written, counts(sqlite_scene)) == (50, False, [0] * 6)
    assert len(bad_table(done.bad).rows) == 50


def test_mended_all_is_written_once_and_imported_twice_it_is_still_once(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    matters, rows = many_rows(1000)
    path = write_book(tmp_path / "t.xlsx", matters=matters, entries=rows)
    tried = put(sqlite_scene, path, commit=False)
    assert (tried.matters, tried.entries, tried.bad, counts(sqlite_scene)) == (20, 1000, [], [0] * 6)
    done = put(sqlite_scene, path)
    assert (done.matters, done.entries, done.known_entries, done.started) == (20, 1000, 0, tried.started)
    written = counts(sqlite_scene)
    assert written[:3] == [1, 20, 1000]
    again = put(sqlite_scene, path)
    assert (again.matters, again.entries, again.known_matters, again.known_entries) == (0, 0, 20, 1000)
    assert (again.corrected, again.matter_ids, counts(sqlite_scene)) == ([], [], written)
    assert recount(sqlite_scene.engine, now=NOW).differences == []


def test_it_is_all_or_nothing_on_every_database(scene: Scene, tmp_path: Path) -> None:
    matters, rows = many_rows(160, dockets=4)
    wrong, bad = spoilt(rows, 5)
    assert put(scene, write_tables(tmp_path / "bad", matters=matters, entries=wrong)).bad_rows == len(bad)
    assert counts(scene) == [0] * 6
    path = write_tables(tmp_path / "good", delimiter=";", matters=matters, entries=rows)
    assert put(scene, path).entries == 160
    assert (put(scene, path).entries, counts(scene)[2]) == (0, 160)
    assert verify_chain(entries(scene, "SUM-1")) == []
    assert recount(scene.engine, now=NOW).differences == []


def test_words_are_taken_in_any_case_and_a_workbooks_days_and_numbers_as_they_are(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    first = entry_row("7", "SUMMONS ISSUED", "2024-01-08", Return_date="2024-03-01")
    served = entry_row("7", "summons served", "2024-01-09", Belongs_to="e1", Reference=12)
    rows = [first | {"Third-party recordkeeper": True}, served | {"Miles from service to appearance": 12.5}]
    rows = [{**row, "Docket number": 7} for row in rows]
    path = write_book(tmp_path / "t.xlsx", matters=[matter_row("7", "summons")], entries=rows)
    assert put(sqlite_scene, path).bad == []
    issued, later = entries(sqlite_scene, "7")
    assert (issued.facts, later.facts) == ({"return_on": "2024-03-01", "third_party": True}, {"miles": 12.5})
    assert (later.of, later.reference, later.recorded_by) == ([1], "12", "Ann")


def test_a_columns_former_label_and_a_rules_former_title_are_still_read(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    assessed = entry_row("7", "Penalty assessed", "2024-03-05", How_Customs_sees_the_failure="negligent")
    fixed = entry_row("7", "Another due date fixed", "2024-03-06", Now_due_on="2024-06-03")
    rows = [assessed | {"Value in USD": 20_000}, fixed | {"Rule whose date is fixed": "DEM-11: As it was"}]
    path = write_tables(tmp_path / "t", matters=[matter_row("7", DEMAND)], entries=rows)
    assert put(sqlite_scene, path).bad == []
    penalty, later = entries(sqlite_scene, "7")
    assert penalty.facts == {"culpability": "negligent", "value_usd": 20_000}
    assert later.facts == {"rule": "DEM-11", "due_on": "2024-06-03"}


def test_what_was_corrected_since_does_not_come_again(sqlite_scene: Scene, tmp_path: Path) -> None:
    rows = [entry_row("AUD-1", "Closing conference held", "2025-06-20")]
    path = write_tables(tmp_path / "t", matters=[matter_row("AUD-1", AUDIT)], entries=rows)
    put(sqlite_scene, path)
    sqlite_scene.record("entry_withdrawn", "2025-06-21", replaces=1)
    again = put(sqlite_scene, path)
    assert (again.entries, again.known_entries, again.corrected) == (0, 1, ["AUD-1: E1"])
    assert [each.number for each in entries(sqlite_scene, "AUD-1")] == [1, 2]


def test_a_fact_twice_in_a_file_is_one_unless_its_reference_tells_it_apart(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    row = entry_row("AUD-1", "Closing conference held", "2025-06-20")
    rows = [row, row, {**row, "Reference": "CC-2"}]
    path = write_tables(tmp_path / "t", matters=[matter_row("AUD-1", AUDIT)], entries=rows)
    assert ((done := put(sqlite_scene, path)).entries, done.known_entries) == (2, 1)
    assert ((done := put(sqlite_scene, path)).entries, done.known_entries) == (0, 3)


def test_an_entrys_number_that_is_not_its_own_is_named(sqlite_scene: Scene, tmp_path: Path) -> None:
    row = entry_row("AUD-1", "Closing conference held", "2025-06-20", Entry="E2")
    path = write_tables(tmp_path / "t", matters=[matter_row("AUD-1", AUDIT)], entries=[row])
    (bad,) = put(sqlite_scene, path).bad
    assert (
        bad.words
        == "entries, row 2, Entry: E2; by its place in the docket this entry is E1; expected the same"
    )


def test_two_who_import_the_same_at_once_write_it_once(scene: Scene, tmp_path: Path) -> None:
    matters, rows = many_rows(120, dockets=4)
    put(scene, write_tables(tmp_path / "matters", matters=matters))
    path, written = write_tables(tmp_path / "t", entries=rows), []
    threads = [Thread(target=lambda: written.append(put(scene, path).entries)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(written), counts(scene)[2]) == ([0, 0, 120], 120)
    assert recount(scene.engine, now=NOW).differences == []


def test_nothing_is_imported_while_a_change_of_the_law_waits(sqlite_scene: Scene, tmp_path: Path) -> None:
    sqlite_scene.open()
    with transaction(sqlite_scene.engine) as session:
        session.exec(select(LawApproval)).one().law_hash = "0" * 64
    path = write_tables(tmp_path / "t", entries=[entry_row("AUD-1", "Audit commenced", "2025-06-20")])
    with pytest.raises(RecordError, match="awaits approval"):
        put(sqlite_scene, path)
    assert counts(sqlite_scene)[2] == 0


def test_what_is_imported_is_told_once(sqlite_scene: Scene, tmp_path: Path) -> None:
    sqlite_scene.open("AUD-0")
    sqlite_scene.contact()
    rows = [entry_row("AUD-1", "Closing conference held", "2026-11-02")]
    put(sqlite_scene, write_tables(tmp_path / "t", matters=[matter_row("AUD-1", AUDIT)], entries=rows))
    swept = [len(sqlite_scene.sweep("2026-11-20", hour).claims) for hour in (15, 16)]
    assert swept == [1, 0]
