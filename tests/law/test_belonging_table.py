"""Belonging over every line of the table of the contract, § 4: two starts, and what hangs from one of them.

Each entry of each line is given five times: unlinked, linked to one start, to both, to an entry of a later
day, and to a start that was withdrawn. What is awaited follows from the words of § 4 alone:

- *unlinked* it is in doubt: it concerns every clock of Customs and none of ours;
- linked, it concerns the clocks of those named, one named directly whatever its day;
- linked to what was withdrawn it concerns no clock;
- in a line that is always there it is never in doubt.
"""

from typing import NamedTuple

import pytest

from tests.law.support.belonging_lines import (
    A_DAY_IS_SET,
    ALWAYS_THERE,
    CLOCKS,
    LINES,
    MOVED_TO,
    NOT_BY_DOUBT,
    last_days,
)
from tests.law.support.belonging_variants import (
    STARTED,
    TRIGGERED,
    Json,
    Outcome,
    Variant,
    matter,
    on,
    outcomes,
    problems,
)

UNLINKED, TO_ONE, TO_BOTH, TO_A_LATER_ONE, TO_ONE_WITHDRAWN = Variant


class Case(NamedTuple):
    """An entry that hangs from a start, what it does, and to the clocks of which rule."""

    lifecycle: str
    start: str
    kind: str
    act: str
    rule: str

    @property
    def trigger(self) -> str:
        """What triggers the clock, if not the start: nothing where the entry itself does."""
        return "" if self.act == "starts" else CLOCKS[self.rule].trigger

    def matter(self, variant: Variant) -> Json:
        """The docket."""
        facts = CLOCKS[self.rule].facts if self.rule in CLOCKS else {}
        return matter(self.lifecycle, self.start, self.kind, variant, trigger=self.trigger, facts=facts)


def _cases() -> list[Case]:
    return [
        Case(lifecycle, start, kind, act, rule)
        for (lifecycle, start), hangs in LINES.items()
        for kind, acts in hangs.items()
        for act, *rules in (each.split() for each in acts.split(", "))
        for rule in rules
    ]


CASES = _cases()
NAMES = [f"{case.start}-{case.kind}-{case.act}-{case.rule}" for case in CASES]
PLAYED = [case for case in CASES if case.act != "starts"]
PLAYED_NAMES = [name for name in NAMES if "-starts-" not in name]
STARTING = [case for case in CASES if case.act == "starts"]
STARTING_NAMES = [name for name in NAMES if "-starts-" in name]


def concerned(case: Case, variant: Variant) -> set[str]:
    """Which of the two clocks, `a` and `b`, the entry concerns."""
    if variant is UNLINKED:
        by_doubt = CLOCKS[case.rule].customs and (case.kind, case.rule) not in NOT_BY_DOUBT
        return {"a", "b"} if by_doubt or case.start in ALWAYS_THERE else set()
    if variant is TO_A_LATER_ONE and (case.act == "closed" or (case.kind, case.rule) in A_DAY_IS_SET):
        return set()
    linked = {TO_ONE: {"a"}, TO_BOTH: {"a", "b"}, TO_A_LATER_ONE: {"b"}}
    return linked.get(variant, set())


def awaited(case: Case, variant: Variant) -> list[Outcome]:
    """What becomes of the clock `a`, unless its start was withdrawn, and of the clock `b`."""
    triggered = TRIGGERED if case.trigger else STARTED
    lasts, untouched = last_days(case.rule, triggered), CLOCKS[case.rule].untouched
    found: list[Outcome] = []
    for clock, begun, last in zip("ab", triggered, lasts, strict=True):
        if variant is TO_ONE_WITHDRAWN and clock == "a" and not case.trigger:
            continue
        if case.act == "nothing" or clock not in concerned(case, variant):
            found.append((last, untouched, None))
        elif case.act == "obeyed":
            found.append((last, "ambiguous", None))
        elif case.act == "moved":
            found.append((MOVED_TO[case.rule], untouched, None))
        elif case.act in ("lifted", "closed"):
            found.append((last, "lifted", max(on(variant), begun)))
        else:
            found.append((last, case.act, on(variant)))
    return sorted(found)


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("case", PLAYED, ids=PLAYED_NAMES)
def test_an_entry_settles_or_moves_the_clocks_of_what_it_belongs_to_and_no_other(
    case: Case, variant: Variant
) -> None:
    anchor = "" if case.act == "moved" else case.trigger or case.start
    assert sorted(outcomes(case.matter(variant), case.rule, anchor)) == awaited(case, variant)


COPIES = {TO_BOTH: 2}
NONE_IN_DOUBT = {"storage_test_done"}


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("case", STARTING, ids=STARTING_NAMES)
def test_an_entry_starts_its_clock_once_in_each_chain_that_it_belongs_to(
    case: Case, variant: Variant
) -> None:
    awaited = 1 if case.start in ALWAYS_THERE else COPIES.get(variant, 1)
    if variant is UNLINKED and case.kind in NONE_IN_DOUBT:
        awaited = 0
    assert len(outcomes(case.matter(variant), case.rule, case.kind)) == awaited


def raised(case: Case, variant: Variant) -> set[tuple[str, str]]:
    """The problems of the docket, each with its entry; in doubt an entry raises that one only."""
    found = {("sanction_without_contempt", id) for id in _withheld(case)}
    if variant is UNLINKED and case.start not in ALWAYS_THERE:
        found.add(("link_needed", "x"))
    linked = {TO_ONE, TO_BOTH, *({TO_A_LATER_ONE} if not case.trigger else ())}
    if case.kind == "summons_complied" and variant in linked:
        found.add(("examined_too_early", "x"))
    if case.kind == "comments_closed" and variant in (TO_ONE, TO_BOTH):
        found.add(("comment_period_short", "x"))
    if case.trigger == "comments_closed":
        kept = ["tb"] if variant is TO_ONE_WITHDRAWN else ["ta", "tb"]
        found |= {("comment_period_short", id) for id in kept}
    if case.start == "removal_noticed":
        standing = {"b"} if variant is TO_ONE_WITHDRAWN else {"a", "b"}
        found |= {("receipt_not_recorded", id) for id in standing - _received(case, variant)}
        if case.kind == "appeal_delay_advised" and variant in (TO_ONE, TO_BOTH, TO_A_LATER_ONE):
            found.add(("delay_not_provided_for", "x"))
    return found


def _withheld(case: Case) -> list[str]:
    """The sanctions; no contempt was adjudged before any of them."""
    own = ["x"] if case.kind in ("imports_prohibited", "delivery_withheld") else []
    return [*own, *(["ta", "tb"] if case.trigger == "delivery_withheld" else [])]


def _received(case: Case, variant: Variant) -> set[str]:
    """The removals whose receipt is on record: in doubt, each."""
    if case.kind != "removal_received":
        return set()
    return {UNLINKED: {"a", "b"}, TO_ONE: {"a"}, TO_BOTH: {"a", "b"}, TO_A_LATER_ONE: {"b"}}.get(
        variant, set()
    )


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_an_unlinked_entry_is_in_doubt_and_a_linked_one_is_not(case: Case, variant: Variant) -> None:
    assert problems(case.matter(variant)) == raised(case, variant)
