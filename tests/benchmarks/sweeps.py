"""What a look costs that finds nothing to tell, and how many statements a page of matters takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, event

from tasks.watch.sweep import claim_due
from tests.benchmarks.bench import Bench, place
from tests.benchmarks.dockets import NOW
from tests.benchmarks.figures import Figure, Spent, fastest, spent
from tests.benchmarks.populations import make_due
from tests.support.scenes import LINKS

PAGE = 100
LONG = 10
"""After so many seconds a look is not repeated."""


@dataclass(slots=True)
class Statements:
    """How many were executed."""

    count: int = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Statements]:
    """Counts the statements of the block, with those that begin transactions and savepoints."""
    found = Statements()

    def count(*_: object) -> None:
        found.count += 1

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", count)


def silent_look(engine: Engine, matter_ids: list[int]) -> Spent:
    """One look at these matters, of which nothing is told."""
    make_due(engine, matter_ids, NOW)
    with spent() as took:
        found = claim_due(engine, LINKS, now=NOW)
    assert (found.matters, found.claims, found.broken) == (len(matter_ids), [], [])
    return took


def _looks(engine: Engine, matter_ids: list[int], number: int) -> list[Spent]:
    """So many looks, or fewer where they take long."""
    took: list[Spent] = []
    while len(took) < number and sum(each.wall for each in took) < LONG:
        took.append(silent_look(engine, matter_ids))
    return took


def statements_of(engine: Engine, matter_ids: list[int]) -> int:
    """The statements of a page of these due matters: without those of a look at which nothing is due."""
    with counted(engine) as nothing:
        claim_due(engine, LINKS, now=NOW)
    make_due(engine, matter_ids, NOW)
    with counted(engine) as all_of_it:
        claim_due(engine, LINKS, now=NOW)
    return all_of_it.count - nothing.count


def measure(bench: Bench) -> Iterator[Figure]:
    """`sweep_s` of each population on each database, `statements_per_page` on the smallest."""
    for store in bench.stores:
        first: Figure | None = None
        for population in bench.populations():
            ids = population.due_ids()
            with bench.engine(store, population) as engine:
                silent_look(engine, ids[:PAGE])
                took = fastest(_looks(engine, ids, bench.looks))
                if first is None:
                    yield from _statements(engine, ids, store.database)
            figure = _of(place(population.size, store), took, len(ids), first)
            first = first or figure
            yield figure


def _of(population: tuple[str, str], took: Spent, due: int, first: Figure | None) -> Figure:
    compared = ""
    if first is not None and first.value:
        compared = f"{took.wall / first.value:.2f} times that at {first.of[0]}"
    return Figure(
        key="sweep_s",
        of=population,
        value=took.wall,
        cpu=took.cpu,
        unit="s",
        beside=compared,
        note=f"a look at {due:,} due matters, nothing to tell: {due / took.wall:,.0f} a second",
    )


def _statements(engine: Engine, ids: list[int], database: str) -> Iterator[Figure]:
    for number in (1, min(PAGE, len(ids))):
        yield Figure(
            key="statements_per_page",
            of=(str(number), database),
            value=statements_of(engine, ids[:number]),
            note=f"SQL statements for a page of {number} due, nothing to tell",
        )
