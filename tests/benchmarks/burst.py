"""What it costs to tell: many deadlines come up at once, and are decided, claimed and put into messages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, text

from tasks.delivery.outbox import gather
from tasks.watch.sweep import claim_due
from tests.benchmarks.bench import Bench
from tests.benchmarks.dockets import NOW
from tests.benchmarks.figures import Figure, Spent, spent
from tests.benchmarks.floor import Floor, floor_of
from tests.benchmarks.populations import Population, housed
from tests.benchmarks.stores import Store
from tests.support.scenes import LINKS


@dataclass(frozen=True, slots=True)
class Told:
    """Alerts that were claimed and put into messages, each durably, and how long that took."""

    alerts: int
    messages: int
    took: Spent
    floor: Floor

    @property
    def per_s(self) -> float:
        """Alerts a second by the wall clock."""
        return self.alerts / self.took.wall


def tell(engine: Engine) -> tuple[int, int, Spent]:
    """Claims and gathers what is due. Returns the alerts and messages that this made, and what it took."""
    before = _counts(engine)
    with spent() as took:
        claim_due(engine, LINKS, now=NOW)
        gather(engine, housed(NOW), now=NOW)
    after = _counts(engine)
    assert after[2] == 0, f"{after[2]} alerts are in no message"
    return after[0] - before[0], after[1] - before[1], took


def _counts(engine: Engine) -> Sequence[int]:
    counts = (
        "SELECT (SELECT count(*) FROM alert), (SELECT count(*) FROM message), "
        "(SELECT count(*) FROM alert WHERE message_id IS NULL)"
    )
    with engine.connect() as connection:
        return tuple(connection.execute(text(counts)).one())


def told_on(bench: Bench, store: Store) -> Told:
    """Tells a burst twice, each time all of it; the faster one counts. Then the floor does the same."""
    population = Population(bench.burst, is_burst=True)
    several = []
    for _ in range(2):
        with bench.engine(store, population) as engine:
            several.append(tell(engine))
            floor = floor_of(engine, lambda: bench.engine(store, population))
    alerts, messages, took = min(several, key=lambda each: each[2].wall)
    assert alerts >= 2 * population.size
    return Told(alerts, messages, took, floor)


def measure(bench: Bench) -> Iterator[Figure]:
    """`burst_per_s` and `floor_ratio` on each database."""
    for store in bench.stores:
        told = told_on(bench, store)
        yield Figure(
            key="burst_per_s",
            of=(store.database,),
            value=told.per_s,
            cpu=told.alerts / told.took.cpu,
            unit="alerts a second",
            note=f"{bench.burst:,} deadlines at once, {told.alerts:,} alerts in {told.messages:,} messages, "
            "committed, not sent",
        )
        yield Figure(
            key="floor_ratio",
            of=(store.database,),
            value=told.took.wall / told.floor.took.wall,
            cpu=told.took.cpu / told.floor.took.cpu,
            unit="times",
            note=f"{told.floor.driver} alone reads and writes the same rows in {told.floor.took.wall:.2f} s",
        )
