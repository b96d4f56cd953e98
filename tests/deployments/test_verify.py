"""The documented command verifies an exported matter without a database, and finds what is changed in it."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deployments.proof.export import verify
from deployments.verify import main
from models.record.hash_chain import link
from models.record.receipts import ReceiptKind
from tasks.exchange.exporting import export_matter
from tasks.watch.receipts import leave_receipt
from tests.support.corrections import corrected, of_matter
from tests.support.scenes import Scene, at

NOW = at("2025-09-20")
Files = dict[str, Any]


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


def changed(path: Path, change: Callable[[Files], None]) -> Path:
    """The same ZIP with something changed in its JSON, and a manifest that agrees with the change."""
    with zipfile.ZipFile(path) as archive:
        files: Files = {name: archive.read(name) for name in archive.namelist()}
    parsed = {name: json.loads(body) for name, body in files.items() if name.endswith(".json")}
    change(parsed)
    files |= {name: json.dumps(body).encode() for name, body in parsed.items()}
    del files["manifest.json"]
    manifest = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    return zipped(path.with_name("changed.zip"), {**files, "manifest.json": json.dumps(manifest).encode()})


def zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def links(files: Files) -> list[Any]:
    found: list[Any] = files["chain.json"]["links"]
    return found


def another_day(files: Files) -> None:
    for each in (links(files)[2]["content"], files["docket.json"]["entries"][2]):
        each["occurred_on"] = "2025-06-25"


def another_day_and_its_hash(files: Files) -> None:
    another_day(files)
    links(files)[0]["content"]["reference"] = "CC-9"
    links(files)[0]["hash"] = link(links(files)[0]["content"], "")


def another_word_in_the_docket_only(files: Files) -> None:
    files["docket.json"]["entries"][0]["reference"] = "CC-9"


def an_entry_gone(files: Files) -> None:
    del links(files)[1], files["docket.json"]["entries"][1]


def the_last_entry_gone(files: Files) -> None:
    del links(files)[2], files["docket.json"]["entries"][2]


def an_entry_gone_from_the_chain(files: Files) -> None:
    links(files).pop()
    files["chain.json"]["head"] = links(files)[-1]["hash"]


def a_note_put_in(files: Files) -> None:
    links(files)[1]["content"]["privileged_note"] = "made up"


def a_note_put_beside(files: Files) -> None:
    links(files)[1] |= {"note": {"privileged_note": "made up", "note_salt": "0"}, "withheld": []}
    files["docket.json"]["entries"][1]["privileged_note"] = "made up"


def a_note_in_the_docket_only(files: Files) -> None:
    files["docket.json"]["entries"][1]["privileged_note"] = "made up"


def an_entry_called_withheld_and_its_day_changed(files: Files) -> None:
    another_day(files)
    links(files)[2]["withheld"] = ["privileged_note"]
    del files["docket.json"]["entries"][2]["privileged_note"]


def the_day_of_the_withheld_entry_changed(files: Files) -> None:
    for each in (links(files)[1]["content"], files["docket.json"]["entries"][1]):
        each["occurred_on"] = "2025-06-25"


def an_entry_put_back_to_the_first_format(files: Files) -> None:
    content = links(files)[1]["content"]
    del content["chain_format"], content["note_hash"]
    the_day_of_the_withheld_entry_changed(files)


def the_first_entry_put_back_to_the_first_format(files: Files) -> None:
    links(files)[0]["content"] = {"number": 1, "kind": "audit_notice", "occurred_on": "2025-06-25"}
    links(files)[0]["withheld"] = ["privileged_note"]
    files["docket.json"]["entries"][0] = dict(links(files)[0]["content"])
    del files["chain.json"]["seal"]


def an_entry_said_to_lack_something(files: Files) -> None:
    links(files)[0]["withheld"] = ["privileged_note"]


def a_receipt_that_saw_more(files: Files) -> None:
    files["receipts.json"][2]["content"]["content"]["clocks"] = 99


def a_receipt_gone(files: Files) -> None:
    del files["receipts.json"][2]


def receipts_numbered_otherwise(files: Files) -> None:
    for each in files["receipts.json"]:
        each["withheld"] = ["content"]
        del each["content"]["content"]
        each["content"]["seq"] *= 2


def a_receipt_called_withheld_and_its_day_changed(files: Files) -> None:
    receipt = files["receipts.json"][1]
    del receipt["content"]["content"]
    receipt["withheld"] = ["content"]
    receipt["content"]["at"] = "2025-09-12T15:00:00+00:00"


def a_receipt_put_back_to_the_first_format(files: Files) -> None:
    a_receipt_called_withheld_and_its_day_changed(files)
    content = files["receipts.json"][1]["content"]
    del content["chain_format"], content["content_hash"]


def a_correction_called_withheld_and_changed(files: Files) -> None:
    (correction,) = files["corrections.json"]["matter"]
    correction["content"]["before"] = "made up"
    correction["withheld"] = [""]


def another_paper(files: Files) -> None:
    files["papers.json"][0]["sha256"] = "0" * 64


FORGED: list[tuple[Callable[[Files], None], str]] = [
    (another_day, "E3, Closing conference held, 2025-06-25: BROKEN: its hash does not match its content"),
    (another_day_and_its_hash, "E2, Closing conference held, 2025-06-19: BROKEN: does not follow"),
    (another_word_in_the_docket_only, "E1, Closing conference held, 2025-06-18: BROKEN: docket.json differs"),
    (an_entry_gone, "E3, Closing conference held, 2025-06-20: BROKEN: does not follow"),
    (the_last_entry_gone, "The head of the chain: BROKEN: is not the hash of the last link"),
    (an_entry_gone_from_the_chain, "E3: BROKEN: is in docket.json but not in the chain"),
    (a_note_put_in, "E2, Closing conference held, 2025-06-19: BROKEN: its hash does not match its content"),
    (
        a_note_put_beside,
        "E2, Closing conference held, 2025-06-19: BROKEN: its privileged note does not match",
    ),
    (a_note_in_the_docket_only, "E2, Closing conference held, 2025-06-19: BROKEN: docket.json differs"),
    (
        an_entry_called_withheld_and_its_day_changed,
        "E3, Closing conference held, 2025-06-25: BROKEN: says that it leaves out",
    ),
    (
        the_day_of_the_withheld_entry_changed,
        "E2, Closing conference held, 2025-06-25: BROKEN: its hash does not match its content",
    ),
    (
        an_entry_put_back_to_the_first_format,
        "E2, Closing conference held, 2025-06-25: BROKEN: has the chain format 1 after 2",
    ),
    (the_first_entry_put_back_to_the_first_format, "The seal over the older entries: BROKEN: is missing"),
    (
        an_entry_said_to_lack_something,
        "E1, Closing conference held, 2025-06-18: BROKEN: says that it leaves out",
    ),
    (a_receipt_that_saw_more, "Receipt 3 of 2025-09-11T15:00:00+00:00: BROKEN: its content does not match"),
    (a_receipt_gone, "Receipt 4 of 2025-09-19T15:00:00+00:00: BROKEN: does not follow"),
    (receipts_numbered_otherwise, "BROKEN: receipts are missing before it"),
    (a_receipt_called_withheld_and_its_day_changed, "BROKEN: its hash does not match its content"),
    (a_receipt_put_back_to_the_first_format, "BROKEN: has the chain format 1 after 2"),
    (a_correction_called_withheld_and_changed, "Correction 1 of the matter, title: BROKEN: is no link"),
    (another_paper, "BROKEN: is missing, or was changed"),
]


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
