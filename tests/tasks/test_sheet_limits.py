"""Files beyond what an import reads: each is refused in one sentence, before it takes memory or time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.exchange import book_limits
from tasks.exchange import read_sheets as read_sheets_module
from tasks.exchange.book_limits import MOST_BYTES, MOST_CELLS, MOST_PARTS
from tasks.exchange.read_sheets import read_sheets
from tasks.exchange.sheets import SheetError, Unusable
from tasks.exchange.table_text import LONGEST_LINE
from tasks.exchange.table_text import MOST_BYTES as MOST_TEXT
from tests.support.crafted_books import cell, sheet, write_book

ROW = f'<row r="2">{cell("A2", "AUD-1")}{cell("B2", "Audit")}</row>'
LAST = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
WIDE_ROWS = MOST_CELLS // 16_384 + 4
BOOKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a row beyond the last": (
        lambda path: write_book(path, [sheet(f'<row r="999999999999">{cell("A1", "x")}</row>')]),
        "has a row beyond 1,048,576",
    ),
    "a row that is no number": (
        lambda path: write_book(path, [sheet(f'<row r="{"9" * 5000}"/>')]),
        "has a row beyond 1,048,576",
    ),
    "a column beyond the last": (
        lambda path: write_book(path, [sheet(f'<row r="2">{cell("ZZZZ2", "x")}</row>')]),
        "has a column beyond 16,384",
    ),
    "the last cell of many rows": (
        lambda path: write_book(
            path, [sheet("".join(f'<row r="{n}">{cell(f"XFD{n}", "x")}</row>' for n in range(2, WIDE_ROWS)))]
        ),
        "has more than 2,000,000 cells, many of them empty",
    ),
    "rows far apart in two sheets": (
        lambda path: write_book(path, [sheet(f'<row r="1048576">{cell("A1048576", "x")}</row>')] * 2),
        "has more than 2,000,000 cells, many of them empty",
    ),
    "cells without end in a row": (
        lambda path: write_book(path, [sheet(f"<row>{'<c/>' * 20_000}</row>")]),
        "has a column beyond 16,384",
    ),
    "tags within each other": (
        lambda path: write_book(path, ["<a>" * 3_000_000]),
        "has parts within parts, more than 50 deep",
    ),
    "definitions that repeat each other": (
        lambda path: write_book(path, [sheet(ROW, start='<!DOCTYPE z [<!ENTITY a "x">]>')]),
        "has a definition of its own kind of document",
    ),
    "a cell of two million characters": (
        lambda path: write_book(path, [sheet(f'<row r="2">{cell("A2", "y" * 2_000_000)}</row>')]),
        "has a cell with more than 1,000,000 characters",
    ),
    "thousands of sheets": (
        lambda path: write_book(path, [sheet(ROW)] * (MOST_PARTS + 1)),
        "has 1,005 parts, such as sheets and pictures; the limit is 1,000",
    ),
    "more than any memory": (
        lambda path: write_book(path, [sheet(ROW)], {"xl/media/p.png": b"\0" * (MOST_BYTES + 1)}),
        "bytes; the limit is 100,000,000",
    ),
    "a number of 4,301 digits": (
        lambda path: write_book(path, [sheet(f'<row r="2"><c r="A2"><v>{"9" * 4301}</v></c></row>')]),
        "has a number of more than 4,300 digits",
    ),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_beyond_the_limits_is_one_sentence(name: str, tmp_path: Path) -> None:
    made, said = BOOKS[name]
    path = made(tmp_path / "book.xlsx")
    with pytest.raises(SheetError) as raised:
        read_sheets(path)
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(path))
    assert len(str(raised.value)) < 1000


def test_tags_without_end_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_limits, "MOST_TAGS", 1_000)
    path = write_book(tmp_path / "book.xlsx", [sheet(ROW)], {"xl/styles.xml": b"<a>" + b"<b/>" * 1_000})
    with pytest.raises(SheetError, match="has more than 1,000 cells and other parts"):
        read_sheets(path)


def test_a_sheet_that_claims_more_than_it_has_is_read(tmp_path: Path) -> None:
    claims = sheet(ROW, before='<dimension ref="A1:XFD1048576"/>')
    (read,) = read_sheets(write_book(tmp_path / "book.xlsx", [claims]))
    assert [row.number for row in read.rows] == [2]


def test_the_last_cell_of_a_sheet_is_read(tmp_path: Path) -> None:
    (read,) = read_sheets(write_book(tmp_path / "book.xlsx", [sheet(ROW + LAST)]))
    assert [row.number for row in read.rows] == [2, 1_048_576]


@pytest.mark.parametrize("number", ["9" * 400, "1e999", "-1e999"])
def test_a_number_beyond_counting_is_an_error_of_its_cell(number: str, tmp_path: Path) -> None:
    book = write_book(tmp_path / "book.xlsx", [sheet(f'<row r="2"><c r="A2"><v>{number}</v></c></row>')])
    (read,) = read_sheets(book)
    assert isinstance(read.rows[0].cells[0], Unusable)


def test_a_text_file_beyond_the_limits_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "matters.csv"
    with path.open("wb") as file:
        file.truncate(MOST_TEXT + 1)
    with pytest.raises(SheetError, match=r"has 50,000,001 bytes; the limit is 50,000,000"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n" + "x" * (LONGEST_LINE + 1), r"has a line of 1,000,001 bytes; the limit is 1,000,000"),
        ("a,b\n" + "," * (LONGEST_LINE + 1), r"has a line of 1,000,001 bytes"),
        ("a,b\n" + "x" * 200_000, r"is not a valid CSV file: field larger than field limit"),
        ("a,b\n" + "\n" * 10_001, r"has more than 10,000 cells and empty rows"),
        ("a,b\n" + ("," * 5_000 + "\n") * 3, r"has more than 10,000 cells and empty rows"),
    ],
    ids=["one giant cell", "a line of commas", "a large cell", "blank lines", "lines of commas"],
)
def test_a_table_beyond_the_limits_is_one_sentence(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_sheets_module, "MOST_CELLS", 10_000)
    path = tmp_path / "matters.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SheetError, match=said):
        read_sheets(path)
