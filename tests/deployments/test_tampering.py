"""The catalogue of tampering: what whoever owns the database can do, and who names it.

Each deed is named by whoever holds yesterday's head, or it is in `BEYOND`: nobody can name it, and the page
on threats says so.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from models.record.change_log import NOT_LOGGED, UNSAID, is_logged
from models.record.database import migrate
from models.record.log_proof import name_of
from tests.conftest import BOTH
from tests.support.databases import on_postgres, on_sqlite
from tests.support.forgeries import BEYOND, NAMED, Deed
from tests.support.tampering import (
    Tampered,
    add_like,
    change,
    delete,
    key_in,
    other,
    rows,
    swap,
    tables,
    tampered,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "threat-model.md"
OWN_CHAIN = ("receipt", "changepage")
DERIVED = ("deadline", "defect", "deriveddocket", "deskrun")


@pytest.fixture(scope="module", params=BOTH)
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tampered]:
    home = tmp_path_factory.mktemp("tampered")
    if request.param == "sqlite":
        settings = on_sqlite(home)
        migrate(settings)
        with tampered(settings) as found:
            yield found
        return
    template = request.getfixturevalue("postgres_tables")
    with on_postgres(home, template) as settings, tampered(settings) as found:
        yield found


def proved() -> list[str]:
    """The tables whose rows are proved: by the log, or by a chain of their own."""
    return [each.name for each in tables() if is_logged(each) or each.name in OWN_CHAIN]


def test_nothing_is_named_where_nothing_was_done_and_every_table_has_a_row(record: Tampered) -> None:
    with record.behind() as session:
        assert record.faults(session) == []
        empty = [each.name for each in tables() if not rows(session, each)]
        assert empty == ["defect"]
    assert {each.name for each in tables()} - {*proved(), *DERIVED} == set()
    assert {*OWN_CHAIN, *DERIVED, "alembic_version"} == NOT_LOGGED.keys()


@pytest.mark.parametrize("name", proved())
def test_a_change_of_any_column_is_named(name: str, record: Tampered) -> None:
    """On PostgreSQL of one column: what a digest covers is the same."""
    table = SQLModel.metadata.tables[name]
    columns = list(table.columns)
    if record.engine.dialect.name == "postgresql":
        columns = columns[-1:]
    unnamed = set()
    for column in columns:
        with record.behind() as session:
            row = rows(session, table)[0]
            change(session, table, row, {column.name: other(column, row[column.name])})
            found = record.faults(session)
        if not found:
            unnamed.add(column.name)
        elif is_logged(table):
            assert any(name_of(key_in(table, row), row) in each for each in found), (column.name, found)
    content = {"content"} if name == "paper" else set()
    assert unnamed <= UNSAID.get(name, set()) - content


@pytest.mark.parametrize("name", proved())
def test_a_row_that_is_added_is_named(name: str, record: Tampered) -> None:
    table = SQLModel.metadata.tables[name]
    with record.behind() as session:
        made = add_like(session, table, rows(session, table)[0])
        found = record.faults(session)
    assert found
    if is_logged(table):
        assert f"the {name_of(key_in(table, made), made)} was added outside Landwaiter" in "; ".join(found)


@pytest.mark.parametrize("name", proved())
@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
def test_a_row_that_is_deleted_is_named(name: str, place: int, record: Tampered) -> None:
    table = SQLModel.metadata.tables[name]
    with record.behind() as session:
        row = rows(session, table)[place]
        delete(session, table, row)
        found = record.faults(session)
    assert found
    if is_logged(table):
        assert f"the {name_of(key_in(table, row))} is missing" in "; ".join(found)


@pytest.mark.parametrize(
    "name", [each for each in proved() if each not in ("contactaccount", "standingentry")]
)
def test_rows_that_change_their_places_are_named(name: str, record: Tampered) -> None:
    table = SQLModel.metadata.tables[name]
    with record.behind() as session:
        found = rows(session, table)
        if len(found) > 1:
            swap(session, table, found[0], found[1])
            assert record.faults(session)


@pytest.mark.parametrize(("deed", "said"), NAMED, ids=[deed.__name__ for deed, _ in NAMED])
def test_what_is_calculated_again_is_named(deed: Deed, said: str, record: Tampered) -> None:
    with record.behind() as session:
        deed(session)
        found = record.faults(session)
    assert any(said in each for each in found), found


@pytest.mark.parametrize(("deed", "listed"), BEYOND, ids=[deed.__name__ for deed, _ in BEYOND])
def test_what_nobody_can_name_is_listed(deed: Deed, listed: str, record: Tampered) -> None:
    with record.behind() as session:
        deed(session)
        assert record.faults(session) == []
    section = PAGE.read_text(encoding="utf-8").partition("## What the proof does not show")[2]
    assert listed in " ".join(section.partition("\n## ")[0].split())
