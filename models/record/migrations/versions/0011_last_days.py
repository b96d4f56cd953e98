"""The last days of what runs can be found without reading the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_RUNS = sa.text("NOT withdrawn AND settled_on IS NULL")


def upgrade() -> None:
    """Makes the indexes."""
    for column in ("act_by", "strict_on"):
        op.create_index(
            f"ix_deadline_running_{column}",
            "deadline",
            [column],
            postgresql_where=_RUNS,
            sqlite_where=_RUNS,
        )
