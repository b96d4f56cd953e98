"""How much two workers tell in the time of one."""

from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.dockets import NOW
from tests.benchmarks.figures import Figure
from tests.benchmarks.populations import Population, copied
from tests.benchmarks.stores import POSTGRESQL
from tests.benchmarks.workers import workers


def measure(bench: Bench) -> Iterator[Figure]:
    """`workers_2_over_1`."""
    store, population = bench.store(POSTGRESQL), Population(bench.burst, is_burst=True)
    found = workers(lambda: copied(store, population), now=NOW)
    yield Figure(
        key="workers_2_over_1",
        value=found.one_s / found.two_s,
        unit="times",
        note=f"{found.told:,} alerts in {found.one_s:.1f} s by one, {found.two_s:.1f} s by two, "
        f"{found.doubled} told twice; {found.note}",
    )
