"""Proclaimed closures that an office adds itself; a row accepts no change and no deletion."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLE = "proclaimedclosure"
_SAID = "id, closed_on, source, withdraws, reason, recorded_by, recorded_at"
"""All columns but `derived_at`, which is set once every matter is derived with the row."""


def upgrade() -> None:
    """Makes the table, and the triggers that keep it append-only."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("withdraws", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("derived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["withdraws"], ["proclaimedclosure.id"], name="fk_proclaimedclosure_withdraws"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proclaimedclosure"),
        sa.UniqueConstraint("withdraws", name="uq_proclaimedclosure_withdraws"),
    )
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
