"""A record with a row in every table, and whoever owns its database: no trigger, key or log stops them.

What they do is undone again: each deed begins from the same record.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Engine, Table, create_engine, event, inspect, text
from sqlmodel import Session, SQLModel, col, select

from models.inputs import ClosureInput, OwnDeadlineInput
from models.record.change_log import CHANGES, digest_of_pages, key_of
from models.record.database import engine as open_engine
from models.record.database import migrate, transaction
from models.record.hash_chain import link
from models.record.invitations import invite, set_up
from models.record.people import make_person
from models.record.receipt_chain import content_of
from models.record.receipts import ReceiptKind
from models.record.record_proof import head_fault, prove_record
from models.record.sign_ins import sign_act
from models.record.tables.alerts import Contact, LadderEdition
from models.record.tables.columns import Instant
from models.record.tables.dockets import Confirmation, Receipt
from models.record.tables.documents import Document, LegalHold
from models.record.tables.office import CounselNote, Evidence, OfficePeriod
from models.record.tables.people import CalendarAddress
from models.record.tables.proof import ChangePage
from models.settings import Settings
from tasks.desk.follow_up import run_later
from tasks.record.closures import put_closure
from tasks.record.own_deadlines import put_own
from tasks.watch.receipts import leave_receipt
from tests.support.corrections import corrected, of_importer, of_matter
from tests.support.mailbox import Mailbox
from tests.support.old_record import take_back
from tests.support.scenes import Scene, at

HELD = "closing_conference_held"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Tampered:
    """The record, and the head that somebody kept of it yesterday."""

    engine: Engine
    head: str

    @contextmanager
    def behind(self) -> Iterator[Session]:
        """A session whose work nobody logs, and which is undone."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            with Session(connection) as session:
                yield session
            connection.rollback()

    def faults(self, session: Session) -> list[str]:
        """What is named by whoever holds yesterday's head."""
        session.flush()
        session.expunge_all()
        proof = prove_record(session)
        fault = head_fault(proof.receipts, self.head, None)
        return [*proof.faults, *([fault] if fault else [])]


@contextmanager
def tampered(settings: Settings) -> Iterator[Tampered]:
    """A filled record without its triggers."""
    opened = open_engine(settings)
    with Mailbox() as mailbox:
        head = fill(Scene(opened, mailbox), settings)
    opened.dispose()
    engine = _owned(settings)
    try:
        yield Tampered(engine, head)
    finally:
        engine.dispose()


def _owned(settings: Settings) -> Engine:
    """By PostgreSQL's superuser, or on SQLite by whoever has the file."""
    engine = create_engine(settings.database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        with engine.begin() as connection:
            wanted = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in connection.execute(wanted).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
    return engine


def fill(scene: Scene, settings: Settings) -> str:
    """A row in every table but that of defects. Returns the head of yesterday."""
    scene.open()
    for name, role in (("Ann", "owner"), ("Lee", "owner"), ("Cora", "counsel")):
        scene.contact(name, role=role)
    for number in (1, 2):
        day = f"2025-06-{17 + number}"
        scene.record(HELD, day, reference=f"CC-{number}", privileged_note="for counsel")
    # The two become entries of an earlier version, and are sealed.
    take_back(scene.engine, settings, "0012")
    migrate(settings)
    for number in (3, 4):
        note = "for counsel" if number == 3 else ""
        scene.record(HELD, f"2025-06-{17 + number}", reference=f"CC-{number}", privileged_note=note)
    for title in ("Focused assessment", "Quick response audit"):
        corrected(scene, of_matter(title=title))
    corrected(scene, of_importer(name="Acme Imports"))
    _set_up(scene)
    for day in ("2025-09-11", "2025-09-19"):
        leave_receipt(scene.engine, ReceiptKind.SWEEP, scene.sweep(day).as_json(), now=at(day))
    for clock in ("AUD-06 of E4", "own deadline 1"):
        scene.acknowledge("Ann", clock, on="2025-09-19", until="2025-09-25")
    scene.reassign("Ann", "Lee", on="2025-09-19")
    head = leave_receipt(scene.engine, ReceiptKind.SWEEP, {}, now=at("2025-09-20")).hash
    scene.record(HELD, "2025-09-21", reference="CC-5")
    leave_receipt(scene.engine, ReceiptKind.SWEEP, {}, now=at("2025-09-22"))
    return head


def _set_up(scene: Scene) -> None:
    """What the office sets and files."""
    now = at("2025-06-23")
    closure = ClosureInput(on=date(2026, 3, 12), source="Order", withdraws=False, recorded_by="Bo")
    put_closure(scene.engine, closure, now=now)
    for title in ("Call", "Write"):
        own = OwnDeadlineInput(matter="AUD-1", title=title, due_on=date(2025, 10, 1), recorded_by="Bo")
        put_own(scene.engine, own, now=now)
    ladder: Row = {"name": "ours", "set_to": "owner", "steps": ["x"], "set_by": "Bo"}
    filed: Row = {"document": "A", "document_sha256": "a" * 64, "dated_on": date(2025, 6, 1), "owner": "Ann"}
    with transaction(scene.engine) as session:
        session.add(OfficePeriod(rule="AUD-14", number=12, set_by="Bo", set_at=now, derived_at=now))
        session.add(CounselNote(ambiguity="A1", text="x", counsel="Cora", recorded_by="Bo", recorded_at=now))
        session.add(LadderEdition(**ladder, set_at=now))
        session.add(Evidence(matter_id=1, point="(iv)", **filed, recorded_by="Bo", recorded_at=now))
        given: Row = {"name": "A.pdf", "media_type": "application/pdf", "size": 7, "sha256": "a" * 64}
        gone: Row = {"deleted_at": now, "deleted_by": "Bo", "deletion_reason": "x"}
        session.add(Document(matter_id=1, **given, uploaded_by="Bo", uploaded_at=now, **gone))
        session.add(LegalHold(matter_id=1, reason="x", set_by="Bo", set_at=now))
        _let_sign_in(session, now)
        seen: Row = {"document_sha256": "a" * 64, "confirmed_by": "Cy", "confirmed_at": now}
        session.add(Confirmation(entry_id=1, **seen))


def _let_sign_in(session: Session, now: datetime) -> None:
    """Two people, one of whom uses their invitation, with what they signed and where their calendars are."""
    for name, id_ in (("Ann", 1), ("Lee", 2)):
        contact = session.get_one(Contact, id_)
        person = make_person(session, contact, name=name, is_administrator=True, by="Bo", at=now)
        token = invite(session, person, by="Bo", at=now)
    set_up(session, token, subject="#Lee", at=now)
    for number in (1, 2):
        sign_act(session, f"entry:{number}", number, at=now)
    session.add(CalendarAddress(person_id=person.id, token_hash="x", made_at=now))
    run_later(session, "watch", {}, title="x", by="Lee", at=now)


def rows(session: Session, table: Table) -> list[Row]:
    """All rows of a table, by key."""
    found = session.connection().execute(table.select().order_by(*table.primary_key)).mappings()
    return [dict(row) for row in found]


def change(session: Session, table: Table, row: Row, values: Mapping[str, Any]) -> None:
    """Changes a row, and its key too where that is among the values."""
    key = [column == row[column.name] for column in table.primary_key]
    session.connection().execute(table.update().where(*key).values(dict(values)))


def delete(session: Session, table: Table, row: Row) -> None:
    """Deletes a row."""
    key = [column == row[column.name] for column in table.primary_key]
    session.connection().execute(table.delete().where(*key))


def add_like(session: Session, table: Table, row: Row) -> Row:
    """Adds a row that differs from another one by its key and whatever else must differ."""
    unique = {column.name for column in table.primary_key}
    for found in inspect(session.connection()).get_unique_constraints(table.name):
        unique |= set(found["column_names"])
    made = {
        name: other(table.columns[name], value) if name in unique else value for name, value in row.items()
    }
    session.connection().execute(table.insert().values(made))
    return made


def swap(session: Session, table: Table, one: Row, two: Row) -> None:
    """Lets two rows change their places."""
    (key,) = table.primary_key
    for row, to in ((one, -1), (two, one[key.name])):
        change(session, table, row, {key.name: to})
    session.connection().execute(table.update().where(key == -1).values({key.name: two[key.name]}))


def other(column: Column[Any], value: Any) -> Any:
    """Another value of the same type."""
    if value is None and isinstance(column.type, Instant):
        return datetime(2025, 1, 1, tzinfo=UTC)
    if value is None:
        return {bool: True, date: date(2025, 1, 1), int: 7000}[column.type.python_type]
    match value:
        case bool():
            return not value
        case int():
            return value + 7000
        case str():
            return f"{value}x"
        case bytes():
            return value + b"x"
        case date():
            return value + timedelta(days=1)
        case dict():
            return {**value, "forged": "x"}
        case list():
            return [*value, value[0] if value else 1]
    raise TypeError(f"{column} has {value!r}, and nobody knows another one.")


def recompute_receipts(session: Session, *, since: int = 1) -> None:
    """Calculates the chain of receipts again, with the pages that they join now."""
    pages = select(ChangePage).order_by(col(ChangePage.id))
    joined: dict[int | None, list[tuple[int, str]]] = {}
    for page in session.exec(pages).all():
        joined.setdefault(page.receipt_seq, []).append((page.id, page.hash))
    previous = ""
    for receipt in session.exec(select(Receipt).order_by(col(Receipt.seq))).all():
        if receipt.seq >= since:
            receipt.content = receipt.content | {CHANGES: digest_of_pages(joined.get(receipt.seq, []))}
            receipt.previous_hash = previous
            receipt.hash = link(content_of(receipt.model_dump()), previous)
            session.add(receipt)
        previous = receipt.hash
    session.flush()


def tables() -> Sequence[Table]:
    """Every table of the record."""
    return SQLModel.metadata.sorted_tables


def key_in(table: Table, row: Row) -> str:
    """What the log calls a row."""
    return key_of(table, row)
