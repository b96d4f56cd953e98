"""The database's driver alone, as the floor uses it: `sqlite3`, and `psycopg` with COPY and `unnest`."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Protocol

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader
from sqlalchemy import Engine

Row = dict[str, Any]


class Driver(Protocol):
    """A connection without anything around it."""

    name: str

    def begin(self) -> None:
        """Begins a transaction that writes."""

    def commit(self) -> None:
        """Keeps it, durably."""

    def rows(self, statement: str) -> list[Row]:
        """What a statement reads, as the driver has it."""

    def highest(self, table: str) -> int:
        """The highest id of a table, 0 where it is empty."""

    def read(self, table: str, column: str, keys: Sequence[int]) -> None:
        """Reads the rows of these keys."""

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Writes new rows."""

    def update(self, table: str, rows: Sequence[Row]) -> None:
        """Writes the columns of rows that are there, by their ids."""


@contextmanager
def driver_of(engine: Engine) -> Iterator[Driver]:
    """The driver on the engine's database, with the settings that the record has."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as connection:
            yield Sqlite(connection)
        return
    address = f"host={engine.url.host} user={engine.url.username} dbname={engine.url.database}"
    if engine.url.port:
        address += f" port={engine.url.port}"
    with closing(psycopg.connect(address, autocommit=True)) as opened:
        yield Postgresql(opened)


class Sqlite:
    """The module of the standard library."""

    name = "sqlite3"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    def begin(self) -> None:
        """Takes the write lock at once, as the record does."""
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keeps it."""
        self._connection.execute("COMMIT")

    def rows(self, statement: str) -> list[Row]:
        """What a statement reads."""
        cursor = self._connection.execute(statement)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def highest(self, table: str) -> int:
        """The highest id."""
        return int(self._connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])

    def read(self, table: str, column: str, keys: Sequence[int]) -> None:
        """Reads the rows."""
        places = ", ".join("?" * len(keys))
        self._connection.execute(f"SELECT * FROM {table} WHERE {column} IN ({places})", keys).fetchall()

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Many at once."""
        if rows:
            names = list(rows[0])
            columns = ", ".join(f'"{name}"' for name in names)
            statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"
            self._connection.executemany(statement, [tuple(row.values()) for row in rows])

    def update(self, table: str, rows: Sequence[Row]) -> None:
        """Many at once."""
        if rows:
            sets = ", ".join(f"{name} = ?" for name in rows[0] if name != "id")
            statement = f"UPDATE {table} SET {sets} WHERE id = ?"
            self._connection.executemany(statement, [tuple(row.values()) for row in rows])


class Postgresql:
    """psycopg: COPY for new rows, one UPDATE with `unnest` for those that are there."""

    name = "psycopg"

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        # JSON is handed on as the text that it is.
        connection.adapters.register_loader("json", TextLoader)
        self._types: dict[tuple[str, str], str] = {}

    def begin(self) -> None:
        """Begins."""
        self._connection.execute("BEGIN")

    def commit(self) -> None:
        """Keeps it."""
        self._connection.execute("COMMIT")

    def rows(self, statement: str) -> list[Row]:
        """What a statement reads."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement.encode()).fetchall()

    def highest(self, table: str) -> int:
        """The highest id."""
        return int(self.rows(f"SELECT coalesce(max(id), 0) AS last FROM {table}")[0]["last"])

    def read(self, table: str, column: str, keys: Sequence[int]) -> None:
        """Reads the rows."""
        self._connection.execute(
            f"SELECT * FROM {table} WHERE {column} = ANY(%s)".encode(), [list(keys)]
        ).fetchall()

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """By COPY."""
        if rows:
            columns = ", ".join(f'"{name}"' for name in rows[0])
            with (
                self._connection.cursor() as cursor,
                cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy,
            ):
                for row in rows:
                    copy.write_row(tuple(row.values()))

    def update(self, table: str, rows: Sequence[Row]) -> None:
        """By one statement."""
        if rows:
            names = list(rows[0])
            sets = ", ".join(f"{name} = given.{name}" for name in names if name != "id")
            arrays = ", ".join(f"%s::{self._type(table, name)}[]" for name in names)
            statement = (
                f"UPDATE {table} SET {sets} FROM unnest({arrays}) AS given({', '.join(names)}) "
                f"WHERE {table}.id = given.id"
            )
            self._connection.execute(statement.encode(), [[row[name] for row in rows] for name in names])

    def _type(self, table: str, column: str) -> str:
        if (table, column) not in self._types:
            wanted = sql.SQL("SELECT pg_typeof({}) FROM {} LIMIT 1").format(
                sql.Identifier(column), sql.Identifier(table)
            )
            found = self._connection.execute(wanted).fetchone()
            self._types[table, column] = "text" if found is None else str(found[0])
        return self._types[table, column]
