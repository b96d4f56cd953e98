"""Writes many rows with one statement, and tells the log of changes of them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstanceState, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from models.record.change_log import added

Key = tuple[Any, ...]


def insert_new(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], unique: Sequence[str]
) -> dict[Key, int]:
    """Inserts rows, but none that is there: who comes second changes nothing.

    Each row has every column but the id. Returns the ids of those that are new, by their `unique` columns,
    which the database keeps unique.
    """
    if not rows:
        return {}
    into = _table(table)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(into).on_conflict_do_nothing(index_elements=list(unique))
    named = statement.returning(into.c.id, *(into.c[name] for name in unique))
    made = session.connection().execute(named, [dict(row) for row in rows]).all()
    taken = {tuple(row[1:]): int(row[0]) for row in made}
    of = {tuple(row[name] for name in unique): row for row in rows}
    added(session, into, [{**of[key], "id": id_} for key, id_ in taken.items()])
    return taken


def insert_rows(session: Session, rows: Sequence[SQLModel], unique: Sequence[str]) -> None:
    """Inserts those rows of one table that are new, gives them their ids, and has them in the session."""
    new = [row for row in rows if _state(row).key is None]
    if not new:
        return
    names = [column.name for column in _table(type(new[0])).columns if column.name != "id"]
    values = [{name: getattr(row, name) for name in names} for row in new]
    taken = insert_new(session, type(new[0]), values, unique)
    for row, said in zip(new, values, strict=True):
        set_committed_value(row, "id", taken[tuple(said[name] for name in unique)])
        make_transient_to_detached(row)
        session.add(row)


def write_rows(session: Session, rows: Sequence[SQLModel]) -> None:
    """Writes whatever changed of rows of one table that is not in the log, which are in the session."""
    changed = [row for row in rows if session.is_modified(row)]
    if not changed:
        return
    table = _table(type(changed[0]))
    names = sorted({name for row in changed for name in _state(row).committed_state})
    said: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    statement = update(table).where(table.c.id == bindparam("row_id")).values(said)
    values = [{f"new_{name}": _state(row).dict[name] for name in names} for row in changed]
    ids = [{"row_id": _state(row).dict["id"]} for row in changed]
    session.connection().execute(statement, [own | id_ for own, id_ in zip(values, ids, strict=True)])
    for row in changed:
        for name in list(_state(row).committed_state):
            set_committed_value(row, name, _state(row).dict[name])


def _table(table: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]


def _state(row: SQLModel) -> InstanceState[Any]:
    return cast(InstanceState[Any], inspect(row))
