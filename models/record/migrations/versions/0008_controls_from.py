"""The day from which the office's own controls count."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No day is set: every control is told of, as before."""
    op.add_column("officeperiod", sa.Column("day", sa.Date(), nullable=True))
