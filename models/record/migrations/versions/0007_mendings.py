"""The log of what was corrected of matters and importers; importers that turned out to be one.

Importers that share a number stay as they are: the board lists them, and the form correct-importer merges
them.
"""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing on record changes."""
    op.add_column("account", sa.Column("merged_into", sa.Integer(), nullable=True))
    first = sa.Column("first_number", sa.String(), nullable=False, server_default="")
    op.add_column("matter", first)
    op.create_table(
        "mending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mending")),
        sa.UniqueConstraint("subject", "number", name=op.f("uq_mending_subject_number")),
    )
    op.create_index(op.f("ix_mending_subject"), "mending", ["subject"])
    for act in ("UPDATE", "DELETE"):
        _refuse(act)


def _refuse(act: str) -> None:
    name, text = f"mending_refuses_{act.lower()}", f"mending is append-only: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON mending BEGIN SELECT RAISE(ABORT, '{text}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON mending FOR EACH ROW EXECUTE FUNCTION {name}()")
