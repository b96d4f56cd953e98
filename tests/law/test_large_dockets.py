"""Large dockets are answered as the second calculator does, in steps that grow about as their entries do."""

import sys
from collections.abc import Callable, Sequence

import pytest

from models.law.derive import derive
from models.law.engine.docket import read_docket
from models.law.load import load_law
from tests.law.oracle.calculator import LIFECYCLES
from tests.law.oracle.calculator import answer as second_answer
from tests.law.support.engine import answer
from tests.law.support.large_dockets import STYLES, large_docket
from tests.law.support.random_entries import Json

FEW, MANY = 150, 600
MOST = 9
"""Times the steps for four times the entries. If each clock looked at every entry, it would be sixteen."""


def steps(work: Callable[[], object]) -> int:
    """How many calls of functions some work takes: the same on each machine."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


def deriving(docket: Json) -> int:
    law = load_law()
    read = read_docket(docket, law)
    derive(read, law)
    return steps(lambda: derive(read, law))


def reading(entries: Sequence[Json]) -> int:
    docket = {"lifecycle": "audit", "as_of": "2027-01-01", "entries": list(entries)}
    return steps(lambda: read_docket(docket, load_law()))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lifecycle", sorted(LIFECYCLES))
def test_a_large_docket_is_answered_as_by_the_second_calculator(lifecycle: str, style: str) -> None:
    for seed in (1, 3):
        docket = large_docket(lifecycle, 60, style, seed)
        assert answer(docket) == second_answer(docket, load_law().closures), seed


@pytest.mark.parametrize("style", ["plain", "linked"])
@pytest.mark.parametrize("lifecycle", sorted(LIFECYCLES))
def test_no_clock_looks_at_every_entry(lifecycle: str, style: str) -> None:
    few, many = (deriving(large_docket(lifecycle, entries, style)) for entries in (FEW, MANY))
    assert many < MOST * few


def corrections(entries: int) -> list[Json]:
    made: list[Json] = [
        {"kind": "audit_commenced", "on": "2026-01-05", "id": f"e{n}"} for n in range(entries)
    ]
    for before, entry in enumerate(made[1:]):
        entry["replaces"] = f"e{before}"
    return made


def links(entries: int) -> list[Json]:
    made: list[Json] = [
        {"kind": "audit_commenced", "on": "2026-01-05", "id": f"e{n}"} for n in range(entries)
    ]
    for before, entry in enumerate(made[1:]):
        entry["of"] = f"e{before}"
    return made


@pytest.mark.parametrize("chain", [corrections, links])
def test_a_chain_of_corrections_or_links_is_read_in_steps_that_grow_as_its_length(
    chain: Callable[[int], list[Json]],
) -> None:
    assert reading(chain(MANY)) < MOST * reading(chain(FEW))


def test_only_the_last_of_many_corrections_stands() -> None:
    docket = {"lifecycle": "audit", "as_of": "2027-01-01", "entries": corrections(MANY)}
    found = derive(read_docket(docket, load_law()), load_law())
    assert {problem.entry for problem in found.problems} == {MANY - 1}
