"""What is recorded costs by itself, not by what else is on record, and by no row of an import alone."""

from datetime import date
from pathlib import Path

from models.inputs import EntryInput
from tasks.exchange.importing import import_file
from tasks.record.entries import put_entry
from tests.support.scenes import Scene, at
from tests.support.sheets import many_rows, write_tables
from tests.support.statements import plans, read_whole, sent_by

DAY = "2025-06-20"
LARGE = ("matter", "entry", "standingentry", "deadline", "defect", "changepage", "deriveddocket")


def put(scene: Scene, docket: str, reference: str) -> None:
    draft = EntryInput(
        kind="closing_conference_held",
        occurred_on=date.fromisoformat(DAY),
        reference=reference,
        recorded_by="Bo",
    )
    put_entry(scene.engine, docket, draft, "audit", now=at(DAY))


def test_an_entry_takes_as_many_statements_however_much_is_on_record(scene: Scene) -> None:
    scene.open()
    put(scene, "AUD-1", "1")
    alone = sent_by(scene.engine, lambda: put(scene, "AUD-1", "2"))
    for place in range(2, 12):
        scene.open(f"AUD-{place}")
        put(scene, f"AUD-{place}", "1")
    for place in range(3, 9):
        put(scene, "AUD-1", str(place))
    assert sent_by(scene.engine, lambda: put(scene, "AUD-1", "9")) == alone
    assert alone <= 20


def test_no_large_table_is_read_as_a_whole_to_record_an_entry(scene: Scene) -> None:
    scene.open()
    put(scene, "AUD-1", "1")
    lines = plans(scene.engine, lambda: put(scene, "AUD-1", "2"))
    assert read_whole(lines, LARGE) == []


def test_the_statements_of_an_import_are_no_more_for_more_rows(sqlite_scene: Scene, tmp_path: Path) -> None:
    def sent(rows: int) -> int:
        matters, entries = many_rows(rows, dockets=5)
        named = {each["Docket number"]: f"{rows}-{each['Docket number']}" for each in matters}
        for each in (*matters, *entries):
            each["Docket number"] = named[each["Docket number"]]
        path = write_tables(tmp_path / str(rows), matters=matters, entries=entries)

        def put_in() -> None:
            done = import_file(sqlite_scene.engine, path, by="Bo", commit=True, now=at("2026-11-20"))
            assert done.entries == rows

        return sent_by(sqlite_scene.engine, put_in)

    sent(5)
    assert sent(400) <= sent(40) + 2
