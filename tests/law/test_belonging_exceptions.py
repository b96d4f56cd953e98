"""Belonging where § 5 of the contract adds to the table: stays, contempt, removals, redelivery.

The same five links as in `test_belonging_table`; what is awaited is written out.
"""

import pytest

from tests.law.support.belonging_variants import (
    BY_DOUBT_TOO,
    BY_LINK,
    NOT_BEFORE_A_DAY,
    TRIGGERED,
    Clocks,
    Variant,
    both,
    chosen,
    lasting,
    matter,
    on,
    outcomes,
    problems,
)
from tests.law.support.engine import e, explain

UNLINKED, TO_ONE, TO_BOTH, TO_A_LATER_ONE, TO_ONE_WITHDRAWN = Variant


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize(
    ("kind", "rule"),
    [("stay_consented", "SUM-02"), ("stay_consented", "SUM-10"), ("enforcement_ordered", "SUM-10")],
)
def test_a_consent_or_an_order_ends_the_stay_of_its_summons_and_in_doubt_each(
    kind: str, rule: str, variant: Variant
) -> None:
    stays = both("stay_directed", ("2026-01-06", "2026-01-06"))
    given = matter("summons", "summons_issued", kind, variant, more=stays)
    standing = lasting("2026-02-09", "2026-02-12", "pending" if rule == "SUM-02" else "not_open")
    stayed: Clocks = {
        "a": ("2026-02-09", "lifted", "2026-01-06"),
        "b": ("2026-02-12", "lifted", "2026-01-08"),
    }
    assert outcomes(given, rule) == chosen(variant, BY_DOUBT_TOO, standing, stayed)


@pytest.mark.parametrize("variant", Variant)
def test_compliance_on_the_return_date_ends_the_stay_and_uses_the_right_of_its_summons(
    variant: Variant,
) -> None:
    due = {"return_on": "+2"}
    given = matter("summons", "summons_issued", "summons_complied", variant, facts=due)
    lifted = lasting("2026-01-06", "2026-01-09", "lifted", "2026-01-13")
    missed = lasting("2026-01-06", "2026-01-09", "missed")
    assert outcomes(given, "SUM-09") == chosen(variant, BY_LINK | NOT_BEFORE_A_DAY, lifted, missed)
    used, still_open = (
        lasting("2026-01-07", "2026-01-10", "used", "2026-01-13"),
        lasting("2026-01-07", "2026-01-10", "open"),
    )
    assert outcomes(given, "SUM-10") == chosen(variant, BY_DOUBT_TOO | NOT_BEFORE_A_DAY, used, still_open)
    too_early = {("examined_too_early", "x")} if variant is TO_A_LATER_ONE else set()
    assert problems(given) - {("link_needed", "x")} == too_early


@pytest.mark.parametrize(
    ("variant", "without_contempt"),
    [(UNLINKED, ""), (TO_ONE, "b"), (TO_BOTH, ""), (TO_A_LATER_ONE, "a"), (TO_ONE_WITHDRAWN, "")],
)
def test_contempt_adjudged_is_for_the_sanctions_of_its_summons_and_in_doubt_or_void_for_each(
    variant: Variant, without_contempt: str
) -> None:
    sanctions = both("delivery_withheld", ("2026-01-14", "2026-01-14"))
    given = matter("summons", "summons_issued", "contempt_adjudged", variant, more=sanctions)
    in_doubt = {("link_needed", "x")} if variant is UNLINKED else set()
    assert problems(given) == in_doubt | {("sanction_without_contempt", f"t{of}") for of in without_contempt}


REMOVED = lasting("2026-02-05", "2026-02-08", "stopped", "2026-01-13")
APPEALED: Clocks = {
    "a": ("2026-02-05", "stopped", "2026-01-06"),
    "b": ("2026-02-08", "stopped", "2026-01-09"),
}


@pytest.mark.parametrize("variant", Variant)
def test_a_removal_received_lets_its_removal_take_effect_and_in_doubt_each(variant: Variant) -> None:
    given = matter("certification", "removal_noticed", "removal_received", variant)
    running = lasting("2026-02-05", "2026-02-08", "running")
    assert outcomes(given, "PRG-10") == chosen(variant, BY_DOUBT_TOO, running, {})


@pytest.mark.parametrize("variant", Variant)
def test_a_removal_appeal_stops_its_removal_and_in_doubt_none(variant: Variant) -> None:
    given = matter("certification", "removal_noticed", "removal_appeal_received", variant)
    stopped = lasting("2026-02-05", "2026-02-08", "stopped", on(variant))
    assert outcomes(given, "PRG-10") == chosen(variant, BY_LINK, stopped, {})


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("upheld", [True, False])
def test_a_decided_appeal_is_for_its_removal_and_in_doubt_for_each_that_it_upholds(
    upheld: bool, variant: Variant
) -> None:
    appeals = both("removal_appeal_received", TRIGGERED)
    given = matter("certification", "removal_noticed", "removal_appeal_decided", variant, more=appeals)
    given["entries"][-1 if variant is not TO_ONE_WITHDRAWN else -2]["facts"] = {"upheld": upheld}
    if upheld:
        crossed = lasting("2026-01-13", "2026-01-13", "crossed", "2026-01-13")
        awaited = chosen(variant, BY_DOUBT_TOO | NOT_BEFORE_A_DAY, crossed, APPEALED)
    else:
        awaited = chosen(variant, BY_LINK | NOT_BEFORE_A_DAY, REMOVED, APPEALED)
    assert sorted(outcomes(given, "PRG-10")) == awaited


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize(
    ("rule", "at_latest", "after_it", "after_early"),
    [
        ("RET-05", ("2026-03-08", "2026-03-11"), "2026-03-14", "2026-03-08"),
        ("ALT-04", ("2026-05-07", "2026-05-10"), "2026-05-13", "2026-05-07"),
    ],
)
def test_redelivery_begins_the_keeping_of_its_demand_and_in_doubt_lengthens_each(
    rule: str, at_latest: tuple[str, str], after_it: str, after_early: str, variant: Variant
) -> None:
    in_use = [e("storage_method_adopted", "2025-06-02")]
    given = matter("retention", "redelivery_demanded", "redelivered", variant, more=in_use)
    found = [(r["strict_on"], r["lenient_on"]) for r in explain(given)["deadlines"] if r["rule"] == rule]
    begun = after_early if variant is TO_A_LATER_ONE else after_it
    awaited = {
        clock: (begun, begun)
        if clock in BY_LINK[variant]
        else (last, after_it if variant is UNLINKED else last)
        for clock, last in zip("ab", at_latest, strict=True)
        if clock == "b" or variant is not TO_ONE_WITHDRAWN
    }
    assert sorted(found) == sorted(awaited.values())
