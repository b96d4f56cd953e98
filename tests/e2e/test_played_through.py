"""Two matters played through at the pages, as a person lives them, each following the links it is offered.

What another form of the same kind has shown already is put straight into the record.
"""

from datetime import timedelta
from typing import Any

import pytest

from models.in_words import short_date
from models.wall_clock import now, today_in
from tests.support.browser import Desk
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import scene_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cleo")]
TODAY = today_in("America/New_York", now())
SHA = "5d" * 32


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def done(run: dict[str, object]) -> None:
    state = run["state"]
    assert isinstance(state, dict)
    assert state["type"] == "COMPLETED", state


def test_a_certification_from_application_to_the_upheld_removal_appeal(
    desk: Desk, house: Installation, post: Mailbox
) -> None:
    desk.open_matter("RCP-1", "Certification (19 CFR 163.12, 163.13)", opened_on=ago(420))
    of_rcp: dict[str, Any] = {"docket": "RCP-1", "form": "certification"}
    with scene_of(house, post) as scene:
        for days, kind in (
            (400, "application_filed"),
            (390, "more_information_requested"),
            (380, "information_supplied"),
            (370, "site_visit_announced"),
            (360, "site_visit_held"),
        ):
            scene.record(kind, ago(days), **of_rcp)
    done(desk.record("certification", "RCP-1", "Certification granted", TODAY - timedelta(days=340)))
    desk.open_page("RCP-1")
    desk.follow("File evidence")
    desk.fill(
        Point="(iv) Has a dependable individual responsible for recordkeeping",
        Document="Appointment of M. Reyes",
        Dated=ago(340),
        Owner="M. Reyes",
        Recorded_by="Bo",
        **{"SHA-256 of the document": SHA},
    )
    done(desk.submit())
    contents = dict.fromkeys(
        ("States_the_violation", "Identifies_the_record", "Warns_of_penalties_and_removal"), "Yes"
    )
    violated, answered = TODAY - timedelta(days=120), ago(100)
    done(desk.record("certification", "RCP-1", "Notice of violation received", violated, **contents))
    with scene_of(house, post) as scene:
        scene.record("violation_answered", answered, **of_rcp)
        assert [row.status for row in house.due("PRG-06")] == ["met"]
        scene.record("removal_noticed", ago(20), facts={"immediate": False}, **of_rcp)
    done(desk.record("certification", "RCP-1", "Notice of removal received", TODAY - timedelta(days=18)))
    assert "Recurring failure to provide entry records" in desk.open_page("RCP-1")
    desk.follow("Record the date the Executive Director received the appeal of the removal")
    assert desk.value_of("Belongs to").startswith("E")
    appealed = TODAY - timedelta(days=10)
    desk.fill(Occurred_on=appealed.isoformat(), Recorded_by="Bo")
    done(desk.submit())
    (suspended,) = house.due("PRG-10")
    assert (suspended.status, suspended.settled_on) == ("stopped", appealed)
    decided = TODAY - timedelta(days=3)
    upheld = {"Upheld": "Yes"}
    done(desk.record("certification", "RCP-1", "Appeal of the removal decided", decided, **upheld))
    (removed,) = house.due("PRG-10")
    assert (removed.status, removed.settled_on) == ("crossed", decided)
    shown = desk.open_page("RCP-1")
    for part in (
        "1 of 6 points have current evidence",
        "Appointment of M. Reyes",
        "Notices of violation on record: 1",
    ):
        assert part in shown
    told = text_of(post.wait_for("ACTION, took effect", 180))
    day = short_date(decided)
    assert f"Upheld on appeal on {day}: the removal takes effect on {day}." in " ".join(told.split())


def test_a_demand_from_the_oral_demand_to_the_exposure_of_a_penalty(
    desk: Desk, house: Installation, post: Mailbox
) -> None:
    desk.open_matter("DEM-1", "Demand for entry records (19 CFR 163.6)", opened_on=ago(90))
    of_demand: dict[str, Any] = {"docket": "DEM-1", "form": "demand"}
    with scene_of(house, post) as scene:
        scene.record("oral_demand_made", ago(60), **of_demand)
    (asked,) = house.due("DEM-01")
    assert asked.bound == "customs"
    received = {"Date_of_the_demand": ago(57)}
    done(desk.record("demand", "DEM-1", "Written demand received", TODAY - timedelta(days=55), **received))
    more_time = {"until": ago(10), "explanation": "The warehouse burned."}
    with scene_of(house, post) as scene:
        scene.record("extension_requested", ago(40), facts=more_time, **of_demand)
    done(desk.record("demand", "DEM-1", "More time denied", TODAY - timedelta(days=35)))
    (due,) = house.due("DEM-02")
    assert (due.status, due.strict_on) == ("missed", TODAY - timedelta(days=30))
    post.wait_for("ACTION, overdue since", 180)
    shown = desk.open_page("DEM-1")
    for part in ("Penalty exposure", "act of God", "was substantially complied with", "his first violation"):
        assert part in shown
    desk.follow("Record the penalty that CBP assessed for a release")
    assert desk.value_of("Docket number") == "DEM-1"
    of_the_penalty = {"How_CBP_views_the_failure": "willful", "Value_of_the_merchandise_in_USD": "80000"}
    desk.fill(Occurred_on=ago(5), Recorded_by="Bo", **of_the_penalty)
    done(desk.submit())
    shown = desk.open_page("DEM-1")
    assert "Maximum for 1 release: $60,000.00." in shown
    assert [row.status for row in house.due("DEM-11")] == ["pending"]
