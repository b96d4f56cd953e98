"""What a run is asked for, its dockets, its table and its JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import report
from tests.benchmarks.asked import BenchRefused, asked, named, sizes_in
from tests.benchmarks.bench import Bench
from tests.benchmarks.dockets import FEWEST, MOST, burst_matters, open_matters
from tests.benchmarks.figures import KEYS, Figure, NotMeasured, percentile
from tests.benchmarks.memory import watched
from tests.benchmarks.peers.peers import reached_in
from tests.benchmarks.plan import PLAN, Step, measured
from tests.support.installation import ROOT

STEPS = [step.name for step in PLAN]


def test_sizes_are_named_as_people_write_them() -> None:
    assert sizes_in("10k, 1K,250") == (250, 1_000, 10_000)
    assert [named(size) for size in (250, 1_000, 10_000, 1_000_000)] == ["250", "1k", "10k", "1m"]


@pytest.mark.parametrize("text", ["ten", "1k,,10k", "0", "99", "2m", "1e3", "-1k", "1k;10k", "9" * 400, "١k"])
def test_a_size_that_is_none_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BenchRefused, match=r"^BENCH_SIZES is .*\. Expected numbers .* such as 1k,10k\.$"):
        sizes_in(text)


@pytest.mark.parametrize(
    ("variable", "text"), [("BENCH_ONLY", "sweep"), ("BENCH_MINUTES", "0"), ("BENCH_MINUTES", "soon")]
)
def test_what_else_no_run_can_do_is_refused(variable: str, text: str) -> None:
    with pytest.raises(BenchRefused, match=rf"^{variable} .*Expected .* such as "):
        asked({variable: text}, STEPS)


def test_a_run_is_asked_for_by_the_environment() -> None:
    assert asked({}, STEPS).sizes == (1_000, 10_000, 100_000)
    found = asked({"BENCH_SIZES": "1k", "BENCH_ONLY": "burst, peers", "BENCH_MINUTES": "5"}, STEPS)
    assert (found.sizes, found.only, found.minutes) == ((1_000,), ("burst", "peers"), 5)


def test_a_bad_size_ends_the_program_before_anything_is_measured() -> None:
    environment = {**os.environ, "BENCH_SIZES": "many"}
    command = [sys.executable, "-m", "tests.benchmarks"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("landwaiter: BENCH_SIZES is 'many'. Expected ")


def test_the_same_matters_come_each_time_of_every_kind() -> None:
    matters = list(open_matters(50))
    assert matters[:20] == list(open_matters(20))
    assert len({each.lifecycle for each in matters}) == 11
    assert all(FEWEST <= len(each.entries) <= MOST for each in [*matters, *burst_matters(3)])


def test_a_measurement_that_fails_says_why_and_stops_no_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(_: Bench) -> Iterator[Figure]:
        yield Figure(key="sweep_s", of=("1k", "sqlite"), value=1.5, cpu=1.25, unit="s", note="looked")
        raise ValueError("no such thing")

    def cannot(_: Bench) -> Iterator[Figure]:
        raise NotMeasured("nothing is here to measure")
        yield

    steps = (
        Step("one", fails, ("sweep_s", "statements_per_page")),
        Step("two", cannot, ("board_ms",)),
        Step("three", cannot, ("cli_s",)),
    )
    found = measured(Bench(sizes=(100,), home=tmp_path, stores=()), ("one", "two"), steps)
    said, unseen = report.as_json(found, {"cores": 2}), "no burst was measured on sqlite"
    assert "no such thing" in capfd.readouterr().err
    assert said["sweep_s"] == {"1k": {"sqlite": 1.5}}
    assert said["cpu"] == {"sweep_s": {"1k": {"sqlite": 1.25}}}
    assert said["why_not"] == {
        "statements_per_page": "it failed: ValueError: no such thing",
        "board_ms": "nothing is here to measure",
        "cli_s": "this run leaves it out",
        **dict.fromkeys((f"vs_{name}" for name in ("apscheduler", "celery", "prefect_runs")), unseen),
        "vs_procrastinate": "no burst was measured on postgresql",
    }


def test_each_figure_is_in_the_json_and_in_the_table(tmp_path: Path) -> None:
    figures = [
        Figure(key="burst_per_s", of=("sqlite",), value=1234.5, unit="alerts a second", beside="twice"),
        Figure(key="peer_per_s", of=("vs_celery",), value=0.25),
        Figure(key="cli_s", value=None, note="why"),
    ]
    report.write(tmp_path / "build" / "bench.json", figures, {"cores": 2})
    said = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert list(said)[: len(KEYS)] == list(KEYS)
    assert (said["burst_per_s"], said["also"]) == ({"sqlite": 1234.5}, {"peer_per_s": {"vs_celery": 0.25}})
    head, _, *rows = report.table(figures).splitlines()
    assert head.startswith("| figure")
    assert [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows] == [
        ["burst_per_s", "sqlite", "1,234 alerts a second", "", "twice", ""],
        ["peer_per_s", "vs_celery", "0.25", "", "", ""],
        ["cli_s", "", "–", "", "", "why"],
    ]


def test_what_a_peer_did_not_run_is_no_figure() -> None:
    assert reached_in('a warning\n{"jobs": 5, "of": 5, "seconds": 2.0, "cpu": 1.5}\n').jobs == 5
    with pytest.raises(NotMeasured, match="nothing had run after 20 s"):
        reached_in('{"jobs": 0, "of": 40, "seconds": 20.0, "cpu": 0}')


def test_the_memory_of_a_process_is_seen() -> None:
    held = "import time; kept = bytearray(60_000_000); time.sleep(1.5)"
    process = subprocess.Popen([sys.executable, "-c", held])
    with watched(process.pid) as memory:
        process.wait()
    assert 55 < memory.megabytes < 200


def test_a_percentile_of_one_value_is_the_value() -> None:
    assert (percentile([3.0], 99), percentile([1.0, 2.0, 3.0], 50)) == (3.0, 2.0)
