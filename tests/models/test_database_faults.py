"""Real faults of real databases: each is one sentence, without a statement, a value or a password."""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlmodel import select

from models.inputs import MatterInput
from models.record import database
from models.record.database import migrate, opened_engine, reading, transaction
from models.record.database_faults import Fault
from models.record.matters import open_matter
from models.record.tables.dockets import Matter
from models.settings import Settings
from tests.support.databases import settings_on
from tests.support.faulted import ask, held, is_sqlite, postgres, refused, write
from tests.support.faulted_runs import NOTE
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import Scene, at


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a minute for a lock."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)


@pytest.fixture
def opened(settings: Settings, mailbox: Mailbox) -> Iterator[Scene]:
    """A desk with one matter, on each kind of database."""
    with opened_engine(settings) as engine:
        scene = Scene(engine, mailbox)
        scene.open()
        scene.contact()
        yield scene


def record(scene: Scene, note: str = NOTE) -> None:
    scene.record("closing_conference_held", "2025-06-20", privileged_note=note)


def test_who_waits_too_long_for_another_is_told_so_and_nothing_is_kept(
    settings: Settings, opened: Scene
) -> None:
    with held(settings):
        refused(lambda: record(opened), Fault.BUSY)
    assert opened.record("closing_conference_held", "2025-06-20").put.already is False


def test_a_file_that_is_gone_is_named_as_missing_and_none_is_made_in_its_place(tmp_path: Path) -> None:
    lost = settings_on(tmp_path, f"sqlite:///{tmp_path}/record.sqlite")
    with opened_engine(lost) as engine:
        refused(lambda: ask(engine), Fault.MISSING)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:hunter2@127.0.0.1:{port}/none",
        "postgresql+psycopg://nobody:hunter2@127.0.0.1/none",
    ],
    ids=["no server", "no such login"],
)
def test_a_server_that_is_not_there_or_refuses_the_login_is_one_sentence(url: str, tmp_path: Path) -> None:
    with opened_engine(settings_on(tmp_path, url.format(port=free_port()))) as engine:
        refused(lambda: ask(engine), Fault.AWAY)


def test_a_record_without_tables_says_to_start_landwaiter(settings: Settings) -> None:
    migrate(settings)
    with opened_engine(settings) as engine:
        write(
            engine,
            "DROP TABLE evidence" if engine.dialect.name == "sqlite" else "DROP TABLE evidence CASCADE",
        )
        refused(lambda: write(engine, "DELETE FROM evidence"), Fault.EMPTY)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.write_text("a shopping list, of some length, so that it is read", encoding="utf-8")
    with opened_engine(settings_on(tmp_path, f"sqlite:///{path}")) as engine:
        refused(lambda: ask(engine), Fault.DAMAGED)


def test_a_record_that_may_only_be_read_is_one_sentence(settings: Settings, mailbox: Mailbox) -> None:
    with opened_engine(settings) as engine:
        Scene(engine, mailbox).open()
    if is_sqlite(settings):
        read_only = f"sqlite:///file:{settings.home}/record.sqlite?mode=ro&uri=true"
    else:
        read_only = f"{settings.database_url}?options=-c%20default_transaction_read_only%3Don"
    with opened_engine(settings_on(settings.home, read_only)) as engine:
        refused(lambda: record(Scene(engine, mailbox)), Fault.READ_ONLY)


def test_a_full_database_of_sqlite_is_one_sentence_and_what_was_kept_stays(
    sqlite_settings: Settings, mailbox: Mailbox
) -> None:
    with opened_engine(sqlite_settings) as engine:
        scene = Scene(engine, mailbox)
        scene.open()
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        refused(lambda: record(scene, f"{NOTE}{'x' * 9000}"), Fault.FULL)
    with opened_engine(sqlite_settings) as engine:
        Scene(engine, mailbox).open("AUD-2")


def test_a_disk_that_takes_no_more_is_one_sentence(sqlite_settings: Settings, mailbox: Mailbox) -> None:
    with opened_engine(sqlite_settings) as engine:
        scene = Scene(engine, mailbox)
        scene.open()
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = (sqlite_settings.home / "record.sqlite").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, before[1]))
        try:
            refused(lambda: record(scene, f"{NOTE}{'x' * 2 * size}"), Fault.DISK)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        record(scene)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("40P01", Fault.BUSY),
        ("40001", Fault.BUSY),
        ("53100", Fault.FULL),
        ("58030", Fault.DISK),
        ("53300", Fault.CROWDED),
        ("XX001", Fault.DAMAGED),
        ("22012", Fault.OTHER),
    ],
)
def test_the_codes_of_a_server_are_told_apart(
    code: str, fault: Fault, postgres_tables: str, tmp_path: Path
) -> None:
    settings = settings_on(tmp_path, f"postgresql+psycopg://postgres@127.0.0.1/{postgres_tables}")
    raises = f"DO $$ BEGIN RAISE EXCEPTION '{NOTE}' USING ERRCODE = '{code}'; END $$"
    with opened_engine(settings) as engine:
        refused(lambda: write(engine, raises), fault)
        engine.dispose()


_KILLS = """
CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON entry {when} FOR EACH ROW EXECUTE FUNCTION cut()
"""


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("when", "fault"),
    [("", Fault.CUT), ("DEFERRABLE INITIALLY DEFERRED", Fault.CUT_WHILE_KEEPING)],
    ids=["at a statement", "at the commit"],
)
@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_a_connection_that_is_cut_says_whether_anything_can_have_been_kept(
    when: str, fault: Fault, settings: Settings, opened: Scene
) -> None:
    with psycopg.connect(postgres(settings), autocommit=True) as server:
        server.execute(_KILLS.format(when=when).encode())
        assert refused(lambda: record(opened), fault).unsure is (fault is Fault.CUT_WHILE_KEEPING)
        server.execute("DROP TRIGGER cut ON entry")
    assert opened.record("closing_conference_held", "2025-06-20").put.already is False


@pytest.mark.parametrize("unusable", ["\ud800", "\0"])
def test_a_character_that_no_database_keeps_is_one_sentence(
    unusable: str, settings: Settings, opened: Scene
) -> None:
    if is_sqlite(settings) and unusable == "\0":
        # SQLite keeps it; the forms and the files refuse it.
        record(opened, f"{NOTE}{unusable}")
    else:
        refused(lambda: record(opened, f"{NOTE}{unusable}"), Fault.UNSTORABLE)


def test_a_row_that_is_there_already_was_recorded_at_the_same_time(opened: Scene) -> None:
    refused(lambda: write(opened.engine, "INSERT INTO account SELECT * FROM account"), Fault.RACE)


@pytest.mark.postgres
@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_of_two_forms_at_once_one_is_kept_and_the_other_is_told(settings: Settings, opened: Scene) -> None:
    mine = "datname = current_database() AND wait_event_type = 'Lock'"
    waiting = f"SELECT count(*) FROM pg_stat_activity WHERE {mine}".encode()
    with ThreadPoolExecutor() as pool, psycopg.connect(postgres(settings), autocommit=True) as server:
        with transaction(opened.engine) as session:
            first = MatterInput(
                docket_number="AUD-2",
                lifecycle="audit",
                importer="Acme",
                opened_on=date(2025, 1, 2),
                opened_by="Bo",
            )
            open_matter(session, first, at=at("2025-01-02"))
            session.flush()
            other = pool.submit(opened.open, "AUD-2")
            while not other.done() and server.execute(waiting).fetchone() != (1,):
                time.sleep(0.01)
        refused(other.result, Fault.RACE)
    with reading(opened.engine) as session:
        assert len(session.exec(select(Matter).where(Matter.docket_number == "AUD-2")).all()) == 1
