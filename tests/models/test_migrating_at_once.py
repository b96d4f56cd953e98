"""A first start by several processes at once: one makes the tables, the others wait and find them."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from models.record.database import opened_engine
from models.settings import Settings
from tests.conftest import BOTH
from tests.support.databases import on_postgres, on_sqlite
from tests.support.installation import ROOT

PROCESSES = 4
_MIGRATES = """
import sys
from pathlib import Path
from models.record.database import migrate
from tests.support.databases import settings_on
print("ready", flush=True)
sys.stdin.readline()
migrate(settings_on(Path(sys.argv[1]), sys.argv[2]))
"""


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An installation that was never started, on each kind of database."""
    if request.param == "sqlite":
        yield on_sqlite(tmp_path / "home")
        return
    with on_postgres(tmp_path) as made:
        yield made


def test_several_first_migrations_at_once_all_succeed_and_one_makes_the_tables(empty: Settings) -> None:
    command = [sys.executable, "-c", _MIGRATES, str(empty.home), empty.database_url]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(PROCESSES)
    ]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == b"ready\n"
    for each in started:
        assert each.stdin is not None
        each.stdin.write(b"go\n")
        each.stdin.flush()
    ended = [each.communicate(timeout=120) for each in started]
    assert [(each.returncode, said[1]) for each, said in zip(started, ended, strict=True)] == [
        (0, b"")
    ] * PROCESSES
    with opened_engine(empty) as engine, engine.connect() as connection:
        assert len(connection.execute(text("SELECT version_num FROM alembic_version")).all()) == 1
        assert connection.execute(text("SELECT count(*) FROM matter")).scalar() == 0
