"""The 120 days of 163.5(b)(2)(iii) run only where a method of 163.5(b) is in use."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
RELEASED = (e("release_ended", "2023-12-01", "r"), e("conditional_release_ended", "2023-12-31"))
REDELIVERY = e("redelivery_demanded", "2024-01-08", "d", latest_on="2024-02-07")


def retention(*entries: Given, as_of: str = "2024-06-03") -> Given:
    return docket("retention", as_of, *entries)


def adopted(on: str = "2024-01-02", **more: Any) -> Given:
    return e("storage_method_adopted", on, **more)


def originals(*entries: Given, as_of: str = "2024-06-03") -> list[tuple[str, str]]:
    """What starts the 120 days, and the last day to keep."""
    found = rows(retention(*entries, as_of=as_of), "ALT-04")
    return [(row["anchor"]["kind"], row["strict_on"]) for row in found]


OF_THE_RELEASE = ("conditional_release_ended", "2024-04-29")
OF_THE_REDELIVERY = ("redelivery_demanded", "2024-06-06")


@pytest.mark.parametrize(
    ("method", "found"),
    [
        ([], []),
        ([adopted()], [OF_THE_RELEASE, OF_THE_REDELIVERY]),
        ([adopted("2000-01-03")], [OF_THE_RELEASE, OF_THE_REDELIVERY]),
        ([adopted("2024-06-03")], [OF_THE_RELEASE, OF_THE_REDELIVERY]),
        ([adopted("2024-06-04")], []),
        ([adopted(of="d")], [OF_THE_RELEASE, OF_THE_REDELIVERY]),
        ([adopted(id="m"), e("entry_withdrawn", "2024-05-06", replaces="m")], []),
        ([adopted(id="m"), adopted("2024-05-06", replaces="m")], [OF_THE_RELEASE, OF_THE_REDELIVERY]),
        (
            [adopted(id="m"), adopted(), e("entry_withdrawn", "2024-05-06", replaces="m")],
            [OF_THE_RELEASE, OF_THE_REDELIVERY],
        ),
    ],
    ids=[
        "none",
        "one",
        "long ago",
        "today",
        "to come",
        "linked",
        "withdrawn",
        "corrected",
        "one of two left",
    ],
)
def test_the_120_days_run_while_a_method_stands_whatever_its_day_and_its_link(
    method: list[Given], found: list[tuple[str, str]]
) -> None:
    assert originals(*RELEASED, REDELIVERY, *method) == found


def test_a_method_whose_link_leads_to_what_was_withdrawn_is_in_use_all_the_same() -> None:
    gone = e("entry_withdrawn", "2024-05-06", replaces="d")
    assert originals(*RELEASED, REDELIVERY, adopted(of="d"), gone) == [OF_THE_RELEASE]


def test_before_it_is_withdrawn_a_method_is_in_use() -> None:
    withdrawn = adopted(id="m"), e("entry_withdrawn", "2024-05-06", replaces="m")
    assert originals(*RELEASED, *withdrawn, as_of="2024-05-05") == [OF_THE_RELEASE]
    assert originals(*RELEASED, *withdrawn, as_of="2024-05-06") == []


def test_a_method_changes_no_other_period_and_is_never_in_doubt() -> None:
    second = e("redelivery_demanded", "2024-01-09", latest_on="2024-02-08")
    without, with_it = (retention(*RELEASED, REDELIVERY, second, *more) for more in ([], [adopted()]))
    for rule in ("RET-04", "RET-05"):
        assert rows(with_it, rule) == rows(without, rule)
    assert codes(with_it) == codes(without) == []


def test_while_the_end_of_a_release_is_unknown_its_originals_are_kept_too() -> None:
    (row,) = rows(retention(RELEASED[0], adopted(), as_of="2025-12-31"), "ALT-04")
    assert (row["strict_on"], row["status"]) == ("2024-03-30", "keep")
