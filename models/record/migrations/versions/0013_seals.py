"""Entries are chained by format 2, which covers a salted hash of a privileged note in the place of the note.

What is on record keeps its hashes. One seal for each docket covers its entries without their notes. A docket
whose chain does not hold is sealed too, and its seal names the entries at which it is broken.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.record.docket_chain import link_of, make_seal
from models.record.hash_chain import new_salt
from models.record.tables.columns import Instant
from models.wall_clock import now

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SEAL = "docketseal"
_UNIQUE = ("id", "matter_id")
_PAGE = 1000


def upgrade() -> None:
    """Adds the columns and the table, seals each docket, and makes the triggers."""
    format_ = sa.Column("chain_format", sa.Integer(), nullable=False, server_default="1")
    op.add_column("entry", format_)
    for name in ("note_salt", "note_hash"):
        op.add_column("entry", sa.Column(name, sa.String(), nullable=False, server_default=""))
    seals = _make_table()
    for seal in _seals():
        op.bulk_insert(seals, [seal])
    for act in ("UPDATE", "DELETE"):
        _refuse(_SEAL, act, f"{_SEAL} is append-only: {act} is refused")
    _refuse_replacing()
    text = "entry is chained by a newer version of Landwaiter: start that version"
    _refuse("entry", "INSERT", text, when="NEW.chain_format < 2", name="entry_refuses_old_format")


def _make_table() -> sa.Table:
    return op.create_table(
        _SEAL,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("chain_format", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("salts", sa.JSON(), nullable=False),
        sa.Column("sealed_at", Instant(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_docketseal_matter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_docketseal"),
        sa.UniqueConstraint("matter_id", name="uq_docketseal_matter_id"),
    )


def _seals() -> Iterator[dict[str, Any]]:
    at = now()
    for matter_id, entries in groupby(_entries(), key=lambda each: each["matter_id"]):
        links = [link_of(each) for each in entries]
        salts = {each["content"]["number"]: new_salt() for each in links}
        seal = make_seal(matter_id, links, salts, at)
        beside = {name: seal[name] for name in ("salts", "previous_hash", "hash")}
        yield {**seal["content"], **beside}


def _entries() -> Iterator[dict[str, Any]]:
    """All entries by docket and number, a page at a time: seals are written between the pages."""
    names = (
        "id", "matter_id", "number", "kind", "replaces", "reason", "reference", "document",
        "document_sha256", "privileged_note", "recorded_by", "confirmed_by", "previous_hash", "hash",
    )  # fmt: skip
    typed = {"occurred_on": sa.Date(), "facts": sa.JSON(), "of": sa.JSON(), "recorded_at": Instant()}
    columns = [*map(sa.column, names), *(sa.column(name, type_) for name, type_ in typed.items())]
    entry = sa.table("entry", *columns)
    place = sa.tuple_(entry.c.matter_id, entry.c.number)
    last = (0, 0)
    while True:
        wanted = sa.select(entry).where(place > sa.tuple_(*map(sa.literal, last)))
        ordered = wanted.order_by(entry.c.matter_id, entry.c.number).limit(_PAGE)
        page = [dict(row) for row in op.get_bind().execute(ordered).mappings()]
        yield from page
        if len(page) < _PAGE:
            return
        last = (page[-1]["matter_id"], page[-1]["number"])


def _refuse(table: str, act: str, text: str, *, when: str = "TRUE", name: str = "") -> None:
    name = name or f"{table}_refuses_{act.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )
        return
    _raise_by(name, text)
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
    )


def _refuse_replacing() -> None:
    """No row of the new table gives way to another one, and the table cannot be emptied."""
    if op.get_bind().dialect.name == "sqlite":
        text = f"{_SEAL} is append-only: a row in the place of another is refused"
        in_the_way = " OR ".join(f"({name} = NEW.{name})" for name in _UNIQUE)
        op.execute(
            f"CREATE TRIGGER {_SEAL}_refuses_replace BEFORE INSERT ON {_SEAL} "
            f"WHEN EXISTS (SELECT 1 FROM {_SEAL} WHERE {in_the_way}) "
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )
        return
    name = f"{_SEAL}_refuses_truncate"
    _raise_by(name, f"{_SEAL} is append-only: TRUNCATE is refused")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {_SEAL} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _raise_by(name: str, text: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$"
    )
