"""What it costs to answer a docket, beside the second calculator, which does the same the plain way.

Prints its figures and asserts nothing about them: machines differ. `make bench` runs it.
"""

from collections.abc import Callable
from random import Random
from time import perf_counter
from typing import Any

from models.law.derive import derive
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law
from tests.law.oracle.calculator import answer
from tests.law.support.random_dockets import random_docket

DOCKETS = 3000


def test_answering_a_docket(capsys: Any) -> None:
    rng, law = Random(2026), load_law()
    dockets = [
        random_docket(rng, lifecycle) for lifecycle in ("audit", "summons") for _ in range(DOCKETS // 2)
    ]

    def ours(docket: Any) -> int:
        try:
            return len(derive(read_docket(docket, law), law).deadlines)
        except DocketError:
            return 0

    def peer(docket: Any) -> int:
        return len(answer(docket).get("deadlines", ()))

    found, took = _time(ours, dockets)
    found_by_peer, took_by_peer = _time(peer, dockets)
    assert found == found_by_peer
    with capsys.disabled():
        print(
            f"\n{len(dockets)} dockets, {found} clocks: {1e3 * took / len(dockets):.2f} ms a docket; ", end=""
        )
        print(f"the second calculator takes {took_by_peer / took:.1f} times as long")


def _time(work: Callable[[Any], int], dockets: list[Any]) -> tuple[int, float]:
    started = perf_counter()
    found = sum(work(docket) for docket in dockets)
    return found, perf_counter() - started
