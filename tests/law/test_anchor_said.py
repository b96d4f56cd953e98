"""The first reason of a clock names its anchor: the entry's own day, or a day that the entry states."""

from typing import Any

import pytest

from models.law.load import load_law
from tests.law.support.engine import docket, e, rows, said

STATED = "stated in"


@pytest.mark.parametrize(
    ("lifecycle", "rule", "entry", "anchor", "is_stated"),
    [
        (
            "summons",
            "SUM-14",
            e("enforcement_ordered", "2026-02-10", comply_by="2026-03-09"),
            "2026-03-09",
            True,
        ),
        ("sale", "SAL-03", e("sale_scheduled", "2026-01-05", sale_on="2026-03-09"), "2026-03-09", True),
        (
            "demand",
            "DEM-08",
            e("demand_received", "2026-02-09", demanded_on="2026-02-05", preference_claimed=True),
            "2026-02-05",
            True,
        ),
        (
            "demand",
            "DEM-08",
            e("demand_received", "2026-02-09", demanded_on="2026-02-09", preference_claimed=True),
            "2026-02-09",
            False,
        ),
        (
            "demand",
            "DEM-08",
            e("demand_received", "2026-02-09", preference_claimed=True),
            "2026-02-09",
            False,
        ),
        ("audit", "AUD-07", e("report_completed", "2026-02-09"), "2026-02-09", False),
    ],
)
def test_an_anchor_other_than_the_entrys_own_day_is_said_to_be_stated_in_it(
    lifecycle: str, rule: str, entry: dict[str, Any], anchor: str, is_stated: bool
) -> None:
    (row,) = rows(docket(lifecycle, entry["on"], entry), rule)
    reason = row["trace"][0]
    assert row["anchor"]["on"] == anchor
    assert said(anchor) in reason
    assert load_law().events[entry["kind"]].title in reason
    assert (STATED in reason) is is_stated
