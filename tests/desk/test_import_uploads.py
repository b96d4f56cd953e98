"""What is uploaded is read by its bytes, kept privately for a day, and refused in one sentence."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.desk.uploaded_kind import MOST_COLUMNS, plain_name
from tasks.desk.uploads import MOST
from tasks.exchange.book_limits import MOST_BYTES
from tasks.exchange.sheets import MOST_ROWS
from tests.support.at_the_desk import DeskOf
from tests.support.crafted_books import sheet, write_book
from tests.support.imports_at_the_desk import CLOSING, checked, desk_that_imports, key_of, uploaded
from tests.support.scenes import Scene

GOOD = f"Docket number,Event,Occurred on\nAUD-1,{CLOSING},2025-06-20\n".encode()


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with Lee, who leads for Acme alone."""
    return desk_that_imports(sqlite_scene, tmp_path)


def packed(**files: bytes) -> bytes:
    """A ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return made.getvalue()


def bomb(path: Path) -> bytes:
    """A workbook of some hundred kilobytes that unpacks to more than any is read."""
    made = write_book(path / "b.xlsx", [sheet("")], {"xl/media/p.png": b"\0" * (MOST_BYTES + 1)})
    return made.read_bytes()


REFUSED = {
    "a.xls": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "a.xls is an older Excel workbook (.xls), or a workbook with",
    ),
    "a.pdf": (b"%PDF-1.7 x", "a.pdf is a PDF; expected an Excel workbook (.xlsx)"),
    "page.csv": (b"\n<!DOCTYPE html><p>x", "page.csv is a web page or XML"),
    "a.docx": (packed(**{"word/document.xml": b"<x/>"}), "a.docx is a ZIP or a document, but no workbook"),
    "broken.xlsx": (b"PK\x03\x04 broken", "broken.xlsx is not a workbook, or it has a password"),
    "a.csv": (b"A,B\n\xff\xfe\x00,1\n", "a.csv is not in UTF-8"),
    "picture.csv": (b"\x89PNG\r\n", "picture.csv is a picture"),
    "empty.csv": (b"", "empty.csv is empty"),
    "long.csv": (b"A\n" + b"1\n" * (MOST_ROWS + 20), "long.csv has more than 20,000 rows"),
    "wide.csv": (b",".join(b"x" for _ in range(MOST_COLUMNS + 1)) + b"\n1\n", "wide.csv has 151 columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_none_is_refused_and_nothing_is_kept(name: str, desk: DeskOf) -> None:
    content, said = REFUSED[name]
    with desk.signed_in("Lee") as visitor:
        answer = uploaded(visitor, content, name)
    assert answer.status_code == 400
    assert said in answer.text
    assert str(desk.home) not in answer.text
    assert list((desk.home / "uploads").iterdir()) == []


def test_a_workbook_that_unpacks_without_end_is_refused(desk: DeskOf, tmp_path: Path) -> None:
    with desk.signed_in("Lee") as visitor:
        answer = uploaded(visitor, bomb(tmp_path), "bomb.xlsx")
    assert answer.status_code == 400
    assert "bomb.xlsx unpacks to" in answer.text


def test_what_is_too_large_or_no_file_is_refused(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        assert uploaded(visitor, b"x" * 22_000_000).status_code == 413
        assert uploaded(visitor, b"a,b\n" * 5_100_000, "a.csv").status_code in (400, 413)
        answer = visitor.send("/import")
        assert answer.status_code == 400
        assert "Choose a file." in answer.text


def test_the_bytes_decide_and_not_the_name(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, GOOD, "../../entries.xlsx")
        assert "entries.xlsx" in visitor.text(f"{there}/check")


def test_an_upload_is_private_and_gone_after_a_day(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, GOOD, "entries.csv")
        (folder,) = (desk.home / "uploads").iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        assert {each.stat().st_mode & 0o077 for each in folder.iterdir()} == {0}
    desk.now += timedelta(days=1)
    with desk.signed_in("Lee") as visitor:
        for step in ("sheets", "columns", "check"):
            answer = visitor.open(f"{there}/{step}")
            assert answer.headers["location"] == "/import"
        assert "Upload it again." in visitor.text("/import")
        answer = visitor.send(f"{there}/take", shown_at="/import")
        assert answer.headers["location"] == "/import"
        assert "Not imported yet" not in visitor.text("/import")
        key_of(uploaded(visitor, GOOD, "again.csv"))
    assert not folder.exists()


def test_what_is_over_goes_though_nobody_uploads_again(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        checked(visitor, GOOD, "entries.csv")
    desk.now += timedelta(hours=23)
    for is_kept in (True, False):
        with desk.nobody() as visitor:
            assert visitor.text("/health") == "ready"
        assert any((desk.home / "uploads").iterdir()) is is_kept
        desk.now += timedelta(hours=1)


def test_what_is_removed_or_imported_is_gone(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, GOOD, "entries.csv")
        token = visitor.token(f"{there}/check")
        visitor.client.post(f"{there}/take", data={"token": token})
        again = visitor.client.post(f"{there}/take", data={"token": token})
        assert again.headers["location"] == "/import"
        assert "Upload it again." in visitor.text("/import")
        there = key_of(uploaded(visitor, GOOD))
        visitor.send(f"{there}/remove", shown_at=f"{there}/sheets")
        assert "Not imported yet" not in visitor.text("/import")


def test_of_many_uploads_the_oldest_makes_room(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        for number in range(MOST + 2):
            desk.now += timedelta(minutes=1)
            uploaded(visitor, GOOD, f"n{number}.csv")
        page = visitor.text("/import")
    assert [f"n{number}.csv" in page for number in range(MOST + 2)] == [False] * 2 + [True] * MOST


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\Users\\Bo\\acme.xlsx", "acme.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("", "file"),
        ("a\n\0b.csv", "ab.csv"),
        ("x" * 300 + ".csv", "x" * 120 + ".csv"),
    ],
)
def test_a_file_is_called_by_its_name_alone(given: str, name: str) -> None:
    assert plain_name(given) == name
