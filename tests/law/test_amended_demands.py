"""Demands: what a claimed special rate exposes, and records that are produced in part."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
ORAL = e("oral_demand_made", "2026-02-02", "o")
WRITTEN = e("demand_received", "2026-02-02", "w")
REQUESTED = e("extension_requested", "2026-02-10", "q", until="2026-03-31", explanation="records in store")
GRANTED = e("extension_granted", "2026-02-12", "g", until="2026-03-31")
OF_A_BROKER = e("broker_records_requested", "2026-02-02", "b")


def demand(*entries: Given, as_of: str = "2026-04-30") -> Given:
    return docket("demand", as_of, *entries)


def statuses(rule: str, *entries: Given) -> list[str]:
    return [row["status"] for row in rows(demand(*entries), rule)]


def produced(on: str = "2026-02-20", of: str | None = None, **facts: Any) -> Given:
    return e("records_produced", on, of=of, **facts)


@pytest.mark.parametrize(("claimed", "number"), [(True, 1), (False, 0), (None, 0)])
def test_a_reliquidation_is_looked_for_only_where_a_special_rate_was_claimed(
    claimed: bool | None, number: int
) -> None:
    received = e("demand_received", "2025-06-13", demanded_on="2025-06-10", preference_claimed=claimed)
    found = rows(demand(received), "DEM-08")
    assert len(found) == number
    assert [(row["strict_on"], row["lenient_on"]) for row in found] == [("2023-06-10", "2023-06-11")] * number


def test_each_demand_is_looked_at_for_itself() -> None:
    claimed = e("demand_received", "2025-06-13", preference_claimed=True)
    assert len(rows(demand(claimed, e("demand_received", "2025-06-16")), "DEM-08")) == 1


@pytest.mark.parametrize(
    ("rule", "entries", "by_all", "by_some"),
    [
        ("DEM-01", (ORAL,), "lifted", "missed"),
        ("DEM-02", (ORAL,), "met", "missed"),
        ("DEM-02", (WRITTEN,), "met", "missed"),
        ("DEM-03", (WRITTEN,), "lifted", "missed"),
        ("DEM-04", (WRITTEN, REQUESTED), "lifted", "missed"),
        ("DEM-05", (WRITTEN, GRANTED), "met", "missed"),
        ("RET-11", (OF_A_BROKER,), "met", "missed"),
    ],
)
def test_some_of_the_records_answer_and_lift_nothing(
    rule: str, entries: tuple[Given, ...], by_all: str, by_some: str
) -> None:
    assert statuses(rule, *entries, produced("2026-02-12", partial=True)) == [by_some]
    for whole in ({}, {"partial": False}, {"partial": None}):
        assert statuses(rule, *entries, produced("2026-02-12", **whole)) == [by_all]


def test_the_production_that_completes_the_set_answers_on_its_own_day() -> None:
    (row,) = rows(demand(WRITTEN, produced("2026-02-10", partial=True), produced("2026-02-27")), "DEM-02")
    assert (row["status"], row["settled_on"]) == ("met", "2026-02-27")


@pytest.mark.parametrize(("partial", "due"), [(True, ["2026-03-04"]), (False, ["2026-03-04", "2026-03-11"])])
def test_some_of_the_records_do_not_keep_a_written_demand_from_following_an_oral_one(
    partial: bool, due: list[str]
) -> None:
    written = e("demand_received", "2026-02-09")
    found = rows(demand(ORAL, produced("2026-02-05", partial=partial), written), "DEM-02")
    assert [row["strict_on"] for row in found] == due


SECOND = e("demand_received", "2026-02-03", "v")


def test_some_of_the_records_may_be_in_doubt_and_a_link_mends_it() -> None:
    assert codes(demand(WRITTEN, SECOND, produced(partial=True))) == [("link_needed", 2)]
    assert codes(demand(WRITTEN, SECOND, produced(of="w", partial=True))) == []


def test_some_of_the_records_may_be_named_and_give_their_chains() -> None:
    some = {**produced(of="v", partial=True), "id": "p"}
    closed = e("demand_closed", "2026-02-23", of="p")
    assert statuses("DEM-02", WRITTEN, SECOND, some, closed) == ["missed", "lifted"]
    assert codes(demand(WRITTEN, SECOND, some, closed)) == []
