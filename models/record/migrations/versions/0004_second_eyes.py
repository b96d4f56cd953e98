"""Reasons of corrections, confirmations by a second person, the last look, offices of Customs."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An entry on record keeps its hash: a reason that was never given is no part of it."""
    op.add_column("entry", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.add_column("delivery", sa.Column("refused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("contact", sa.Column("digest_on", sa.Date(), nullable=True))
    office = sa.Column("customs_office", sa.String(), nullable=False, server_default="")
    op.add_column("matter", office)
    op.add_column("deadline", sa.Column("looked_on", sa.Date(), nullable=True))
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_confirmation_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation"),
        sa.UniqueConstraint("entry_id", name="uq_confirmation_entry_id"),
    )
