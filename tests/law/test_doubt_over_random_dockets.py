"""An entry in doubt neither settles nor delays a clock of ours, over random dockets of every lifecycle.

Each entry in doubt is answered for twice more: taken out of its docket, and linked to something withdrawn, so
that it stands, starts what it starts, but concerns no clock (the contract, § 2.5 and § 4).
"""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pytest

from models.law.derive import derive
from models.law.engine.answer import Answer, Deadline
from models.law.engine.current_entries import current_entries
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle, Party, RuleKind, Status
from tests.law.oracle.calculator import LIFECYCLES
from tests.law.support.random_dockets import TOO_RARE, random_docket

Json = dict[str, Any]
Key = tuple[str, int, int | None]
DOCKETS, ROUNDS = 300, 5
"""So many dockets are drawn in a round, and so many rounds at most until enough entries are in doubt."""

ONE_CHAIN = ("audit", "sale", "improvement")
SEEN = {
    "summons": 150,
    "demand": 90,
    "certification": 60,
    "storage": 140,
    "retention": 40,
    "disclosure": 20,
    "penalty": 150,
    "ruling": 80,
}
"""How many entries in doubt on which no other hangs the tests want to see, and as many clocks."""
MORE_CAREFUL = {
    "stay_consented": {"SUM-02"},
    "removal_received": {"PRG-10"},
    "removal_appeal_decided": {"PRG-10"},
    "redelivered": {"RET-05", "ALT-04"},
    "storage_test_done": {"ALT-05"},
}
"""The clocks of ours that § 4 lets an entry in doubt concern, to make us more careful; a test starts none."""


class InDoubt(NamedTuple):
    """An entry in doubt, and the answers with it, without it, and with it concerning no clock."""

    docket: Json
    place: int
    given: Answer
    without: Answer
    void: Answer

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return str(self.docket["entries"][self.place]["kind"])

    def touches_others(self) -> bool:
        """Whether another entry hangs on it: names it, or is in doubt for the clock or the chain it began."""
        standing = current_entries(read_docket(self.docket, load_law()))
        is_named = any(self.place in entry.links for entry in standing)
        return is_named or doubtful(self.given) - {self.place} != doubtful(self.without)


def explained(docket: Json) -> Answer:
    """The answer, with the triggers that are not printed."""
    law = load_law()
    return derive(read_docket(docket, law), law)


def doubtful(answer: Answer) -> set[int]:
    """The places of the entries in doubt."""
    return {problem.entry for problem in answer.problems if problem.code == "link_needed"}


def taken_out(docket: Json, index: int) -> Json:
    """The docket in which the entry was withdrawn; every other entry keeps its place."""
    entries = list(docket["entries"])
    gone = {**entries[index], "id": "gone"}
    withdrawal = {"kind": "entry_withdrawn", "on": gone["on"], "replaces": "gone"}
    entries[index] = {**withdrawal, "id": docket["entries"][index].get("id")}
    return {**docket, "entries": [*entries, gone]}


def made_void(docket: Json, index: int) -> Json:
    """The docket in which the entry is linked to one that was withdrawn."""
    entries = list(docket["entries"])
    gone = {**entries[index], "id": "gone", "of": None, "replaces": None}
    withdrawal = {"kind": "entry_withdrawn", "on": gone["on"], "replaces": "gone"}
    entries[index] = {**entries[index], "of": "gone"}
    return {**docket, "entries": [*entries, gone, withdrawal]}


@cache
def in_doubt(lifecycle: str) -> list[InDoubt]:
    """Every entry in doubt of the random dockets."""
    rng, found = Random(163), list[InDoubt]()
    for _ in range(ROUNDS):
        for _ in range(DOCKETS):
            found += in_doubt_of(random_docket(rng, lifecycle))
        if seen(found) >= SEEN.get(lifecycle, 0):
            break
    return found


def in_doubt_of(docket: Json) -> list[InDoubt]:
    """Every entry in doubt of one docket; none where the docket is bad input."""
    try:
        given = explained(docket)
    except DocketError:
        return []
    return [
        InDoubt(
            docket, index, given, explained(taken_out(docket, index)), explained(made_void(docket, index))
        )
        for index in sorted(doubtful(given))
    ]


def seen(found: list[InDoubt]) -> int:
    """How many of them no other hangs on, or how many clocks those can concern, if that is fewer."""
    alone = [each for each in found if not each.touches_others()]
    return min(len(alone), sum(1 for each in alone for _ in in_both(each.given, each.without)))


def clocks(answer: Answer) -> dict[Key, Deadline]:
    """The clocks that do not bind Customs, each by its rule, its trigger and the chain it is in."""
    return {
        (row.rule, row.trigger, row.chain): row for row in answer.deadlines if row.bound is not Party.CUSTOMS
    }


def in_both(one: Answer, other: Answer) -> Iterator[tuple[Deadline, Deadline]]:
    """The clocks that both answers give."""
    first, second = clocks(one), clocks(other)
    return ((first[key], second[key]) for key in sorted(first.keys() & second.keys(), key=str))


def told(row: Deadline) -> tuple[object, ...]:
    """All that an answer says of a clock, without the sentences."""
    dates = row.strict_on, row.lenient_on, row.act_by
    return row.anchor_kind, row.anchor_on, *dates, row.status, row.settled_on


def falls_silent_no_sooner(clock: Deadline, without: Deadline) -> bool:
    """Whether a clock, if it is settled, is settled without the entry too, and then no later."""
    if clock.settled_on is None:
        return True
    return without.settled_on is not None and without.settled_on <= clock.settled_on


@pytest.mark.parametrize("lifecycle", SEEN)
def test_enough_entries_of_random_dockets_are_in_doubt(lifecycle: str) -> None:
    found = in_doubt(lifecycle)
    lines = load_law().belonging[Lifecycle(lifecycle)].lines
    never = {kind for line in lines for kind in line.hangs} - {each.kind for each in found}
    assert seen(found) >= SEEN[lifecycle], (
        f"{ROUNDS * DOCKETS} random dockets of {lifecycle} show {seen(found)} entries in doubt, "
        f"expected {SEEN[lifecycle]}. Kinds never in doubt: {', '.join(sorted(never)) or 'none'}. {TOO_RARE}"
    )


@pytest.mark.parametrize("lifecycle", SEEN)
def test_an_entry_in_doubt_settles_no_clock_of_ours(lifecycle: str) -> None:
    for each in in_doubt(lifecycle):
        for clock, without in in_both(each.given, each.without):
            if clock.kind.is_answered:
                assert falls_silent_no_sooner(clock, without), (each.docket, each.place, clock)
            elif clock.kind is RuleKind.THRESHOLD and clock.status is Status.STOPPED:
                assert without.status is Status.STOPPED, (each.docket, each.place, clock)


@pytest.mark.parametrize("lifecycle", SEEN)
def test_an_entry_in_doubt_delays_no_clock_of_ours(lifecycle: str) -> None:
    """Where no other hangs on it: without it a fixed date may be for another clock, and to an earlier day."""
    for each in in_doubt(lifecycle):
        if each.touches_others():
            continue
        for clock, without in in_both(each.given, each.without):
            if clock.kind.is_answered:
                later = clock.strict_on > without.strict_on or clock.lenient_on > without.lenient_on
                assert not later, (each.docket, each.place, clock)
            elif clock.kind is RuleKind.RETENTION:
                kept = clock.strict_on == without.strict_on and clock.lenient_on >= without.lenient_on
                assert kept, (each.docket, each.place, clock)


@pytest.mark.parametrize("lifecycle", SEEN)
def test_an_entry_in_doubt_changes_no_more_of_ours_than_one_that_concerns_nothing(lifecycle: str) -> None:
    for each in in_doubt(lifecycle):
        spared = MORE_CAREFUL.get(each.kind, set())
        given, void = (
            {key: told(row) for key, row in clocks(answer).items() if row.rule not in spared}
            for answer in (each.given, each.void)
        )
        assert given == void, (each.docket, each.place)


@pytest.mark.parametrize("lifecycle", ONE_CHAIN)
def test_in_a_lifecycle_of_one_chain_nothing_is_ever_in_doubt(lifecycle: str) -> None:
    assert in_doubt(lifecycle) == []


def test_every_lifecycle_is_one_of_doubt_or_of_one_chain() -> None:
    assert {*SEEN, *ONE_CHAIN} == set(LIFECYCLES)
