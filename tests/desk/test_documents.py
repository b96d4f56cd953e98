"""Documents are uploaded for a matter, an entry or evidence, listed, and given back as they were."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from deployments.desk import sent
from models.record.database import reading, transaction
from models.record.tables.dockets import Entry, Matter
from models.record.tables.documents import Document
from models.record.tables.office import Evidence
from models.record.tables.people import SignedAct
from tasks.desk.documents import documents_of_entry, documents_of_matter, size_words
from tasks.desk.names import EVERYBODY
from tests.support import uploaded
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.scenes import Scene
from tests.support.uploaded import docx, png

PLACE = "/matters/1/documents"
ENTRY = "/matters/1/entries/1/documents"
SHA256 = hashlib.sha256(uploaded.PDF).hexdigest()


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A matter of Acme with an entry that names its file, one of Globex, and who answers for them."""
    scene = sqlite_scene
    scene.open()
    scene.open("GLO-1", importer="Globex")
    scene.record("closing_conference_held", "2025-06-20", document_sha256=SHA256.upper())
    scene.contact("Ann")
    scene.contact("Lee", role="lead")
    scene.contact("Eve", role="executive")
    scene.contact("Gil", ["Globex"], role="lead")
    made = DeskOf(scene, tmp_path)
    for name in ("Ann", "Lee", "Eve", "Gil"):
        made.person(name)
    return made


def send(visitor: Visitor, path: str, *files: tuple[str, bytes]) -> Any:
    given: Any = [("files", (name, content, "text/html")) for name, content in files]
    return visitor.send(path, files=given)


def rows(desk: DeskOf) -> list[Document]:
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(Document).order_by(Document.id)).all())  # type: ignore[arg-type]


def kept(desk: DeskOf) -> list[str]:
    return [each.name for each in (desk.home / "documents").glob("??/*")]


def test_several_files_are_uploaded_at_once_and_given_back_as_attachments(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        answer = send(ann, PLACE, ("../../Zoll §.pdf", uploaded.PDF), ("b.docx", docx()), ("c.png", png()))
        assert answer.headers["location"] == PLACE
        shown = ann.text(PLACE)
        assert "3 documents on record." in shown
        assert "Zoll §.pdf" in shown
        assert f"Uploaded by Ann, {'Tue, Jul 1, 2025, 15:00 UTC'}" in shown
        given = ann.open("/documents/1")
    assert given.content == uploaded.PDF
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert given.headers["content-disposition"] == (
        "attachment; filename=\"Zoll .pdf\"; filename*=UTF-8''Zoll%20%C2%A7.pdf"
    )
    path = desk.home / "documents" / SHA256[:2] / SHA256
    assert path.read_bytes() == uploaded.PDF
    modes = [each.stat().st_mode & 0o777 for each in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]
    with reading(desk.scene.engine) as session:
        signed = session.exec(select(SignedAct.subject)).all()
    assert {f"document:{n}" for n in (1, 2, 3)} <= set(signed)


def test_only_pictures_are_shown_on_a_page(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        send(ann, ENTRY, ("a.png", png()), ("b.pdf", uploaded.PDF), ("c.txt", uploaded.TEXT))
        shown = ann.text(ENTRY)
        assert '<img class="document" src="/documents/1/picture" alt="a.png"' in shown
        assert shown.count("<img") == 1
        assert ann.open("/documents/1/picture").headers["content-disposition"] == "inline"
        for other in (2, 3):
            assert ann.open(f"/documents/{other}/picture").status_code == 404


def test_a_name_is_escaped(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        send(ann, PLACE, ("<b>&quot;.pdf", uploaded.PDF))
        assert "&lt;b&gt;&amp;quot;.pdf" in ann.text(PLACE)


def test_the_same_file_twice_is_one_document_and_one_file(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        for _ in range(2):
            send(ann, PLACE, ("a.pdf", uploaded.PDF))
        send(ann, ENTRY, ("a.pdf", uploaded.PDF))
    assert [(row.entry_id, row.sha256) for row in rows(desk)] == [(None, SHA256), (1, SHA256)]
    assert kept(desk) == [SHA256]


def test_one_bad_file_refuses_all_and_writes_nothing(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        answer = send(ann, PLACE, ("a.pdf", uploaded.PDF), ("../b.html", uploaded.HTML))
        assert answer.status_code == 400
        assert "“b.html” is none of the files that can be kept here. Expected PDF" in answer.text
        assert send(ann, PLACE).status_code == 400
    assert (rows(desk), kept(desk)) == ([], [])


def test_a_large_file_and_too_many_are_one_sentence(desk: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.signed_in("Ann") as ann:
        many = [(f"{n}.txt", uploaded.TEXT) for n in range(sent.MOST_FILES + 1)]
        answer = send(ann, PLACE, *many)
        assert (answer.status_code, "too many files" in answer.text) == (400, True)
        monkeypatch.setattr(sent, "LARGEST_FILE", 1_000_000)
        answer = send(ann, PLACE, ("a.txt", b"a" * 1_000_001))
        assert answer.status_code == 413
        assert "One file is larger than 1 MB. Nothing was done." in answer.text
        monkeypatch.setattr(sent, "LARGEST_FILES", 3_000_000)
        answer = send(ann, PLACE, *[(f"{n}.txt", b"a" * 900_000) for n in range(5)])
        assert answer.status_code == 413
        assert "What you sent is larger than 4 MB. Nothing was done." in answer.text
    assert (rows(desk), kept(desk)) == ([], [])


def test_whether_it_is_the_file_that_the_entry_names_is_said(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        answer = send(ann, ENTRY, ("other.txt", uploaded.TEXT))
        assert answer.headers["location"] == "/matters/1/entries/1"
        assert "This is not the file that E1 names: other.txt." in ann.text(PLACE)
        assert "This is not the file that the entry names." in ann.text(ENTRY)
        with reading(desk.scene.engine) as session:
            assert not documents_of_entry(session, session.get_one(Entry, 1), EVERYBODY).has_named_file
        send(ann, ENTRY, ("report.pdf", uploaded.PDF))
        assert "1 document on record. This is the file that E1 names." in ann.text(PLACE)
        assert "This is the file that the entry names." in ann.text(ENTRY)
        assert "For E1." in ann.text(PLACE)
    with reading(desk.scene.engine) as session:
        shown = documents_of_entry(session, session.get_one(Entry, 1), EVERYBODY)
        assert [each.matches for each in shown] == [True, False]
        assert shown.has_named_file
        assert len(documents_of_matter(session, session.get_one(Matter, 1), EVERYBODY)) == 2


def test_evidence_of_the_checklist_has_documents(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        more: Any = {"document": "A", "document_sha256": SHA256, "dated_on": date(2025, 6, 1), "owner": "Ann"}
        session.add(Evidence(matter_id=1, point="(iv)", recorded_by="Bo", recorded_at=desk.now, **more))
    place = "/matters/1/evidence/1/documents"
    with desk.signed_in("Ann") as ann:
        assert send(ann, place, ("a.pdf", uploaded.PDF)).headers["location"] == place
        assert "This is the file that the evidence for (iv) names." in ann.text(place)
        assert "Evidence for (iv)." in ann.text(PLACE)
        for there in ("/matters/2/evidence/1/documents", "/matters/1/evidence/2/documents"):
            assert ann.open(there).status_code == 404


@pytest.mark.parametrize("who", ["Gil", "nobody"])
def test_nothing_is_behind_the_wall(who: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        send(ann, ENTRY, ("secret.png", png()))
    paths = (PLACE, ENTRY, "/documents/1", "/documents/1/picture", "/documents/1/delete")
    with desk.signed_in("Gil") if who == "Gil" else desk.nobody() as other:
        token = other.token("/sign-in" if who == "nobody" else "/matters/2/documents")
        for path in (*paths, "/matters/1/legal-hold", "/matters/2/entries/1/documents", "/documents/9"):
            answer = other.open(path)
            assert answer.status_code == (404 if who == "Gil" else 303)
            assert "secret" not in answer.text
        files: Any = [("files", ("a.pdf", uploaded.PDF, "application/pdf"))]
        for path in (PLACE, ENTRY, "/documents/1/delete", "/matters/1/legal-hold"):
            answer = other.client.post(path, data={"token": token, "reason": "x"}, files=files)
            assert answer.status_code in (400, 404)
        if who == "Gil":
            assert "secret" not in other.text("/matters/2/documents")
    assert len(rows(desk)) == 1
    assert not rows(desk)[0].deleted_by


def test_who_only_reads_uploads_nothing(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        send(ann, PLACE, ("a.pdf", uploaded.PDF))
        assert ann.open("/documents/1/delete").status_code == 404
        assert "Delete" not in ann.text(PLACE)
    with desk.signed_in("Eve") as eve:
        assert eve.open("/documents/1").content == uploaded.PDF
        assert "Upload documents" not in eve.text(PLACE)
        files: Any = [("files", ("b.txt", uploaded.TEXT, "text/plain"))]
        assert eve.client.post(PLACE, data={"token": eve.token(PLACE)}, files=files).status_code == 404
    assert len(rows(desk)) == 1


@pytest.mark.parametrize("token", ["", "x"])
def test_a_form_that_we_did_not_show_uploads_nothing(token: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        files: Any = [("files", ("a.pdf", uploaded.PDF, "application/pdf"))]
        assert ann.client.post(PLACE, data={"token": token}, files=files).status_code == 400
    assert (rows(desk), kept(desk)) == ([], [])


def test_a_file_that_is_altered_or_missing_is_said_and_never_served(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        send(ann, PLACE, ("a.png", png()))
        (path,) = (desk.home / "documents").glob("??/*")
        path.write_bytes(png(b"forged"))
        for there in ("/documents/1", "/documents/1/picture"):
            answer = ann.open(there)
            assert (answer.status_code, "was altered after it was uploaded" in answer.text) == (410, True)
            assert b"forged" not in answer.content
        path.unlink()
        assert "is missing" in ann.open("/documents/1").text
        send(ann, PLACE, ("a.png", png()))
        assert ann.open("/documents/1").content == png()


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (999_499, "999 kB"), (999_500, "1.0 MB")],
)
def test_sizes_are_read_by_people(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_page_shows_the_newest_and_says_that_there_are_more(
    desk: DeskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.desk.documents.MOST_SHOWN", 2)
    with desk.signed_in("Ann") as ann:
        send(ann, PLACE, *[(f"n{n}.txt", uploaded.TEXT * n) for n in (1, 2, 3)])
        shown = ann.text(PLACE)
    assert ("n1.txt" in shown, "n3.txt" in shown) == (False, True)
    assert "There are more documents. The newest 2 are shown." in shown
