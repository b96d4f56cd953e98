"""What was told under a clock that was ahead is retracted; what was told rightly before still counts."""

from datetime import date

import pytest
from sqlmodel import select

from models.record.database import reading
from models.record.receipts import ReceiptKind
from models.record.tables.alerts import Alert
from models.wall_clock import Uptime
from notifications.policy.deadline_state import Told
from notifications.policy.reasons import Reason
from notifications.policy.rounds import still_true
from tasks.watch.confirm_time import confirm_time
from tasks.watch.receipts import leave_receipt
from tests.support.scenes import LINKS, Scene, at

AHEAD, RIGHT = "2025-06-23", "2025-06-16"


def looked(scene: Scene, day: str, hour: int) -> None:
    scene.sweep(day, hour)
    leave_receipt(scene.engine, ReceiptKind.SWEEP, {}, now=at(day, hour))


def subjects(scene: Scene, *, alarms: bool) -> set[str]:
    """Of what somebody was alarmed, or heard that it is done."""
    with reading(scene.engine) as session:
        alerts = session.exec(select(Alert)).all()
    return {
        each.subject
        for each in alerts
        if (Reason(each.reason).alarms if alarms else each.reason == Reason.MET)
    }


@pytest.mark.parametrize("missed", ["2025-06-13", RIGHT])
def test_who_was_rightly_alarmed_before_hears_that_it_is_done(missed: str, scene: Scene) -> None:
    scene.open("DEM-1", "demand")
    scene.contact()
    scene.record("demand_received", "2025-05-12", docket="DEM-1")
    looked(scene, missed, 13)
    alarmed = subjects(scene, alarms=True)
    assert alarmed
    looked(scene, AHEAD, 14)
    uptime = Uptime("one start", 1000.0)
    confirm_time(scene.engine, LINKS, today=date.fromisoformat(RIGHT), by="Bo", uptime=uptime, now=at(RIGHT))
    scene.record("records_produced", RIGHT, docket="DEM-1")
    scene.sweep(RIGHT, 20)
    assert subjects(scene, alarms=False) == alarmed


def test_a_retraction_takes_back_what_was_told_too_early_and_nothing_before_it() -> None:
    def told(reason: Reason, hour: int) -> Told:
        return Told("2025-06-10", reason.value, reason, date.fromisoformat(RIGHT), at(RIGHT, hour))

    early, right, retracted = told(Reason.MISSED, 16), told(Reason.MISSED, 13), told(Reason.RETRACTED, 16)
    assert still_true([right, early, retracted]) == [right]
    assert still_true([early, retracted]) == []
    assert still_true([right, told(Reason.MET, 14), early]) == [early]
