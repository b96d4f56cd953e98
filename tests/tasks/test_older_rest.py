"""After an import, a restored backup or a standstill: what presses goes at once, the rest waits."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from flows.run.output import older_lines, told_in_short
from models.forms.contacts import OlderForm
from models.record.database import transaction
from models.record.receipts import ReceiptKind
from models.record.tables.alerts import Alert, Delivery, Message
from tasks.alerts.office_context import EVERY_MATTER, CatchingUp
from tasks.delivery.older_rest import answer_for_older, newest_older, waiting, where_away
from tasks.pages.board_page import board_page, read_board
from tasks.watch.receipts import leave_receipt
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

MONDAY, TUESDAY = "2025-06-02", "2025-06-03"
HOURLY = timedelta(hours=1)
OPENED = ("AUD-1", "AUD-2")
"""The audits of which a right has been open since May."""


@pytest.fixture
def caught_up(sqlite_scene: Scene) -> Scene:
    """On a Monday four audits come on record: two with a right open since May, one due, one overdue."""
    scene = sqlite_scene
    ends = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-05-15"}
    for docket in OPENED:
        scene.open(docket)
        scene.record("audit_notice", "2025-02-03", docket=docket, recorded=MONDAY, facts=ends)
    for docket, held in (("AUD-3", "2025-05-28"), ("AUD-4", "2025-01-03")):
        scene.open(docket)
        scene.record("closing_conference_held", held, docket=docket, recorded=MONDAY)
    scene.contact()
    scene.sweep(MONDAY, catching_up=EVERY_MATTER)
    return scene


def subjects(scene: Scene) -> list[str]:
    return [str(mail["Subject"]) for mail in scene.mails("ann")]


def dockets(scene: Scene) -> set[str]:
    return {f"AUD-{number}" for number in range(1, 5) if f"AUD-{number}" in " ".join(subjects(scene))}


def waits(scene: Scene) -> list[tuple[str, object]]:
    with transaction(scene.engine) as session:
        return [(alert.reason, alert.not_before) for alert in waiting(session)]


def test_what_presses_goes_at_once_and_the_rest_after_a_business_day_in_one_message(caught_up: Scene) -> None:
    assert waits(caught_up) == [("right_opened", at(TUESDAY))] * 2
    assert dockets(caught_up) == {"AUD-3", "AUD-4"}
    at_once = subjects(caught_up)
    again = caught_up.sweep(MONDAY, 20)
    assert subjects(caught_up) == at_once, "it waits the whole day"
    assert older_lines([again]) == [
        "2 older alerts wait for your answer. The board lists them, and answer-older-alerts sends them or "
        "leaves them out."
    ]
    caught_up.sweep(TUESDAY)
    (digest,) = caught_up.mails("ann")[len(at_once) :]
    said = " ".join(text_of(digest).split())
    assert "2 older alerts in 2 matters" in said
    assert all(docket in said for docket in OPENED)
    caught_up.sweep(TUESDAY, 20)
    assert len(caught_up.mails("ann")) == len(at_once) + 1


def test_over_a_weekend_it_waits_for_the_next_business_day_and_its_working_hours(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    ends = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-05-15"}
    scene.record("audit_notice", "2025-02-03", recorded="2025-05-30", facts=ends)
    scene.contact(works_from="13:00", works_to="17:00")
    scene.sweep("2025-05-30", 18, catching_up=EVERY_MATTER)
    scene.sweep(MONDAY, 17)
    assert scene.mails("ann") == []
    scene.sweep(MONDAY, 18)
    assert len(scene.mails("ann")) == 1


def test_what_is_imported_on_a_sunday_waits_all_of_monday(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    ends = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-05-15"}
    scene.record("audit_notice", "2025-02-03", recorded="2025-06-01", facts=ends)
    scene.contact()
    scene.sweep("2025-06-01", 15, catching_up=EVERY_MATTER)
    scene.sweep(MONDAY, 20)
    assert scene.mails("ann") == []
    scene.sweep(TUESDAY, 15)
    assert len(scene.mails("ann")) == 1


def test_only_what_is_caught_up_with_waits(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    ends = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-05-15"}
    for docket in OPENED:
        scene.open(docket)
        scene.record("audit_notice", "2025-02-03", docket=docket, recorded=MONDAY, facts=ends)
    scene.contact()
    swept = scene.sweep(MONDAY, catching_up=CatchingUp(frozenset({2})))
    assert dockets(scene) == {"AUD-1"}
    told = {docket: claim.waits_until for docket, claim in swept.claims}
    assert told == {"AUD-1": None, "AUD-2": at(TUESDAY)}
    assert told_in_short(swept)[0] == "Notified: Ann."


def test_an_answer_sends_it_at_once(caught_up: Scene) -> None:
    before = len(subjects(caught_up))
    assert answer_for_older(caught_up.engine, is_sent=True, by="Bo", now=at(MONDAY, 16)) == 2
    caught_up.sweep(MONDAY, 16)
    assert len(subjects(caught_up)) == before + 1
    assert waits(caught_up) == []


def test_an_answer_leaves_it_out_on_record_and_it_is_not_told_again(caught_up: Scene) -> None:
    before = subjects(caught_up)
    assert answer_for_older(caught_up.engine, is_sent=False, by="Bo", now=at(MONDAY, 16)) == 2
    for day in (MONDAY, TUESDAY, "2025-06-04"):
        caught_up.sweep(day, 20)
    assert subjects(caught_up) == before
    with transaction(caught_up.engine) as session:
        voided = session.exec(select(Message).where(Message.state == "void")).all()
        said = session.exec(select(Delivery.detail).where(col(Delivery.ok).is_(False))).all()
        alerts = session.exec(select(Alert).where(Alert.reason == "right_opened")).all()
    assert (len(voided), len(alerts)) == (2, 2)
    assert said == ["left out: Bo answered that everyone knows"] * 2
    assert answer_for_older(caught_up.engine, is_sent=True, by="Bo", now=at(TUESDAY)) == 0


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_came_since_it_was_shown_goes_on_waiting(is_sent: bool, caught_up: Scene) -> None:
    with transaction(caught_up.engine) as session:
        first, second = (alert.id for alert in waiting(session))
        assert newest_older(session) == second
    now = at(MONDAY, 16)
    assert answer_for_older(caught_up.engine, is_sent=is_sent, by="Bo", now=now, newest=0) == 0
    assert answer_for_older(caught_up.engine, is_sent=is_sent, by="Bo", now=now, newest=first) == 1
    caught_up.sweep(MONDAY, 20)
    with transaction(caught_up.engine) as session:
        assert [alert.id for alert in waiting(session)] == [second]
    assert answer_for_older(caught_up.engine, is_sent=is_sent, by="Bo", now=now) == 1


def test_prefects_form_has_no_field_for_what_the_desk_showed() -> None:
    assert set(OlderForm.model_json_schema()["properties"]) == {"answer", "recorded_by"}
    answered = {"answer": "Leave them out: everyone knows", "recorded_by": "Bo"}
    assert OlderForm.model_validate(answered).newest is None


def test_what_is_over_meanwhile_is_let_go(caught_up: Scene) -> None:
    before = len(subjects(caught_up))
    for docket in OPENED:
        caught_up.record("closing_conference_held", MONDAY, docket=docket)
    caught_up.sweep(TUESDAY)
    said = " ".join(subjects(caught_up)[before:])
    assert "Petition" not in said


def test_the_board_lists_it_with_the_form_that_answers(caught_up: Scene) -> None:
    with transaction(caught_up.engine) as session:
        page = board_page(read_board(session, at(MONDAY)), {}, LINKS)
    assert "## Older alerts, waiting for your answer" in page
    assert "2 alerts arose from an import, or while Landwaiter was not running" in page
    answer_for_older(caught_up.engine, is_sent=False, by="Bo", now=at(MONDAY, 16))
    with transaction(caught_up.engine) as session:
        assert "Older alerts" not in board_page(read_board(session, at(MONDAY)), {}, LINKS)


@pytest.mark.parametrize(
    ("every", "days", "away"),
    [(HOURLY, 1, False), (HOURLY, 2, True), (timedelta(days=2), 3, False), (timedelta(days=2), 5, True)],
)
def test_a_record_was_away_when_its_last_check_is_long_ago(
    sqlite_scene: Scene, every: timedelta, days: int, away: bool
) -> None:
    def is_away() -> bool:
        with transaction(sqlite_scene.engine) as session:
            return where_away(session, at(MONDAY) + timedelta(days=days), every) is not None

    assert not is_away(), "a new record has nothing to catch up with"
    leave_receipt(sqlite_scene.engine, ReceiptKind.SWEEP, {}, now=at(MONDAY))
    assert is_away() is away


def test_a_deadline_that_was_missed_meanwhile_never_waits(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("DEM-1", "demand")
    scene.record("demand_received", "2025-04-01", docket="DEM-1")
    scene.contact()
    scene.down = {"ann"}
    scene.sweep("2025-04-01")
    scene.down = set()
    scene.sweep(MONDAY, catching_up=EVERY_MATTER)
    assert waits(scene) == []
    assert any("overdue" in subject for subject in subjects(scene))
