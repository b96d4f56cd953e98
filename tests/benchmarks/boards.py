"""What it costs to read the board and to write its page."""

from collections.abc import Iterator
from statistics import median

from sqlalchemy import Engine

from models.record.database import reading
from tasks.pages.board_page import board_page, read_board
from tests.benchmarks.bench import Bench, place
from tests.benchmarks.dockets import NOW
from tests.benchmarks.figures import Figure, Spent, spent
from tests.support.scenes import LINKS

TIMES = 5


def board(engine: Engine) -> Spent:
    """Reads it and writes its page."""
    with spent() as took, reading(engine) as session:
        page = board_page(read_board(session, NOW), {}, LINKS)
    assert page.startswith("# The board")
    return took


def measure(bench: Bench) -> Iterator[Figure]:
    """`board_ms` at each population on each database."""
    for store in bench.stores:
        for population in bench.populations():
            with bench.engine(store, population) as engine:
                took = [board(engine) for _ in range(TIMES + 1)][1:]
            yield Figure(
                key="board_ms",
                of=place(population.size, store),
                value=1000 * median(each.wall for each in took),
                cpu=1000 * median(each.cpu for each in took),
                unit="ms",
                note=f"its queries and its page, median of {TIMES}",
            )
