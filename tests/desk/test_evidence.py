"""Evidence for a point of the checklist is filed at the desk, with the file itself or by its SHA-256."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.forms.office import POINTS
from models.record.database import reading
from models.record.tables.documents import Document
from models.record.tables.office import Evidence
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene
from tests.support.tapping import shown_later, signed
from tests.support.uploaded import PDF

NEW = "/matters/1/evidence/new"
POINT = "(iv) "
SHA = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A certification of Acme, whom Ann answers for; one of Zephyr, and an audit of Acme."""
    scene.open("RCP-1", "certification", on="2025-06-02")
    scene.open("RCP-9", "certification", importer="Zephyr", on="2025-06-02")
    scene.open("AUD-1", on="2025-06-02")
    scene.contact("Ann")
    scene.contact("Eve", role="executive")
    made = DeskOf(scene, tmp_path)
    made.person("Ann")
    made.person("Eve")
    return made


def given(desk: DeskOf, **more: Any) -> dict[str, Any]:
    """What the form sends, the point (iv) chosen."""
    with desk.signed_in("Ann") as ann:
        page = ann.text(f"{NEW}?point=%28iv%29")
    (chosen,) = [each for each in page.split('<option value="') if each.startswith(POINT)]
    newest = page.partition('name="newest" value="')[2].partition('"')[0]
    sound = {"point": chosen.partition('"')[0], "dated_on": "2025-06-01", "owner": "Ann", "newest": newest}
    return {**sound, "document": "Retention manual", "document_sha256": SHA, **more}


def filed(desk: DeskOf) -> list[Evidence]:
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(Evidence).order_by(col(Evidence.id))).all())


def documents(desk: DeskOf) -> list[Document]:
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(Document)).all())


def test_a_file_is_filed_with_its_own_fingerprint(desk: DeskOf) -> None:
    fields = given(desk, document="", document_sha256="", expires_on="2026-06-01")
    with desk.signed_in("Ann") as ann:
        answer = ann.send(NEW, files={"file": ("manual.pdf", PDF, "application/pdf")}, **fields)
        assert answer.headers["location"] == "/matters/1#checklist"
        page = ann.text("/matters/1")
        assert "Filed by Ann (signed in)" in page
        assert f"1 of {len(POINTS)} points have current evidence." in page
        assert "This is the file that the evidence names." in ann.text("/matters/1/evidence/1/documents")
    (row,), (document,) = filed(desk), documents(desk)
    assert (row.document, row.document_sha256, row.recorded_by) == ("manual.pdf", SHA, "Ann")
    assert document.evidence_id == row.id
    assert {"evidence:1", "document:1"} <= set(signed(desk))
    assert shown_later(desk) == [("show-matter", "RCP-1", "RCP-1: evidence for (iv)")]
    assert desk.woken == 1


def test_the_same_evidence_twice_is_one(desk: DeskOf) -> None:
    fields = given(desk)
    with desk.signed_in("Ann") as ann:
        for _ in range(2):
            assert ann.send(NEW, **fields).status_code == 303
    assert len(filed(desk)) == 1


def test_newer_evidence_replaces_what_was_filed_and_both_are_kept(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        ann.send(NEW, **given(desk))
        assert ann.send(NEW, **given(desk, document="Second edition")).status_code == 303
        page = ann.text("/matters/1")
    assert "Second edition" in page
    assert "Retention manual" not in page
    assert [row.document for row in filed(desk)] == ["Retention manual", "Second edition"]


def test_what_somebody_else_filed_meanwhile_is_not_replaced_unseen(desk: DeskOf) -> None:
    before = given(desk)
    with desk.signed_in("Ann") as ann:
        ann.send(NEW, **given(desk, document="Second edition"))
        answer = ann.send(NEW, **before)
        assert answer.status_code == 400
        assert "Someone filed evidence for this matter after you opened this page." in answer.text
    assert [row.document for row in filed(desk)] == ["Second edition"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"point": ""}, "Point is blank."),
        ({"point": "(xx) Another"}, "Point is “(xx) Another”."),
        ({"document": ""}, "Document is blank."),
        ({"document": "x" * 301}, "Document has 301 characters. Enter at most 300."),
        ({"document_sha256": ""}, "Choose the file, or enter the SHA-256 of the document."),
        ({"document_sha256": "12ab"}, "Expected 64 hexadecimal digits"),
        ({"dated_on": "2025-02-30"}, "Dated is “2025-02-30”."),
        ({"dated_on": "2025-07-02"}, "Enter a date no later than today"),
        ({"expires_on": "2025-05-31"}, "before its own date"),
        ({"owner": ""}, "Owner is blank."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    wrong: dict[str, str], said: str, desk: DeskOf
) -> None:
    with desk.signed_in("Ann") as ann:
        answer = ann.send(NEW, **given(desk, **wrong))
    assert answer.status_code == 400
    assert said in answer.text
    assert "Nothing was recorded." in answer.text
    assert len(filed(desk)) == len(documents(desk)) == len(shown_later(desk)) == 0


@pytest.mark.parametrize(
    ("sha256", "file", "said"),
    [
        ("a" * 64, ("manual.pdf", PDF, "application/pdf"), "not the one that you entered"),
        ("", ("page.html", b"<html></html>", "text/html"), "page.html"),
    ],
)
def test_a_file_that_is_another_one_or_of_a_wrong_kind_is_refused(
    sha256: str, file: tuple[str, bytes, str], said: str, desk: DeskOf
) -> None:
    with desk.signed_in("Ann") as ann:
        answer = ann.send(NEW, files={"file": file}, **given(desk, document_sha256=sha256))
    assert answer.status_code == 400
    assert said in answer.text
    assert len(filed(desk)) == len(documents(desk)) == 0


def test_only_a_certification_of_theirs_has_the_page_and_only_for_who_records(desk: DeskOf) -> None:
    fields = given(desk)
    with desk.signed_in("Ann") as ann:
        for id_ in (2, 3, 9):
            assert ann.open(f"/matters/{id_}/evidence/new").status_code == 404
            assert ann.send(f"/matters/{id_}/evidence/new", shown_at=NEW, **fields).status_code == 404
    with desk.signed_in("Eve") as eve:
        assert eve.open(NEW).status_code == 404
        assert "File evidence" not in eve.text("/matters/1")
    assert filed(desk) == []
