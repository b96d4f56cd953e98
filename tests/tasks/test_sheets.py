"""Spreadsheets: what is read from them, what is refused, and that no text becomes a formula in them."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tasks.exchange.read_sheets import read_sheets
from tasks.exchange.sheets import MOST_ROWS, SheetError, Table, Unusable, safe_book, safe_csv

FORMULAS = [
    '=HYPERLINK("http://example.com","x")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "'=1",
    "harmless;=1+1",
    "two lines\n=1+1",
    "-- ",
]
HARMLESS = ["a=b", "E-1", "'quoted'", "x; y", "", "1-2", "a\nb"]


def cells_of(packed: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(packed.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_a_table(text: str) -> None:
    packed = safe_csv(Table("t", ("A",), [(text,)]))
    cell = cells_of(packed)[1][0]
    for piece in cell.replace("\r", "\n").replace("\t", "\n").replace(";", "\n").split("\n"):
        assert piece[:1] not in tuple("=+-@＝＋－＠")
    assert cell[:1] not in tuple("=+-@\t\r")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_a_workbook(text: str) -> None:
    book = load_workbook(io.BytesIO(safe_book([Table("t", ("A",), [(text,)])])))
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, str(cell.value).strip()) == ("s", text.strip())
    packed = zipfile.ZipFile(io.BytesIO(safe_book([Table("t", ("A",), [(text,)])])))
    assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_what_could_be_a_formula_is_marked_as_typed_with_an_apostrophe() -> None:
    book = load_workbook(io.BytesIO(safe_book([Table("t", ("A", "B"), [("=1", "plain")])])))
    assert [book.worksheets[0][place].quotePrefix for place in ("A2", "B2")] == [True, False]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_is_written_as_it_is(text: str) -> None:
    assert cells_of(safe_csv(Table("t", ("A", "B"), [(text, "x")])))[1][0] == text


def test_a_number_stays_a_number_and_a_day_a_day() -> None:
    row = (-5, 1500.5, date(2025, 6, 20), None)
    assert cells_of(safe_csv(Table("t", tuple("ABCD"), [row])))[1] == ["-5", "1500.5", "2025-06-20", ""]
    sheet = load_workbook(io.BytesIO(safe_book([Table("t", tuple("ABCD"), [row])]))).worksheets[0]
    assert [sheet[place].data_type for place in ("A2", "B2", "C2")] == ["n", "n", "d"]


@given(st.text(alphabet=st.sampled_from(list("='+-@;\t\n ab,\"")), max_size=12))
def test_a_text_written_and_read_again_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("sheets") / "t.csv"
    path.write_bytes(safe_csv(Table("t", ("A", "B"), [(text, "x")])))
    (sheet,) = read_sheets(path)
    assert (sheet.rows[0].cells[0] or "") == text.strip()


def test_rows_keep_their_numbers_over_blank_ones(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("A;B\n1;2\n;\n\n3;4\n", encoding="utf-8")
    (sheet,) = read_sheets(tmp_path / "t.csv")
    assert (sheet.titles, [(row.number, row.cells) for row in sheet.rows]) == (
        ("A", "B"),
        [(2, ("1", "2")), (5, ("3", "4"))],
    )


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("first", ["", "\ufeff", "sep=\t\r\n"])
def test_a_table_is_read_with_any_byte_order_mark(mark: str, first: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(f"{first}Importer\tTitle\r\nAcm\u00e9\t000123\r\n".encode(mark))
    (sheet,) = read_sheets(tmp_path / "t.csv")
    assert (sheet.titles, sheet.rows[0].cells) == (("Importer", "Title"), ("Acm\u00e9", "000123"))


def test_a_workbook_gives_days_numbers_and_texts_and_no_formula(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["A", "B", "C", "D", "E"])
    sheet.append([date(2025, 6, 20), 3, " x ", "=1+1", "#N/A"])
    sheet["A5"] = "late"
    book.save(tmp_path / "t.xlsx")
    (read,) = read_sheets(tmp_path / "t.xlsx")
    first, late = read.rows
    assert [str(cell) for cell in first.cells[:3]] == ["2025-06-20 00:00:00", "3", "x"]
    assert [type(cell) for cell in first.cells[3:]] == [Unusable, Unusable]
    assert (late.number, late.cells[0]) == (5, "late")


def make(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.ods", b"", "is not a spreadsheet that can be imported"),
        ("t.xlsx", b"a,b", "is not a workbook, or it has a password"),
        ("t.csv", b"A,B\n\xff,1\n", "is not in UTF-8, at byte 4"),
        ("t.csv", b'A,B\n"x" y,1\n', "is not a valid CSV file"),
        ("t.csv", b"\xff\xfeA\x00\x01", "is not in UTF-16, at byte 4"),
        ("t.csv", "A,B\n1,2\n".encode("utf-16-le"), "has a zero byte at character 2: it is no table, or"),
        (
            "t.csv",
            b"sep=|\nA|B\n1|2\n",
            "begins with “sep=|”. Expected sep= with a comma, a semicolon or a tab",
        ),
        ("t.csv", b"A,B\n", "has no rows"),
        ("t.csv", b"", "has no rows"),
        ("t.csv", b"A\n" + b"1\n" * (MOST_ROWS + 1), f"has more than {MOST_ROWS:,} rows"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = make(tmp_path / name, content)
    with pytest.raises(SheetError) as raised:
        read_sheets(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    packed = safe_book([Table("t", ("A",), [("x",)])])
    with zipfile.ZipFile(io.BytesIO(packed)) as book, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as spoilt:
        for name in book.namelist():
            spoilt.writestr(name, b"<a" if name.endswith("sheet1.xml") else book.read(name))
    with pytest.raises(SheetError, match="is damaged"):
        read_sheets(tmp_path / "t.xlsx")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="cannot be read: No such file"):
        read_sheets(tmp_path / "none.csv")
    with pytest.raises(SheetError, match="has no rows"):
        read_sheets(tmp_path)
