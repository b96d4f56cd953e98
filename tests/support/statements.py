"""The statements that a piece of work sends to a database, and how the database would execute them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

Statement = tuple[str, Any]


@contextmanager
def sent_to(engine: Engine) -> Iterator[list[Statement]]:
    """The statements sent within the block, each with its parameters; many rows at once are one."""
    seen: list[Statement] = []

    def note(_1: Any, _2: Any, statement: str, parameters: Any, _3: Any, _4: Any) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def sent_by(engine: Engine, work: Callable[[], object]) -> int:
    """How many statements a piece of work sends."""
    with sent_to(engine) as seen:
        work()
    return len(seen)


def plans(engine: Engine, work: Callable[[], object]) -> list[str]:
    """The lines of the plans of all that a piece of work reads.

    PostgreSQL would read a small table as a whole: it is told not to where an index will do.
    """
    with sent_to(engine) as seen:
        work()
    lines: list[str] = []
    with engine.connect() as connection:
        for statement, parameters in seen:
            if statement.lstrip().startswith(("SELECT", "WITH")):
                lines += _plan(connection, statement, parameters)
    return lines


def _plan(connection: Connection, statement: str, parameters: Any) -> list[str]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
    return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


def read_whole(lines: list[str], tables: tuple[str, ...]) -> list[str]:
    """The lines by which one of these tables is read as a whole, without an index."""
    whole = [f"SCAN {table}" for table in tables] + [f"Seq Scan on {table} " for table in tables]
    return [line for line in lines if any(part in f"{line} " for part in whole) and "INDEX" not in line]
