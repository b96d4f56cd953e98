"""Takes the privileged notes that an earlier version left in Prefect's database and in log files out of them.

Since then the server seals a note before Prefect stores it. Done once a database, before its server starts.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlmodel import col, select

from models.forms.sealed_notes import NOTE, notes_in, seal_parameters
from models.record.database import opened_engine, reading
from models.record.tables.dockets import Entry
from models.settings import Settings

_MARK = "LANDWAITER_NOTES_SEALED"
_INSTEAD = "[privileged note]"
_SHORTEST = 8
"""Characters of a note that is looked for in any text: a shorter one is found in words that are no note."""

_TEXTS = ("CHAR", "TEXT", "JSON")
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def prefect_database(env: Mapping[str, str]) -> URL:
    """The database of Prefect's server, in the environment that `make up` gives it."""
    named = env.get("PREFECT_SERVER_DATABASE_CONNECTION_URL") or env.get(
        "PREFECT_API_DATABASE_CONNECTION_URL"
    )
    url = make_url(named or f"sqlite:///{env['PREFECT_HOME']}/prefect.db")
    return url.set(drivername=_DRIVERS[url.get_backend_name()])


def scrub_notes(settings: Settings, prefect: URL, key: str) -> int:
    """Seals the notes in the parameters of runs, and takes them out of all else. Returns how many there were.

    0 where Prefect has no database yet, or where it was done before.
    """
    if prefect.get_backend_name() == "sqlite" and not Path(prefect.database or "").exists():
        return 0
    engine = create_engine(prefect, hide_parameters=True)
    try:
        with engine.begin() as connection:
            if not _is_to_do(connection):
                return 0
            notes = {*_seal_runs(connection, key), *_on_record(settings)}
            written = _as_written(notes)
            _forget(connection, written)
            connection.execute(
                text("INSERT INTO configuration (key, value) VALUES (:key, 'true')"), {"key": _MARK}
            )
        _forget_in_files((settings.home / "logs").glob("*.log*"), written)
        _leave_no_trace(engine)
        return len(notes)
    finally:
        engine.dispose()


def _is_to_do(connection: Connection) -> bool:
    if not inspect(connection).has_table("configuration"):
        return False
    marked = text("SELECT 1 FROM configuration WHERE key = :key")
    return connection.execute(marked, {"key": _MARK}).first() is None


def _on_record(settings: Settings) -> list[str]:
    with opened_engine(settings) as engine, reading(engine) as session:
        return list(session.exec(select(Entry.privileged_note).where(col(Entry.privileged_note) != "")).all())


def _seal_runs(connection: Connection, key: str) -> list[str]:
    """Seals the notes in the parameters of every run. Returns them as they were typed."""
    asked = text(
        f"SELECT id, CAST(parameters AS TEXT) FROM flow_run WHERE CAST(parameters AS TEXT) LIKE '%{NOTE}%'"
    )
    kind = "JSONB" if connection.dialect.name == "postgresql" else "TEXT"
    sealed = text(f"UPDATE flow_run SET parameters = CAST(:sealed AS {kind}) WHERE id = :id")
    found: list[str] = []
    for id_, parameters in connection.execute(asked).all():
        typed = json.loads(parameters)
        found += notes_in(typed, key)
        connection.execute(sealed, {"id": id_, "sealed": json.dumps(seal_parameters(typed, key))})
    return found


def _as_written(notes: Iterable[str]) -> list[str]:
    """The notes as they stand in texts, in JSON and in Python's own words, the longest first."""
    long = [note for note in notes if len(note) >= _SHORTEST]
    escaped = [json.dumps(note, ensure_ascii=ascii_)[1:-1] for note in long for ascii_ in (True, False)]
    return sorted({*long, *escaped, *(repr(note)[1:-1] for note in long)}, key=len, reverse=True)


def _forget(connection: Connection, written: Sequence[str]) -> None:
    """Puts other words in the place of the notes in every text of the database."""
    asked = inspect(connection)
    quote = connection.dialect.identifier_preparer.quote
    for table in asked.get_table_names():
        for column in asked.get_columns(table):
            kind = str(column["type"]).upper()
            if not any(each in kind for each in _TEXTS):
                continue
            name, of = quote(column["name"]), quote(table)
            new = f"replace(CAST({name} AS TEXT), :note, :instead)"
            new = f"CAST({new} AS {kind})" if connection.dialect.name == "postgresql" else new
            where = "strpos" if connection.dialect.name == "postgresql" else "instr"
            change = text(f"UPDATE {of} SET {name} = {new} WHERE {where}(CAST({name} AS TEXT), :note) > 0")
            for note in written:
                connection.execute(change, {"note": note, "instead": _INSTEAD})


def _forget_in_files(files: Iterable[Path], written: Sequence[str]) -> None:
    for path in files:
        content = before = path.read_bytes()
        for note in written:
            content = content.replace(note.encode("utf-8", "surrogatepass"), _INSTEAD.encode())
        if content != before:
            path.write_bytes(content)


def _leave_no_trace(engine: Engine) -> None:
    """Writes the database anew: what was deleted stays in its files until something else takes the room."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            for table in ("flow_run", "flow_run_state", "log", "events"):
                connection.execute(text(f"VACUUM FULL {table}"))
