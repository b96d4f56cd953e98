"""The tables of the desk: people, invitations, sign-ins, what was signed and uploaded, runs to be shown."""

import sqlalchemy as sa
from alembic import op

from models.record.tables.columns import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_APPEND_ONLY = {"signin": "id", "signedact": "subject"}
"""The append-only tables, each with its key."""


def upgrade() -> None:
    """Makes the tables, and the triggers that keep two of them append-only."""
    _people()
    _uploads()
    for table, key in _APPEND_ONLY.items():
        _guard(table, key)


def _people() -> None:
    _table(
        "person",
        _text("name"),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        _text("password_hash"),
        _text("subject"),
        _number("epoch"),
        sa.Column("ended", sa.JSON(), nullable=False),
        _number("wrong"),
        _instant("locked_until", nullable=True),
        _instant("left_at", nullable=True),
        _text("made_by"),
        _instant("made_at"),
        sa.UniqueConstraint("name", name="uq_person_name"),
        sa.UniqueConstraint("contact_id", name="uq_person_contact_id"),
        refers={"contact_id": "contact"},
        indexes=[],
    )
    is_subject = sa.text("subject <> ''")
    op.create_index(
        "ix_person_subject",
        "person",
        ["subject"],
        unique=True,
        postgresql_where=is_subject,
        sqlite_where=is_subject,
    )
    _table(
        "invitation",
        _number("person_id"),
        _text("token_hash"),
        _text("made_by"),
        _instant("made_at"),
        _instant("expires_at"),
        _text("ended_as"),
        _instant("ended_at", nullable=True),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
        refers={"person_id": "person"},
        indexes=["person_id"],
    )
    _table(
        "signin",
        _instant("at"),
        _text("act"),
        sa.Column("person_id", sa.Integer(), nullable=True),
        _text("by"),
        _text("address"),
        refers={"person_id": "person"},
        indexes=["person_id"],
    )
    op.create_table(
        "signedact",
        _text("subject"),
        _number("person_id"),
        _instant("at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_signedact_person_id"),
        sa.PrimaryKeyConstraint("subject", name="pk_signedact"),
    )
    op.create_index("ix_signedact_person_id", "signedact", ["person_id"])
    _table(
        "calendaraddress",
        _number("person_id"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        _text("token_hash"),
        _instant("made_at"),
        _instant("revoked_at", nullable=True),
        sa.UniqueConstraint("token_hash", name="uq_calendaraddress_token_hash"),
        refers={"person_id": "person", "account_id": "account"},
        indexes=["person_id"],
    )


def _uploads() -> None:
    _table(
        "document",
        _number("matter_id"),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        _text("sha256"),
        _text("name"),
        _text("media_type"),
        _number("size"),
        _text("uploaded_by"),
        _instant("uploaded_at"),
        _instant("deleted_at", nullable=True),
        _text("deleted_by"),
        _text("deletion_reason"),
        refers={"matter_id": "matter", "entry_id": "entry", "evidence_id": "evidence"},
        indexes=["matter_id", "entry_id", "evidence_id", "sha256"],
    )
    _table(
        "legalhold",
        _number("matter_id"),
        _text("reason"),
        _text("set_by"),
        _instant("set_at"),
        _instant("lifted_at", nullable=True),
        _text("lifted_by"),
        _text("lift_reason"),
        refers={"matter_id": "matter"},
        indexes=["matter_id"],
    )
    _table(
        "deskrun",
        _text("deployment"),
        sa.Column("parameters", sa.JSON(), nullable=False),
        _text("title"),
        _text("made_by"),
        _instant("made_at"),
        _instant("next_at", nullable=True),
        _number("attempts"),
        _text("run_id"),
        _instant("done_at", nullable=True),
        _text("state"),
        _text("message"),
        sa.Column("once", sa.String(), nullable=True),
        _text("told_as"),
        sa.Column("matters", sa.JSON(), nullable=False),
        sa.UniqueConstraint("once", name="uq_deskrun_once"),
        refers={},
        indexes=["next_at"],
    )


def _table(name: str, *parts: sa.schema.SchemaItem, refers: dict[str, str], indexes: list[str]) -> None:
    keys = [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{name}_{column}")
        for column, table in refers.items()
    ]
    id_ = sa.Column("id", sa.Integer(), nullable=False)
    op.create_table(name, id_, *parts, *keys, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))
    for column in indexes:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, Instant(), nullable=nullable)


def _guard(table: str, key: str) -> None:
    """Nothing of a table is changed, deleted, replaced or emptied."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for act in ("UPDATE", "DELETE"):
        _refuse(table, act, f"BEFORE {act}", "" if is_sqlite else "FOR EACH ROW")
    if is_sqlite:
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
        _refuse(table, "REPLACE", "BEFORE INSERT", when)
    else:
        _refuse(table, "TRUNCATE", "BEFORE TRUNCATE", "FOR EACH STATEMENT")


def _refuse(table: str, act: str, before: str, which: str) -> None:
    name, text = f"{table}_refuses_{act.lower()}", f"{table} is append-only: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"{which} BEGIN SELECT RAISE(ABORT, '{text}'); END"
        op.execute(f"CREATE TRIGGER {name} {before} ON {table} {refusal}")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} {before} ON {table} {which} EXECUTE FUNCTION {name}()")
