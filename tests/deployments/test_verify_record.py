"""The documented command verifies the record itself, only reads it, and knows a head that was kept."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from deployments.verify import main
from models.record.database import migrate
from models.record.receipts import ReceiptKind
from models.settings import Settings
from tasks.watch.receipts import leave_receipt
from tasks.watch.recount import recount
from tests.support.dockets import HELD, opened
from tests.support.old_record import take_back
from tests.support.scenes import Scene, at

NOW = at("2025-06-21")


@pytest.fixture
def watched(scene: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A record that was looked at, to which the settings lead."""
    monkeypatch.setenv("LANDWAITER_HOME", str(settings.home))
    monkeypatch.setenv("LANDWAITER_DATABASE_URL", settings.database_url)
    opened(scene).record(*HELD)
    leave_receipt(scene.engine, ReceiptKind.SWEEP, scene.sweep("2025-06-20").as_json(), now=at("2025-06-20"))
    return scene


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    status = main(["--record", *arguments])
    said = capsys.readouterr()
    return status, (said.out + said.err).splitlines()


def behind(scene: Scene, act: str) -> None:
    with scene.engine.begin() as connection:
        connection.execute(text(act))


def test_a_sound_record_says_its_head_and_what_was_read(
    watched: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    last = leave_receipt(watched.engine, ReceiptKind.SWEEP, {}, now=NOW)
    status, lines = run(capsys)
    assert (status, lines) == (
        0,
        [
            f"Head of the record: receipt 2 of 2025-06-21T15:00:00+00:00: {last.hash}",
            "1 docket, 1 entry and 2 receipts read, 0 broken.",
        ],
    )


@pytest.mark.tampers
def test_what_was_changed_is_named_by_the_command_and_by_the_recount(
    watched: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    behind(watched, "UPDATE message SET state = 'void'")
    behind(watched, "UPDATE matter SET timezone = 'Pacific/Guam'")
    behind(watched, "DELETE FROM delivery")
    status, lines = run(capsys)
    named = [
        "the matter AUD-1 was changed outside Landwaiter: the log of changes has it otherwise",
        "the message 1 was changed outside Landwaiter: the log of changes has it otherwise",
        "the delivery 1 is missing: the log of changes has it",
    ]
    assert status == 1
    assert sorted(lines[:3]) == sorted(f"BROKEN: {each}" for each in named)
    assert lines[-1] == "1 docket, 1 entry and 1 receipt read, 3 broken."
    assert set(named) <= set(recount(watched.engine, now=NOW).differences)


def test_a_head_that_was_kept_is_found_or_missed(watched: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    kept = leave_receipt(watched.engine, ReceiptKind.SWEEP, {}, now=NOW).hash
    leave_receipt(watched.engine, ReceiptKind.SWEEP, {}, now=NOW)
    for arguments, status, said in (
        (("--head", kept), 0, "The head that you keep is receipt 2 of 2025-06-21"),
        (("--head", kept, "--seq", "2"), 0, "The head that you keep is receipt 2 of 2025-06-21"),
        (("--head", kept, "--seq", "3"), 1, "BROKEN: the head that you keep is receipt 2, not 3"),
        (("--head", "0" * 64), 1, "BROKEN: the head that you keep is not in the chain"),
    ):
        done, lines = run(capsys, *arguments)
        assert done == status
        assert any(line.startswith(said) for line in lines), lines


def test_it_only_reads(sqlite_scene: Scene, tmp_path: Path) -> None:
    opened(sqlite_scene).record(*HELD)
    sqlite_scene.engine.dispose()
    path = tmp_path / "record.sqlite"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.chmod(0o400)
    environment = {**os.environ, "LANDWAITER_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "deployments.verify", "--record"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The record has no receipt yet" in done.stdout
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    path.chmod(0o600)


def test_what_cannot_be_verified_is_one_sentence(
    watched: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    take_back(watched.engine, settings, "0012")
    status, (line,) = run(capsys)
    assert status == 1
    assert "has no log of changes. Start this version of Landwaiter once" in line
    monkeypatch.setenv("LANDWAITER_DATABASE_URL", "postgresql+psycopg://nobody:secret@127.0.0.1:1/x")
    status, (line,) = run(capsys)
    assert status == 1
    assert "cannot be read: " in line
    assert "secret" not in line
    migrate(settings)


@pytest.mark.parametrize("arguments", [["x.zip", "--head", "0"], ["--record", "--seq", "1"], []])
def test_arguments_that_do_not_fit_are_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
