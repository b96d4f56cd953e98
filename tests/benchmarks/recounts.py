"""What a recount costs a matter: it derives everything again, and compares all that is stored."""

from collections.abc import Iterator

from tasks.watch.recount import recount
from tests.benchmarks.bench import Bench, place
from tests.benchmarks.dockets import NOW
from tests.benchmarks.figures import Figure, spent


def measure(bench: Bench) -> Iterator[Figure]:
    """`recount_ms_per_matter`, of the largest population that takes no longer than may be."""
    for store in bench.stores:
        figure: Figure | None = None
        for population in bench.populations():
            if figure is not None and _expected(figure, population.size) > bench.recount_s:
                break
            with bench.engine(store, population) as engine, spent() as took:
                found = recount(engine, now=NOW)
            assert found.matters == population.size
            assert found.differences == [], found.differences[:3]
            figure = Figure(
                key="recount_ms_per_matter",
                of=(store.database,),
                value=1000 * took.wall / population.size,
                cpu=1000 * took.cpu / population.size,
                unit="ms",
                note=f"{place(population.size, store)[0]} matters, no difference",
            )
        if figure is not None:
            yield figure


def _expected(last: Figure, size: int) -> float:
    """Seconds that a population may take, by what the last one took."""
    return (last.value or 0) * size / 1000
