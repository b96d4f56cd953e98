"""What the board shows, and what is asked before something is recorded, is found without reading the rest."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel import SQLModel

from models.record.change_log import key_of, row_digest
from models.record.hash_chain import digest
from models.record.likeness import number_key
from models.record.number_keys import matter_key
from models.record.tables.alerts import IS_UNSENT
from models.record.tables.board import DEMAND_CLOSED, LATE_PRODUCTION, Group, condition
from models.record.tables.office import OPEN_OWN

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ROWS = 1000
"""So many rows are read and written at a time, and are in one page of the log at most."""


def upgrade() -> None:
    """Makes the columns, fills them, and makes the indexes."""
    for table, column, key in (
        ("account", "importer_number", number_key),
        ("matter", "docket_number", matter_key),
    ):
        op.add_column(table, sa.Column("number_key", sa.String(), nullable=False, server_default=""))
        for rows in _pages(table, "id", column):
            known = [{"row": row["id"], "key": key(row[column])} for row in rows]
            op.get_bind().execute(sa.text(f"UPDATE {table} SET number_key = :key WHERE id = :row"), known)
        op.create_index(f"ix_{table}_number_key", table, ["number_key"])
    op.add_column("owndeadline", sa.Column("is_over", sa.Boolean(), nullable=True))
    _end_owns()
    _make_indexes()


def _make_indexes() -> None:
    in_order = ["strict_on", "lenient_on", "rule", "id"]
    for group in Group:
        _index(f"ix_deadline_board_{group}", "deadline", in_order, condition(group))
    _index("ix_deadline_late_production", "deadline", ["settled_on", "matter_id"], LATE_PRODUCTION)
    _index("ix_entry_demand_closed", "entry", ["matter_id"], DEMAND_CLOSED)
    _index("ix_owndeadline_open", "owndeadline", ["due_on"], OPEN_OWN)
    _index("ix_message_unsent", "message", ["id"], IS_UNSENT)


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def _end_owns() -> None:
    """Marks the office's own deadlines that ended and the rows that end them, and logs these as they are."""
    ended = "(ends IS NOT NULL OR id IN (SELECT ends FROM owndeadline WHERE ends IS NOT NULL))"
    op.execute(f"UPDATE owndeadline SET is_over = {sa.true().compile(op.get_bind())} WHERE {ended}")
    table = SQLModel.metadata.tables["owndeadline"]
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("owndeadline")}
    columns = [column for column in table.columns if column.name in there]
    pages = sa.table("changepage", sa.column("content", sa.JSON()), sa.column("hash", sa.String()))
    for rows in _rows(sa.select(*columns).where(sa.text(ended)), table.c.id):
        content = {key_of(table, row): row_digest(table, row) for row in rows}
        op.bulk_insert(pages, [{"content": content, "hash": digest(content)}])


def _pages(table: str, *columns: str) -> Iterator[list[Mapping[str, Any]]]:
    named = sa.table(table, *(sa.column(name) for name in columns))
    return _rows(sa.select(named), named.c.id)


def _rows(wanted: sa.Select[Any], id_: sa.ColumnElement[int]) -> Iterator[list[Mapping[str, Any]]]:
    last = 0
    while True:
        page = wanted.where(id_ > last).order_by(id_).limit(_ROWS)
        rows = [dict(row) for row in op.get_bind().execute(page).mappings()]
        if not rows:
            return
        yield [*rows]
        last = rows[-1]["id"]
