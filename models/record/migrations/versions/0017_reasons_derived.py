"""Titles, quotes and traces of deadlines are no longer stored: they are derived when they are shown."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drops the columns."""
    for name in ("title", "quote", "trace"):
        op.drop_column("deadline", name)
