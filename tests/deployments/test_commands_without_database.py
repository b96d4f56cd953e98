"""The commands, where the record's database is gone: one sentence, no traceback, and no file in its place."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from deployments import backup, drift, up
from deployments.server import step_in
from models.record.database_faults import DatabaseError, Fault
from tests.support.databases import on_sqlite
from tests.support.mailbox import free_port

LAST_LOOK = "2026-01-31T12:00:00+00:00"


@pytest.fixture
def gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """The environment of an installation whose record was lost."""
    home = tmp_path / "home"
    home.mkdir()
    variables = {"LANDWAITER_HOME": str(home), "LANDWAITER_DATABASE_URL": f"sqlite:///{home}/record.sqlite"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{free_port()}/api")
    yield variables
    assert not (home / "record.sqlite").exists()


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The last line of what a command says of an error."""
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.splitlines()[-1]


@pytest.mark.usefixtures("gone")
def test_who_steps_in_for_the_watch_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert step_in.main([LAST_LOOK]) == 1
    assert said(capsys) == f"landwaiter: {Fault.MISSING.value}"


def test_drift_says_it(gone: Mapping[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "newer.txt").write_text("Nothing of the law", encoding="utf-8")
    assert drift.main([str(tmp_path / "newer.txt")], gone) == 2
    assert said(capsys) == f"landwaiter: {Fault.MISSING.value}"


@pytest.mark.usefixtures("gone")
def test_a_backup_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert backup.main(["save", str(tmp_path / "copy")]) == 1
    assert said(capsys).startswith("landwaiter: There is no record to save: ")


def test_a_start_that_has_lost_its_record_says_it(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"^The file of the record's database is missing"):
        up.name_shared_numbers(on_sqlite(tmp_path))


def test_the_instant_for_who_steps_in_is_read_strictly(capsys: pytest.CaptureFixture[str]) -> None:
    assert step_in.main(["yesterday"]) == 2
    assert said(capsys).startswith("landwaiter: expected the time of the last run")
