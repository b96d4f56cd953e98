"""A document is deleted with a reason, never under a legal hold, and not unasked while the law wants it."""

import fcntl
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.record.database import reading, transaction
from models.record.tables.dockets import Deadline
from models.record.tables.documents import Document, LegalHold
from models.record.tables.people import SignedAct
from tasks.desk.document_acts import clear_deleted
from tasks.exchange.document_files import DocumentFiles
from tests.support import uploaded
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.scenes import Scene

GOES = "The file itself is removed when nothing else uses it."
PLACE, HOLD, DELETE = "/matters/1/documents", "/matters/1/legal-hold", "/documents/1/delete"


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A matter of records that are kept, and a lead."""
    scene.open("RET-1", "retention")
    scene.contact("Lee", role="lead")
    made = DeskOf(scene, tmp_path)
    made.person("Lee")
    return made


def send(visitor: Visitor, *names: str, content: bytes = uploaded.PDF) -> None:
    files: Any = [("files", (name, content, "")) for name in names]
    assert visitor.send(PLACE, files=files).status_code == 303


def document(desk: DeskOf, id_: int = 1) -> Document:
    with reading(desk.scene.engine) as session:
        return session.get_one(Document, id_)


def files(desk: DeskOf) -> list[str]:
    return list(DocumentFiles(desk.home).kept())


def test_the_row_stays_and_the_file_goes(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
        for reason in ("", " ", "x" * 301):
            answer = lee.send(DELETE, reason=reason)
            assert (answer.status_code, "Expected a reason" in answer.text) == (400, True)
        assert files(desk)
        answer = lee.send(DELETE, reason="Uploaded for another matter")
        assert answer.headers["location"] == PLACE
        shown = lee.text(PLACE)
        assert "a.pdf is deleted." in shown
        assert "Deleted by Lee, Tue, Jul 1, 2025, 15:00 UTC: Uploaded for another matter" in shown
        assert 'href="/documents/1"' not in shown
        answer = lee.open("/documents/1")
        assert (answer.status_code, "was deleted by Lee" in answer.text) == (410, True)
        assert lee.open(DELETE).headers["location"] == PLACE
        assert lee.open("/documents/999999999999999").status_code == 404
        token = lee.token(PLACE)
        assert lee.client.post(DELETE, data={"token": token, "reason": "again"}).headers["location"] == PLACE
    assert (document(desk).deleted_by, document(desk).deletion_reason) == (
        "Lee",
        "Uploaded for another matter",
    )
    assert files(desk) == []
    with reading(desk.scene.engine) as session:
        assert session.get(SignedAct, "document:1/deleted") is not None


def test_a_file_that_another_document_is_stays(desk: DeskOf) -> None:
    desk.scene.record("customs_entry_made", "2025-06-01", docket="RET-1")
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
        given: Any = [("files", ("a.pdf", uploaded.PDF, ""))]
        lee.send("/matters/1/entries/1/documents", files=given)
        keep = document_keep(lee)
        lee.send(DELETE, reason="Twice", confirmed=keep)
        assert "Another document is the same file" in lee.text(PLACE)
        assert lee.open("/documents/2").content == uploaded.PDF
        lee.send("/documents/2/delete", reason="Twice", confirmed=keep)
    assert files(desk) == []


def test_nobody_is_told_that_another_importer_has_the_same_file(desk: DeskOf) -> None:
    desk.scene.open("ZEP-1", importer="Zephyr")
    desk.scene.contact("Zoe", ["Zephyr"])
    desk.person("Zoe")
    given: Any = [("files", ("b.pdf", uploaded.PDF, ""))]
    said = []
    with desk.signed_in("Lee") as lee:
        for number in (1, 3):
            send(lee, "a.pdf")
            lee.send(f"/documents/{number}/delete", reason="Wrong")
            said += re.findall('class="said"[^>]*>([^<]*)', lee.text(PLACE))
            if number == 1:
                with desk.signed_in("Zoe") as zoe:
                    assert zoe.send("/matters/2/documents", files=given).status_code == 303
    assert files(desk)
    assert len(said) == 2
    assert said[0] == said[1]
    assert GOES in said[0]


def document_keep(visitor: Visitor) -> str:
    """The day that the page asks to confirm."""
    shown = visitor.text(DELETE)
    return shown.partition('name="confirmed" value="')[2].partition('"')[0]


def test_the_day_through_which_the_law_wants_it_kept_is_confirmed(desk: DeskOf) -> None:
    desk.scene.record("customs_entry_made", "2025-06-01", docket="RET-1")
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
        assert "Keep through Saturday, June 1, 2030." in lee.text(PLACE)
        assert "although the law says to keep it through Saturday, June 1, 2030" in lee.text(DELETE)
        for confirmed in ("", "2030-05-31", "open"):
            answer = lee.send(DELETE, reason="Done", confirmed=confirmed)
            assert (answer.status_code, "Expected your confirmation" in answer.text) == (400, True)
        assert document(desk).deleted_at is None
        lee.send(DELETE, reason="Done", confirmed="2030-06-01")
    assert document(desk).deleted_at is not None


def test_a_period_that_waits_for_an_event_has_no_day(desk: DeskOf) -> None:
    desk.scene.record("release_ended", "2025-01-03", docket="RET-1")
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
        assert "Keep through Tuesday, March 4, 2025." in lee.text(PLACE)
        desk.scene.sweep("2025-07-01")
        with transaction(desk.scene.engine) as session:
            for row in session.exec(select(Deadline)).all():
                assert (row.status, row.lenient_on) == ("keep", date(2025, 3, 4))
                row.looked_on = date(2025, 7, 1)
        assert "Keep until the event that the period depends on is on record." in lee.text(PLACE)
        assert lee.send(DELETE, reason="Done", confirmed="2025-03-04").status_code == 400
        lee.send(DELETE, reason="Done", confirmed="open")
    assert document(desk).deleted_at is not None


def test_nothing_is_deleted_under_a_legal_hold(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
        page = lee.token(DELETE)
        assert lee.send(HOLD, reason="").status_code == 400
        assert lee.send(HOLD, reason="Penalty case 7").headers["location"] == PLACE
        shown = lee.text(PLACE)
        assert "Set by Lee, Tue, Jul 1, 2025, 15:00 UTC: Penalty case 7" in shown
        assert 'name="reason"' not in lee.text(DELETE)
        answer = lee.client.post(DELETE, data={"token": page, "reason": "Done"})
        assert (answer.status_code, "is under a legal hold" in answer.text) == (400, True)
        answer = lee.send(HOLD, reason="Again")
        assert (answer.status_code, "already under a legal hold" in answer.text) == (400, True)
        assert lee.send(HOLD, reason="Over", hold="7").status_code == 400
        assert document(desk).deleted_at is None
        lee.send(HOLD, reason="Case closed", hold="1")
        assert "Legal hold." not in lee.text(PLACE)
        ended = "Lifted by Lee, Tue, Jul 1, 2025, 15:00 UTC: Case closed."
        assert f"Legal hold set by Lee, Tue, Jul 1, 2025, 15:00 UTC: Penalty case 7. {ended}" in lee.text(
            PLACE
        )
        assert lee.send(HOLD, reason="Over", hold="1").status_code == 400
        lee.send(DELETE, reason="Done")
    assert document(desk).deleted_at is not None
    with reading(desk.scene.engine) as session:
        row = session.exec(select(LegalHold)).one()
        signed = set(session.exec(select(SignedAct.subject)).all())
    assert (row.lifted_by, row.lift_reason) == ("Lee", "Case closed")
    assert {"legalhold:1", "legalhold:1/lifted"} <= signed


def test_a_file_that_somebody_reads_goes_later(desk: DeskOf) -> None:
    kept = DocumentFiles(desk.home)
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
        with kept.held():
            lee.send(DELETE, reason="Done")
            assert GOES in lee.text(PLACE)
            assert lee.open("/documents/1").status_code == 410
        assert len(files(desk)) == 1
        assert clear_deleted(desk.scene.engine, kept)
    assert files(desk) == []


def test_a_file_that_comes_back_is_there(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
        lee.send(DELETE, reason="Done")
        send(lee, "a.pdf")
        assert lee.open("/documents/2").content == uploaded.PDF
        assert clear_deleted(desk.scene.engine, DocumentFiles(desk.home))
        assert lee.open("/documents/2").content == uploaded.PDF


def test_the_lock_is_let_go(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        send(lee, "a.pdf")
    with (desk.home / "documents" / ".lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
