"""The recount derives everything anew, and finds whatever is stored otherwise."""

from datetime import date

from sqlmodel import select

from models.record.database import transaction
from models.record.tables.dockets import Deadline, Defect
from tasks.watch.recount import recount
from tests.support.scenes import Scene, at


def opened(scene: Scene) -> Scene:
    scene.open()
    scene.contact()
    return scene


def test_the_recount_agrees_before_and_after_the_day_turns(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    for day in ("2025-06-20", "2025-09-18", "2025-09-19", "2026-01-05"):
        assert recount(scene.engine, now=at(day)).differences == []


def test_the_recount_finds_a_stored_date_that_nobody_derived(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    with transaction(scene.engine) as session:
        row = session.exec(select(Deadline)).one()
        row.strict_on = date(2025, 12, 24)
        session.add(row)
    found = recount(scene.engine, now=at("2025-06-21"))
    assert found.differences == [
        "AUD-1: AUD-06: strict_on is stored as 2025-12-24, recalculated as 2025-09-18"
    ]


def test_the_recount_finds_a_defect_struck_out_of_the_store(scene: Scene) -> None:
    opened(scene).record("report_delay_notice", "2025-06-20", facts={"reason": "staff"})
    assert recount(scene.engine, now=at("2025-06-21")).differences == []
    with transaction(scene.engine) as session:
        row = session.exec(select(Defect)).one()
        row.withdrawn = True
        session.add(row)
    found = recount(scene.engine, now=at("2025-06-21"))
    assert found.differences == ["AUD-1: the defect delay_notice_incomplete at E1 is not stored"]


def test_the_recounts_hash_changes_with_any_matter(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    first = recount(scene.engine, now=at("2025-06-21")).hash
    assert recount(scene.engine, now=at("2025-06-21", 20)).hash == first
    scene.record("report_completed", "2025-06-21")
    assert recount(scene.engine, now=at("2025-06-21")).hash != first
