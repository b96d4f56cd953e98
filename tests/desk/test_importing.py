"""Importing in the browser: upload, say what is what, correct every error, then all of it or nothing."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from models.record.database import reading, transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Entry, Matter
from models.record.tables.people import DeskRun, SignedAct
from tasks.exchange.import_template import template_book
from tasks.exchange.importing import import_file, taken_in_at
from tests.support.at_the_desk import DeskOf
from tests.support.imports_at_the_desk import (
    AUDIT,
    CLOSING,
    book,
    checked,
    chosen_in,
    desk_that_imports,
    go_on,
    key_of,
    mend,
    uploaded,
)
from tests.support.scenes import Scene
from tests.support.sheets import entry_row, matter_row


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with Lee, who leads for Acme alone, and Ada, who sees every importer."""
    return desk_that_imports(scene, tmp_path)


def entries(desk: DeskOf, docket: str = "AUD-1") -> list[Entry]:
    """A docket."""
    with reading(desk.scene.engine) as session:
        return entries_of(session, matter_named(session, docket))


def rows(desk: DeskOf, table: Any) -> list[Any]:
    """All rows of a table."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(table)).all())


def test_a_workbook_is_imported_signed_and_followed(desk: DeskOf, tmp_path: Path) -> None:
    content = book(
        tmp_path,
        matters=[matter_row("AUD-2", AUDIT)],
        entries=[entry_row(each, CLOSING, "2025-06-20") for each in ("AUD-1", "AUD-2")],
        Notes=[{"Remark": "x", "More": "y"}],
    )
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        page = visitor.text(f"{there}/check")
        assert "no errors" in page
        assert "AUD-2" in page
        assert entries(desk) == []
        answer = visitor.send(f"{there}/take", shown_at=f"{there}/check")
        assert answer.headers["location"] == "/import"
        assert "New: 1 matter, 2 entries" in visitor.text("/import")
    (entry,) = entries(desk)
    assert (entry.recorded_by, entries(desk, "AUD-2")[0].recorded_by) == ("Lee", "Lee")
    signed = {each.subject for each in rows(desk, SignedAct)}
    matter = next(each for each in rows(desk, Matter) if each.docket_number == "AUD-2")
    assert signed == {f"matter:{matter.id}", *(f"entry:{each.id}" for each in rows(desk, Entry))}
    (run,) = rows(desk, DeskRun)
    assert (run.deployment, run.made_by, desk.woken) == ("follow-import", "Lee", 1)
    assert run.parameters["imported"]["history"] == "No"
    with reading(desk.scene.engine) as session:
        assert len(taken_in_at(session, desk.now)) == 2
    assert list((desk.home / "uploads").iterdir()) == []


def test_it_is_taken_in_quietly_where_that_is_asked(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "2025-06-20")])
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        visitor.send(f"{there}/take", shown_at=f"{there}/check", quietly="yes")
    assert rows(desk, DeskRun)[0].parameters["imported"]["history"] == "Yes"


def test_the_template_is_read_and_its_examples_are_passed_over(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        given = visitor.open("/import/template.xlsx")
        assert load_workbook(io.BytesIO(given.content)).sheetnames == [
            "matters",
            "entries",
            "Read me",
            "Notes",
        ]
        there = checked(visitor, given.content)
        page = visitor.text(f"{there}/check")
    assert "Not imported: 2 example rows of the template." in page
    assert "the file has no rows to import" in page


def test_the_inbox_passes_over_the_templates_examples_too(desk: DeskOf, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(template_book())
    done = import_file(desk.scene.engine, path, by="Bo", commit=True, now=desk.now)
    assert (done.bad, done.matters, done.entries, done.examples) == ([], 0, 0, 2)
    assert done.passed_over == ["Read me", "Notes"]


OWN = [
    {"Matter no.": "AUD-1", "What": CLOSING, "When": "6/25/2025", "Who typed it": "Bo"},
    {"Matter no.": "AUD-1", "What": "Audit commenced", "When": "3/4/2025", "Who typed it": "Bo"},
]


def test_a_file_with_other_columns_is_asked_about_column_by_column(desk: DeskOf, tmp_path: Path) -> None:
    with desk.signed_in("Lee") as visitor:
        there = key_of(uploaded(visitor, book(tmp_path, List=OWN)))
        assert go_on(visitor, f"{there}/sheets").status_code == 400
        assert go_on(visitor, f"{there}/sheets", **{"kind-0": "entries"}).status_code == 303
        answer = go_on(visitor, f"{there}/columns")
        assert answer.status_code == 400
        assert "no column is chosen for Docket number." in answer.text
        assert "Choose for each column what it is, or that it is left out." in answer.text
        said = {"c0-0": "matter", "c0-1": "event", "c0-2": "occurred_on", "rest": "yes"}
        answer = go_on(visitor, f"{there}/columns", **said)
        assert answer.status_code == 400
        assert "Landwaiter does not guess" in answer.text
        assert "6/25/2025, which can only be Month/day/year" in answer.text
        assert "3/4/2025, which can be either" in answer.text
        assert chosen_in(answer.text)["dates"] == ""
        answer = go_on(visitor, f"{there}/columns", **said, dates="Month/day/year")
        assert answer.headers["location"] == f"{there}/check"
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
    days = [str(each.occurred_on) for each in entries(desk)]
    assert days == ["2025-06-25", "2025-03-04"]
    assert {each.recorded_by for each in entries(desk)} == {"Lee"}


def test_a_date_that_can_be_read_in_one_way_only_is_suggested(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "25.6.2025")])
    with desk.signed_in("Lee") as visitor:
        there = key_of(uploaded(visitor, content))
        go_on(visitor, f"{there}/sheets")
        assert chosen_in(visitor.text(f"{there}/columns"))["dates"] == "Day/month/year"


def test_titles_may_stand_in_any_of_the_first_rows(desk: DeskOf) -> None:
    text = f"Acme\nNr,What,Day\nAUD-1,{CLOSING},2025-06-20\n"
    with desk.signed_in("Lee") as visitor:
        there = key_of(uploaded(visitor, text.encode(), "entries.csv"))
        assert chosen_in(visitor.text(f"{there}/sheets")) == {"kind-0": "entries", "titles-0": "1"}
        go_on(visitor, f"{there}/sheets", **{"titles-0": "2"})
        said = {"c0-0": "matter", "c0-1": "event", "c0-2": "occurred_on"}
        go_on(visitor, f"{there}/columns", **said)
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
    assert [each.occurred_on.isoformat() for each in entries(desk)] == ["2025-06-20"]


def test_every_error_is_shown_and_mended_in_place_or_left_out(desk: DeskOf, tmp_path: Path) -> None:
    bad = [
        entry_row("AUD-1", "Conference", "soon"),
        entry_row("AUD-1", CLOSING, "2031-01-01"),
        entry_row("AUD-1", "Audit commenced", "2025-02-03", Reference="=1+1"),
        entry_row("AUD-1", "Audit commenced", "2025-02-04"),
    ]
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, book(tmp_path, entries=bad))
        page = visitor.text(f"{there}/check")
        assert "4 errors in 3 rows" in page
        assert "Holds a formula" in page
        assert visitor.send(f"{there}/take", shown_at=f"{there}/check").headers["location"].endswith("/check")
        assert entries(desk) == []
        listed = visitor.open(f"{there}/errors.csv").text
        assert listed.count("\n") == 5
        answer = mend(
            visitor,
            there,
            {
                "row": ["0-2", "0-3", "0-4"],
                "m-0-2-event": CLOSING,
                "m-0-2-occurred_on": "2025-06-20",
                "out-0-3": "yes",
                "m-0-4-reference": "CC-7",
            },
        )
        assert answer.status_code == 303
        page = visitor.text(f"{there}/check")
        assert "no errors" in page
        assert "entries, row 3" in page
        assert "New entries</dt><dd>3" in page
        visitor.send(f"{there}/check", back="0-3")
        assert "1 error in 1 row" in visitor.text(f"{there}/check")
        mend(visitor, there, {"row": "0-3"} | {"m-0-3-occurred_on": "2025-07-01"})
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
    assert [each.reference for each in entries(desk)] == ["", "", "CC-7", ""]


def test_a_cell_that_is_sent_as_it_was_shown_stays_as_it_is(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", "Audit commenced", "2025-02-03", Reference="=1+1")])
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        shown = visitor.text(f"{there}/check")
        assert 'value="(cannot be read)"' in shown
        mend(visitor, there, {"row": "0-2"} | {"m-0-2-reference": "(cannot be read)"})
        assert "Holds a formula" in visitor.text(f"{there}/check")
        mend(visitor, there, {"row": "0-2"} | {"m-0-2-reference": ""})
        assert "no errors" in visitor.text(f"{there}/check")


def test_a_privileged_note_is_imported_and_never_shown_again(desk: DeskOf, tmp_path: Path) -> None:
    row = entry_row("AUD-1", CLOSING, "soon", Privileged_note="Counsel thinks not.")
    with desk.signed_in("Lee") as visitor:
        there = key_of(uploaded(visitor, book(tmp_path, entries=[row])))
        go_on(visitor, f"{there}/sheets")
        assert "Counsel" not in visitor.text(f"{there}/columns")
        go_on(visitor, f"{there}/columns")
        assert "Counsel" not in visitor.text(f"{there}/check")
        mend(visitor, there, {"row": "0-2"} | {"m-0-2-occurred_on": "2025-06-20"})
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
    assert entries(desk)[0].privileged_note == "Counsel thinks not."


def test_nothing_is_done_by_a_form_that_was_not_shown(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "2025-06-20")])
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        for path in (f"{there}/take", f"{there}/check", f"{there}/remove"):
            assert visitor.client.post(path, data={"token": "x"}).status_code == 400
        assert visitor.client.post("/import", files={"file": ("a.csv", b"A,B\n1,2\n")}).status_code == 400
        assert visitor.open(f"{there}/check").status_code == 200
    assert entries(desk) == []
    with transaction(desk.scene.engine) as session:
        assert session.exec(select(SignedAct)).all() == []
