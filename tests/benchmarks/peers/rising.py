"""What a peer's measurement shares: ever more jobs at once, as far up as the time allows.

A peer is a program of its own, `python -m tests.benchmarks.peers.NAME SECONDS [MOST]`: nothing of it is in
the process that measures Landwaiter. It prints what it reached as JSON.
"""

import json
import sys
from collections.abc import Callable
from time import perf_counter

from tests.benchmarks.figures import Spent

FIRST, TIMES = 100, 5


def rising(fire: Callable[[int], Spent]) -> None:
    """Fires 100 jobs, then 500 and so on, while the next lot is expected to end in time and
    is not too many.

    `fire` makes so many jobs that are due at the same instant, lets them run, and returns what it took
    from that instant until all have run; no time of the processor where they run in other processes.
    """
    most = most_given()
    ends, number = perf_counter() + seconds_given(), min(FIRST, most)
    while True:
        began = perf_counter()
        took = fire(number)
        reached = {"jobs": number, "of": number, "seconds": took.wall, "cpu": took.cpu}
        whole = perf_counter() - began
        if number * TIMES > most or perf_counter() + whole * TIMES > ends:
            break
        number *= TIMES
    print(json.dumps(reached))


def seconds_given() -> float:
    """The seconds that a peer may take, from its command line."""
    return float(sys.argv[1])


def most_given() -> int:
    """The most jobs that it fires at once, from its command line; without, as many as time allows."""
    return int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
