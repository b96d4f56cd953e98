"""Every measurement of `make bench`, on a few matters: that each still runs and gives its figures."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import scaling
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure
from tests.benchmarks.peers.peers import PEERS, Peer, reach
from tests.benchmarks.plan import PLAN, Step
from tests.benchmarks.populations import Population, copied, edition
from tests.benchmarks.stores import POSTGRESQL, SQLITE, OnPostgresql, OnSqlite, Store
from tests.benchmarks.submits import submits

FEW = 100
STEPS = {step.name: step for step in PLAN}
ON_ONE_DATABASE = ("deriving", "imports", "commands")
ON_EACH_DATABASE = ("sweeps", "burst", "recounts", "recording", "board", "desk")


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A run on few matters; its populations are made once for all tests of this file."""
    home = tmp_path_factory.mktemp("bench")
    return _bench(home, OnSqlite(edition(), home / "populations"))


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The same on PostgreSQL; what it keeps on the server goes away."""
    home = tmp_path_factory.mktemp("bench")
    store = OnPostgresql(edition(), home / "populations")
    yield _bench(home, store)
    replace(store, edition="none").clear()


def _bench(home: Path, store: Store) -> Bench:
    return Bench(
        sizes=(FEW,),
        home=home,
        stores=(store,),
        burst=20,
        looks=1,
        records=5,
        imported=50,
        derived=20,
        mails=1,
    )


def figures(step: Step, bench: Bench) -> list[Figure]:
    """What a step gives: each of its keys, with a value or the reason why there is none."""
    found = list(step.measure(bench))
    assert {figure.key for figure in found} >= set(step.keys)
    assert all(figure.note for figure in found)
    return found


@pytest.mark.parametrize("name", [*ON_EACH_DATABASE, *ON_ONE_DATABASE])
def test_each_measurement_gives_its_figures_on_sqlite(name: str, on_sqlite: Bench) -> None:
    found = figures(STEPS[name], on_sqlite)
    assert all(figure.value for figure in found if not figure.key.startswith("rederive_1m"))


@pytest.mark.postgres
@pytest.mark.parametrize("name", ON_EACH_DATABASE)
def test_each_measurement_gives_its_figures_on_postgresql(
    name: str, on_sqlite: Bench, on_postgresql: Bench
) -> None:
    bench = replace(on_postgresql, stores=(*on_sqlite.stores, *on_postgresql.stores))
    found = figures(STEPS[name], bench)
    assert {POSTGRESQL} <= {word for figure in found for word in figure.of}
    assert all(figure.value for figure in found)


@pytest.mark.postgres
def test_two_workers_tell_each_alert_once(on_postgresql: Bench) -> None:
    (figure,) = scaling.measure(on_postgresql)
    assert figure.value
    assert " 0 told twice" in figure.note


@pytest.mark.peers
@pytest.mark.parametrize("peer", [peer for peer in PEERS if peer.needs != "prefect"])
def test_each_peer_runs_its_jobs(peer: Peer) -> None:
    assert reach(peer, 30, most=10).jobs == 10


@pytest.mark.server
def test_a_prefect_run_for_a_deadline_completes() -> None:
    (peer,) = (peer for peer in PEERS if peer.needs == "prefect")
    assert reach(peer, 120, most=1).jobs == 1


@pytest.mark.server
def test_submits_are_answered(tmp_path: Path) -> None:
    found = submits(tmp_path, alone=1, crowd=2, browsers=2)
    assert (found.asked, len(found.answered_s)) == (2, 1)
    assert found.refused + len(found.crowd_s) == 2


def test_a_population_is_made_once_and_copied(tmp_path: Path) -> None:
    store, population = OnSqlite(edition(), tmp_path), Population(FEW)
    for _ in range(2):
        with copied(store, population) as settings:
            assert (settings.home / "record.sqlite").is_file()
    (kept,) = tmp_path.iterdir()
    assert kept.name == f"{edition()}-{FEW}"
    replace(store, edition="another").clear()
    assert list(tmp_path.iterdir()) == []


def test_a_population_that_fails_to_be_made_is_not_kept(tmp_path: Path) -> None:
    store = OnSqlite(edition(), tmp_path)
    with pytest.raises(KeyError), store.making("broken"):
        raise KeyError
    assert (store.database, store.has("broken"), list(tmp_path.iterdir())) == (SQLITE, False, [])
