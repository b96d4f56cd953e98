"""Proclaimed closures that the office adds: shown first, counted both ways, announced, withdrawn again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError as SqlError
from sqlmodel import SQLModel, select

from models.errors import RecordError
from models.inputs import ClosureInput, EntryInput
from models.law.load import load_law
from models.record.closures import closures_on_record, proclaimed_days
from models.record.database import transaction
from models.record.tables.alerts import Alert
from models.record.tables.dockets import Deadline, Defect
from models.record.tables.office import ProclaimedClosure
from tasks.alerts.forecast import forecast
from tasks.pages.closures_section import closures_section
from tasks.record.closures import foresee_closure, put_closure
from tasks.record.derive import derive_what_changed
from tasks.record.moved_dates import Moves, compare, on_record
from tasks.timeliness.ledger import read_ledger
from tasks.watch.preview import try_entry
from tasks.watch.recount import recount
from tests.support.scenes import LINKS, Scene, at

ORDER = "Executive Order of December 18, 2026, read at whitehouse.gov"
EVE, TODAY = date(2026, 12, 24), "2026-12-18"
"""A Thursday before a holiday on a Friday, and the day of the order."""

MOVED = (
    "AUD-1: AUD-06 of E1 CBP completes the written audit report: from Thursday, December 24, 2026 "
    "to Thursday, December 24, 2026 or Monday, December 28, 2026"
)


@pytest.fixture
def audited(scene: Scene) -> Scene:
    return audit(scene)


def audit(scene: Scene) -> Scene:
    """An audit whose report is due on the day that will be proclaimed."""
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2026-09-25")
    scene.sweep("2026-09-25")
    return scene


def draft(**more: Any) -> ClosureInput:
    return ClosureInput(**{"on": EVE, "source": ORDER, "recorded_by": "Bo", **more})


def proclaim(scene: Scene, day: str = TODAY, **more: Any) -> Moves:
    """What the form does: recorded, derived, compared."""
    with transaction(scene.engine) as session:
        before = on_record(session)
    put_closure(scene.engine, draft(**more), now=at(day))
    derive_what_changed(scene.engine, now=at(day))
    with transaction(scene.engine) as session:
        return compare(session, before)


def withdraw(scene: Scene, day: str = TODAY) -> Moves:
    return proclaim(scene, day, source="", withdraws=True, reason="The order was revoked")


def days(scene: Scene, rule: str = "AUD-06") -> tuple[date, date]:
    with transaction(scene.engine) as session:
        row = session.exec(select(Deadline).where(Deadline.rule == rule)).one()
        return row.strict_on, row.lenient_on


def alert_days(scene: Scene) -> set[str]:
    """The days of every alert to come."""
    return {str(each.on) for each in forecast(scene.engine, now=at(TODAY), until=None)}


def rows(scene: Scene) -> list[dict[str, Any]]:
    tables: tuple[type[SQLModel], ...] = (ProclaimedClosure, Deadline, Defect, Alert)
    with transaction(scene.engine) as session:
        return [each.model_dump() for table in tables for each in session.exec(select(table)).all()]


def test_the_date_of_a_report_moves_to_both_readings_and_is_told_as_moved(audited: Scene) -> None:
    assert days(audited) == (EVE, EVE)
    moves = proclaim(audited)
    assert (moves.moved, moves.others) == ([MOVED], [])
    assert days(audited) == (EVE, date(2026, 12, 28))
    swept = audited.sweep(TODAY)
    assert [claim.reason.value for _, claim in swept.claims] == ["moved"]
    with transaction(audited.engine) as session:
        assert "A27" in session.exec(select(Deadline)).one().ambiguities


def test_a_day_withdrawn_brings_the_date_back_and_both_rows_stay(audited: Scene) -> None:
    proclaim(audited)
    (line,) = withdraw(audited).moved
    assert line.endswith("or Monday, December 28, 2026 to Thursday, December 24, 2026")
    assert days(audited) == (EVE, EVE)
    with transaction(audited.engine) as session:
        (closure,) = closures_on_record(session)
        assert proclaimed_days(session, load_law()) == load_law().closures
    assert closure.withdrawn is not None
    assert (closure.withdrawn.withdraws, closure.withdrawn.reason) == (
        closure.added.id,
        "The order was revoked",
    )
    assert len(proclaim(audited).moved) == 1


def test_what_would_move_is_shown_and_nothing_is_kept(audited: Scene) -> None:
    before = rows(audited)
    shown = foresee_closure(audited.engine, draft(), now=at(TODAY))
    assert (shown.moved, shown.others) == ([MOVED], [])
    assert rows(audited) == before
    assert derive_what_changed(audited.engine, now=at(TODAY)) == 0
    other = foresee_closure(audited.engine, draft(on=date(2026, 12, 23)), now=at(TODAY))
    assert other.lines == []


def test_the_day_by_which_to_act_moves_too(scene: Scene) -> None:
    scene.open("DEM-1", "demand")
    scene.record("demand_received", "2026-11-24", docket="DEM-1")
    lines = proclaim(scene).moved
    acts = [line for line in lines if "(act by Wednesday, December 23, 2026)" in line]
    assert acts
    assert all("(act by Thursday, December 24, 2026) to" in line for line in acts)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"on": date(2026, 12, 26)}, "Saturday, December 26, 2026 is a weekend day: CBP is closed anyway"),
        ({"on": date(2026, 12, 25)}, "Friday, December 25, 2026 is a federal holiday: CBP is closed anyway"),
        ({"on": date(2027, 6, 18)}, "Friday, June 18, 2027 is a federal holiday"),
        ({"on": date(2025, 12, 24)}, "is on Landwaiter's own list of closures already"),
        ({"on": date(1977, 12, 30)}, "Enter a day from January 1, 1978 to December 19, 2027, a year ahead."),
        (
            {"on": date(2027, 12, 20)},
            "The day is Monday, December 20, 2027. Enter a day from January 1, 1978",
        ),
        ({"on": date(2200, 1, 2)}, "Enter a day from January 1, 1978 to December 19, 2027, a year ahead."),
        ({"source": " \n "}, "No order is named. Enter the order and where you read it, such as"),
        ({"source": "x" * 301}, "The order has 301 characters. Enter at most 300"),
        ({"reason": "Revoked"}, "A reason is given, but no day is withdrawn"),
        (
            {"withdraws": True, "reason": "Revoked"},
            "No one has recorded Thursday, December 24, 2026 as a closure, or it is withdrawn. Enter a day "
            "that is recorded: none.",
        ),
        (
            {"on": date(2025, 12, 24), "withdraws": True, "reason": "Revoked"},
            "It is on Landwaiter's own list, which is part of the law",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_is_written(
    scene: Scene, more: dict[str, Any], said: str
) -> None:
    for put in (put_closure, foresee_closure):
        with pytest.raises(RecordError) as raised:
            put(scene.engine, draft(**more), now=at(TODAY))
        assert said in str(raised.value)
    assert rows(scene) == []


def test_a_day_is_recorded_once_and_withdrawn_once_with_a_reason(scene: Scene) -> None:
    proclaim(scene)
    with pytest.raises(RecordError, match="Bo has already recorded Thursday, December 24, 2026, by this"):
        proclaim(scene)
    with pytest.raises(RecordError, match="No reason is given"):
        proclaim(scene, withdraws=True)
    withdraw(scene)
    with pytest.raises(RecordError, match="or it is withdrawn"):
        withdraw(scene)
    assert len(rows(scene)) == 2


@pytest.mark.parametrize(
    "act", ["UPDATE proclaimedclosure SET source = 'x'", "DELETE FROM proclaimedclosure"]
)
def test_the_database_refuses_to_change_a_closure(act: str, scene: Scene) -> None:
    proclaim(scene)
    with (
        pytest.raises(SqlError, match="proclaimedclosure is append-only"),
        scene.engine.begin() as connection,
    ):
        connection.execute(text(act))


def test_an_alert_of_a_deadline_that_does_not_move_comes_before_the_closed_day(scene: Scene) -> None:
    scene.open("SUM-1", "summons")
    scene.contact()
    facts = {"return_on": "2026-12-31", "third_party": False}
    scene.record("summons_issued", "2026-11-24", docket="SUM-1", facts=facts)
    scene.sweep("2026-12-18")
    expected = alert_days(scene)
    assert "2026-12-24" in expected
    assert proclaim(scene).moved == []
    assert "2026-12-24" not in alert_days(scene)
    scene.sweep(TODAY)
    assert recount(scene.engine, now=at(TODAY)).differences == []


def test_a_closure_that_was_recorded_and_not_derived_is_derived_by_the_next_run(audited: Scene) -> None:
    put_closure(audited.engine, draft(), now=at(TODAY))
    assert recount(audited.engine, now=at(TODAY)).differences == [
        "AUD-1: AUD-06: the latest last day is stored as 2026-12-24, recalculated as 2026-12-28",
        "AUD-1: AUD-06: what is unclear of it is stored as none, recalculated as A1, A27",
    ]
    assert [derive_what_changed(audited.engine, now=at(TODAY)) for _ in range(2)] == [1, 0]
    assert recount(audited.engine, now=at(TODAY)).differences == []


def test_a_trial_and_the_days_that_cbp_took_count_by_the_closure(audited: Scene) -> None:
    proclaim(audited)
    entry = EntryInput(
        kind="closing_conference_held",
        occurred_on=date(2026, 9, 25),
        replaces=1,
        reason="It had no reference",
        reference="CC-1",
        recorded_by="Bo",
    )
    tried = try_entry(audited.engine, "AUD-1", entry, "audit", LINKS, now=at(TODAY))
    assert tried.recorded.changes.moved == []
    (case,) = (each for each in read_ledger(audited.engine, now=at(TODAY)).cases if each.rule == "AUD-06")
    assert (case.strict_on, case.lenient_on) == (EVE, date(2026, 12, 28))


def test_the_laws_hash_is_the_same_and_its_page_lists_the_days(scene: Scene) -> None:
    before = load_law().hash
    proclaim(scene, source="Order <1>")
    withdraw(scene)
    proclaim(scene, on=date(2026, 12, 23), recorded_by="Ann")
    assert load_law().hash == before
    with transaction(scene.engine) as session:
        page = "\n\n".join(closures_section(closures_on_record(session)))
    assert f"| Wed, Dec 23, 2026 | {ORDER} | by Ann<br>Fri, Dec 18, 2026, 15:00 UTC | both ways |" in page
    assert "| Thu, Dec 24, 2026 | Order &lt;1&gt; | by Bo<br>" in page
    assert "withdrawn by Bo<br>Fri, Dec 18, 2026, 15:00 UTC<br>The order was revoked |" in page
