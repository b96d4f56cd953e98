"""What offices really write into spreadsheets is read as it is shown, or refused with what to do."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from models.forms.exchange import DateOrder
from models.record.database import transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Account, Entry
from tasks.exchange.imported import Imported
from tasks.exchange.importing import import_file
from tests.support.scenes import Scene, at
from tests.support.sheets import entry_row, matter_row, write_book, write_tables

AUDIT, SUMMONS = "Audit (19 CFR 163.11)", "Summons (19 CFR 163.7 to 163.10)"
CLOSING = "Closing conference held"


def put(scene: Scene, path: Path, dates: DateOrder = DateOrder.YEAR_FIRST) -> Imported:
    return import_file(scene.engine, path, by="Bo", commit=True, now=at("2026-11-20"), dates=dates)


def entries(scene: Scene, docket_number: str = "AUD-1") -> list[Entry]:
    with transaction(scene.engine) as session:
        return entries_of(session, matter_named(session, docket_number))


def said(done: Imported) -> list[tuple[str, str]]:
    return [(each.column, each.reason) for each in done.bad]


def formatted(path: Path, cells: dict[str, tuple[Any, str]], **sheets: list[dict[str, Any]]) -> Path:
    """A workbook in which the second row of these columns has a value in a format."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet, titles = book.create_sheet(name), list(rows[0])
        sheet.append(titles)
        for row in rows:
            sheet.append(list(row.values()))
        for title in set(titles) & set(cells):
            cell = sheet.cell(2, titles.index(title) + 1)
            cell.value, cell.number_format = cells[title]
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("6/2/2025", DateOrder.MONTH_FIRST, "2025-06-02"),
        ("6/2/2025", DateOrder.DAY_FIRST, "2025-02-06"),
        ("02.06.2025", DateOrder.DAY_FIRST, "2025-06-02"),
        ("2025-06-02", DateOrder.DAY_FIRST, "2025-06-02"),
        ("2025-06-02", DateOrder.YEAR_FIRST, "2025-06-02"),
    ],
)
def test_the_form_says_once_how_the_file_writes_dates(
    text: str, order: DateOrder, day: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    rows = [entry_row("AUD-1", CLOSING, text)]
    path = write_tables(tmp_path / "t", matters=[matter_row("AUD-1", AUDIT)], entries=rows)
    assert put(sqlite_scene, path, order).bad == []
    assert str(entries(sqlite_scene)[0].occurred_on) == day


@pytest.mark.parametrize(
    ("text", "order", "reason"),
    [
        (
            "6/2/2025",
            DateOrder.YEAR_FIRST,
            '"6/2/2025" is text; choose Month/day/year (June 2, 2025) or Day/month/year (February 6, 2025) '
            "in the form, under Dates in the file",
        ),
        (
            "6/25/2025",
            DateOrder.YEAR_FIRST,
            '"6/25/2025" is text; choose Month/day/year (June 25, 2025) in the form, under Dates in the file',
        ),
        (
            "6/25/2025",
            DateOrder.DAY_FIRST,
            '"6/25/2025"; expected a date such as 2/6/2025, and there is no such date',
        ),
        (
            "6/2/25",
            DateOrder.MONTH_FIRST,
            '"6/2/25" has a year of two digits; expected a date such as 6/2/2025, with four',
        ),
        (
            "1066-10-14",
            DateOrder.YEAR_FIRST,
            '"1066-10-14" is not between January 1, 1978 and December 31, 2199; expected a date such as '
            "2025-06-02",
        ),
    ],
)
def test_a_date_in_another_order_is_refused_with_the_choice_to_make(
    text: str, order: DateOrder, reason: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    rows = [entry_row("AUD-1", CLOSING, text)]
    path = write_tables(tmp_path / "t", matters=[matter_row("AUD-1", AUDIT)], entries=rows)
    assert said(put(sqlite_scene, path, order)) == [("Occurred on", reason)]


def test_numbers_are_read_as_the_workbook_shows_them(sqlite_scene: Scene, tmp_path: Path) -> None:
    matter = matter_row("x", AUDIT) | {"Importer number": "x"}
    entry = entry_row("x", CLOSING, "2025-06-20", Reference="x")
    cells = {
        "Docket number": (14, '"AUD-"000'),
        "Importer number": (41234567, "00-0000000"),
        "Reference": (123, "000000"),
    }
    path = formatted(tmp_path / "t.xlsx", cells, matters=[matter], entries=[entry])
    assert put(sqlite_scene, path).bad == []
    assert entries(sqlite_scene, "AUD-014")[0].reference == "000123"
    with transaction(sqlite_scene.engine) as session:
        assert session.get_one(Account, 1).importer_number == "04-1234567"


AS_TEXT = "expected text: format the column as text, and type the whole value again"
SPOILED = [
    (2.02527e15, "0", '"2.02527E+15" is a number that the spreadsheet shortened; '),
    ("2.02527E+15", "General", '"2.02527E+15" is a number that the spreadsheet shortened; '),
    (123, "0.00E+00", '"123" is a number that the spreadsheet shortened; '),
    (1500, "#,##0", '1500 in the format "#,##0" does not show what was typed; '),
    (12.5, "0", '12.5 in the format "0" does not show what was typed; '),
]


@pytest.mark.parametrize(("value", "form", "reason"), SPOILED)
@pytest.mark.parametrize("sheet", ["matters", "entries"])
def test_both_sheets_refuse_a_spoiled_number_in_the_same_words(
    sheet: str, value: Any, form: str, reason: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    column = {"matters": "Title", "entries": "Reference"}[sheet]
    row = {"matters": matter_row("AUD-2", AUDIT), "entries": entry_row("AUD-1", CLOSING, "2025-06-20")}[sheet]
    path = formatted(tmp_path / "t.xlsx", {column: (value, form)}, **{sheet: [row | {column: "x"}]})
    assert said(put(sqlite_scene, path)) == [(column, reason + AS_TEXT)]


def test_both_sheets_refuse_a_formula_and_a_date_in_the_same_words(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    cells = {"Docket number": ("=A1", "General"), "Title": (at("2025-06-20").date(), "yyyy-mm-dd")}
    cells |= {
        "Entry": ("=1+1", "General"),
        "Reference": cells["Title"],
        "SHA-256 of the document": ("=B1", ""),
    }
    matter = matter_row("x", AUDIT) | {"Title": "x"}
    entry = entry_row("x", CLOSING, "2025-06-20", Reference="x", Entry="x") | {"SHA-256 of the document": "x"}
    done = put(sqlite_scene, formatted(tmp_path / "t.xlsx", cells, matters=[matter], entries=[entry]))
    formula = "holds a formula; expected a value: copy the column and paste it as values"
    assert {reason for column, reason in said(done) if column != "Title"} == {formula}
    assert ("Title", f"2025-06-20 is a date; {AS_TEXT}") in said(done)
    assert [each.sheet for each in done.bad].count("entries") == 3


@pytest.mark.parametrize(("tick", "means"), [("TRUE", True), ("false", False), (True, True), (False, False)])
def test_a_tick_is_yes_or_no(tick: Any, means: bool, sqlite_scene: Scene, tmp_path: Path) -> None:
    row = entry_row("SUM-1", "Summons issued", "2024-01-08", Return_date="2024-03-01")
    row |= {"Third-party recordkeeper": tick}
    path = write_book(tmp_path / "t.xlsx", matters=[matter_row("SUM-1", SUMMONS)], entries=[row])
    assert put(sqlite_scene, path).bad == []
    assert entries(sqlite_scene, "SUM-1")[0].facts["third_party"] is means


ENTRY = "Docket number{0}Event{0}Occurred on{0}Explanation\nAUD-1{0}" + CLOSING + "{0}2025-06-20{0}\n"


@pytest.mark.parametrize(
    "text",
    [
        ENTRY.format("\t"),
        ENTRY.format(";"),
        "\ufeff" + ENTRY.format(","),
        "sep=;\n" + ENTRY.format(";"),
        "\ufeffsep=\t\r\n" + ENTRY.format("\t"),
        "Entries of Acme, Inc., June 2025\n\n" + ENTRY.format(";"),
    ],
)
def test_a_table_is_read_whatever_separates_its_columns_and_stands_above_its_titles(
    text: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    path = tmp_path / "entries.csv"
    path.write_text(text.replace("Explanation", "Reference"), encoding="utf-8", newline="")
    assert (put(sqlite_scene, path).bad, len(entries(sqlite_scene))) == ([], 1)


def test_rows_below_a_heading_keep_the_numbers_that_the_file_shows(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    path = tmp_path / "entries.tsv"
    text = f"Acme\n\nDocket number\tEvent\tOccurred on\tColour\nAUD-1\t{CLOSING}\tsoon\tred\n"
    path.write_text(text, encoding="utf-8")
    assert [(each.row, each.column) for each in put(sqlite_scene, path).bad] == [
        (3, "Colour"),
        (4, "Occurred on"),
    ]


def test_a_sheet_of_notes_is_passed_over_and_named(sqlite_scene: Scene, tmp_path: Path) -> None:
    sqlite_scene.open()
    rows = [entry_row("AUD-1", CLOSING, "2025-06-20")]
    done = put(sqlite_scene, write_book(tmp_path / "t.xlsx", Notes=[{"Remark": "x"}], entries=rows))
    assert (done.bad, done.entries, done.passed_over) == ([], 1, ["Notes"])


def test_every_error_of_every_row_is_named_at_once(sqlite_scene: Scene, tmp_path: Path) -> None:
    matter = matter_row("SUM-1", SUMMONS, **{"Opened on": "soon", "Time zone": "Mars"})
    wrong = entry_row("SUM-1", "Summons issued", "2031-01-01", Belongs_to="E9", Corrects="E8")
    wrong |= {"Miles from service to appearance": "ten", "Entry": "first", "SHA-256 of the document": "abc"}
    loose = entry_row("SUM-9", "Summons issued", "never", Entry="second")
    done = put(sqlite_scene, write_tables(tmp_path / "t", matters=[matter], entries=[wrong, loose]))
    assert {(each.sheet, each.row, each.column) for each in done.bad} == {
        ("matters", 2, "Opened on"),
        ("matters", 2, "Time zone"),
        *(
            ("entries", 2, column)
            for column in (
                "Occurred on",
                "Belongs to",
                "Corrects",
                "Why it is corrected",
                "Return date",
                "Third-party recordkeeper",
                "Miles from service to appearance",
                "Entry",
                "SHA-256 of the document",
            )
        ),
        ("entries", 3, "Occurred on"),
        ("entries", 3, "Entry"),
        ("entries", 3, "Docket number"),
    }
