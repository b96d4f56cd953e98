"""What a setting would change is shown of the newest matters, and nothing of it is kept."""

from datetime import date

import pytest
from sqlmodel import col, select

from models.errors import RecordError
from models.inputs import ClosureInput
from models.record.controls import controls
from models.record.database import reading
from models.record.matters import behind_all_but
from models.record.tables.dockets import Deadline
from models.record.tables.office import OfficePeriod, ProclaimedClosure
from models.roles import Role
from tasks.alerts.forecast import foresee_ladder
from tasks.record.closures import foresee_closure
from tasks.record.foreseen_settings import (
    Setting,
    check_setting,
    controls_silenced,
    foresee_number,
    unconfirmed,
)
from tests.support.scenes import Scene, at

NOW = at("2025-06-27")


@pytest.fixture
def desk(scene: Scene) -> Scene:
    """Two audits of which CBP owes the closing conference, and two demands."""
    for number in (1, 2):
        scene.open(f"AUD-{number}")
        scene.record("onsite_work_completed", "2025-06-26", docket=f"AUD-{number}")
        scene.open(f"DEM-{number}", "demand")
        scene.record("demand_received", "2025-06-25", docket=f"DEM-{number}")
    scene.contact("Ann")
    scene.contact("Lee", role="lead")
    return scene


def test_a_number_moves_the_deadlines_of_its_kind_and_is_not_kept(desk: Scene) -> None:
    found = foresee_number(desk.engine, Setting(rule="AUD-05", number=45, by="Bo"), now=NOW, newest=10)
    assert [line.partition(" of ")[0] for line in found.moves.moved] == ["AUD-1: AUD-05", "AUD-2: AUD-05"]
    assert (found.looked, found.of.number) == (2, 2)
    with reading(desk.engine) as session:
        assert session.exec(select(OfficePeriod)).all() == []
        days = session.exec(select(col(Deadline.strict_on)).where(Deadline.rule == "AUD-05")).all()
    assert set(days) == {date(2025, 7, 26)}


def test_only_the_newest_are_looked_at_where_that_is_asked(desk: Scene) -> None:
    found = foresee_number(desk.engine, Setting(rule="AUD-05", number=45, by="Bo"), now=NOW, newest=1)
    assert [line.partition(" of ")[0] for line in found.moves.moved] == ["AUD-2: AUD-05"]
    assert (found.looked, found.of.number) == (1, 2)
    closure = ClosureInput(on=date(2025, 7, 25), source="An order", recorded_by="Bo")
    for newest, dockets in ((1, {"DEM-2"}), (None, {"DEM-1", "DEM-2"})):
        moves = foresee_closure(desk.engine, closure, now=NOW, newest=newest)
        assert {line.partition(":")[0] for line in moves.moved} == dockets
    steps = [
        "10 days before act-by: reminder to lead",
        "on act-by: due now to lead",
        "1 day after strict: in gap to lead",
        "1 day after lenient: missed to lead",
    ]
    for newest, dockets in ((1, {"DEM-2"}), (None, {"DEM-1", "DEM-2"})):
        gone, come = foresee_ladder(desk.engine, "our last day", steps, Role.LEAD, now=NOW, newest=newest)
        assert {each.docket_number for each in (*gone, *come)} == dockets
    with reading(desk.engine) as session:
        assert session.exec(select(ProclaimedClosure)).all() == []


def test_behind_all_but_the_newest_are_the_newest(desk: Scene) -> None:
    with reading(desk.engine) as session:
        assert [behind_all_but(session, newest) for newest in (None, 1, 3, 4, 9)] == [0, 3, 1, 0, 0]
        assert behind_all_but(session, 1, lifecycle="audit") == 1


@pytest.mark.parametrize(("rule", "number"), [("EYES", 2), ("AUD-05", 9999)])
def test_what_cannot_be_set_is_refused_beforehand(rule: str, number: int, desk: Scene) -> None:
    with pytest.raises(RecordError, match="expected"):
        check_setting(desk.engine, Setting(rule=rule, number=number, by="Bo"), now=NOW)


def test_entries_that_nobody_confirmed_are_counted(desk: Scene) -> None:
    with reading(desk.engine) as session:
        assert unconfirmed(session).number == 4


def test_controls_missed_before_a_day_are_counted(desk: Scene) -> None:
    desk.open("CER-1", "certification", on="2024-01-02")
    desk.record("certification_granted", "2024-01-02", docket="CER-1", recorded="2025-06-26")
    with reading(desk.engine) as session:
        running = select(Deadline).where(
            col(Deadline.rule).in_(controls()), col(Deadline.settled_on).is_(None)
        )
        days = [each.lenient_on for each in session.exec(running).all() if not each.withdrawn]
        assert days
        silent, again = controls_silenced(session, max(days))
        assert (silent.number, again.number) == (sum(day < max(days) for day in days), 0)
        assert controls_silenced(session, None) == (controls_silenced(session, min(days)))
