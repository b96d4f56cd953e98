"""What a person imports is of their importers: of another one they learn nothing, whatever the file says."""

import re
from pathlib import Path

import pytest
from sqlmodel import select

from models.record.database import reading
from models.record.tables.dockets import Account, Entry, Matter
from models.record.tables.people import DeskRun, SignedAct
from tests.support.at_the_desk import DeskOf
from tests.support.corrections import corrected, of_importer, of_matter
from tests.support.imports_at_the_desk import (
    AUDIT,
    CLOSING,
    book,
    checked,
    desk_that_imports,
    key_of,
    uploaded,
)
from tests.support.scenes import Scene
from tests.support.sheets import entry_row, matter_row


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with Lee, who leads for Acme alone; Zephyr Trading has a number and a former docket number."""
    made = desk_that_imports(sqlite_scene, tmp_path)
    corrected(sqlite_scene, of_matter("DEM-9", docket_number="DEM-99"))
    corrected(sqlite_scene, of_importer("Zephyr Trading", importer_number="98-7654321ZT"))
    return made


def check_of(desk: DeskOf, content: bytes) -> str:
    """What the check says to Lee, without what Lee typed."""
    with desk.signed_in("Lee") as visitor:
        text = visitor.text(f"{checked(visitor, content)}/check")
    return re.sub(r"<input[^>]*>", "", text)


def wrong_in(text: str) -> list[str]:
    """What is wrong, and what was expected, row by row."""
    found = re.findall(r'<td class="wrong"[^>]*>(.*?)</td>\s*<td>(.*?)</td>', text, re.DOTALL)
    return [f"{wrong}|{expected}".replace("&#34;", '"') for wrong, expected in found]


def test_another_importer_is_refused_as_one_that_does_not_exist(desk: DeskOf, tmp_path: Path) -> None:
    said = []
    for importer in ("Zephyr Trading", "Nobody At All"):
        content = book(tmp_path, matters=[matter_row("AUD-7", AUDIT, Importer=importer)])
        (wrong,) = wrong_in(check_of(desk, content))
        said.append(wrong.replace(importer, "NAME"))
    assert said == ['"NAME" is not one of your importers|One of: Acme'] * 2


def test_every_error_of_a_row_is_said_beside_that_refusal(desk: DeskOf, tmp_path: Path) -> None:
    row = matter_row("AUD-7", AUDIT, **{"Importer": "Zephyr Trading", "Time zone": "Mars"})
    assert len(wrong_in(check_of(desk, book(tmp_path, matters=[row])))) == 2


@pytest.mark.parametrize("number", ["DEM-99", "DEM-9"])
def test_a_docket_number_of_another_importer_is_taken_and_no_more(
    number: str, desk: DeskOf, tmp_path: Path
) -> None:
    text = check_of(desk, book(tmp_path, matters=[matter_row(number, AUDIT)]))
    assert wrong_in(text) == [f"The docket number {number} is taken|Another"]
    other = "DEM-99" if number == "DEM-9" else "2024-01-02"
    assert "Zephyr" not in text
    assert other not in text


def test_an_entry_of_another_importers_matter_is_one_of_no_matter(desk: DeskOf, tmp_path: Path) -> None:
    rows = [entry_row(each, CLOSING, "2025-06-20") for each in ("DEM-99", "DEM-9", "NONE-1")]
    said = wrong_in(check_of(desk, book(tmp_path, entries=rows)))
    assert [re.sub(r'"[^"]+"', "NAME", each) for each in said] == [
        "NAME|One that is on record or in the sheet of matters"
    ] * 3


def test_an_importer_number_of_another_importer_is_taken_and_no_more(desk: DeskOf, tmp_path: Path) -> None:
    row = matter_row("AUD-7", AUDIT, **{"Importer number": "98 7654321 zt"})
    text = check_of(desk, book(tmp_path, matters=[row]))
    assert wrong_in(text) == ["The importer number 98 7654321 zt is taken|Another, or none"]
    assert "Zephyr" not in text


def test_nothing_of_it_is_imported_or_suggested(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, matters=[matter_row("dem 99", AUDIT), matter_row("AUD-8", AUDIT)])
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        assert "nearly" not in visitor.text(f"{there}/check")
    with desk.signed_in("Ada") as visitor:
        assert "dem 99 is nearly DEM-99" in visitor.text(f"{checked(visitor, content)}/check")
    with reading(desk.scene.engine) as session:
        assert len(session.exec(select(Matter)).all()) == 2
        assert len(session.exec(select(Account)).all()) == 2
        for table in (Entry, SignedAct, DeskRun):
            assert session.exec(select(table)).all() == []


def test_an_upload_is_for_who_uploaded_it(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "2025-06-20")])
    with desk.signed_in("Lee") as lee, desk.signed_in("Ada") as ada:
        there = checked(lee, content)
        hers = key_of(uploaded(ada, content, "hers.xlsx"))
        for step in ("sheets", "columns", "check", "errors.csv"):
            assert ada.open(f"{there}/{step}").status_code == 404
            assert lee.open(f"{hers}/{step}").status_code == 404
        for step in ("sheets", "columns", "check", "take", "remove"):
            assert ada.send(f"{there}/{step}", shown_at="/import").status_code == 404
        assert "acme.xlsx" not in ada.text("/import")
        assert lee.open(f"{there}/check").status_code == 200
        for odd in ("1-..", "x", f"{there.rpartition('/')[2]}x", "..%2f1"):
            assert lee.open(f"/import/{odd}/check").status_code == 404


def test_who_may_not_import_finds_no_such_page(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        for path in ("/import", "/import/template.xlsx", "/import/1-abcdefghijklmnopqrstuv/check"):
            assert visitor.open(path).status_code == 404
    with desk.nobody() as visitor:
        assert visitor.open("/import").headers["location"].startswith("/sign-in")
