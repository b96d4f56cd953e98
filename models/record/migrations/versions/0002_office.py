"""What an office sets and keeps: periods, counsel's notes, evidence; and the law in force."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables. The law in force is that of the last receipt, else of the last derivation.

    Where there are matters and neither, none is: the law on disk waits for approval.
    """
    _make_office_tables()
    _make_law_approval()
    op.execute(
        "INSERT INTO lawapproval (law_hash, approved_by, approved_at, derived_at) "
        "SELECT COALESCE((SELECT law_hash FROM receipt ORDER BY seq DESC LIMIT 1), "
        "(SELECT law_hash FROM deadline ORDER BY derived_at DESC LIMIT 1), ''), "
        "'the upgrade', opened_at, opened_at FROM matter ORDER BY id LIMIT 1"
    )


def _make_office_tables() -> None:
    op.create_table(
        "officeperiod",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("derived_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officeperiod")),
    )
    op.create_index(op.f("ix_officeperiod_rule"), "officeperiod", ["rule"])
    op.create_table(
        "counselnote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ambiguity", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("counsel", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselnote")),
    )
    op.create_index(op.f("ix_counselnote_ambiguity"), "counselnote", ["ambiguity"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("next_step_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_evidence_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_matter_id"), "evidence", ["matter_id"])
    op.create_index(op.f("ix_evidence_next_step_at"), "evidence", ["next_step_at"])


def _make_law_approval() -> None:
    op.create_table(
        "lawapproval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("law_hash", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_at", Instant(), nullable=False),
        sa.Column("derived_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawapproval")),
    )
