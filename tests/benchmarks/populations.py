"""The populations: made once from a seed, kept under `build/`, made again when law, tables or this changes.

Each has `DUE` matters, or all where it has fewer, whose people were told of everything: looks at them find
nothing to tell. Of the others nothing is due. The burst has one deadline of each matter that comes up.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from models.inputs import ContactInput
from models.law.load import load_law
from models.record.change_log import changed
from models.record.closures import proclaimed_days
from models.record.contacts import add_contact
from models.record.database import migrate, opened_engine, transaction
from models.record.office_settings import adopt_first_law
from models.record.revisions import newest_revision
from models.record.tables.alerts import Message, MessageState
from models.record.tables.dockets import Account, Deadline
from models.settings import Settings
from tasks.alerts.office_context import Housed, OfficeContext, office_context
from tasks.delivery.outbox import gather
from tasks.watch.sweep import claim_due
from tests.benchmarks import bulk
from tests.benchmarks.asked import named
from tests.benchmarks.dockets import EVE, NOW, Planned, burst_matters, open_matters
from tests.benchmarks.rows import Writer
from tests.benchmarks.stores import Store
from tests.support.scenes import LINKS, at

DUE = 1_000
"""Matters of a population of which one deadline each can be made due, with nothing to tell of it."""

MATTERS_OF_AN_IMPORTER = 200
IMPORTERS_OF_A_BURST = 10
ROLES = ("owner", "lead")
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Population:
    """So many open matters; `is_burst`: one deadline of each comes up at `NOW`, and is told."""

    size: int
    is_burst: bool = False

    @property
    def name(self) -> str:
        """What it is kept under."""
        return f"burst_{named(self.size)}" if self.is_burst else named(self.size)

    @property
    def importers(self) -> int:
        """How many importers its matters are of."""
        return IMPORTERS_OF_A_BURST if self.is_burst else 3 + self.size // MATTERS_OF_AN_IMPORTER

    @property
    def settled_at(self) -> datetime:
        """The instant at which everyone was told of all that was due."""
        return EVE if self.is_burst else NOW

    def matters(self) -> Iterable[Planned]:
        """Its matters in order."""
        return burst_matters(self.size) if self.is_burst else open_matters(self.size)

    def due_ids(self) -> list[int]:
        """The ids of the matters whose people were told of everything, spread over all of it."""
        number = self.size if self.is_burst else min(DUE, self.size)
        return [1 + place * self.size // number for place in range(number)]


@cache
def edition() -> str:
    """What the populations depend on, in short: the tables, the law, and how matters are made."""
    here = Path(__file__).parent
    made_by = [(here / name).read_bytes() for name in ("dockets.py", "rows.py", "populations.py")]
    said = [str(newest_revision()).encode(), load_law().hash.encode(), *made_by]
    return hashlib.sha256(b"\n".join(said)).hexdigest()[:10]


@contextmanager
def copied(store: Store, population: Population) -> Iterator[Settings]:
    """A copy of a population, which is made first where it is not kept yet."""
    if not store.has(population.name):
        with store.making(population.name) as settings:
            make(settings, population)
    with store.copy(population.name) as settings:
        yield settings


def make(settings: Settings, population: Population) -> None:
    """Fills an empty database."""
    migrate(settings)
    with opened_engine(settings) as engine:
        with transaction(engine) as session:
            _found(session, population)
            proclaimed = set(proclaimed_days(session, load_law()))
        _load(engine, population, proclaimed)
        _settle(engine, population)


def _found(session: Session, population: Population) -> None:
    """The law in force, the importers, and an owner and a lead for each."""
    law, day = load_law(), at("2024-01-02")
    adopt_first_law(session, law, by="Bench", at=day)
    for number in range(1, population.importers + 1):
        session.add(Account(id=number, name=f"Importer {number}"))
    session.flush()
    bulk.move_sequences(session.connection(), ["account"])
    for number in range(1, population.importers + 1):
        for role in ROLES:
            draft = ContactInput(
                name=f"{role} {number}",
                role=role,
                channel=f"{role}{number}",
                importers=(f"Importer {number}",),
                added_by="Bench",
            )
            add_contact(session, draft, at=day)


def _load(engine: Engine, population: Population, proclaimed: set[date]) -> None:
    writer = Writer(population.importers, population.settled_at, proclaimed)
    come_up = set(population.due_ids())
    waiting = iter(population.matters())
    with engine.begin() as connection:
        while page := list(islice(waiting, _PAGE)):
            for planned in page:
                writer.take(planned, comes_up=planned.number in come_up)
            bulk.load(connection, writer.page())
        bulk.move_sequences(connection, ["matter", "entry", "deadline", "defect"])
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")


def _settle(engine: Engine, population: Population) -> None:
    """Tells everyone all that is due, by the program itself, as if it had been sent."""
    now = population.settled_at
    claim_due(engine, LINKS, now=now)
    gather(engine, housed(now), now=now)
    with transaction(engine) as session:
        sent = update(Message).values(state=MessageState.SENT, sent_at=now)
        changed(session, sent.where(col(Message.state) == MessageState.CLAIMED))


def housed(now: datetime) -> Housed:
    """Reads the office at an instant."""

    def read(session: Session) -> OfficeContext:
        return office_context(session, LINKS, now)

    return read


def make_due(engine: Engine, matter_ids: Sequence[int], now: datetime) -> int:
    """Makes the first running deadline of each of these matters due. Returns how many."""
    runs = (col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
    wanted = select(Deadline.matter_id, Deadline.id).where(*runs).order_by(col(Deadline.id).desc())
    with transaction(engine) as session:
        of_these = wanted.where(col(Deadline.matter_id).in_(matter_ids))
        first = dict(session.exec(of_these).all())
        due = update(Deadline).where(col(Deadline.id).in_(first.values())).values(next_step_at=now)
        return changed(session, due)
