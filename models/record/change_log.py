"""The log of changes: one page for each committed transaction, with a digest of each row that it changed.

The pages of transactions that run side by side know nothing of each other, so no alert waits for another
one. The next receipt joins all pages that wait: its content has a digest over them, and so the chain of
receipts proves them (`join_pages`). `models/record/log_proof.py` compares the rows with the log.

Every table is logged but `NOT_LOGGED`, and of each table all columns but `UNSAID`. A session of
`models.record.database.transaction` logs what it adds, changes and deletes by itself. A statement in bulk
passes it by and has to go through `changed`, or be told to `added`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Column, Delete, Table, Update, event, insert, inspect, tuple_, update
from sqlalchemy import select as select_core
from sqlalchemy.orm import InstanceState
from sqlmodel import Session, SQLModel, col

from models.record.hash_chain import digest
from models.record.tables import alerts, dockets, documents, office, people
from models.record.tables.proof import ChangePage

CHANGES = "changes"
"""The key of a receipt under which it joins pages: how many, and a digest over them."""

NOT_LOGGED = {
    "changepage": "the log itself",
    "receipt": "has a chain of its own",
    "deadline": "derived from the entries, and compared with them by the recount",
    "defect": "derived from the entries, and compared with them by the recount",
    "deriveddocket": "of what these two are derived; the recount derives whatever it says",
    "deskrun": "of an act that is in the log, how far it is shown in Prefect",
    "alembic_version": "the revision of the tables",
}
"""The tables whose rows are not in the log, and why."""

UNSAID = {
    "matter": {"page_id", "number_key"},
    "account": {"number_key"},
    "paper": {"content"},
    "person": {"wrong", "locked_until", "ended"},
}
"""The columns that no digest covers: where Prefect shows a matter, a paper whose SHA-256 is covered, what
follows from another column, how long wrong passwords keep a
person waiting, and which of their sessions are over."""

DECLARED = (
    dockets.Account,
    alerts.Contact,
    office.OfficePeriod,
    people.Person,
    documents.Document,
    ChangePage,
)
"""One table of each module: what is not imported is not known."""

_TOUCHED = "landwaiter_touched"
_CHUNK = 500


@dataclass(slots=True)
class _Touched:
    """What a transaction changed so far: the rows that it made, and the keys of all others."""

    made: dict[int, SQLModel] = field(default_factory=dict)
    """By the identity of the object: the row has no key before it is written."""

    added: dict[tuple[str, tuple[Any, ...]], str] = field(default_factory=dict)
    """The digests of the rows that were inserted in bulk, by table and key."""

    unsure: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)
    """The keys of those of which a savepoint was rolled back since: they may be gone."""

    keys: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)


class LoggedSession(Session):
    """A session that logs what it changes, in the same transaction."""


def is_logged(table: Table) -> bool:
    """Whether the rows of a table are in the log."""
    return table.name not in NOT_LOGGED


def logged_tables() -> list[Table]:
    """The tables whose rows are in the log."""
    return [table for table in SQLModel.metadata.sorted_tables if is_logged(table)]


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns of a table that a digest covers."""
    return [column for column in table.columns if column.name not in UNSAID.get(table.name, ())]


def row_digest(table: Table, row: Mapping[str, Any]) -> str:
    """The digest of a row. What is empty is no part of it: a later column that is empty changes nothing."""
    values = {column.name: row[column.name] for column in columns_of(table) if column.name in row}
    return digest({name: _said(value) for name, value in values.items() if value is not None and value != ""})


def key_of(table: Table, row: Mapping[str, Any]) -> str:
    """What a row is called in the log, such as `alert:5`."""
    return _key(table, _identity_in(table, row))


def _identity_in(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _key(table: Table, values: Iterable[object]) -> str:
    return f"{table.name}:{'/'.join(map(str, values))}"


def _said(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def changed(session: Session, statement: Update | Delete) -> int:
    """Executes a statement in bulk, and logs the rows that it touches. Returns how many.

    It must not change a key: the row would be gone from the log's point of view, and another one be there.
    """
    table = cast(Table, statement.table)
    if not is_logged(table):
        return int(session.connection().execute(statement).rowcount)
    rows = session.connection().execute(statement.returning(*table.primary_key)).all()
    _touched(session).keys.setdefault(table.name, set()).update(tuple(row) for row in rows)
    return len(rows)


def added(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Logs rows that were inserted in bulk, each with all its columns as it was given to the database."""
    if is_logged(table):
        said = {_identity_in(table, row): row_digest(table, row) for row in rows}
        _touched(session).added.update({(table.name, key): digest for key, digest in said.items()})


def write_page(session: Session) -> None:
    """Writes what the transaction changed so far, if anything, as a page of the log."""
    session.flush()
    touched: _Touched = session.info.pop(_TOUCHED, _Touched())
    content: dict[str, str | None] = {
        _key(SQLModel.metadata.tables[name], key): said for (name, key), said in touched.added.items()
    }
    content.update((name, said) for name, said in _digests_of_keys(session, touched.unsure) if said)
    content.update(_digests_of_made(touched.made.values()))
    content.update(_digests_of_keys(session, touched.keys))
    if content:
        page = {"content": content, "hash": digest(content)}
        session.connection().execute(insert(ChangePage).values(page))


def join_pages(session: Session, seq: int) -> dict[str, Any]:
    """Joins all pages that wait to a receipt, and returns what its content says of them."""
    write_page(session)
    waiting = update(ChangePage).where(col(ChangePage.receipt_seq).is_(None)).values(receipt_seq=seq)
    pages = waiting.returning(col(ChangePage.id), col(ChangePage.hash))
    joined = session.connection().execute(pages).all()
    return digest_of_pages([(id_, hash_) for id_, hash_ in joined])


def digest_of_pages(pages: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """What a receipt says of the pages that it joins, each by its id and its hash."""
    return {"pages": len(pages), "digest": digest([list(each) for each in sorted(pages)])}


def _touched(session: Session) -> _Touched:
    found: _Touched = session.info.setdefault(_TOUCHED, _Touched())
    return found


def _digests_of_made(rows: Iterable[SQLModel]) -> dict[str, str]:
    """Of rows that nobody else could change meanwhile. A savepoint may have been rolled back with some."""
    found = {}
    for row in rows:
        if _state(row).persistent:
            table = _table_of(row)
            values = {column.name: getattr(row, column.name) for column in table.columns}
            found[key_of(table, values)] = row_digest(table, values)
    return found


def _digests_of_keys(
    session: Session, touched: Mapping[str, set[tuple[Any, ...]]]
) -> Iterator[tuple[str, str | None]]:
    """Reads the rows again: what the session knew of them may be older than what they are now."""
    for name, keys in touched.items():
        table, ordered = SQLModel.metadata.tables[name], sorted(keys)
        yield from ((_key(table, key), None) for key in ordered)
        for start in range(0, len(ordered), _CHUNK):
            some = tuple_(*table.primary_key).in_(ordered[start : start + _CHUNK])
            rows = session.connection().execute(select_core(*columns_of(table)).where(some)).mappings()
            yield from ((key_of(table, dict(row)), row_digest(table, dict(row))) for row in rows)


def _state(row: SQLModel) -> InstanceState[Any]:
    return cast(InstanceState[Any], inspect(row))


def _identity(row: SQLModel) -> tuple[Any, ...]:
    return cast(tuple[Any, ...], _state(row).identity)


def _table_of(row: SQLModel) -> Table:
    return cast(Table, _state(row).mapper.local_table)


@event.listens_for(LoggedSession, "after_flush")
def _note_what_is_written(session: Session, _: object) -> None:
    touched = _touched(session)
    touched.made.update((id(row), row) for row in session.new if is_logged(_table_of(row)))
    for row in (*session.dirty, *session.deleted):
        is_gone = row in session.deleted and is_logged(_table_of(row))
        if is_gone or (id(row) not in touched.made and _is_changed(session, row)):
            touched.keys.setdefault(_table_of(row).name, set()).add(_identity(row))


def _is_changed(session: Session, row: SQLModel) -> bool:
    """Whether the log has to say anything of it: most looks change only what no digest covers."""
    table = _table_of(row)
    if not is_logged(table) or not session.is_modified(row):
        return False
    unsaid = UNSAID.get(table.name, set[str]())
    return bool(_state(row).committed_state.keys() - unsaid)


@event.listens_for(LoggedSession, "before_commit")
def _write_before_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        write_page(session)


@event.listens_for(LoggedSession, "after_soft_rollback")
def _look_again(session: Session, _: object) -> None:
    """After a savepoint is rolled back, what was inserted in bulk may be gone, and is read again."""
    touched = _touched(session)
    for name, key in touched.added:
        touched.unsure.setdefault(name, set()).add(key)
    touched.added.clear()


@event.listens_for(LoggedSession, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_TOUCHED, None)
