"""Measures Landwaiter beside the databases' own speed and other schedulers: `python -m tests.benchmarks`."""

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from models.errors import Refused
from tests.benchmarks import machine, report
from tests.benchmarks.asked import Asked, asked
from tests.benchmarks.bench import Bench, default_stores
from tests.benchmarks.plan import PLAN, measured
from tests.support.installation import ROOT

JSON = ROOT / "build" / "bench.json"
QUICK, LARGE = 10_000, 100_000
"""Up to the one size a run is quick, up to the other it is to end in twenty minutes."""

_MINUTES = 60


def bench_of(wanted: Asked, home: Path) -> Bench:
    """The run that is asked for: the larger its populations, the longer each part may take."""
    largest, stores = wanted.sizes[-1], default_stores()
    ends = time.monotonic() + wanted.minutes * _MINUTES
    burst = min(max(largest // 10, 1_000), 10_000)
    bench = Bench(sizes=wanted.sizes, home=home, stores=stores, burst=burst, ends=ends)
    if largest <= QUICK:
        return bench
    if largest <= LARGE:
        return replace(bench, peer_s=40, submits_alone=15, submits_crowd=100)
    return replace(bench, peer_s=60, submits_alone=15, submits_crowd=500, recount_s=1800)


def main() -> int:
    """Measures, prints the table, writes the JSON. Returns 0, or 2 for what is refused."""
    try:
        wanted = asked(os.environ, [step.name for step in PLAN])
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 2
    facts, began = machine.facts(), time.monotonic()
    with tempfile.TemporaryDirectory(dir=_build()) as home:
        figures = measured(bench_of(wanted, Path(home)), wanted.only)
    facts["minutes"] = round((time.monotonic() - began) / _MINUTES, 1)
    report.write(JSON, figures, facts)
    print(report.table(figures))
    print("\n".join(["", *(f"{name}: {said}" for name, said in facts.items())]))
    print(f"\nThe same as JSON: {JSON.relative_to(ROOT)}")
    return 0


def _build() -> Path:
    """On the disk on which the populations are, not in memory."""
    JSON.parent.mkdir(exist_ok=True)
    return JSON.parent


if __name__ == "__main__":
    sys.exit(main())
