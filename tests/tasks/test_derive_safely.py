"""A law or a number that changes: one docket stops no other, two runs lose nothing, nothing false is told."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from models.errors import RecordError
from models.law.load import load_law
from models.record.database import transaction
from models.record.tables.dockets import Deadline
from models.record.tables.office import LawApproval, OfficePeriod
from tasks.alerts.law_change import law_change
from tasks.record.derive import derive_what_changed
from tasks.record.law_approval import SHOWN, approve_law
from tasks.record.office_settings import put_period
from tasks.watch.recount import recount
from tests.support.meanwhile import while_a_sweep_holds_the_matter
from tests.support.scenes import Scene, at

NOTICE = {"states_violation": True, "identifies_record": True, "warns": True}
NEW = load_law().hash[:SHOWN]


def notified(scene: Scene) -> Scene:
    scene.open("RCP-1", "certification")
    scene.contact()
    scene.record("violation_notice_received", "2025-03-03", docket="RCP-1", facts=NOTICE)
    scene.sweep("2025-03-03")
    return scene


def wait_for_approval(scene: Scene) -> None:
    with transaction(scene.engine) as session:
        session.exec(select(LawApproval)).one().law_hash = "0" * 64


def clock(scene: Scene, rule: str = "PRG-06") -> Deadline:
    with transaction(scene.engine) as session:
        return session.exec(select(Deadline).where(Deadline.rule == rule)).one()


@pytest.mark.tampers
def test_a_docket_that_cannot_be_derived_stops_no_other_and_is_told(scene: Scene) -> None:
    scene.open()
    scene.record("closing_conference_held", "2025-06-20")
    notified(scene)
    scene.spoil()
    wait_for_approval(scene)
    change = law_change(scene.engine, now=at("2025-06-21"))
    assert change is not None
    assert "deadlines cannot be calculated under it: 1" in change.in_short
    approve_law(scene.engine, NEW, by="Bo", now=at("2025-06-21"))
    put_period(scene.engine, "PRG-06", 10, by="Bo", now=at("2025-06-21"))
    assert derive_what_changed(scene.engine, now=at("2025-06-21")) == 2
    assert clock(scene).strict_on == date(2025, 3, 13)
    assert [each.split(":")[0] for each in scene.sweep("2025-06-21").broken] == ["AUD-1"]
    assert "AUD-1: its deadlines cannot be calculated" in " ".join(
        recount(scene.engine, now=at("2025-06-21")).differences
    )


def test_a_sweep_in_flight_does_not_put_off_the_look_at_a_day_that_moves_meanwhile(scene: Scene) -> None:
    put_period(notified(scene).engine, "PRG-06", 10, by="Bo", now=at("2025-03-03", 16))

    def write_the_old_look(session: Session) -> None:
        session.exec(select(Deadline)).one().next_step_at = at("2025-03-19")

    while_a_sweep_holds_the_matter(
        scene, lambda: derive_what_changed(scene.engine, now=at("2025-03-03", 16)), write_the_old_look
    )
    moved = clock(scene)
    assert (moved.strict_on, moved.next_step_at) == (date(2025, 3, 13), at("2025-03-03", 16))


def test_the_recount_finds_a_clock_whose_look_comes_too_late(scene: Scene) -> None:
    notified(scene)
    assert recount(scene.engine, now=at("2025-03-04")).differences == []
    for late in (at("2025-06-02"), None):
        look_at(scene, late)
        (said,) = recount(scene.engine, now=at("2025-03-04")).differences
        assert said.startswith(f"RCP-1: PRG-06: the next check is at {late}, expected by 2025-03-19 08:00")


def look_at(scene: Scene, when: datetime | None) -> None:
    with transaction(scene.engine) as session:
        session.exec(select(Deadline)).one().next_step_at = when


def test_a_number_set_while_another_is_derived_is_derived_too(scene: Scene) -> None:
    put_period(notified(scene).engine, "PRG-07", 20, by="Ann", now=at("2025-03-04"))

    def set_another(session: Session) -> None:
        session.add(OfficePeriod(rule="PRG-06", number=10, set_by="Bo", set_at=at("2025-03-04")))

    while_a_sweep_holds_the_matter(
        scene, lambda: derive_what_changed(scene.engine, now=at("2025-03-04")), set_another
    )
    derive_what_changed(scene.engine, now=at("2025-03-04", 16))
    assert clock(scene).strict_on == date(2025, 3, 13)


def test_while_a_law_waits_a_missed_day_is_told_as_missed_and_once(scene: Scene) -> None:
    scene.open("DEM-1", "demand")
    scene.contact()
    scene.record("demand_received", "2025-01-31", docket="DEM-1")
    for day in ("2025-01-31", "2025-02-28", "2025-03-03"):
        scene.sweep(day)
    wait_for_approval(scene)
    assert [claim.reason.value for _, claim in scene.sweep("2025-03-04").claims] == ["missed"]
    assert clock(scene, "DEM-02").status == "missed"
    approve_law(scene.engine, NEW, by="Bo", now=at("2025-03-05"))
    derive_what_changed(scene.engine, now=at("2025-03-05"))
    assert scene.sweep("2025-03-05").claims == []


def test_while_a_law_waits_what_it_no_longer_names_is_watched_all_the_same(scene: Scene) -> None:
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    with transaction(scene.engine) as session:
        row = session.exec(select(Deadline)).one()
        row.rule, row.ambiguities = "AUD-00", ["A31"]
    wait_for_approval(scene)
    swept = scene.sweep("2025-09-19")
    assert swept.broken == []
    assert [claim.reason.value for _, claim in swept.claims] == ["missed"]


def test_while_a_law_waits_no_number_is_set(scene: Scene) -> None:
    notified(scene)
    wait_for_approval(scene)
    with pytest.raises(RecordError, match="awaits approval"):
        put_period(scene.engine, "PRG-06", 10, by="Bo", now=at("2025-03-04"))
