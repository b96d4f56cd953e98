"""The page of each matter, so that what is told can lead to it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A page is found by its key, and noted, the next time that it is brought up to date."""
    op.add_column("matter", sa.Column("page_id", sa.String(), nullable=False, server_default=""))
