"""The documented command verifies an exported matter without a database, and finds what is changed in it."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deployments.proof.export import verify
from deployments.verify import main
from models.record.receipts import ReceiptKind
from tasks.exchange.exporting import export_matter
from tasks.watch.receipts import leave_receipt
from tests.support.corrections import corrected, of_matter
from tests.support.forged_zip import FORGED, Files, changed, zipped
from tests.support.scenes import Scene, at

NOW = at("2025-09-20")


@pytest.fixture
def packed(sqlite_scene: Scene, tmp_path: Path) -> Path:
    """A matter of three entries, one of them with a privileged note, exported without it."""
    scene = sqlite_scene
    scene.open()
    scene.contact()
    for number, day in enumerate(("2025-06-18", "2025-06-19", "2025-06-20")):
        note = "for counsel" if number == 1 else ""
        scene.record("closing_conference_held", day, reference=f"CC-{number}", privileged_note=note)
    corrected(scene, of_matter(title="Focused assessment"), on="2025-06-20")
    for day in ("2025-06-20", "2025-09-11", "2025-09-19"):
        leave_receipt(scene.engine, ReceiptKind.SWEEP, scene.sweep(day).as_json(), now=at(day))
    return export_matter(scene.engine, "AUD-1", tmp_path, privileged=False, now=NOW).path


def run(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    status = main([str(path)])
    said = capsys.readouterr()
    return status, (said.out + said.err).splitlines()


def head_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return str(json.loads(archive.read("chain.json"))["head"])


def test_the_command_says_which_entries_hold_with_nothing_at_hand_but_the_file(
    packed: Path, tmp_path: Path
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "LANDWAITER_HOME": str(tmp_path / "none"),
    }
    command = [sys.executable, "-m", "deployments.verify", str(packed)]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[:3] == [
        "E1, Closing conference held, 2025-06-18: verified",
        "E2, Closing conference held, 2025-06-19: verified; its privileged note is left out",
        "E3, Closing conference held, 2025-06-20: verified",
    ]
    assert lines[3] == "Correction 1 of the matter, title: verified"
    assert lines[4].startswith("Receipt 1 of 2025-06-20")
    assert lines[-4:-2] == [
        f"Head of the docket's chain: {head_of(packed)}",
        f"SHA-256 of this file: {hashlib.sha256(packed.read_bytes()).hexdigest()}",
    ]
    assert lines[-2] == f"Head of this export: {verify(packed).export_head}"
    assert " verified by their link only, 0 broken." in lines[-1]
    assert not (tmp_path / "none").exists()


def test_it_needs_no_database_and_no_prefect() -> None:
    asked = "import sys, deployments.verify; print({'sqlalchemy', 'prefect'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(("change", "said"), FORGED, ids=[change.__name__ for change, _ in FORGED])
def test_whatever_is_changed_is_found(
    change: Callable[[Files], None], said: str, packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines = run(changed(packed, change), capsys)
    assert status == 1
    assert any(said in line for line in lines), lines


@pytest.mark.parametrize("name", ["alerts.json", "deadlines.csv", "added.txt"])
def test_a_file_that_is_not_as_it_was_exported_is_found(
    name: str, packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(packed) as archive:
        files: Files = {each: archive.read(each) for each in archive.namelist()}
    status, lines = run(zipped(packed, {**files, name: b"[]"}), capsys)
    assert (status, lines[-5].split(":")[:2]) == (1, [name, " BROKEN"])


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "cannot be read"), (b"PK\x03\x04 and no more", "cannot be read"), (None, "cannot be read")],
)
def test_what_is_no_export_is_one_sentence(
    content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.zip"
    if content is not None:
        path.write_bytes(content)
    status, lines = run(path, capsys)
    assert (status, len(lines)) == (1, 1)
    assert said in lines[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "The file has no chain.json"),
        ({"chain.json": "{"}, "chain.json is not JSON"),
        ({"chain.json": '{"head": "", "head": "x"}'}, "A name appears twice among head"),
        ({"chain.json": "[]", "docket.json": "{}"}, "is not an exported matter"),
        (
            {"chain.json": '{"links": [{}], "head": ""}', "docket.json": '{"entries": []}'},
            "is not an exported matter",
        ),
    ],
)
def test_a_zip_of_something_else_is_one_sentence(
    files: dict[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.zip"
    status, lines = run(zipped(path, files), capsys)
    assert (status, len(lines)) == (1, 1)
    assert said in lines[0]
