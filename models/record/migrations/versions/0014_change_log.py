"""The log of changes, whose first pages take stock of every row on record, and the format of receipts.

The receipts on record keep their hashes. An earlier version, which knows nothing of the log, adds no receipt.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from models.record.change_log import columns_of, key_of, logged_tables, row_digest
from models.record.hash_chain import digest

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_PAGE = "changepage"
_ROWS = 1000
"""So many rows of one table are in one page at most."""


def upgrade() -> None:
    """Makes the table, takes stock, and makes the triggers that keep the table append-only."""
    format_ = sa.Column("chain_format", sa.Integer(), nullable=False, server_default="1")
    op.add_column("receipt", format_)
    pages = op.create_table(
        _PAGE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("receipt_seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_changepage"),
    )
    waits = sa.text("receipt_seq IS NULL")
    op.create_index("ix_changepage_waits", _PAGE, ["id"], postgresql_where=waits, sqlite_where=waits)
    for content in _stock():
        op.bulk_insert(pages, [{"content": content, "hash": digest(content)}])
    _guard()


def _stock() -> Iterator[dict[str, str]]:
    """The digests of all rows, by table and key. A table or a column that comes later is not there yet."""
    there = sa.inspect(op.get_bind())
    names = set(there.get_table_names())
    for table in logged_tables():
        if table.name in names:
            kept = {column["name"] for column in there.get_columns(table.name)}
            yield from _stock_of(table, [each for each in columns_of(table) if each.name in kept])


def _stock_of(table: sa.Table, columns: list[sa.Column[object]]) -> Iterator[dict[str, str]]:
    key, last = sa.tuple_(*table.primary_key), None
    while True:
        wanted = sa.select(*columns).order_by(*table.primary_key).limit(_ROWS)
        if last is not None:
            wanted = wanted.where(key > sa.tuple_(*map(sa.literal, last)))
        rows = [dict(row) for row in op.get_bind().execute(wanted).mappings()]
        if rows:
            yield {key_of(table, row): row_digest(table, row) for row in rows}
            last = [rows[-1][column.name] for column in table.primary_key]
        if len(rows) < _ROWS:
            return


def _guard() -> None:
    """A page is neither changed nor deleted. Only the receipt that joins it is set, once."""
    content = ("NEW.content", "OLD.content")
    if op.get_bind().dialect.name == "postgresql":
        content = ("NEW.content::text", "OLD.content::text")
    same = [("NEW.id", "OLD.id"), ("NEW.hash", "OLD.hash"), content]
    differs = " OR ".join(f"{new} <> {old}" for new, old in same)
    changed = f"OLD.receipt_seq IS NOT NULL OR NEW.receipt_seq IS NULL OR {differs}"
    refused = f"{_PAGE} is append-only: "
    _refuse(_PAGE, "update", "BEFORE UPDATE", f"{refused}UPDATE is refused", changed)
    _refuse(_PAGE, "delete", "BEFORE DELETE", f"{refused}DELETE is refused", "TRUE")
    newer = "receipt is chained by a newer version of Landwaiter: start that version"
    _refuse("receipt", "old_format", "BEFORE INSERT", newer, "NEW.chain_format < 2")
    if op.get_bind().dialect.name == "sqlite":
        in_the_way = f"EXISTS (SELECT 1 FROM {_PAGE} WHERE id = NEW.id)"
        replaced = f"{refused}a row in the place of another is refused"
        _refuse(_PAGE, "replace", "BEFORE INSERT", replaced, in_the_way)
    else:
        _refuse(_PAGE, "truncate", "BEFORE TRUNCATE", f"{refused}TRUNCATE is refused", "")


def _refuse(table: str, act: str, before: str, text: str, when: str) -> None:
    name = f"{table}_refuses_{act}"
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{text}'); END"
        op.execute(f"CREATE TRIGGER {name} {before} ON {table} {refusal}")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$"
    )
    each = f"FOR EACH ROW WHEN ({when})" if when else "FOR EACH STATEMENT"
    op.execute(f"CREATE TRIGGER {name} {before} ON {table} {each} EXECUTE FUNCTION {name}()")
