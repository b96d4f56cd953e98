"""Who is told: hours and fallbacks of contacts, what people answered, ladders, papers, alerts that wait."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UNKNOWN = "1970-01-01"


def upgrade() -> None:
    """Alerts that were told keep their message; clocks on record count as set when they were last derived."""
    _add_to_contact()
    _add_to_deadline()
    _add_to_alert()
    _make_acknowledgement()
    _make_reassignment()
    _make_ladder_edition()
    _make_paper()


def _add_to_contact() -> None:
    for name in ("fallback", "works_from", "works_to"):
        op.add_column("contact", sa.Column(name, sa.String(), nullable=False, server_default=""))
    zone = sa.Column("timezone", sa.String(), nullable=False, server_default="America/New_York")
    op.add_column("contact", zone)
    for flag, default in (("wants_digest", sa.true()), ("every_importer", sa.false())):
        op.add_column("contact", sa.Column(flag, sa.Boolean(), nullable=False, server_default=default))
    op.add_column("contact", sa.Column("left_at", Instant(), nullable=True))


def _add_to_deadline() -> None:
    op.add_column("deadline", sa.Column("set_on", sa.Date(), nullable=False, server_default=_UNKNOWN))
    day = "date(derived_at)" if op.get_bind().dialect.name == "sqlite" else "CAST(derived_at AS DATE)"
    op.execute(f"UPDATE deadline SET set_on = {day}")


def _add_to_alert() -> None:
    op.add_column("alert", sa.Column("matter_id", sa.Integer(), nullable=True))
    op.add_column("alert", sa.Column("ladder", sa.String(), nullable=False, server_default=""))
    op.add_column("alert", sa.Column("line", sa.String(), nullable=False, server_default=""))
    op.add_column("alert", sa.Column("content", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("alert", sa.Column("not_before", Instant(), nullable=True))
    op.execute(
        "UPDATE alert SET not_before = claimed_at, "
        "matter_id = (SELECT matter_id FROM message WHERE message.id = alert.message_id), "
        "content = (SELECT content FROM message WHERE message.id = alert.message_id)"
    )
    op.drop_index("ix_alert_message_id", "alert")
    with op.batch_alter_table("alert") as alert:
        alert.alter_column("message_id", existing_type=sa.Integer(), nullable=True)
        alert.alter_column("not_before", existing_type=Instant(), nullable=False)
        alert.create_foreign_key("fk_alert_matter_id", "matter", ["matter_id"], ["id"])
    op.create_index("ix_alert_matter_id", "alert", ["matter_id"])
    op.create_index("ix_alert_message_id_not_before", "alert", ["message_id", "not_before"])


def _make_acknowledgement() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("next_action", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name="fk_acknowledgement_deadline_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_acknowledgement_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_acknowledgement"),
    )
    op.create_index("ix_acknowledgement_deadline_id", "acknowledgement", ["deadline_id"])
    op.create_index("ix_acknowledgement_contact_id", "acknowledgement", ["contact_id"])


def _make_reassignment() -> None:
    op.create_table(
        "reassignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_reassignment_matter_id"),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name="fk_reassignment_deadline_id"),
        sa.ForeignKeyConstraint(["from_id"], ["contact.id"], name="fk_reassignment_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["contact.id"], name="fk_reassignment_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reassignment"),
    )
    op.create_index("ix_reassignment_matter_id", "reassignment", ["matter_id"])


def _make_ladder_edition() -> None:
    op.create_table(
        "ladderedition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("set_to", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ladderedition"),
    )
    op.create_index("ix_ladderedition_name", "ladderedition", ["name"])


def _make_paper() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("facts_hash", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_paper_matter_id"),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name="fk_paper_deadline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
        sa.UniqueConstraint(
            "deadline_id", "name", "due", "facts_hash", name="uq_paper_deadline_id_name_due_facts_hash"
        ),
    )
    op.create_index("ix_paper_matter_id", "paper", ["matter_id"])
    op.create_index("ix_paper_deadline_id", "paper", ["deadline_id"])
