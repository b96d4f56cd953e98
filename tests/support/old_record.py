"""Takes a record back to an earlier revision of its tables, with every row that has a place there."""

from typing import Any

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from models.record.database import migrate
from models.settings import Settings


def take_back(engine: Engine, settings: Settings, revision: str) -> None:
    """As if the record had been made by the Landwaiter of that revision."""
    rows = _rows(engine)
    _drop_everything(engine)
    migrate(settings, revision)
    there = MetaData()
    with engine.begin() as connection:
        there.reflect(connection)
        for table in there.sorted_tables:
            known = [
                {name: value for name, value in row.items() if name in table.columns}
                for row in rows.get(table.name, [])
            ]
            if known:
                connection.execute(table.insert(), known)
                _count_on(connection, table.name, [row["id"] for row in known if "id" in row])


def _count_on(connection: Connection, table: str, ids: list[int]) -> None:
    """PostgreSQL goes on counting from what its sequence says, not from the rows."""
    if ids and connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT setval('{table}_id_seq', {max(ids)})"))


def _rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    here = MetaData()
    with engine.begin() as connection:
        here.reflect(connection)
        return {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in here.sorted_tables
            if table.name != "alembic_version"
        }


def _drop_everything(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            return
        names = inspect(connection).get_table_names()
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        for name in names:
            connection.exec_driver_sql(f"DROP TABLE {name}")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.exec_driver_sql("BEGIN")
