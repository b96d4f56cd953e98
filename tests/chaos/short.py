"""The short form of the trials, for every run of the tests: `python -m tests.chaos.short DATABASE`.

The sweep is killed at COMMITs and mails, some other operations at two points; on SQLite the two planted
faults are looked for too. Prints what it came to as JSON.
"""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

# Every mail reads the certificates that are trusted; nobody outside is asked.
os.environ["SSL_CERT_FILE"] = str(Path(__file__).resolve().parents[1] / "support" / "nobody.pem")

from models.law.load import load_law
from tests.chaos.cluster import Cluster, cluster
from tests.chaos.errands import ERRANDS
from tests.chaos.forms import FORMS
from tests.chaos.grounds import POSTGRESQL, SQLITE, Ground, Site, copy_of
from tests.chaos.instrument import DEADLY, Point
from tests.chaos.kills import Tally, Trial, sampled
from tests.chaos.offices import founded
from tests.chaos.operations import Operation
from tests.chaos.planted import LOGGED_FIRST, OUTSIDE
from tests.chaos.report import as_row
from tests.chaos.shared import site_at

Chosen = Callable[[Sequence[Point]], Sequence[Point]]
_OPERATIONS = {operation.name: operation for operation in (*FORMS, *ERRANDS)}
_FEW = {SQLITE: ("restore", "migrate", "recount and repair"), POSTGRESQL: ("restore",)}


def commits_and_sends(points: Sequence[Point]) -> list[Point]:
    """Where something is kept, or leaves the house."""
    return [point for point in points if point.kind in ("commit", "send")]


def some_of_these(points: Sequence[Point]) -> list[Point]:
    """Of these sixteen."""
    return sampled(commits_and_sends(points), 16)


def first_of_these(points: Sequence[Point]) -> list[Point]:
    """Of these the first, with a mail among them."""
    return commits_and_sends(points)[:6]


def two(points: Sequence[Point]) -> list[Point]:
    """Two of them."""
    return sampled(points, 2)


def plan(database: str) -> list[tuple[Operation, Chosen]]:
    """What is killed, and where."""
    few: list[tuple[Operation, Chosen]] = [(_OPERATIONS[name], two) for name in _FEW[database]]
    if database != SQLITE:
        return [*few, (_OPERATIONS["send"], first_of_these)]
    planted: list[tuple[Operation, Chosen]] = [(each, first_of_these) for each in (LOGGED_FIRST, OUTSIDE)]
    return [(_OPERATIONS["sweep"], some_of_these), *few, *planted]


def tried_at(operation: Operation, office: Ground, chosen: Chosen) -> Tally:
    """Kills an operation at the points that are chosen."""
    with copy_of(office) as ground:
        operation.prepare(ground)
        ground.close()
        trial = Trial(operation, ground)
        calm = trial.calm()
        tally = Tally(operation.name, ground.database, points=len(calm.points))
        for point, strike in zip(chosen(calm.points), cycle(DEADLY), strict=False):
            replace(trial, strike=strike).kill(point, calm, tally)
        return tally


def _tallies(site: Site, database: str) -> dict[str, Any]:
    office = founded(database, site)
    return {
        operation.name: as_row(tried_at(operation, office, chosen)) for operation, chosen in plan(database)
    }


def main(database: str) -> None:
    """Prints what each operation came to, by its name."""
    load_law()
    if database == SQLITE:
        with site_at(Cluster(0)) as site:
            print(json.dumps(_tallies(site, database)))
        return
    with cluster() as server, site_at(server) as site:
        print(json.dumps(_tallies(site, database)))


if __name__ == "__main__":
    main(sys.argv[1])
