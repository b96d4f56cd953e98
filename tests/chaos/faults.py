"""Faults beside kills, each on the sweep, which does a little of everything."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial

from tests.chaos import disturbances
from tests.chaos.cluster import cluster, is_ours
from tests.chaos.crowd import many_at_once
from tests.chaos.errands import with_news
from tests.chaos.grounds import POSTGRESQL, SQLITE, Ground, Site, copy_of, removed
from tests.chaos.instrument import Strike
from tests.chaos.kills import Calm, Copied, Disturbance, Tally, Trial, sampled
from tests.chaos.nights import dst_nights
from tests.chaos.offices import founded, watch
from tests.chaos.operations import Operation
from tests.chaos.shared import site_at

SWEEP = Operation("sweep", watch, with_news)
_LOCKED = 90
"""Seconds for which the record is held."""

_CRASHES = 12
"""How often the server's processes are ended; each costs a second."""

Fault = Callable[[Site, int | None], Tally]


def _disturbed(
    name: str,
    database: str,
    around: Callable[[Ground, int], AbstractContextManager[None]],
    cases: Sequence[int],
    copied: Copied = copy_of,
) -> Fault:
    """The sweep while something outside disturbs it, once for each case; it must be felt at least once."""

    def fault(site: Site, _most: int | None) -> Tally:
        tally = Tally(name, database, points=len(cases))

        def _of(case: int) -> Disturbance:
            return lambda ground: around(ground, case)

        def work(trial: Trial, calm: Calm) -> None:
            ends = [trial.disturb(f"{case}", _of(case), calm, tally) for case in cases]
            if not any(each.status for each in ends) and name not in _WAITED_OUT[database]:
                tally.faults.append("nothing of it was felt")

        _with_news(site, database, work, copied=copied)
        return tally

    return fault


_WAITED_OUT = {SQLITE: set[str](), POSTGRESQL: {"locked for 90 s"}}
"""What a database waits out: the operation ends well, later."""


def _struck(name: str, strike: Strike, most_of_all: int | None = None) -> Fault:
    """The sweep on PostgreSQL, whose connection is struck at every statement."""

    def fault(site: Site, most: int | None) -> Tally:
        tally = Tally(name, POSTGRESQL)

        def work(trial: Trial, calm: Calm) -> None:
            points = [point for point in calm.points if point.kind in ("statement", "commit")]
            tally.points = len(points)
            for point in sampled(points, most if most_of_all is None else most_of_all):
                trial.kill(point, calm, tally)

        _with_news(site, POSTGRESQL, work, strike=strike)
        return tally

    return fault


def _with_news(
    site: Site,
    database: str,
    work: Callable[[Trial, Calm], None],
    strike: Strike | None = None,
    copied: Copied = copy_of,
) -> None:
    office = founded(database, site)
    try:
        SWEEP.prepare(office)
        office.close()
        trial = Trial(SWEEP, office, copied=copied) if strike is None else Trial(SWEEP, office, strike)
        work(trial, trial.calm())
    finally:
        removed(office)


def server_crashes(_site: Site, most: int | None) -> Tally:
    """The server's own processes end, on a server that nobody else uses."""
    with cluster() as own, site_at(own) as site:
        fault = _struck("server killed", partial(disturbances.crashed, own), min(_CRASHES, most or _CRASHES))
        return fault(site, most)


def faults() -> list[tuple[str, Fault]]:
    """All that can be tried on this machine, by what each is called."""
    small: list[tuple[str, Fault]] = []
    for database in (SQLITE, POSTGRESQL) if is_ours() else (SQLITE,):
        copied = disturbances.on_a_small_disk
        full = _disturbed("disk full", database, disturbances.full, disturbances.LEFT, copied)
        barred = _disturbed("read-only", database, disturbances.read_only, (1,), copied)
        small += [(f"disk full, {database}", full), (f"read-only, {database}", barred)]
    return [
        *(small if disturbances.may_mount() else []),
        *(
            (f"locked, {each}", _disturbed("locked for 90 s", each, disturbances.held, (_LOCKED,)))
            for each in (SQLITE, POSTGRESQL)
        ),
        ("terminated", _struck("connection terminated by the server", disturbances.terminated)),
        ("cut", _struck("connection cut", disturbances.cut)),
        *([("server killed", server_crashes)] if is_ours() else []),
        *((f"many at once, {each}", partial(many_at_once, each)) for each in (SQLITE, POSTGRESQL)),
        *((f"DST nights, {each}", partial(dst_nights, each)) for each in (SQLITE, POSTGRESQL)),
    ]
