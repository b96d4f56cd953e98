"""A record moved from SQLite to PostgreSQL is the same one: every row, proof, number and alert."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, String, Table, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, SQLModel, func, select

from deployments.move import move
from deployments.proof.record import verify_record
from models.record.database import engine as open_engine
from models.record.database import migrate, opened_engine
from models.record.tables.alerts import Alert
from models.record.tables.dockets import Entry
from models.settings import Settings
from tasks.watch.recount import recount
from tests.support.databases import on_postgres
from tests.support.mailbox import Mailbox
from tests.support.moving import LAST_LOOK, Move, known, rows
from tests.support.scenes import Scene

pytestmark = pytest.mark.postgres
LATER = "2025-10-02"
Told = set[tuple[str, str, str, int]]


@pytest.fixture
def moved(moving: Move) -> Move:
    """The same after it."""
    said: list[str] = []
    move(moving.old, moving.new, said.append)
    assert "Moved. Every row of " in "\n".join(said)
    return moving


@pytest.fixture
def engine(moved: Move) -> Iterator[Engine]:
    """The record in PostgreSQL."""
    opened = open_engine(moved.new)
    yield opened
    opened.dispose()


def alerts(session_of: Engine) -> Told:
    with Session(session_of) as session:
        return {(row.subject, row.due, row.step, row.contact_id) for row in session.exec(select(Alert)).all()}


def test_every_row_of_every_table_is_there_and_the_old_record_is_not_touched(moving: Move) -> None:
    before, digest = rows(moving.old), hashlib.sha256(moving.file.read_bytes()).digest()
    assert [name for name, found in before.items() if not found] == []
    move(moving.old, moving.new, print)
    assert rows(moving.new) == before == rows(moving.old)
    assert hashlib.sha256(moving.file.read_bytes()).digest() == digest


def test_every_proof_holds_and_the_recount_finds_nothing(moved: Move, engine: Engine) -> None:
    lines, holds = verify_record(moved.old)
    (head,) = [line.split()[-1] for line in lines if line.startswith("Head of the record")]
    kept, still_holds = verify_record(moved.new, head=head)
    assert holds
    assert still_holds
    assert kept[1:] == lines
    found = recount(engine, now=LAST_LOOK)
    assert (found.matters, found.differences) == (1, [])


def test_the_first_look_tells_nothing_again_and_a_later_one_what_it_would_have_told(
    moved: Move, engine: Engine, mailbox: Mailbox
) -> None:
    before = alerts(engine)
    scene = Scene(engine, mailbox)
    scene.sweep("2025-09-23", hour=16)
    assert alerts(engine) == before
    assert mailbox.received == []
    scene.sweep(LATER)
    with opened_engine(moved.old) as old, Mailbox() as other:
        Scene(old, other).sweep(LATER)
        assert alerts(old) == alerts(engine) > before


def test_new_rows_are_numbered_on_from_the_old_ones(engine: Engine, mailbox: Mailbox) -> None:
    with Session(engine) as session:
        highest = session.exec(select(func.max(Entry.id))).one()
    Scene(engine, mailbox).record("closing_conference_held", "2025-09-24", reference="CC-9")
    with Session(engine) as session:
        assert session.exec(select(func.max(Entry.id))).one() == highest + 1


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE entry SET kind = 'x'",
        "DELETE FROM receipt",
        "TRUNCATE docketseal CASCADE",
        "DELETE FROM changepage",
    ],
)
def test_nothing_that_is_append_only_can_be_changed(engine: Engine, act: str) -> None:
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="append-only"):
        connection.execute(text(act))


def triggers(settings: Settings) -> set[tuple[str, str]]:
    asked = text("SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal")
    with opened_engine(settings) as engine, engine.connect() as connection:
        return {(name, enabled) for name, enabled in connection.execute(asked).all()}


def test_it_has_the_triggers_of_a_record_that_began_there(moved: Move, tmp_path: Path) -> None:
    with on_postgres(tmp_path) as began:
        migrate(began)
        assert triggers(moved.new) == triggers(began)
        assert len(triggers(began)) > 10


def test_the_command_says_what_it_did_and_what_to_do_next(moving: Move) -> None:
    done = moving.run()
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert f"  alert: {len(rows(moving.old)['alert'])} rows" in lines
    assert f"Moved. Every row of {len(known())} tables is the same on both sides." in lines
    assert "1 matter recalculated: everything matches." in lines
    assert any(
        line.startswith("1. Set LANDWAITER_DATABASE_URL to postgresql://postgres:***@") for line in lines
    )


def test_a_new_table_comes_along_by_itself(moving: Move) -> None:
    migrate(moving.new)
    extra = Table("extra", SQLModel.metadata, Column("name", String, primary_key=True), Column("n", Integer))
    try:
        for settings in (moving.old, moving.new):
            with opened_engine(settings) as engine:
                extra.create(engine)
        with opened_engine(moving.old) as engine, engine.begin() as connection:
            connection.execute(text("INSERT INTO extra VALUES ('b', 1), ('A', 2), ('a', NULL)"))
        move(moving.old, moving.new, print)
        assert rows(moving.new)["extra"] == [("A", 2), ("a", None), ("b", 1)]
    finally:
        SQLModel.metadata.remove(extra)
