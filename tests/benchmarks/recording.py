"""How long a person waits for an entry to be recorded, and until the mail about it has arrived."""

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import median

from sqlalchemy import Engine
from sqlmodel import select

from models.errors import RecordError
from models.inputs import EntryInput, MatterInput
from models.record.database import reading
from models.record.tables.dockets import Matter
from models.wall_clock import today_in
from tasks.record.entries import put_entry, put_matter
from tasks.watch.sweep import sweep
from tests.benchmarks.bench import Bench, place
from tests.benchmarks.dockets import NOW, SEED, Json
from tests.benchmarks.figures import Figure, Spent, percentile, spent
from tests.benchmarks.populations import Population
from tests.benchmarks.stores import SQLITE
from tests.law.support.random_entries import random_entry
from tests.support.mailbox import Mailbox
from tests.support.scenes import LINKS

_PATIENCE = 60


def measure(bench: Bench) -> Iterator[Figure]:
    """`record_p99_ms` at each population, `record_to_mail_s` at the smallest."""
    for store in bench.stores:
        for population in bench.populations():
            with bench.engine(store, population) as engine:
                took = records(engine, population, bench.records)
            wall, cpu = [each.wall for each in took], [each.cpu for each in took]
            yield Figure(
                key="record_p99_ms",
                of=place(population.size, store),
                value=1000 * percentile(wall, 99),
                cpu=1000 * percentile(cpu, 99),
                unit="ms",
                note=f"{len(took)} entries with all that is derived; median {1000 * median(wall):.1f} ms",
            )
    yield _mails(bench)


def records(engine: Engine, population: Population, number: int) -> list[Spent]:
    """What each of so many entries took, on matters of every kind."""
    rng, took = Random(SEED), list[Spent]()
    while len(took) < number:
        with reading(engine) as session:
            wanted = select(Matter).where(Matter.id == rng.randint(1, population.size))
            matter = session.exec(wanted).one()
        latest = today_in(matter.timezone, NOW)
        days = [latest - timedelta(days=n) for n in (0, 1) if latest - timedelta(days=n) >= matter.opened_on]
        given = random_entry(rng, matter.lifecycle, days)
        try:
            with spent() as one:
                put_entry(engine, matter.docket_number, _draft(given, len(took)), matter.lifecycle, now=NOW)
        except RecordError:
            # Random facts are not always facts that a form would let through.
            continue
        took.append(one)
    return took


def _draft(given: Json, number: int) -> EntryInput:
    facts = {name: fact for name, fact in (given.get("facts") or {}).items() if fact is not None}
    on, reference = NOW.date().fromisoformat(given["on"]), f"New {number}"
    return EntryInput(
        kind=given["kind"], occurred_on=on, facts=facts, reference=reference, recorded_by="Bench"
    )


def _mails(bench: Bench) -> Figure:
    population = bench.populations()[0]
    with bench.engine(bench.store(SQLITE), population) as engine, Mailbox() as box:
        took = [_until_the_mail(engine, box, number) for number in range(bench.mails + 1)][1:]
    return Figure(
        key="record_to_mail_s",
        value=median(took),
        unit="s",
        note=f"an entry recorded, told and received by an SMTP server on loopback; median of {len(took)}, "
        "without Prefect",
    )


def _until_the_mail(engine: Engine, box: Mailbox, number: int) -> float:
    """Seconds from a conference that is recorded to the first mail about it."""
    docket = f"NEW-{number}"
    draft = MatterInput(
        docket_number=docket,
        lifecycle="audit",
        importer="Importer 1",
        opened_on=NOW.date() - timedelta(days=30),
        opened_by="Bench",
    )
    matter = put_matter(engine, draft, now=NOW)
    entry = EntryInput(kind="closing_conference_held", occurred_on=NOW.date(), recorded_by="Bench")
    before, started = len(box.received), time.perf_counter()
    put_entry(engine, docket, entry, "audit", now=NOW)
    sweep(engine, lambda name: box.url(f"{name}@example.com"), LINKS, now=NOW, matter_id=matter.id)
    while len(box.received) == before:
        if time.perf_counter() - started > _PATIENCE:
            raise RuntimeError(f"no mail arrived within {_PATIENCE} s")
        time.sleep(0.001)
    return time.perf_counter() - started
