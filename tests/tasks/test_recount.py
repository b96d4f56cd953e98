"""The recount derives everything anew, and finds whatever is stored otherwise."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlmodel import select, update

from models.record.database import transaction
from models.record.receipts import ReceiptKind, last_receipt
from models.record.tables.dockets import Deadline, Defect
from tasks.alerts.recount_differed import tell_recount
from tasks.watch.recount import recount
from tasks.watch.repair import repair
from tests.support.scenes import LINKS, Scene, at


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
        "AUD-1: AUD-06: the earliest last day is stored as 2025-12-24, recalculated as 2025-09-18"
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


SPOILED = [
    {"strict_on": date(2025, 12, 24)},
    {"status": "met", "settled_on": date(2025, 6, 20)},
    {"withdrawn": True},
    {"bound": "recordkeeper"},
    {"ambiguities": ["A1"]},
    {"next_step_at": at("2026-06-01")},
    {"next_step_at": None},
    {"rule": "AUD-07"},
]


@pytest.mark.parametrize("spoiled", SPOILED, ids=lambda each: "+".join(each))
def test_what_is_derived_is_repaired_and_told_as_if_nothing_had_been(
    scene: Scene, spoiled: dict[str, object]
) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    with transaction(scene.engine) as session:
        session.exec(update(Deadline).values(**spoiled))
    found = recount(scene.engine, now=at("2025-06-21"))
    assert found.derived == ["AUD-1"]
    assert repair(scene.engine, found.derived, now=at("2025-06-21")) == ["AUD-1"]
    with transaction(scene.engine) as session:
        receipt = last_receipt(session)
        assert receipt is not None
        assert (receipt.kind, receipt.content["repaired"]) == (ReceiptKind.REPAIR, ["AUD-1"])
    scene.sweep("2025-06-21")
    assert recount(scene.engine, now=at("2025-06-21")).differences == []
    for day in ("2025-09-18", "2025-09-19"):
        scene.sweep(day)
    assert "missed" in scene.reasons()


@pytest.mark.tampers
def test_what_was_recorded_is_never_repaired(sqlite_scene: Scene) -> None:
    opened(sqlite_scene).record("closing_conference_held", "2025-06-20")
    with sqlite_scene.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_refuses_update"))
        connection.execute(text("UPDATE entry SET occurred_on = '2025-06-10'"))
    found = recount(sqlite_scene.engine, now=at("2025-06-21"))
    assert found.differences[0] == "AUD-1: the hash chain is broken at E1"
    before = deadlines(sqlite_scene)
    assert found.derived == []
    assert repair(sqlite_scene.engine, ["AUD-1"], now=at("2025-06-21")) == []
    assert deadlines(sqlite_scene) == before


def deadlines(scene: Scene) -> list[tuple[str, date]]:
    with transaction(scene.engine) as session:
        return [(row.rule, row.strict_on) for row in session.exec(select(Deadline)).all()]


def test_every_contact_hears_that_a_recount_differed(sqlite_scene: Scene) -> None:
    scene = opened(sqlite_scene)
    for hour in (14, 15):
        tell_recount(scene.engine, LINKS, ["one", "two"], to_repair=1, now=at("2025-06-21", hour))
    scene.sweep("2025-06-21")
    (mail,) = scene.mails("ann")
    assert str(mail["Subject"]) == "ACTION: Landwaiter's recount found 2 differences"
