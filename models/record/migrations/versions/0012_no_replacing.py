"""No row of an append-only table gives way to another one, and none of these tables can be emptied.

SQLite's INSERT OR REPLACE deletes the row in the way without asking the triggers of a deletion, and so does
PostgreSQL's TRUNCATE.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_UNIQUE = {
    "entry": (("id",), ("matter_id", "number"), ("matter_id", "replaces")),
    "receipt": (("seq",),),
    "mending": (("id",), ("subject", "number")),
    "proclaimedclosure": (("id",), ("withdraws",)),
    "owndeadline": (("id",), ("ends",)),
}
"""The append-only tables, with the columns by which a row can be in another's way."""


def upgrade() -> None:
    """Makes the triggers."""
    for table, unique in _UNIQUE.items():
        if op.get_bind().dialect.name == "sqlite":
            _refuse_replacing(table, unique)
        else:
            _refuse_emptying(table)


def _refuse_replacing(table: str, unique: tuple[tuple[str, ...], ...]) -> None:
    same = (" AND ".join(f"{name} = NEW.{name}" for name in names) for names in unique)
    in_the_way = " OR ".join(f"({each})" for each in same)
    text = f"{table} is append-only: a row in the place of another is refused"
    op.execute(
        f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {in_the_way}) "
        f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
    )


def _refuse_emptying(table: str) -> None:
    name, text = f"{table}_refuses_truncate", f"{table} is append-only: TRUNCATE is refused"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
