"""Of what each docket was derived last, so that one that has not changed is not derived again."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table. It is empty: each docket is derived once more, by its next look."""
    op.create_table(
        "deriveddocket",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("law_hash", sa.String(), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("derived_on", sa.Date(), nullable=False),
        sa.Column("holds_through", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_deriveddocket_matter_id"),
        sa.PrimaryKeyConstraint("matter_id", name="pk_deriveddocket"),
    )
