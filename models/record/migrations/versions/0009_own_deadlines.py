"""Deadlines of the office's own, which no law knows; a row accepts no change and no deletion."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TABLE = "owndeadline"
_SAID = (
    "id, matter_id, title, due_on, contact_id, note, ends, ended_as, ended_on, reason, recorded_by, "
    "recorded_at"
)
"""All columns but `looked_on` and `next_step_at`, which each look sets."""


def upgrade() -> None:
    """Makes the table, and the triggers that keep it append-only."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("ended_as", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("next_step_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_owndeadline_matter_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_owndeadline_contact_id"),
        sa.ForeignKeyConstraint(["ends"], ["owndeadline.id"], name="fk_owndeadline_ends"),
        sa.PrimaryKeyConstraint("id", name="pk_owndeadline"),
        sa.UniqueConstraint("ends", name="uq_owndeadline_ends"),
    )
    for column in ("matter_id", "next_step_at"):
        op.create_index(op.f(f"ix_owndeadline_{column}"), _TABLE, [column])
    _refuse("UPDATE", f"UPDATE OF {_SAID}")
    _refuse("DELETE", "DELETE")


def _refuse(act: str, when: str) -> None:
    name, text = f"{_TABLE}_refuses_{act.lower()}", f"{_TABLE} is append-only: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {when} ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")
