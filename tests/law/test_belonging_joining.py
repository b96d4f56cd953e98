"""Belonging beside the lines of the table: starts that join, *any*, grants, referrals, two lines at once.

The same five links as in `test_belonging_table`; what is awaited is written out.
"""

from itertools import combinations

import pytest

from tests.law.support.belonging_lines import ALWAYS_THERE, LINES
from tests.law.support.belonging_variants import (
    BY_DOUBT_TOO,
    BY_LINK,
    NOT_BEFORE_A_DAY,
    STARTED,
    TRIGGERED,
    Clocks,
    Json,
    Variant,
    both,
    chosen,
    entry,
    lasting,
    matter,
    on,
    outcomes,
    problems,
)
from tests.law.support.engine import docket

UNLINKED, TO_ONE, TO_BOTH, TO_A_LATER_ONE, TO_ONE_WITHDRAWN = Variant

JOINING = [
    ("demand", "oral_demand_made", "demand_received", [], "records_produced", "DEM-02", "met"),
    (
        "penalty",
        "prepenalty_mailed",
        "penalty_mailed",
        both("prepenalty_answered", ("2026-01-09", "2026-01-09")),
        "penalty_settled",
        "PEN-05",
        "lifted",
    ),
]


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("named", ["a", "b"])
@pytest.mark.parametrize(("lifecycle", "start", "kind", "more", "ends", "rule", "ended"), JOINING)
def test_a_start_joins_the_chains_of_those_it_names_and_in_doubt_none(
    lifecycle: str,
    start: str,
    kind: str,
    more: list[Json],
    ends: str,
    rule: str,
    ended: str,
    named: str,
    variant: Variant,
) -> None:
    end = entry(ends, "2026-01-14", "z", named)
    given = matter(lifecycle, start, kind, variant, more=[*more, end])
    awaited = ended if named in BY_LINK[variant] else "pending"
    assert [status for _, status, _ in outcomes(given, rule, kind)] == [awaited]
    assert problems(given) == ({("link_needed", "x")} if variant is UNLINKED else set())


@pytest.mark.parametrize(
    ("variant", "oral", "written"),
    [
        (UNLINKED, ["2026-02-04", "2026-02-07"], "2026-02-12"),
        (TO_ONE, ["2026-02-07"], "2026-02-04"),
        (TO_BOTH, [], "2026-02-04"),
        (TO_A_LATER_ONE, ["2026-02-04", "2026-02-07"], "2026-02-06"),
        (TO_ONE_WITHDRAWN, ["2026-02-07"], "2026-02-12"),
    ],
)
def test_a_written_demand_follows_the_oral_demands_of_its_chains(
    variant: Variant, oral: list[str], written: str
) -> None:
    given = matter("demand", "oral_demand_made", "demand_received", variant)
    assert [strict for strict, _, _ in outcomes(given, "DEM-02", "oral_demand_made")] == oral
    assert [strict for strict, _, _ in outcomes(given, "DEM-02", "demand_received")] == [written]
    met, pending = (
        lasting("2026-01-15", "2026-01-18", "met", on(variant)),
        lasting("2026-01-15", "2026-01-18", "pending"),
    )
    assert outcomes(given, "DEM-01") == chosen(variant, BY_DOUBT_TOO, met, pending)


@pytest.mark.parametrize(
    ("variant", "awaited"),
    [
        (UNLINKED, ["pending", "pending", "pending"]),
        (TO_ONE, ["lifted", "pending", "pending"]),
        (TO_BOTH, ["lifted", "lifted", "pending", "pending"]),
        (TO_A_LATER_ONE, ["pending", "lifted", "pending"]),
        (TO_ONE_WITHDRAWN, ["pending", "pending", "pending"]),
    ],
)
def test_more_time_granted_again_lifts_what_was_granted_in_its_chains(
    variant: Variant, awaited: list[str]
) -> None:
    """The periods end on 7 March for `ta`, on 8 for an early `x`, on 10 for `tb`, on 14 for a late `x`."""
    given = matter("demand", "demand_received", "extension_granted", variant, trigger="extension_granted")
    assert [status for _, status, _ in outcomes(given, "DEM-05")] == awaited


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("kind", ["certification_granted", "application_denied"])
def test_the_end_of_the_application_lifts_any_request_whatever_it_names(kind: str, variant: Variant) -> None:
    given = matter("certification", "more_information_requested", kind, variant)
    lifted: Clocks = {
        "a": ("2026-02-04", "lifted", on(variant)),
        "b": ("2026-02-07", "lifted", max(on(variant), STARTED[1])),
    }
    ended = {**dict.fromkeys(Variant, "ab"), TO_ONE_WITHDRAWN: ""}
    pending = lasting("2026-02-04", "2026-02-07", "pending")
    assert outcomes(given, "PRG-03") == chosen(variant, ended, lifted, pending)
    assert problems(given) == set()


@pytest.mark.parametrize("variant", Variant)
def test_a_referral_begins_the_longer_time_of_its_request_and_in_doubt_of_each(variant: Variant) -> None:
    given = matter("ruling", "ruling_requested", "ruling_referred", variant)
    pending = lasting("2026-05-05", "2026-05-08", "pending")
    assert outcomes(given, "RUL-01B") == chosen(variant, BY_DOUBT_TOO, pending, {})


@pytest.mark.parametrize("variant", Variant)
def test_a_ruling_after_a_referral_answers_its_request_from_its_day_on(variant: Variant) -> None:
    referred = both("ruling_referred", TRIGGERED)
    given = matter("ruling", "ruling_requested", "ruling_issued", variant, more=referred)
    met = lasting("2026-05-05", "2026-05-08", "met", "2026-01-13")
    pending = lasting("2026-05-05", "2026-05-08", "pending")
    assert outcomes(given, "RUL-01B") == chosen(variant, BY_DOUBT_TOO | NOT_BEFORE_A_DAY, met, pending)


ONE_LINE = {"oral_demand_made", "demand_received"}
BETWEEN_LINES = [
    (lifecycle, first, second, kind)
    for (lifecycle, first), (other, second) in combinations(LINES, 2)
    if lifecycle == other and {first, second} != ONE_LINE and not {first, second} & ALWAYS_THERE
    for kind in LINES[lifecycle, first].keys() & LINES[lifecycle, second].keys()
]


@pytest.mark.parametrize(("lifecycle", "first", "second", "kind"), sorted(BETWEEN_LINES))
def test_what_hangs_from_two_lines_is_in_doubt_between_their_starts(
    lifecycle: str, first: str, second: str, kind: str
) -> None:
    starts = [entry(first, STARTED[0], "a"), entry(second, STARTED[1], "b")]
    unlinked = docket(lifecycle, "2026-01-14", *starts, entry(kind, "2026-01-13", "x"))
    linked = docket(lifecycle, "2026-01-14", *starts, entry(kind, "2026-01-13", "x", "b"))
    assert ("link_needed", "x") in problems(unlinked)
    assert ("link_needed", "x") not in problems(linked)


def test_a_written_disclosure_leaves_no_doubt_which_oral_one_a_record_belongs_to() -> None:
    starts = [entry("oral_disclosure_made", STARTED[0], "a"), entry("disclosure_made", STARTED[1], "b")]
    given = docket("disclosure", "2026-01-14", *starts, entry("written_record_filed", "2026-01-13", "x"))
    assert outcomes(given, "PDS-02") == [("2026-01-15", "met", "2026-01-13")]
    assert problems(given) == set()
