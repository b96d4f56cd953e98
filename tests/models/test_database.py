"""Settings and migrations: clear refusals, tables as declared, a filled database that stays filled."""

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError as SqlError
from sqlmodel import SQLModel, col, select

from models.law.load import load_law
from models.record.database import DatabaseError, migrate, reading, transaction
from models.record.office_settings import awaits_approval, law_in_force
from models.record.receipts import ReceiptKind, all_receipts, append_receipt, last_receipt, verify_receipts
from models.record.tables.alerts import Alert
from models.record.tables.dockets import Deadline, Matter
from models.settings import Settings, SettingsError
from tests.support.databases import settings_on
from tests.support.old_record import take_back
from tests.support.scenes import Scene, at


def test_the_migrations_make_the_tables_that_are_declared(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_a_filled_database_again_changes_nothing(settings: Settings, scene: Scene) -> None:
    scene.open()
    scene.record("closing_conference_held", "2025-06-20")
    migrate(settings)
    assert scene.record("closing_conference_held", "2025-06-20").put.already


@pytest.mark.parametrize(
    ("has_receipt", "has_deadline", "in_force"),
    [(True, True, "r" * 64), (False, True, load_law().hash), (False, False, "")],
)
def test_an_upgraded_record_knows_which_law_it_was_derived_under_or_waits(
    settings: Settings, scene: Scene, *, has_receipt: bool, has_deadline: bool, in_force: str
) -> None:
    scene.open()
    if has_deadline:
        scene.record("closing_conference_held", "2025-06-20")
    if has_receipt:
        with transaction(scene.engine) as session:
            append_receipt(session, ReceiptKind.SWEEP, {}, "r" * 64, at=at("2025-06-20"))
    take_back(scene.engine, settings, "0001")
    migrate(settings)
    with transaction(scene.engine) as session:
        approved = law_in_force(session)
        assert approved is not None
        assert approved.law_hash == in_force
        assert awaits_approval(session, load_law()) is (in_force != load_law().hash)
        scene_law = approved.law_hash
    scene.open("AUD-2")
    with transaction(scene.engine) as session:
        still = law_in_force(session)
        assert still is not None
        assert still.law_hash == scene_law


def test_an_upgraded_record_without_a_matter_takes_the_law_of_its_first_one(
    settings: Settings, scene: Scene
) -> None:
    take_back(scene.engine, settings, "0001")
    migrate(settings)
    scene.open()
    with transaction(scene.engine) as session:
        assert not awaits_approval(session, load_law())


def test_an_upgraded_record_keeps_what_was_told_and_tells_nothing_twice(
    settings: Settings, scene: Scene
) -> None:
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    take_back(scene.engine, settings, "0002")
    migrate(settings)
    assert scene.sweep("2025-06-21").claims == []
    scene.sweep("2025-09-19")
    assert scene.reasons() == ["deadline_set", "missed", "digest"]
    with transaction(scene.engine) as session:
        first, second, _ = session.exec(select(Alert).order_by(col(Alert.id))).all()
        assert (first.matter_id, first.content["matter"]) == (second.matter_id, "AUD-1")
        (clock,) = session.exec(select(Deadline)).all()
        assert clock.set_on == date(2025, 6, 20)


def test_an_empty_environment_gives_a_sqlite_file_in_the_projects_data_directory() -> None:
    made = Settings.from_environment({})
    assert made.database_url == f"sqlite:///{made.home}/record.sqlite"
    assert (made.home.is_absolute(), made.url, made.watch_seconds) == (True, "http://127.0.0.1:4200", 3600)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_postgresql_is_reached_by_the_driver_that_comes_with_landwaiter(scheme: str) -> None:
    made = Settings.from_environment({"LANDWAITER_DATABASE_URL": f"{scheme}://me:secret@db/record"})
    assert made.database_url == "postgresql+psycopg://me:secret@db/record"
    assert "secret" not in repr(made)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LANDWAITER_DATABASE_URL", "mysql://me:secret@db/record", "is for mysql; expected sqlite:"),
        ("LANDWAITER_DATABASE_URL", "secret", "is not a database URL; expected sqlite:"),
        ("LANDWAITER_DATABASE_URL", "sqlite://", "names no file"),
        ("LANDWAITER_DATABASE_URL", "postgresql://me:secret@db", "names no database; expected"),
        ("LANDWAITER_URL", "desk.example", "LANDWAITER_URL is 'desk.example'; expected a web address"),
        ("LANDWAITER_URL", "http://[::1", "expected a web address"),
        ("LANDWAITER_WATCH_SECONDS", "hourly", "expected whole seconds from 10 to 7200"),
        ("LANDWAITER_WATCH_SECONDS", "86400", "expected whole seconds from 10 to 7200"),
        ("LANDWAITER_WATCH_SECONDS", "5", "expected whole seconds from 10 to 7200"),
        ("LANDWAITER_WATCH_RUNS", "0", "expected a whole number from 1 to 64"),
        ("LANDWAITER_WATCH_RUNS", "all", "expected a whole number from 1 to 64"),
        ("LANDWAITER_WATCH_RUNS", "4", "is 4, but the record is in SQLite"),
        ("LANDWAITER_POOL", "docker", "expected process or kubernetes"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_without_its_password(
    name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({name: value})
    assert said in str(raised.value)
    assert name in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://me:secret@127.0.0.1:1/none", "sqlite:////proc/none/record.sqlite"],
)
def test_a_database_that_cannot_be_reached_is_one_clear_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be used") as raised:
        migrate(settings_on(tmp_path, url))
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_record_that_a_newer_landwaiter_has_opened_is_refused(settings: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match=r"A newer version of Landwaiter .*9999.* Start that") as raised:
        migrate(settings)
    assert "postgres:" not in str(raised.value)


def test_who_only_reads_holds_up_nobody_and_keeps_nothing(scene: Scene) -> None:
    scene.open()
    with reading(scene.engine) as session:
        kept = session.exec(select(Matter)).one()
        scene.open("AUD-2")
        kept.title = "Changed while it was read"
        session.add(kept)
    with reading(scene.engine) as session:
        assert [each.title for each in session.exec(select(Matter)).all()] == ["", ""]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite").write_text(
        "a shopping list, of some length, so that it is read", encoding="utf-8"
    )
    with pytest.raises(DatabaseError, match="file is not a database"):
        migrate(settings_on(tmp_path, f"sqlite:///{tmp_path}/record.sqlite"))


def leave(engine: Engine, count: int) -> None:
    from tests.support.scenes import at

    for number in range(count):
        with transaction(engine) as session:
            append_receipt(session, ReceiptKind.SWEEP, {"matters": number}, "law", at=at("2025-06-20"))


def test_receipts_are_chained_without_a_gap(engine: Engine) -> None:
    leave(engine, 3)
    with transaction(engine) as session:
        receipts = all_receipts(session)
        assert [each.seq for each in receipts] == [1, 2, 3]
        assert verify_receipts(receipts) == []
        last = last_receipt(session, ReceiptKind.SWEEP)
        assert last is not None
        assert last.seq == 3
        assert last_receipt(session, ReceiptKind.RECOUNT) is None


def test_the_chain_of_receipts_shows_a_change_and_a_gap(engine: Engine) -> None:
    leave(engine, 3)
    with transaction(engine) as session:
        receipts = list(all_receipts(session))
        session.expunge_all()
    assert verify_receipts([receipts[0], receipts[2]]) == [3]
    receipts[1].content = {"matters": 99}
    assert verify_receipts(receipts) == [2]


@pytest.mark.parametrize("act", ["UPDATE receipt SET kind = 'x'", "DELETE FROM receipt"])
def test_the_database_refuses_to_change_a_receipt(act: str, engine: Engine) -> None:
    leave(engine, 1)
    with pytest.raises(SqlError, match="receipt is append-only"), engine.begin() as connection:
        connection.execute(text(act))
