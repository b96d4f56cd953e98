"""Takes a record back to an earlier revision of its tables, with every row that has a place there."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from models.record.change_log import CHANGES
from models.record.database import migrate
from models.record.docket_chain import content_of
from models.record.hash_chain import GENESIS, link
from models.record.receipt_chain import SALT
from models.settings import Settings

_STORED_BEFORE: dict[str, dict[str, Any]] = {
    "deadline": {"title": "A deadline", "quote": "words", "trace": []},
}
"""What a former Landwaiter stored and today's derives."""


def take_back(engine: Engine, settings: Settings, revision: str) -> None:
    """As if the record had been made by the Landwaiter of that revision."""
    rows = _rows(engine)
    _drop_everything(engine)
    migrate(settings, revision)
    there = MetaData()
    with engine.begin() as connection:
        there.reflect(connection)
        for table in there.sorted_tables:
            before = _STORED_BEFORE.get(table.name, {})
            known = [
                {name: value for name, value in (before | row).items() if name in table.columns}
                for row in rows.get(table.name, [])
            ]
            if table.name == "entry" and "chain_format" not in table.columns:
                known = _chained_by_format_1(known)
            if table.name == "receipt" and "changepage" not in there.tables:
                known = _without_pages(known)
            if known:
                connection.execute(table.insert(), known)
                _count_on(connection, table.name, [row["id"] for row in known if "id" in row])


def _chained_by_format_1(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries with the hashes that a former Landwaiter gave them."""
    heads: dict[int, str] = {}
    ordered = sorted(entries, key=lambda each: (each["matter_id"], each["number"]))
    for each in ordered:
        each["recorded_at"] = _in_utc(each["recorded_at"])
        each["previous_hash"] = heads.get(each["matter_id"], GENESIS)
        each["hash"] = link(content_of(each), each["previous_hash"])
        heads[each["matter_id"]] = each["hash"]
    return ordered


def _without_pages(receipts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The receipts as they were before there was a log of changes."""
    previous = GENESIS
    for each in sorted(receipts, key=lambda each: each["seq"]):
        for key in (CHANGES, SALT):
            each["content"].pop(key, None)
        said = {name: each[name] for name in ("seq", "kind", "law_hash", "content")}
        each["previous_hash"] = previous
        each["hash"] = previous = link(said | {"at": _in_utc(each["at"])}, previous)
    return receipts


def _in_utc(at: datetime) -> datetime:
    """SQLite keeps no zone."""
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


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
