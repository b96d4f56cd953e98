"""A docket with two starts and one entry that is linked in one of five ways."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from tests.law.support.belonging_lines import FACTS
from tests.law.support.engine import docket, e, explain

Json = dict[str, Any]
Outcome = tuple[str, str, str | None]
"""The strict day, the status and the day settled of one clock."""
Clocks = dict[str, Outcome]
"""What becomes of the clock of `a` and of that of `b`, as far as there is one."""

STARTED = ("2026-01-05", "2026-01-08")
TRIGGERED = ("2026-01-06", "2026-01-09")
"""The days of the two starts `a` and `b`, and of `ta` and `tb` that hang from them."""
EARLY, AFTER_ALL, AS_OF = "2026-01-07", "2026-01-13", "2026-01-14"
"""The day of the entry that names a later one, of the entry otherwise, and of the answer."""


class Variant(StrEnum):
    """How the entry is linked."""

    UNLINKED = "unlinked"
    TO_ONE = "linked to one"
    TO_BOTH = "linked to both"
    TO_A_LATER_ONE = "linked to a later one"
    TO_ONE_WITHDRAWN = "linked to one withdrawn"


def on(variant: Variant) -> str:
    """The day of the entry: after all others, or before what it names."""
    return EARLY if variant is Variant.TO_A_LATER_ONE else AFTER_ALL


def entry(kind: str, day: str, id: str, of: object = None, facts: Mapping[str, object] | None = None) -> Json:
    """An entry with the usual facts of its kind."""
    said = {**FACTS.get(kind, {}), **(facts or {})}
    return e(kind, day, id, of=of, **{name: _day(value, day) for name, value in said.items()})


def matter(
    lifecycle: str,
    start: str,
    kind: str,
    variant: Variant,
    *,
    trigger: str = "",
    facts: Mapping[str, object] | None = None,
    more: Iterable[Json] = (),
) -> Json:
    """Starts `a` and `b`, where asked `ta` and `tb` that hang from them, then `x`, linked as asked.

    The later one that `x` may name is what triggers the second clock; the one withdrawn is the first start.
    """
    entries = [entry(start, day, id, facts=facts) for id, day in zip("ab", STARTED, strict=True)]
    if trigger:
        days = zip("ab", TRIGGERED, strict=True)
        entries += [entry(trigger, day, f"t{of}", of) for of, day in days]
    named: dict[Variant, object] = {
        Variant.TO_ONE: "a",
        Variant.TO_BOTH: ["a", "b"],
        Variant.TO_A_LATER_ONE: "tb" if trigger else "b",
        Variant.TO_ONE_WITHDRAWN: "a",
    }
    entries += [*more, entry(kind, on(variant), "x", named.get(variant))]
    if variant is Variant.TO_ONE_WITHDRAWN:
        entries.append(e("entry_withdrawn", "2026-01-10", replaces="a"))
    return docket(lifecycle, AS_OF, *entries)


def outcomes(given: Json, rule: str, anchor: str = "") -> list[Outcome]:
    """What became of each clock of the rule, of those only that are anchored on the kind if one is given."""
    return [
        (row["strict_on"], row["status"], row["settled_on"])
        for row in explain(given)["deadlines"]
        if row["rule"] == rule and row["anchor"]["kind"] == (anchor or row["anchor"]["kind"])
    ]


def problems(given: Json) -> set[tuple[str, str]]:
    """The code of each problem with the id of its entry."""
    return {(each["code"], given["entries"][each["entry"]]["id"]) for each in explain(given)["problems"]}


def _day(value: object, day: str) -> object:
    if isinstance(value, str) and value.startswith("+"):
        return (date.fromisoformat(day) + timedelta(days=int(value))).isoformat()
    return value


BY_LINK = {
    Variant.UNLINKED: "",
    Variant.TO_ONE: "a",
    Variant.TO_BOTH: "ab",
    Variant.TO_A_LATER_ONE: "b",
    Variant.TO_ONE_WITHDRAWN: "",
}
"""The clocks that an entry concerns where doubt counts for nothing."""
BY_DOUBT_TOO = {**BY_LINK, Variant.UNLINKED: "ab"}
NOT_BEFORE_A_DAY = {Variant.TO_A_LATER_ONE: ""}
"""To be added where a day that § 5 sets binds an entry all the same."""


def chosen(
    variant: Variant, concerned: dict[Variant, str], touched: Clocks, untouched: Clocks
) -> list[Outcome]:
    """What is awaited of the clocks that are there: `a` is not where its start was withdrawn."""
    there = "b" if variant is Variant.TO_ONE_WITHDRAWN else "ab"
    of = {clock: touched if clock in concerned[variant] else untouched for clock in there}
    return sorted(clocks[clock] for clock, clocks in of.items() if clock in clocks)


def lasting(first: str, second: str, status: str, settled_on: str | None = None) -> Clocks:
    """Two clocks that differ in their strict days only."""
    return {"a": (first, status, settled_on), "b": (second, status, settled_on)}


def both(kind: str, days: tuple[str, str]) -> list[Json]:
    """Two entries that hang from the two starts."""
    return [entry(kind, day, f"t{of}", of) for of, day in zip("ab", days, strict=True)]
