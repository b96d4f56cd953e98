"""What is taken in as history: one summary of what is open or overdue, and silence of what is settled."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.controls import CONTROLS
from models.record.database import transaction
from models.record.deadlines import deadlines_of
from models.record.matters import matter_named
from models.record.tables.office import OfficePeriod
from tasks.alerts.office_context import History
from tasks.record.office_settings import put_period
from tasks.watch.sweep import sweep
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

MONDAY = "2025-06-02"


def taken_in(scene: Scene, kind: str, on: str, docket: str, hour: int = 15, **more: Any) -> None:
    """An entry of the past, recorded on the Monday by the form of the kind of matter, as history."""
    draft_at = at(MONDAY, hour)
    scene.record(kind, on, docket=docket, recorded=MONDAY, **more)
    with transaction(scene.engine) as session:
        found = History(matters=frozenset({matter_named(session, docket).id}), wait=timedelta(hours=1))
        matter_id = matter_named(session, docket).id
    sweep(scene.engine, scene.channels, LINKS, now=draft_at, matter_id=matter_id, history=found)


@pytest.fixture
def office(sqlite_scene: Scene) -> Scene:
    """Three demands of two years ago: one met, one met late, one never met; and people who hear of them."""
    for number in (1, 2, 3):
        sqlite_scene.open(f"DEM-{number}", "demand", on="2023-01-02")
    sqlite_scene.contact()
    sqlite_scene.contact("Lea", role="lead")
    return sqlite_scene


def two_years(office: Scene, *, is_history: bool) -> None:
    put = taken_in if is_history else told_as_now
    put(office, "demand_received", "2023-03-01", "DEM-1")
    put(office, "records_produced", "2023-03-20", "DEM-1")
    put(office, "demand_received", "2023-05-01", "DEM-2")
    put(office, "records_produced", "2023-09-20", "DEM-2")
    put(office, "demand_received", "2025-04-01", "DEM-3")


def told_as_now(scene: Scene, kind: str, on: str, docket: str) -> None:
    scene.record(kind, on, docket=docket, recorded=MONDAY)
    scene.sweep(MONDAY)


def test_the_first_monday_with_two_years_of_history_before_and_after(office: Scene) -> None:
    two_years(office, is_history=True)
    assert office.mails("ann") == [], "nothing is sent while the past is being entered"
    office.sweep(MONDAY, 16)
    (summary,) = office.mails("ann")
    said = " ".join(text_of(summary).split())
    assert "DEM-3" in said
    assert "DEM-1" not in said
    assert "overdue" in said


def test_recorded_as_of_now_the_same_history_sends_a_mail_for_each(office: Scene) -> None:
    two_years(office, is_history=False)
    office.sweep(MONDAY, 16)
    assert len(office.mails("ann")) > 3


def test_late_production_stays_open_and_is_in_the_summary(office: Scene) -> None:
    two_years(office, is_history=True)
    office.sweep(MONDAY, 16)
    said = " ".join(" ".join(text_of(mail).split()) for mail in office.mails("ann"))
    assert "DEM-2" in said
    assert "Produced" in said or "late" in said


def test_the_summary_waits_for_who_goes_on_entering_but_four_hours_at_most(office: Scene) -> None:
    for hour in range(15, 20):
        taken_in(office, "demand_received", "2025-04-01", "DEM-3", hour, reference=f"CF 28 {hour}")
        office.sweep(MONDAY, hour)
    assert len(office.mails("ann")) == 1
    office.sweep(MONDAY, 20)
    assert len(office.mails("ann")) == 2


def test_what_is_due_today_waits_for_no_summary(office: Scene) -> None:
    taken_in(office, "demand_received", "2025-05-03", "DEM-3")
    assert len(office.mails("ann")) == 1


def test_who_leads_is_not_told_that_a_day_years_ahead_is_set(sqlite_scene: Scene) -> None:
    sqlite_scene.open("SUM-1", "summons")
    sqlite_scene.contact()
    sqlite_scene.contact("Lea", role="lead")
    sqlite_scene.open("RET-1", "retention")
    sqlite_scene.record("customs_entry_made", MONDAY, docket="RET-1")
    sqlite_scene.sweep(MONDAY)
    assert [str(mail["Subject"])[:6] for mail in sqlite_scene.mails("ann")] == ["NOTICE"]
    assert sqlite_scene.mails("lea") == []


@pytest.mark.parametrize("adopted", [None, MONDAY])
def test_nobody_is_told_of_a_control_missed_before_the_office_adopted_it(
    sqlite_scene: Scene, adopted: str | None
) -> None:
    scene = sqlite_scene
    scene.open("PRG-1", "certification", on="2022-01-03")
    scene.contact()
    if adopted is not None:
        day = date.fromisoformat(adopted)
        put_period(scene.engine, CONTROLS, None, day=day, by="Bo", now=at(MONDAY))
    scene.record("certification_granted", "2022-02-01", docket="PRG-1", recorded=MONDAY)
    scene.sweep(MONDAY)
    said = " ".join(text_of(mail) for mail in scene.mails("ann"))
    assert ("Review the written procedures" in said) is (adopted is None)
    with transaction(scene.engine) as session:
        rules = {row.rule for row in deadlines_of(session, matter_named(session, "PRG-1"))}
    assert "T03" in rules, "the matter keeps its row"


@pytest.mark.parametrize(
    ("rule", "number", "day", "wrong"),
    [
        (CONTROLS, 12, None, "The number is 12; expected it blank. This setting takes a day."),
        (
            "T03",
            None,
            MONDAY,
            "The day is Monday, June 2, 2025; expected it blank. This setting takes a number.",
        ),
    ],
)
def test_a_day_goes_with_the_controls_alone(
    sqlite_scene: Scene, rule: str, number: int | None, day: str | None, wrong: str
) -> None:
    given = None if day is None else date.fromisoformat(day)
    with pytest.raises(RecordError) as raised:
        put_period(sqlite_scene.engine, rule, number, day=given, by="Bo", now=at(MONDAY))
    assert str(raised.value) == wrong
    with transaction(sqlite_scene.engine) as session:
        assert session.exec(select(OfficePeriod)).all() == []
