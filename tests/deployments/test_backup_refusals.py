"""A copy that cannot be made or used is named in one sentence, and nothing is left behind or overwritten."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from deployments.backup import BackupError, main, restore, save
from deployments.server.lock import claim
from models.record.database import migrate
from models.settings import Settings
from tests.support.databases import on_postgres, on_sqlite

PAGE = 4096


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    """An installation on SQLite with its tables."""
    made = on_sqlite(tmp_path / "home")
    migrate(made)
    return made


def record_of(settings: Settings) -> Path:
    return settings.home / "record.sqlite"


def spoil(path: Path) -> None:
    """Writes over the head of the second page, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(PAGE)
        file.write(b"\xff" * 64)


def test_a_copy_is_read_by_its_owner_only(settings: Settings, tmp_path: Path) -> None:
    migrate(settings)
    save(make_url(settings.database_url), tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    assert not (tmp_path / "copy.unfinished").exists()


@pytest.mark.parametrize("name", ["a b", "a#b", "a?b", "a%41b", "Prüfung"])
def test_a_copy_may_bear_any_name(name: str, house: Settings, tmp_path: Path) -> None:
    url = make_url(house.database_url)
    save(url, tmp_path / name)
    restore(url, tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "home"])


def test_a_copy_into_no_directory_is_refused(house: Settings, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be written: No such file or directory"):
        save(make_url(house.database_url), tmp_path / "none" / "copy")


def test_no_record_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no record to save"):
        save(make_url(f"sqlite:///{tmp_path}/none.sqlite"), tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_not_saved_as_if_it_were_whole(house: Settings, tmp_path: Path) -> None:
    spoil(record_of(house))
    with pytest.raises(BackupError, match=r"is damaged|could not be copied"):
        save(make_url(house.database_url), tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_record_that_is_no_database_is_not_saved(house: Settings, tmp_path: Path) -> None:
    record_of(house).write_text("a shopping list, of some length, so that it is read", encoding="utf-8")
    with pytest.raises(BackupError, match="could not be copied: file is not a database"):
        save(make_url(house.database_url), tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_damaged_copy_is_refused(house: Settings, tmp_path: Path) -> None:
    url = make_url(house.database_url)
    save(url, tmp_path / "copy")
    before = record_of(house).read_bytes()
    spoil(tmp_path / "copy")
    with pytest.raises(BackupError, match=r"copy is (damaged|not a backup)"):
        restore(url, tmp_path / "copy")
    assert record_of(house).read_bytes() == before


def test_another_programs_database_is_refused(house: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE shopping (thing TEXT)")
    with pytest.raises(BackupError, match="contains no record of Landwaiter"):
        restore(make_url(house.database_url), tmp_path / "other")


def test_where_the_present_record_is_the_damaged_one_the_sound_copy_is_not_blamed(
    house: Settings, tmp_path: Path
) -> None:
    url = make_url(house.database_url)
    save(url, tmp_path / "copy")
    record_of(house).write_text("a shopping list, of some length, so that it is read", encoding="utf-8")
    with pytest.raises(BackupError, match=r"record\.sqlite cannot be written.* move it away") as raised:
        restore(url, tmp_path / "copy")
    assert "is not a backup" not in str(raised.value)
    for path in house.home.glob("record.sqlite*"):
        path.unlink()
    restore(url, tmp_path / "copy")
    migrate(house)


def run(settings: Settings, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LANDWAITER_")}
    environment |= {"LANDWAITER_HOME": str(settings.home), "LANDWAITER_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "deployments.backup", *arguments]
    return subprocess.run(command, env=environment | more, capture_output=True, text=True, check=False)


def test_nothing_is_restored_under_a_running_landwaiter(house: Settings, tmp_path: Path) -> None:
    save(make_url(house.database_url), tmp_path / "copy")
    with claim(house.home, address="http://127.0.0.1:4200"):
        done = run(house, "restore", str(tmp_path / "copy"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("landwaiter: Landwaiter already runs here (process ")


@pytest.mark.parametrize("what", ["save", "restore"])
def test_a_database_that_does_not_answer_is_named_without_its_password(
    what: str, house: Settings, tmp_path: Path
) -> None:
    if what == "restore":
        save(make_url(house.database_url), tmp_path / "copy")
    away = {"LANDWAITER_DATABASE_URL": "postgresql://me:secret@127.0.0.1:1/record"}
    done = run(house, what, str(tmp_path / "copy"), **away)
    assert done.returncode == 1
    assert done.stderr.startswith("landwaiter: pg_")
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "copy.unfinished").exists()


@pytest.mark.postgres
def test_a_copy_of_one_database_is_refused_by_the_other(house: Settings, tmp_path: Path) -> None:
    save(make_url(house.database_url), tmp_path / "copy")
    with on_postgres(tmp_path) as other:
        migrate(other)
        with pytest.raises(BackupError, match=r"pg_restore failed: .*not appear to be a valid archive"):
            restore(make_url(other.database_url), tmp_path / "copy")


def test_the_command_wants_to_know_what_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["shred", "copy"])
    assert raised.value.code == 2
    assert "invalid choice: 'shred'" in capsys.readouterr().err
