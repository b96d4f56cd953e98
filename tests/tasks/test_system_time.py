"""A system time that cannot be is said, withholds nothing, and what it did is undone once it is right."""

from datetime import date, timedelta

import pytest
from sqlmodel import select, update

from models.errors import RecordError
from models.record.database import reading, transaction
from models.record.receipts import ReceiptKind, last_receipt
from models.record.tables.alerts import Acknowledgement, Alert, Message
from models.record.tables.dockets import Deadline
from models.wall_clock import Uptime
from tasks.record.office_settings import EvidenceDraft, put_evidence
from tasks.watch.confirm_time import confirm_time
from tasks.watch.overslept import overslept
from tasks.watch.receipts import leave_receipt
from tasks.watch.recount import recount
from tests.support.scenes import LINKS, Scene, at

HELD, NEXT, AHEAD = "2025-06-20", "2025-06-21", "2025-10-20"
DUE, MISSED = "2025-09-18", "2025-09-19"
UP = Uptime("one start", 1000.0)


def looked(scene: Scene, day: str) -> None:
    """A check of a day, and its receipt."""
    scene.sweep(day)
    leave_receipt(scene.engine, ReceiptKind.SWEEP, {}, now=at(day))


@pytest.fixture
def audit(scene: Scene) -> Scene:
    """An audit whose report is due on September 18, and Ann, who heard so."""
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", HELD)
    looked(scene, HELD)
    return scene


def subjects(scene: Scene, name: str = "ann") -> list[str]:
    return [str(mail["Subject"]) for mail in scene.mails(name)]


def confirm(scene: Scene, day: str) -> tuple[int, int]:
    done = confirm_time(scene.engine, LINKS, today=date.fromisoformat(day), by="Bo", uptime=UP, now=at(day))
    return done.retracted, done.dropped


def test_a_check_four_months_ahead_is_taken_back_and_the_true_miss_is_told_when_it_comes(
    audit: Scene,
) -> None:
    audit.open("GLO-1", importer="Globex")
    audit.contact("Zoe", ["Globex"])
    audit.record("closing_conference_held", HELD, docket="GLO-1")
    looked(audit, HELD)
    told = len(subjects(audit))
    audit.sweep(AHEAD, matter_id=1)
    leave_receipt(audit.engine, ReceiptKind.SWEEP, {}, now=at(AHEAD))
    assert any("overdue" in subject for subject in subjects(audit)[told:])
    told, calm = len(subjects(audit)), len(subjects(audit, "zoe"))
    retracted, dropped = confirm(audit, NEXT)
    assert (retracted > 0, dropped) == (True, 0)
    audit.sweep(NEXT)
    mistaken, anew = subjects(audit)[told:]
    assert mistaken == "NOTICE: disregard an alert that was sent by mistake (AUD-1)"
    assert anew == "NOTICE, due Thu, Sep 18: CBP completes the written audit report (AUD-1)"
    assert recount(audit.engine, now=at(NEXT)).differences == []
    told = len(subjects(audit))
    for number in range(1, 100):
        audit.sweep((date.fromisoformat(NEXT) + timedelta(days=number)).isoformat())
    undisturbed = [subject.replace("GLO-1", "AUD-1") for subject in subjects(audit, "zoe")[calm:]]
    assert subjects(audit)[told:] == undisturbed
    assert sum("overdue" in subject for subject in undisturbed) > 0


def test_what_was_acknowledged_and_planned_ahead_is_set_back(audit: Scene) -> None:
    looked(audit, AHEAD)
    audit.acknowledge("Ann", "AUD-06", on=AHEAD, until="2025-11-20")
    confirm(audit, NEXT)
    with reading(audit.engine) as session:
        for row in session.exec(select(Deadline)).all():
            assert row.next_step_at is not None
            assert row.next_step_at <= at(NEXT)
            assert row.looked_on is None or row.looked_on <= date.fromisoformat(NEXT)
        (pause,) = session.exec(select(Acknowledgement)).all()
        assert pause.since == date.fromisoformat(NEXT)
        assert all(alert.told_on <= date.fromisoformat(NEXT) for alert in session.exec(select(Alert)).all())


def test_what_nobody_got_yet_is_dropped_and_what_is_still_true_goes_out(audit: Scene) -> None:
    audit.down = {"ann"}
    looked(audit, AHEAD)
    before = len(subjects(audit))
    audit.down = set()
    retracted, dropped = confirm(audit, NEXT)
    assert (retracted, dropped > 0) == (0, True)
    audit.sweep(NEXT)
    assert not any("overdue" in subject or "disregard" in subject for subject in subjects(audit)[before:])
    with reading(audit.engine) as session:
        states = set(session.exec(select(Message.state)).all())
    assert states <= {"sent", "void"}


def test_a_time_that_nothing_speaks_against_needs_no_confirmation(sqlite_scene: Scene) -> None:
    looked(sqlite_scene, HELD)
    with pytest.raises(RecordError, match="Nothing speaks against the system time, Sat, Jun 21, 2025"):
        confirm(sqlite_scene, NEXT)
    with reading(sqlite_scene.engine) as session:
        newest = last_receipt(session)
        assert newest is not None
        assert newest.kind == ReceiptKind.SWEEP


def test_a_time_that_is_not_right_yet_cannot_be_confirmed(audit: Scene) -> None:
    looked(audit, AHEAD)
    with pytest.raises(RecordError, match="but you entered Saturday, June 21, 2025"):
        confirm_time(
            audit.engine, LINKS, today=date.fromisoformat(NEXT), by="Bo", uptime=UP, now=at("2025-07-21")
        )


def test_the_next_look_that_is_planned_too_late_is_not_waited_for(audit: Scene) -> None:
    with transaction(audit.engine) as session:
        session.exec(update(Deadline).values(next_step_at=at("2026-09-01")))
    for day in (DUE, MISSED, "2025-09-20"):
        audit.sweep(day)
    assert any("overdue since Fri, Sep 19" in subject for subject in subjects(audit))
    with transaction(audit.engine) as session:
        session.exec(update(Deadline).values(next_step_at=None, looked_on=date(2026, 9, 1)))
    assert audit.sweep("2025-09-22").clocks > 0


def test_where_the_looks_come_as_planned_none_is_asked_for_beside(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    scene.open("SUM-1", "summons", timezone="Pacific/Guam")
    scene.contact()
    scene.record("closing_conference_held", HELD)
    facts = {"return_on": "2025-07-03", "third_party": False}
    scene.record("summons_issued", HELD, docket="SUM-1", facts=facts)
    day = date.fromisoformat(HELD)
    while day < date(2025, 10, 1):
        for hour in (3, 15):
            scene.sweep(day.isoformat(), hour)
            with reading(scene.engine) as session:
                assert (
                    session.exec(select(Deadline.rule).where(overslept(at(day.isoformat(), hour)))).all()
                    == []
                )
        day += timedelta(days=1)


def test_evidence_that_was_said_to_have_expired_is_told_again_when_it_has(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("RCP-1", "certification")
    scene.contact()
    draft = EvidenceDraft(
        docket_number="RCP-1",
        point="iv",
        document="Manual",
        document_sha256="a" * 64,
        dated_on=date(2025, 1, 6),
        owner="M. Reyes",
        expires_on=date.fromisoformat(DUE),
        recorded_by="Bo",
    )
    put_evidence(scene.engine, draft, now=at(HELD))
    looked(scene, HELD)
    looked(scene, AHEAD)
    (wrong,) = subjects(scene)
    assert "expired Thu, Sep 18" in wrong
    assert confirm(scene, NEXT) == (1, 0)
    for day in (NEXT, "2025-08-20", MISSED, "2025-09-20"):
        scene.sweep(day)
    said = subjects(scene)[1:]
    assert [subject.partition(":")[0] for subject in said] == [
        "NOTICE",
        "ACTION by Thu, Sep 18, 2025",
        "ACTION, expired Thu, Sep 18, 2025",
    ]
