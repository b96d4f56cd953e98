"""Runs on a real server while the record's database fails: each ends in one sentence, and tells no more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from models.record.database import migrate, opened_engine
from models.record.database_faults import Fault
from tests.support.databases import on_postgres
from tests.support.faulted_runs import NOTE
from tests.support.installation import ROOT, Installation
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene

TABLE = (
    "docket number,kind of matter,importer,opened on,time zone\n"
    "AUD-9,Audit,Acme,2026-01-05,America/New_York\n"
)
PARTLY = "The run stopped before its end. What it recorded and sent until then is kept"


@pytest.mark.postgres
def test_runs_under_faults_end_in_one_sentence_that_says_what_was_kept(
    house: Installation, tmp_path: Path, post: Mailbox
) -> None:
    with on_postgres(tmp_path) as settings:
        migrate(settings)
        with opened_engine(settings) as engine:
            Scene(engine, post).open(on="2026-01-05")
        (tmp_path / "inbox").mkdir()
        (tmp_path / "inbox" / "matters.csv").write_text(TABLE, encoding="utf-8")
        ours = {"LANDWAITER_HOME": str(tmp_path), "LANDWAITER_DATABASE_URL": settings.database_url}
        address = make_url(settings.database_url).set(drivername="postgresql")
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.faulted_runs", address.render_as_string()],
            cwd=ROOT,
            env=house.service_environment | ours,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
    ended = json.loads(done.stdout.splitlines()[-1])
    assert {kind for kind, _ in ended.values()} == {"FAILED"}
    said = {name: message for name, (_, message) in ended.items()}
    assert said["record, locked"] == f"Nothing was recorded. {Fault.BUSY.value}"
    assert said["record, cut"] == Fault.CUT_WHILE_KEEPING.value
    assert said["import, cut"] == f"Nothing was imported. {Fault.CUT.value}"
    assert said["watch, cut"].startswith(PARTLY)
    assert said["watch, cut"].endswith(Fault.CUT.value)
    for told in (NOTE, "Traceback", "INSERT INTO", "psycopg", "[SQL"):
        assert told not in done.stdout + done.stderr
