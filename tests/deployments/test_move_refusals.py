"""A move that cannot be is refused in one sentence, and nothing is touched."""

import os
import subprocess
import sys
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from deployments.move import move
from deployments.moving.ends import file_of, target_of
from deployments.moving.refusal import MoveError
from deployments.server.lock import MARK, AlreadyRunning, claim
from models.record.database import migrate, opened_engine
from models.settings import Settings
from tests.support.moving import Move, untouched
from tests.support.old_record import take_back

pytestmark = pytest.mark.postgres
SLEEPS = "import time; print(1, flush=True); time.sleep(60)"


def do(settings: Settings, statement: str) -> None:
    with opened_engine(settings) as engine, engine.begin() as connection:
        connection.execute(text(statement))


def refused(moving: Move) -> str:
    """What is said of a move that must not change anything."""
    with untouched(moving), pytest.raises(MoveError) as raised:
        move(moving.old, moving.new, print)
    return str(raised.value)


def test_a_database_that_has_rows_is_refused(moving: Move) -> None:
    migrate(moving.new)
    do(moving.new, "INSERT INTO account (name, importer_number, timezone) VALUES ('Acme', '', 'UTC')")
    assert "is not empty: its table account has rows. Nothing was moved." in refused(moving)


def test_a_second_move_is_refused_and_says_that_the_record_is_there(moving: Move) -> None:
    move(moving.old, moving.new, print)
    assert "is not empty: it has all of this record already." in refused(moving)


def test_a_database_of_another_program_is_refused(moving: Move) -> None:
    do(moving.new, "CREATE TABLE flow_run (id integer)")
    assert "it has the table flow_run, which is not Landwaiter's" in refused(moving)


def test_a_database_of_another_version_is_refused(moving: Move) -> None:
    migrate(moving.new, "0012")
    assert "has the tables of another version of Landwaiter (0012; this version has " in refused(moving)


def test_a_record_of_another_version_is_refused(moving: Move) -> None:
    with opened_engine(moving.old) as engine:
        take_back(engine, moving.old, "0012")
    assert "has the tables of another version of Landwaiter (0012; this version has " in refused(moving)
    do(moving.old, "UPDATE alembic_version SET version_num = '9999'")
    assert "(9999; this version has " in refused(moving)


def test_a_database_without_a_trigger_is_refused(moving: Move) -> None:
    migrate(moving.new)
    do(moving.new, "DROP TRIGGER entry_refuses_update ON entry")
    assert "lacks the trigger entry_refuses_update" in refused(moving)


def test_a_database_that_cannot_store_every_text_is_refused(moving: Move) -> None:
    name = str(make_url(moving.new.database_url).database)
    like = f"CREATE DATABASE {name} ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    with psycopg.connect("host=127.0.0.1 user=postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE {name}".encode())
        server.execute(like.encode())
    assert "stores text as LATIN1" in refused(moving)


def test_a_file_that_is_no_record_is_refused(moving: Move) -> None:
    moving.file.write_bytes(b"")
    assert "contains no record of Landwaiter" in refused(moving)
    moving.file.write_text("a shopping list, of some length, so that it is read" * 100, encoding="utf-8")
    assert "cannot be read: file is not a database. Restore your latest backup." in refused(moving)


def test_a_record_that_is_in_use_is_refused(moving: Move) -> None:
    with claim(moving.old.home, address="http://127.0.0.1:4200"), untouched(moving):
        done = moving.run()
    assert done.returncode == 1
    assert "Landwaiter already runs here (process " in done.stderr
    command, environment = [sys.executable, "-c", SLEEPS], os.environ | {MARK: str(moving.old.home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        with pytest.raises(AlreadyRunning, match=f"still runs here: {worker.pid}"):
            move(moving.old, moving.new, print)
        worker.kill()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "No database to move to. Set LANDWAITER_MOVE_TO; expected PostgreSQL, such as postgresql://"),
        ("hunter2", "is not a database URL"),
        ("sqlite:////tmp/hunter2", "is sqlite; expected PostgreSQL"),
        ("mysql://root:hunter2@localhost/x", "is mysql; expected PostgreSQL"),
        ("postgresql://ann:hunter2@localhost", "names no database"),
        ("postgresql://ann:p@hunter2@localhost/x", "In a password write @ as %40"),
    ],
)
def test_a_url_that_is_none_is_refused_and_not_repeated(moving: Move, given: str, said: str) -> None:
    with pytest.raises(MoveError) as raised:
        target_of(moving.old, given, {})
    assert said in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    "query", ["?sslmode=nonsense&password=hunter2", "?password=hunter2&port=1", "?hunter2=1"]
)
def test_a_database_that_cannot_be_reached_is_named_without_its_password(moving: Move, query: str) -> None:
    given = f"postgresql://ann:hunter2@127.0.0.1:1/none{query}"
    with pytest.raises(MoveError, match=r"cannot be used: .*Nothing was moved") as raised:
        move(moving.old, target_of(moving.old, given, {}), print)
    assert "hunter2" not in str(raised.value)


def test_a_record_that_is_not_there_or_not_in_sqlite_is_named(moving: Move) -> None:
    with pytest.raises(MoveError, match="is in PostgreSQL already"):
        file_of(moving.new)
    with pytest.raises(MoveError, match=r"record\.sqlite is not a file. Set LANDWAITER_HOME"):
        file_of(replace(moving.old, database_url=f"sqlite:///{moving.old.home}/none/record.sqlite"))
