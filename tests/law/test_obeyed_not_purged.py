"""Obeyed, and no purge on record: whether the person "remains in contempt" is not said (A31)."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
ISSUED = e("summons_issued", "2024-01-08", "s", return_on="2024-02-05", third_party=False)
ADJUDGED = e("contempt_adjudged", "2025-02-03", "c")
WITHHELD = e("delivery_withheld", "2025-03-03", "w")
"""More than a year is over on 4 March 2026."""
LAST, OVER = "2026-03-03", "2026-03-04"
LATER = "2026-12-31"


def summons(*entries: Given, as_of: str = LATER) -> Given:
    return docket("summons", as_of, ISSUED, *entries)


def threshold(*entries: Given, as_of: str = LATER) -> Given:
    (row,) = rows(summons(*entries, as_of=as_of), "SUM-16")
    return row


def stands(*entries: Given, as_of: str = LATER) -> tuple[str, str | None, bool]:
    """The status, the day settled on, and whether A31 is named."""
    row = threshold(*entries, as_of=as_of)
    return row["status"], row["settled_on"], "A31" in row["ambiguities"]


UNSETTLED = ("ambiguous", None, True)
CROSSED = ("crossed", OVER, False)
RUNNING = ("running", None, False)


def obeyed(on: str, **more: Any) -> Given:
    return e("order_obeyed", on, **more)


@pytest.mark.parametrize("kind", ["order_obeyed", "summons_complied"])
@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        ("2024-02-05", UNSETTLED),  # Long before the instructions, and before any adjudication.
        ("2025-03-03", UNSETTLED),
        ("2025-06-02", UNSETTLED),
        (LAST, UNSETTLED),
        (OVER, CROSSED),
        ("2026-06-01", CROSSED),
    ],
)
def test_obedience_before_the_year_is_over_leaves_it_ambiguous(
    on: str, wanted: tuple[str, str | None, bool], kind: str
) -> None:
    assert stands(WITHHELD, e(kind, on)) == wanted


@pytest.mark.parametrize(
    ("on", "as_of", "wanted"),
    [
        ("2025-06-02", "2025-06-01", RUNNING),
        ("2025-06-02", "2025-06-02", UNSETTLED),
        ("2025-02-10", "2025-03-03", UNSETTLED),
        (LAST, "2026-03-02", RUNNING),
        (LAST, LAST, UNSETTLED),
    ],
)
def test_it_is_so_from_the_later_of_the_two_days(
    on: str, as_of: str, wanted: tuple[str, str | None, bool]
) -> None:
    assert stands(WITHHELD, obeyed(on), as_of=as_of) == wanted


def test_its_dates_do_not_change_and_the_trace_says_why() -> None:
    without, with_it = threshold(WITHHELD), threshold(WITHHELD, obeyed("2025-06-02"))
    for key in ("anchor", "strict_on", "lenient_on", "act_by"):
        assert with_it[key] == without[key]
    assert any("Mon, Jun 2, 2025" in line and "(A31)" in line for line in with_it["trace"])
    assert not any("A31" in line for line in without["trace"])


@pytest.mark.parametrize(
    ("entries", "wanted"),
    [
        ((obeyed("2025-01-06"), ADJUDGED, WITHHELD), CROSSED),
        ((ADJUDGED, obeyed("2025-02-10"), WITHHELD), UNSETTLED),
        ((obeyed("2025-02-03"), ADJUDGED, WITHHELD), CROSSED),
        ((ADJUDGED, obeyed("2025-02-03"), WITHHELD), UNSETTLED),
        ((obeyed("2025-01-06"), {**ADJUDGED, "on": "2025-03-03"}, WITHHELD), CROSSED),
        ((obeyed("2025-01-06"), WITHHELD, {**ADJUDGED, "on": "2025-03-03"}), CROSSED),
        ((obeyed("2025-01-06"), WITHHELD, {**ADJUDGED, "on": "2025-03-04"}), UNSETTLED),
        ((ADJUDGED, WITHHELD, obeyed("2025-06-02"), {**ADJUDGED, "on": "2025-07-07", "id": "d"}), UNSETTLED),
        ((obeyed("2025-01-06"), ADJUDGED, WITHHELD, obeyed("2025-06-02")), UNSETTLED),
    ],
    ids=[
        "adjudged after it",
        "adjudged before it",
        "adjudged after it on its day",
        "adjudged before it on its day",
        "adjudged on the day of the instructions",
        "recorded behind the instructions",
        "adjudged the day after the instructions",
        "adjudged again during the year",
        "obeyed again",
    ],
)
def test_an_adjudication_up_to_the_instructions_takes_the_obedience_back_and_a_later_one_does_not(
    entries: tuple[Given, ...], wanted: tuple[str, str | None, bool]
) -> None:
    assert stands(*entries) == wanted


@pytest.mark.parametrize(
    ("purged_on", "wanted"),
    [
        ("2025-06-09", ("stopped", "2025-06-09", False)),
        (LAST, ("stopped", LAST, False)),
        (OVER, UNSETTLED),
    ],
)
def test_a_purge_in_time_stops_it_as_before_and_one_too_late_leaves_it_open(
    purged_on: str, wanted: tuple[str, str | None, bool]
) -> None:
    assert stands(WITHHELD, obeyed("2025-06-02"), e("contempt_purged", purged_on)) == wanted


def test_a_purge_between_the_two_readings_is_ambiguous_for_that_alone() -> None:
    leap = e("delivery_withheld", "2024-02-29")
    purged = e("contempt_purged", "2025-03-01")
    assert stands(leap, obeyed("2024-06-03"), purged) == ("ambiguous", "2025-03-01", False)


def test_obedience_between_the_two_readings_counts() -> None:
    leap = e("delivery_withheld", "2024-02-29")
    assert stands(leap, obeyed("2025-03-01")) == UNSETTLED
    assert stands(leap, obeyed("2025-03-02")) == ("crossed", "2025-03-02", False)


def test_closing_the_summons_ends_nothing() -> None:
    assert stands(WITHHELD, obeyed("2025-06-02"), e("summons_closed", "2025-06-09")) == UNSETTLED
    assert stands(WITHHELD, e("summons_closed", "2025-06-09")) == CROSSED


OTHER = e("delivery_withheld", "2025-03-10", "x")


@pytest.mark.parametrize(
    ("of", "first", "second"),
    [
        (None, "ambiguous", "ambiguous"),
        ("s", "ambiguous", "ambiguous"),
        ("w", "ambiguous", "crossed"),
        ("x", "crossed", "ambiguous"),
        (["w", "x"], "ambiguous", "ambiguous"),
    ],
)
@pytest.mark.parametrize("on", ["2025-02-10", "2025-06-02"])
def test_obedience_that_names_other_instructions_is_not_for_these(
    on: str, of: str | list[str] | None, first: str, second: str
) -> None:
    found = rows(summons(WITHHELD, OTHER, obeyed(on, of=of)), "SUM-16")
    assert [row["status"] for row in found] == [first, second]


def test_an_adjudication_that_names_other_instructions_takes_none_of_it_back() -> None:
    again = e("contempt_adjudged", "2025-02-17", of="x")
    found = rows(summons(obeyed("2025-02-10"), again, WITHHELD, OTHER), "SUM-16")
    assert [row["status"] for row in found] == ["ambiguous", "crossed"]


SECOND = e("summons_issued", "2024-01-15", "t", return_on="2024-02-12", third_party=False)
OF_THE_FIRST = {**WITHHELD, "of": "s"}


@pytest.mark.parametrize(
    ("of", "wanted"), [("s", UNSETTLED), ("w", UNSETTLED), ("t", CROSSED), (None, CROSSED)]
)
def test_obedience_of_another_summons_or_in_doubt_is_for_none(
    of: str | None, wanted: tuple[str, str | None, bool]
) -> None:
    entries = SECOND, OF_THE_FIRST, obeyed("2025-06-02", of=of)
    assert stands(*entries) == wanted
    assert (("link_needed", 3) in codes(summons(*entries))) is (of is None)


def test_obedience_that_was_withdrawn_or_whose_link_is_void_is_none() -> None:
    gone = e("entry_withdrawn", "2025-07-07", replaces="o")
    assert stands(WITHHELD, obeyed("2025-06-02", id="o"), gone) == CROSSED
    void = e("entry_withdrawn", "2025-07-07", replaces="t")
    assert stands(SECOND, OF_THE_FIRST, obeyed("2025-06-02", of="t"), void) == CROSSED


def test_without_a_summons_obedience_that_names_the_instructions_counts() -> None:
    for of, status in (("w", "ambiguous"), (None, "ambiguous")):
        given = docket("summons", LATER, WITHHELD, obeyed("2025-06-02", of=of))
        assert [row["status"] for row in rows(given, "SUM-16")] == [status]
