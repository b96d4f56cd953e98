"""A copy of the record is whole, and puts a lost record back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from deployments.backup import BackupError, restore, save
from models.settings import Settings
from tests.support.scenes import Scene


def entries(scene: Scene) -> int:
    with scene.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM entry")).scalar_one())


def test_a_record_saved_and_restored_is_what_it_was(settings: Settings, scene: Scene, tmp_path: Path) -> None:
    scene.open()
    scene.record("closing_conference_held", "2025-06-20")
    url = make_url(settings.database_url)
    save(url, tmp_path / "copy")
    scene.record("report_completed", "2025-07-01")
    scene.engine.dispose()
    restore(url, tmp_path / "copy")
    assert entries(scene) == 1
    scene.record("report_completed", "2025-07-01")
    assert entries(scene) == 2


def test_a_copy_does_not_overwrite_another_file(settings: Settings, scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine", encoding="utf-8")
    with pytest.raises(BackupError, match="already exists"):
        save(make_url(settings.database_url), tmp_path / "copy")
    assert (tmp_path / "copy").read_text(encoding="utf-8") == "mine"
    assert entries(scene) == 0


def test_what_is_no_copy_is_refused_and_the_record_stays(sqlite_scene: Scene, tmp_path: Path) -> None:
    sqlite_scene.open()
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    (tmp_path / "copy").write_text("a shopping list, of some length, so that it is read", encoding="utf-8")
    with pytest.raises(BackupError, match="is not a backup that `save` made"):
        restore(sqlite_scene.engine.url, tmp_path / "copy")
    with pytest.raises(BackupError, match="is not a file"):
        restore(sqlite_scene.engine.url, tmp_path / "none")
    assert entries(sqlite_scene) == 1


def test_the_command_saves_and_restores(tmp_path: Path, sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    environment = os.environ | {"LANDWAITER_HOME": str(tmp_path)}
    for what in ("save", "restore"):
        command = [sys.executable, "-m", "deployments.backup", what, str(tmp_path / "copy")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
