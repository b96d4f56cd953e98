"""What nobody has looked at on its days is found without reading all that runs or was missed long ago."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.running import RUNS, UNLOOKED

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the indexes, in the place of those that no query found."""
    for day in ("act_by", "strict_on"):
        op.drop_index(f"ix_deadline_running_{day}", "deadline")
    for day, where in UNLOOKED.items():
        _index(f"ix_deadline_unlooked_{day}", day, where)
    _index("ix_deadline_looked_on", "looked_on", RUNS)


def _index(name: str, column: str, where: str) -> None:
    op.create_index(name, "deadline", [column], postgresql_where=sa.text(where), sqlite_where=sa.text(where))
