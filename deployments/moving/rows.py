"""Carries the rows of every table from one database to another, and compares them.

Which tables there are is what the models declare: a new table comes along by itself.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import ColumnElement, Connection, Result, String, Table, collate, func, select
from sqlmodel import SQLModel

from models.record import change_log
from models.record.log_proof import name_of

_PAGE = 500
"""Rows that are in memory at once; a paper has some ten kilobytes."""


def tables() -> Sequence[Table]:
    """Every table of the record, each after those that its rows refer to."""
    assert change_log.DECLARED
    return SQLModel.metadata.sorted_tables


def carry(old: Connection, new: Connection, table: Table) -> int:
    """Copies all rows with their keys, from which the new database goes on counting. Returns how many."""
    carried = 0
    for page in _read(old, table).mappings().partitions():
        new.execute(table.insert(), [dict(row) for row in page])
        carried += len(page)
    _count_on(new, table)
    return carried


def difference(old: Connection, new: Connection) -> str:
    """The first row that is not the same on both sides, in words; empty where all rows of all tables are."""
    for table in tables():
        with _read(old, table) as ours, _read(new, table) as theirs:
            for one, other in zip_longest(ours, theirs):
                if one != other:
                    row = dict((other if one is None else one)._mapping)
                    how = "only in the new database" if one is None else "otherwise there, or missing"
                    return f"the {name_of(change_log.key_of(table, row), row)} is {how}"
    return ""


def turn_triggers(new: Connection, to: str) -> None:
    """Turns the triggers of all tables `ENABLE` or `DISABLE`; what holds references together stays on.

    They refuse rows of earlier versions of Landwaiter, which nobody may add, but which may be on record.
    """
    quote = new.dialect.identifier_preparer.format_table
    for table in tables():
        new.exec_driver_sql(f"ALTER TABLE {quote(table)} {to} TRIGGER USER")


def lacking_triggers(old: Connection, new: Connection) -> list[str]:
    """The triggers of the old record that the new database lacks or has turned off.

    Where SQLite refuses to put a row in the place of another, PostgreSQL refuses to empty the table.
    """
    made = old.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
    wanted = {name.replace("_refuses_replace", "_refuses_truncate") for name in made}
    works = new.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
    return sorted(wanted - set(works.scalars()))


def _read(connection: Connection, table: Table) -> Result[Any]:
    """All rows in the order of their keys, which is the same order on both sides."""
    wanted = select(table).order_by(*_order(connection, table))
    return connection.execute(wanted.execution_options(yield_per=_PAGE))


def _order(connection: Connection, table: Table) -> Iterator[ColumnElement[Any]]:
    """PostgreSQL sorts text by the language of the database, unless it is told to go by its bytes."""
    by_language = connection.dialect.name == "postgresql"
    for column in table.primary_key:
        yield collate(column, "C") if by_language and isinstance(column.type, String) else column


def _count_on(new: Connection, table: Table) -> None:
    column = table.autoincrement_column
    highest = None if column is None else new.execute(select(func.max(column))).scalar_one()
    if column is not None and highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        new.execute(select(func.setval(sequence, highest)))
