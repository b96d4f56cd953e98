"""No row of an append-only table is replaced, and none of these tables is emptied."""

from datetime import date
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from models.inputs import ClosureInput, OwnDeadlineInput
from models.record.database import transaction
from models.record.invitations import invite
from models.record.people import make_person
from models.record.receipts import ReceiptKind, append_receipt
from models.record.sign_ins import sign_act
from models.record.tables.proof import DocketSeal
from tasks.record.closures import put_closure
from tasks.record.own_deadlines import put_own
from tests.support.corrections import corrected, of_matter
from tests.support.scenes import Scene, at

APPEND_ONLY = (
    "entry",
    "receipt",
    "mending",
    "proclaimedclosure",
    "owndeadline",
    "docketseal",
    "changepage",
    "signin",
    "signedact",
)
DAY = "2025-06-20"


@pytest.fixture
def filled(scene: Scene) -> Scene:
    """A row in each append-only table."""
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", DAY)
    corrected(scene, of_matter(title="Focused assessment"))
    closure = ClosureInput(on=date(2026, 3, 12), source="Order", withdraws=False, recorded_by="Bo")
    put_closure(scene.engine, closure, now=at(DAY))
    own = OwnDeadlineInput(matter="AUD-1", title="Call", due_on=date(2025, 7, 1), recorded_by="Bo")
    put_own(scene.engine, own, now=at(DAY))
    with transaction(scene.engine) as session:
        append_receipt(session, ReceiptKind.SWEEP, {}, "law", at=at(DAY))
        parts: dict[str, Any] = {
            "chain_format": 2,
            "last_number": 1,
            "entries": [],
            "broken": [],
            "salts": {},
        }
        session.add(DocketSeal(matter_id=1, **parts, sealed_at=at(DAY), previous_hash="", hash=""))
        person = make_person(session, None, name="Ada", is_administrator=True, by="Bo", at=at(DAY))
        invite(session, person, by="Bo", at=at(DAY))
        sign_act(session, "entry:1", person.id, at=at(DAY))
    return scene


def rows(scene: Scene, table: str) -> list[tuple[object, ...]]:
    with scene.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_put_in_the_place_of_another(table: str, filled: Scene) -> None:
    before = rows(filled, table)
    assert before
    is_sqlite = filled.engine.dialect.name == "sqlite"
    statement = f"INSERT {'OR REPLACE ' if is_sqlite else ''}INTO {table} SELECT * FROM {table}"
    with pytest.raises(IntegrityError), filled.engine.begin() as connection:
        connection.execute(text(statement))
    assert rows(filled, table) == before


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_table_is_emptied(table: str, filled: Scene) -> None:
    before = rows(filled, table)
    is_sqlite = filled.engine.dialect.name == "sqlite"
    statement = f"DELETE FROM {table}" if is_sqlite else f"TRUNCATE {table} CASCADE"
    with pytest.raises(DatabaseError, match="is append-only"), filled.engine.begin() as connection:
        connection.execute(text(statement))
    assert rows(filled, table) == before


def test_a_page_of_the_log_is_joined_once_and_nothing_else_of_it_is_set(filled: Scene) -> None:
    filled.open("AUD-2")
    for change in ("receipt_seq = 9 WHERE receipt_seq = 1", "hash = 'x'", "content = '{}'"):
        with pytest.raises(DatabaseError, match="is append-only"), filled.engine.begin() as connection:
            connection.execute(text(f"UPDATE changepage SET {change}"))
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE changepage SET receipt_seq = 9 WHERE receipt_seq IS NULL"))
        connection.rollback()


def test_every_unique_column_of_a_table_is_guarded(sqlite_scene: Scene) -> None:
    with sqlite_scene.engine.connect() as connection:
        seen = inspect(connection)
        for table in APPEND_ONLY:
            wanted = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name"
            trigger = connection.execute(text(wanted), {"name": f"{table}_refuses_replace"}).scalar_one()
            keys = (
                seen.get_pk_constraint(table)["constrained_columns"],
                *(each["column_names"] for each in seen.get_unique_constraints(table)),
            )
            assert all(f"{name} = NEW.{name}" in trigger for name in chain(*keys)), table
