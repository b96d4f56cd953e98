"""An import beside what is on record: nothing twice, and nothing that the person did not see."""

from pathlib import Path

import pytest
from sqlmodel import select

from models.record.database import reading
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Account, Entry
from tests.support.at_the_desk import DeskOf
from tests.support.imports_at_the_desk import AUDIT, CLOSING, book, checked, desk_that_imports
from tests.support.scenes import Scene
from tests.support.sheets import entry_row, matter_row


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with Lee, who leads for Acme alone, and Ada, who sees every importer."""
    return desk_that_imports(scene, tmp_path)


def entries(desk: DeskOf) -> list[Entry]:
    """The docket that is on record."""
    with reading(desk.scene.engine) as session:
        return entries_of(session, matter_named(session, "AUD-1"))


def test_the_same_file_twice_says_what_is_on_record(desk: DeskOf, tmp_path: Path) -> None:
    content = book(
        tmp_path,
        matters=[matter_row("AUD-2", AUDIT)],
        entries=[entry_row("AUD-2", CLOSING, "2025-06-20")],
    )
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
        page = visitor.text(f"{checked(visitor, content)}/check")
    assert "everything in this file is on record already" in page
    assert "entries: 1 row (2)" in page
    assert "<button>Import</button>" not in page


def test_what_changed_since_the_check_is_shown_before_anything_is_imported(
    desk: DeskOf, tmp_path: Path
) -> None:
    content = book(
        tmp_path, entries=[entry_row("AUD-1", CLOSING, each) for each in ("2025-06-20", "2025-06-23")]
    )
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        token = visitor.token(f"{there}/check")
        desk.scene.record("closing_conference_held", "2025-06-20", docket="AUD-1")
        answer = visitor.client.post(f"{there}/take", data={"token": token})
        assert answer.status_code == 400
        assert "The record has changed since the check. Nothing was imported." in answer.text
        assert "entries: 1 row (2)" in answer.text
        assert len(entries(desk)) == 1
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
    assert [each.occurred_on.isoformat() for each in entries(desk)] == ["2025-06-20", "2025-06-23"]


def test_two_who_import_the_same_write_it_once(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, entries=[entry_row("AUD-1", CLOSING, "2025-06-20")])
    with desk.signed_in("Lee") as lee, desk.signed_in("Ada") as ada:
        theirs, hers = checked(lee, content), checked(ada, content)
        lee.send(f"{theirs}/take", shown_at=f"{theirs}/check")
        assert ada.send(f"{hers}/take", shown_at=f"{hers}/check").status_code == 400
    assert len(entries(desk)) == 1


def test_who_sees_every_importer_may_bring_a_new_one(desk: DeskOf, tmp_path: Path) -> None:
    content = book(tmp_path, matters=[matter_row("AUD-7", AUDIT, Importer="Acmee Inc.")])
    with desk.signed_in("Ada") as visitor:
        there = checked(visitor, content)
        page = visitor.text(f"{there}/check")
        assert "New importers</dt><dd>Acmee Inc." in page
        assert "Acmee Inc. is nearly Acme, on record" in page
        visitor.send(f"{there}/take", shown_at=f"{there}/check")
    with reading(desk.scene.engine) as session:
        assert "Acmee Inc." in session.exec(select(Account.name)).all()
