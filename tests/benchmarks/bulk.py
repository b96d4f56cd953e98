"""Loads many rows at once: `executemany` on SQLite, COPY on PostgreSQL, both with the tables' own types."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlmodel import SQLModel

Row = Mapping[str, Any]
Rows = dict[str, list[dict[str, Any]]]
"""Rows by the names of their tables."""


def load(connection: Connection, rows: Rows) -> None:
    """Writes rows, each table's in the order of the foreign keys."""
    for table in SQLModel.metadata.sorted_tables:
        if of_table := rows.get(table.name):
            write = _copy if connection.dialect.name == "postgresql" else _insert
            write(connection, table, list(of_table[0]), of_table)


def move_sequences(connection: Connection, tables: Sequence[str]) -> None:
    """On PostgreSQL the next id comes after those that were loaded; SQLite finds it by itself."""
    if connection.dialect.name == "postgresql":
        for name in tables:
            last = f"SELECT max(id) FROM {name}"
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), ({last}))"))


def _insert(connection: Connection, table: Table, names: list[str], rows: Sequence[Row]) -> None:
    places = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({_quoted(names)}) VALUES ({places})"
    connection.exec_driver_sql(statement, _bound(connection, table, names, rows))


def _copy(connection: Connection, table: Table, names: list[str], rows: Sequence[Row]) -> None:
    statement = f"COPY {table.name} ({_quoted(names)}) FROM STDIN"
    with closing(connection.connection.cursor()) as cursor, cursor.copy(statement) as copy:
        for row in _bound(connection, table, names, rows):
            copy.write_row(row)


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _bound(
    connection: Connection, table: Table, names: list[str], rows: Sequence[Row]
) -> list[tuple[Any, ...]]:
    """The values as the driver takes them."""
    dialect = connection.dialect
    types = [table.columns[name].type.dialect_impl(dialect) for name in names]
    binds = [each.bind_processor(dialect) or _as_it_is for each in types]
    return [tuple(bind(row[name]) for bind, name in zip(binds, names, strict=True)) for row in rows]


def _as_it_is(value: Any) -> Any:
    return value
