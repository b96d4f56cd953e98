"""What deriving costs: of dockets alone, and of a whole record whose law was approved again."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from models.law.derive import derive
from models.law.engine.docket import read_docket
from models.law.load import load_law
from models.record.database import opened_engine, transaction
from models.record.office_settings import law_in_force
from models.settings import Settings
from tasks.record.derive import derive_what_changed
from tests.benchmarks.asked import named
from tests.benchmarks.bench import MILLION, Bench
from tests.benchmarks.dockets import NOW, as_docket, open_matters
from tests.benchmarks.figures import Figure, spent
from tests.benchmarks.memory import watched
from tests.benchmarks.populations import Population, copied
from tests.benchmarks.stores import SQLITE
from tests.law.oracle.calculator import answer
from tests.support.databases import settings_on
from tests.support.installation import ROOT

ASKED_FOR = "only with a population of 1m: BENCH_SIZES=1m"


def measure(bench: Bench) -> Iterator[Figure]:
    """`derive_per_s_core`, then `rederive_1m_s` and `rederive_1m_mb`, or matters a second of fewer."""
    yield _dockets(bench)
    yield from _whole(bench)


def _dockets(bench: Bench) -> Figure:
    """Dockets a second of one core, beside the second calculator, which does the same the plain way."""
    law, dockets = load_law(), [as_docket(each, NOW.date()) for each in open_matters(bench.derived)]
    rates = []
    for _ in range(bench.looks):
        started = process_time()
        found = sum(len(derive(read_docket(docket, law), law).deadlines) for docket in dockets)
        rates.append(len(dockets) / (process_time() - started))
    few = dockets[: max(1, len(dockets) // 10)]
    started = process_time()
    for docket in few:
        answer(docket)
    peer = len(few) / (process_time() - started)
    return Figure(
        key="derive_per_s_core",
        value=max(rates),
        unit="dockets a second and core",
        beside=f"{max(rates) / peer:.1f} times the second calculator",
        note=f"{len(dockets):,} dockets with {found:,} deadlines, by the processor's time",
    )


def _whole(bench: Bench) -> Iterator[Figure]:
    population = Population(MILLION if MILLION in bench.sizes else bench.sizes[-1])
    with copied(bench.store(SQLITE), population) as settings:
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.deriving",
            str(settings.home),
            settings.database_url,
        ]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        with watched(process.pid) as memory:
            said, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"re-deriving ended with status {process.returncode}")
        found = json.loads(said)
    rate = f"{found['matters'] / found['wall']:,.0f} matters a second"
    note = f"{found['matters']:,} matters of SQLite in {found['wall']:.1f} s, {rate}"
    if population.size == MILLION:
        yield Figure(key="rederive_1m_s", value=found["wall"], unit="s", note=note)
        yield Figure(key="rederive_1m_mb", value=memory.megabytes, unit="MB", note="the most at any time")
        return
    yield Figure(key="rederive_1m_s", value=None, note=ASKED_FOR)
    yield Figure(key="rederive_1m_mb", value=None, note=ASKED_FOR)
    yield Figure(
        key="rederive_per_s",
        of=(named(population.size),),
        value=found["matters"] / found["wall"],
        cpu=found["matters"] / found["cpu"],
        unit="matters a second",
        note=f"{note}, {memory.megabytes:,.0f} MB at the most",
    )


def derive_all(settings: Settings) -> dict[str, float]:
    """Derives all of a record again, as after the approval of a law, and says what it took."""
    with opened_engine(settings) as engine:
        with transaction(engine) as session:
            approved = law_in_force(session)
            assert approved is not None
            approved.derived_at = None
            session.add(approved)
        with spent() as took:
            matters = derive_what_changed(engine, now=NOW)
    return {"matters": matters, "wall": took.wall, "cpu": took.cpu}


if __name__ == "__main__":
    print(json.dumps(derive_all(settings_on(Path(sys.argv[1]), sys.argv[2]))))
