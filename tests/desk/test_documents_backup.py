"""A backup has the documents with the record, and puts both back."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlmodel import select

from deployments.backup import BackupError, restore, save
from deployments.packed_backup import PackedError
from deployments.server.private import make_private
from models.record.database import reading
from models.record.tables.documents import Document
from models.settings import Settings
from tasks.exchange.document_files import DocumentFiles
from tests.support import uploaded
from tests.support.scenes import Scene
from tests.support.uploaded import png
from tests.support.with_documents import PDF, filled


@pytest.fixture
def files(sqlite_scene: Scene, tmp_path: Path) -> DocumentFiles:
    """The same on SQLite."""
    return filled(sqlite_scene, tmp_path)


def documents(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [row.name for row in session.exec(select(Document).where(Document.deleted_by == "")).all()]


def test_a_backup_has_the_documents_and_puts_them_back(
    settings: Settings, scene: Scene, tmp_path: Path
) -> None:
    files, url = filled(scene, settings.home), make_url(settings.database_url)
    before = sorted(files.kept())
    assert save(url, tmp_path / "copy", settings.home) == []
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.glob("copy*")] == ["copy"]
    scene.engine.dispose()
    with scene.engine.begin() as connection:
        connection.execute(text("UPDATE document SET name = 'changed'"))
    scene.engine.dispose()
    elsewhere = tmp_path / "elsewhere"
    for home in (settings.home, elsewhere):
        for sha256 in before:
            DocumentFiles(home).path(sha256).unlink(missing_ok=True)
        restore(url, tmp_path / "copy", home)
        assert sorted(DocumentFiles(home).kept()) == before
        assert DocumentFiles(home).read(PDF) == uploaded.PDF
        assert not list(home.glob(".restore-*"))
    assert documents(scene.engine) == ["Zoll §: 1.pdf", "=c.txt", "secret.csv"]


def test_a_backup_leaves_out_a_file_that_is_altered_and_says_so(
    sqlite_scene: Scene, files: DocumentFiles, tmp_path: Path
) -> None:
    files.path(PDF).write_bytes(b"altered")
    (said,) = save(sqlite_scene.engine.url, tmp_path / "copy", files.home)
    assert said.startswith("A document is not in this backup. The file with the SHA-256")
    with tarfile.open(tmp_path / "copy") as packed:
        assert len(packed.getnames()) == 3


def test_a_backup_of_documents_wants_a_data_directory(
    sqlite_scene: Scene, files: DocumentFiles, tmp_path: Path
) -> None:
    save(sqlite_scene.engine.url, tmp_path / "copy", files.home)
    with pytest.raises(BackupError, match="has documents"):
        restore(sqlite_scene.engine.url, tmp_path / "copy")


FORGED = {
    "documents/ab/" + "ab" * 32: b"other bytes",
    "../../evil": b"x",
    "documents/00/../../evil": b"x",
    "up.lock": b"x",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_backup_writes_nothing_elsewhere(
    name: str, sqlite_scene: Scene, files: DocumentFiles, tmp_path: Path
) -> None:
    save(sqlite_scene.engine.url, tmp_path / "copy", files.home)
    with tarfile.open(tmp_path / "copy", "a") as packed:
        member = tarfile.TarInfo(name)
        member.size = len(FORGED[name])
        packed.addfile(member, io.BytesIO(FORGED[name]))
    with pytest.raises(PackedError):
        restore(sqlite_scene.engine.url, tmp_path / "copy", tmp_path / "new")
    assert not list(tmp_path.parent.glob("**/evil"))
    assert len(documents(sqlite_scene.engine)) == 3


def test_a_link_in_a_backup_is_refused(sqlite_scene: Scene, files: DocumentFiles, tmp_path: Path) -> None:
    save(sqlite_scene.engine.url, tmp_path / "copy", files.home)
    with tarfile.open(tmp_path / "copy", "a") as packed:
        member = tarfile.TarInfo("documents/ab/" + "ab" * 32)
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(member)
    with pytest.raises(PackedError, match="does not write"):
        restore(sqlite_scene.engine.url, tmp_path / "copy", tmp_path / "new")


def test_the_command_saves_and_restores_documents_and_clears_what_was_deleted_meanwhile(
    sqlite_scene: Scene, files: DocumentFiles, tmp_path: Path
) -> None:
    left = files.keep(png())
    environment = os.environ | {"LANDWAITER_HOME": str(files.home)}
    environment.pop("LANDWAITER_DATABASE_URL", None)
    for what in ("save", "restore"):
        command = [sys.executable, "-m", "deployments.backup", what, str(tmp_path / "copy")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        if what == "save":
            # The file of the deleted picture, as if somebody had read it when it was deleted.
            assert left not in list(files.kept())
    assert len(documents(sqlite_scene.engine)) == 3


def test_the_folder_is_private(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir(mode=0o755)
    before = os.umask(0o022)
    try:
        url = f"sqlite:///{tmp_path}/record.sqlite"
        make_private(Settings(home=tmp_path, database_url=url, url="http://x"))
    finally:
        os.umask(before)
    assert (tmp_path / "documents").stat().st_mode & 0o777 == 0o700
