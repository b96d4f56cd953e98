"""The data directory and the record are their owner's alone, also where they were there before."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from deployments.server.private import make_private
from models.settings import Settings
from tests.support.databases import on_sqlite

START = """
import os, sys
from pathlib import Path
from deployments.server.private import make_private
from models.settings import Settings
made = make_private(Settings.from_environment({"LANDWAITER_HOME": sys.argv[1]}))
Path(sys.argv[1], "later").touch()
print(made)
"""


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_rights_of_an_earlier_version_are_taken_back_and_new_files_have_none(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "logs").mkdir(parents=True)
    (home / "record.sqlite").touch()
    for path, mode in ((home, 0o755), (home / "logs", 0o777), (home / "record.sqlite", 0o664)):
        path.chmod(mode)
    command = [sys.executable, "-c", START, str(home)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, umask=0o022)
    assert done.stdout == "[]\n"
    assert [rights(home), rights(home / "logs"), rights(home / "record.sqlite")] == [0o700, 0o700, 0o600]
    assert rights(home / "later") == 0o600


def test_a_directory_whose_rights_cannot_be_changed_is_named(tmp_path: Path) -> None:
    """A file system that knows no rights: /proc is one that is on every machine."""
    before = os.umask(0o077)
    try:
        settings = Settings(
            home=Path("/proc/sys"), database_url=on_sqlite(tmp_path).database_url, url="http://x"
        )
        (said,) = make_private(settings)
    finally:
        os.umask(before)
    assert said.startswith("Other users may read /proc/sys: its ")
