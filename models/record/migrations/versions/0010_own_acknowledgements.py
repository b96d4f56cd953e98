"""Acknowledgements and snoozes of deadlines of the office's own."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLE = "ownacknowledgement"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("own_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("next_action", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["own_id"], ["owndeadline.id"], name="fk_ownacknowledgement_own_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_ownacknowledgement_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ownacknowledgement"),
    )
    for column in ("own_id", "contact_id"):
        op.create_index(op.f(f"ix_ownacknowledgement_{column}"), _TABLE, [column])
