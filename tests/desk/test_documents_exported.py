"""Documents are in the export of their matter, which proves them; the record's own check names a lost one."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from deployments import verify
from deployments.proof.export import verify as verify_export
from models.record.database import reading
from models.record.matters import matter_named
from tasks.exchange import exporting
from tasks.exchange.document_files import DocumentFiles
from tasks.exchange.exporting import export_matter, packed_matter
from tasks.exchange.private_file import ExportError
from tests.support import uploaded
from tests.support.scenes import Scene
from tests.support.with_documents import NOW, OTHERS, PDF, filled


@pytest.fixture
def files(sqlite_scene: Scene, tmp_path: Path) -> DocumentFiles:
    """The same on SQLite."""
    return filled(sqlite_scene, tmp_path)


def exported(scene: Scene, files: DocumentFiles | None) -> Path:
    made = export_matter(
        scene.engine, "AUD-1", scene_home(scene) / "exports", documents=files, privileged=False, now=NOW
    )
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    return made.path


def scene_home(scene: Scene) -> Path:
    return Path(str(scene.engine.url.database)).parent


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repacked(path: Path, changed: dict[str, bytes | None]) -> Path:
    """The same ZIP with other files; None takes one away."""
    found = {**parts(path), **changed}
    with zipfile.ZipFile(path.with_name("forged.zip"), "w") as packed:
        for name, content in found.items():
            if content is not None:
                packed.writestr(name, content)
    return path.with_name("forged.zip")


def test_an_export_has_the_documents_and_proves_them(sqlite_scene: Scene, files: DocumentFiles) -> None:
    path = exported(sqlite_scene, files)
    found = parts(path)
    listed = json.loads(found["documents.json"])
    assert [(each["file"], each["sha256"] == PDF, each["lacks"]) for each in listed["documents"]] == [
        ("documents/1-Zoll §- 1.pdf", True, ""),
        ("", False, "was deleted"),
        ("documents/3-=c.txt", False, ""),
    ]
    assert listed["documents"][1]["deleted"]["deletion_reason"] == "Another matter's"
    assert listed["legal_holds"][0]["reason"] == "Penalty case"
    assert found["documents/1-Zoll §- 1.pdf"] == uploaded.PDF
    table = list(csv.DictReader(io.StringIO(found["documents.csv"].decode("utf-8-sig"), newline="")))
    assert [row["SHA-256"] for row in table] == [each["sha256"] for each in listed["documents"]]
    assert [row["Name"] for row in table] == ["Zoll §: 1.pdf", "b.png", "'=c.txt"]
    assert not any(b"secret" in body or OTHERS.encode() in body for body in found.values())
    verdict = verify_export(path)
    assert verdict.broken == []
    assert "documents/1-Zoll §- 1.pdf: verified" in verdict.lines
    (gone,) = [line for line in verdict.lines if line.startswith("The document b.png")]
    assert gone.endswith("Ann deleted it on 2025-07-01T15:00:00+00:00: Another matter's")
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_is_packed_for_a_browser_up_to_a_size(
    sqlite_scene: Scene, files: DocumentFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: Any = {"documents": files, "privileged": False, "now": NOW}
    with reading(sqlite_scene.engine) as session:
        matter = matter_named(session, "AUD-1")
        packed = packed_matter(session, matter, **given)
        assert packed.content == exported(sqlite_scene, files).read_bytes()
        monkeypatch.setattr(exporting, "MOST_IN_MEMORY", 10)
        with pytest.raises(ExportError, match="Use the form export-matter"):
            packed_matter(session, matter, **given)


@pytest.mark.parametrize(
    "forged",
    [
        {"documents/1-Zoll §- 1.pdf": b"forged"},
        {"documents/1-Zoll §- 1.pdf": None},
        {"documents/9-more.pdf": b"more"},
        {"documents.json": b'{"documents": [], "legal_holds": []}'},
    ],
)
def test_a_document_that_is_changed_missing_or_added_is_named(
    forged: dict[str, bytes | None], sqlite_scene: Scene, files: DocumentFiles
) -> None:
    path = exported(sqlite_scene, files)
    verdict = verify_export(repacked(path, forged))
    assert verdict.broken
    assert all(line.split(":")[0] in forged for line in verdict.broken)
    assert verdict.export_head != verify_export(path).export_head


def test_a_file_that_is_altered_or_missing_is_not_exported_and_named(
    sqlite_scene: Scene, files: DocumentFiles
) -> None:
    files.path(PDF).write_bytes(b"altered")
    path = exported(sqlite_scene, files)
    assert b"altered" not in parts(path).values()
    verdict = verify_export(path)
    assert verdict.broken == [
        "The document Zoll §: 1.pdf: was altered after it was uploaded: so it was when this was exported"
    ]


def test_an_export_without_the_files_says_so_and_is_whole(sqlite_scene: Scene, files: DocumentFiles) -> None:
    path = exported(sqlite_scene, None)
    assert not [name for name in parts(path) if name.startswith("documents/")]
    verdict = verify_export(path)
    assert verdict.broken == []
    assert "The document Zoll §: 1.pdf: left out of this export" in verdict.lines
    assert files.read(PDF)


def test_the_documented_command_names_a_document_whose_file_is_altered_or_missing(
    files: DocumentFiles,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LANDWAITER_HOME", str(files.home))
    monkeypatch.delenv("LANDWAITER_DATABASE_URL", raising=False)
    assert verify.main(["--record"]) == 0
    assert "documents" not in capsys.readouterr().out
    files.path(PDF).write_bytes(b"altered")
    files.path(OTHERS).unlink()
    files.keep(b"of an upload that broke off")
    assert verify.main(["--record"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "BROKEN: the file of the document 1 of AUD-1, Zoll §: 1.pdf, was altered after it was uploaded",
        "BROKEN: the file of the document 4 of GLO-1, secret.csv, is missing",
        f"1 file in {files.folder} of no document on record, which may go.",
    ]
    assert lines[-1].endswith("2 broken.")
