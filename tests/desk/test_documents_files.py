"""A file is there before its row is, whole and private; a crash leaves a file too many, never a row."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from models.errors import Refused
from models.record.database import reading
from models.record.documents import Place
from models.record.matters import matter_named
from models.record.tables.documents import Document
from tasks.desk.document_acts import Act, GivenFile, clear_deleted, upload
from tasks.exchange.document_files import DocumentFiles, FileLost
from tests.support import uploaded
from tests.support.scenes import Scene, at

SHA256 = hashlib.sha256(uploaded.PDF).hexdigest()
ANN = Act(by="Ann", person_id=1, at=at("2025-07-01"))

KILLED = """
import os, signal, sys
from pathlib import Path
from models.record.database import engine_at
from tests.desk.test_documents_files import ANN, place_of
from tests.support import uploaded
from tests.support.scenes import Scene
from tasks.desk import document_acts
from tasks.exchange.document_files import DocumentFiles

engine, home, where = engine_at(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
def dies(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)
named = {"row": (document_acts, "add_document"), "commit": (document_acts, "sign_act")}
module, name = named.get(where, (os, where))
place = place_of(engine)
setattr(module, name, dies)
given = [document_acts.GivenFile("a.pdf", uploaded.PDF)]
document_acts.upload(engine, DocumentFiles(home), place, given, ANN)
"""


def place_of(engine: object) -> Place:
    """The only matter."""
    with reading(engine) as session:  # type: ignore[arg-type]
        return Place(matter_named(session, "AUD-1"))


def documents(scene: Scene) -> list[Document]:
    with reading(scene.engine) as session:
        return list(session.exec(select(Document)).all())


@pytest.mark.parametrize(("where", "left"), [("fsync", 0), ("row", 1), ("commit", 1)])
def test_a_kill_leaves_at_most_a_file_that_no_row_names(
    where: str, left: int, sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    address = sqlite_scene.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", KILLED, address, str(tmp_path), where]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ)
    assert done.returncode == -signal.SIGKILL, done.stderr
    files = DocumentFiles(tmp_path)
    assert documents(sqlite_scene) == []
    assert list(files.kept()) == [SHA256] * left
    place = place_of(sqlite_scene.engine)
    with pytest.raises(Refused):
        upload(sqlite_scene.engine, files, place, [], ANN)
    assert files.keep(uploaded.PDF) == SHA256
    assert files.read(SHA256) == uploaded.PDF
    # What a killed process held is let go.
    assert clear_deleted(sqlite_scene.engine, files)
    lying = [each.name for each in files.folder.rglob("*") if each.is_file()]
    assert sorted(lying) == [".lock", SHA256]


def test_a_transaction_that_fails_leaves_no_row(scene: Scene, tmp_path: Path) -> None:
    scene.open()
    files = DocumentFiles(tmp_path)
    nobody = Act(by="Ann", person_id=99, at=ANN.at)
    with pytest.raises(Refused):
        upload(scene.engine, files, place_of(scene.engine), [GivenFile("a.pdf", uploaded.PDF)], nobody)
    assert (documents(scene), list(files.kept())) == ([], [SHA256])


def test_a_file_that_cannot_be_written_is_one_sentence_and_no_row(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / SHA256[:2]).write_bytes(b"in the way")
    with pytest.raises(Refused, match=r"The file cannot be kept: .* Nothing was done"):
        upload(
            sqlite_scene.engine,
            DocumentFiles(tmp_path),
            place_of(sqlite_scene.engine),
            [GivenFile("a.pdf", uploaded.PDF)],
            ANN,
        )
    assert documents(sqlite_scene) == []


def test_a_file_is_private_and_the_same_one_is_written_once(tmp_path: Path) -> None:
    files = DocumentFiles(tmp_path)
    before = os.umask(0)
    try:
        files.keep(uploaded.PDF)
    finally:
        os.umask(before)
    written = files.path(SHA256).stat()
    files.keep(uploaded.PDF)
    assert files.path(SHA256).stat().st_ino == written.st_ino
    assert stat.S_IMODE(written.st_mode) == 0o600
    assert [each.name for each in files.folder.rglob("*") if each.is_file()] == [SHA256]


def test_what_is_altered_is_never_read_and_is_mended_by_the_same_file(tmp_path: Path) -> None:
    files = DocumentFiles(tmp_path)
    files.keep(uploaded.PDF)
    files.path(SHA256).write_bytes(uploaded.PDF + b"more")
    with pytest.raises(FileLost, match="was altered"):
        files.read(SHA256)
    assert files.fault(SHA256) == "was altered after it was uploaded"
    assert files.fault("0" * 64) == "is missing"
    files.keep(uploaded.PDF)
    assert files.fault(SHA256) == ""


@pytest.mark.parametrize("wrong", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "/" * 64])
def test_what_is_no_sha256_leads_nowhere(wrong: str, tmp_path: Path) -> None:
    files = DocumentFiles(tmp_path)
    with pytest.raises(ValueError, match="is not a SHA-256"):
        files.path(wrong)
    with pytest.raises(FileLost):
        files.read(wrong)


def test_nothing_that_a_row_names_is_cleared(tmp_path: Path) -> None:
    files = DocumentFiles(tmp_path)
    one, other = files.keep(uploaded.PDF), files.keep(uploaded.TEXT)
    with files.held():
        assert files.clear(lambda: set(), [one, other]) is False
    assert files.clear(lambda: {one}, [one, other]) is True
    assert list(files.kept()) == [one]
    with pytest.raises(ValueError, match="is not a SHA-256"):
        files.clear(lambda: set(), ["../x"])
