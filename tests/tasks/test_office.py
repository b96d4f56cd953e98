"""What an office sets: numbers where the law has none, counsel's notes, evidence that expires."""

from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.tables.dockets import Deadline
from models.record.tables.office import Evidence
from tasks.pages.matter_page import matter_page
from tasks.record.derive import derive_what_changed
from tasks.record.office_settings import EvidenceDraft, put_evidence, put_note, put_period
from tests.support.reasons import reasons
from tests.support.scenes import LINKS, Scene, at

NOTICE = {"states_violation": True, "identifies_record": True, "warns": True}
SHA = "A" * 64


@pytest.fixture
def certified(scene: Scene) -> Scene:
    scene.open("RCP-1", "certification")
    scene.contact()
    scene.record("certification_granted", "2025-01-06", docket="RCP-1")
    return scene


def clock(scene: Scene, rule: str) -> Deadline:
    with transaction(scene.engine) as session:
        return session.exec(select(Deadline).where(Deadline.rule == rule)).one()


def set_number(scene: Scene, rule: str, number: float | None, day: str) -> None:
    put_period(scene.engine, rule, number, by="Bo", now=at(day))
    derive_what_changed(scene.engine, now=at(day))


def page(scene: Scene, docket: str, day: str) -> str:
    with transaction(scene.engine) as session:
        return matter_page(session, matter_named(session, docket), LINKS, now=at(day))


def filed(scene: Scene, day: str, **more: Any) -> None:
    draft = {
        "docket_number": "RCP-1",
        "point": "(iv)",
        "document": "Appointment of M. Reyes",
        "document_sha256": SHA,
        "dated_on": date(2025, 1, 6),
        "owner": "M. Reyes",
        "expires_on": date(2025, 12, 31),
        "recorded_by": "Bo",
    }
    put_evidence(scene.engine, EvidenceDraft(**{**draft, **more}), now=at(day))


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_number_that_the_office_sets_moves_the_clock_and_is_said_to_be_no_law(certified: Scene) -> None:
    certified.record("violation_notice_received", "2025-03-03", docket="RCP-1", facts=NOTICE)
    assert clock(certified, "PRG-06").strict_on == date(2025, 4, 2)
    certified.sweep("2025-03-03")
    set_number(certified, "PRG-06", 10, "2025-03-04")
    moved = clock(certified, "PRG-06")
    assert moved.strict_on == date(2025, 3, 13)
    assert any("not law" in line for line in reasons(certified, "PRG-06").trace)
    certified.sweep("2025-03-04")
    assert "moved" in certified.reasons()


def test_zero_switches_a_clock_off_and_blank_brings_the_default_back(certified: Scene) -> None:
    certified.record("violation_notice_received", "2025-03-03", docket="RCP-1", facts=NOTICE)
    set_number(certified, "PRG-06", 0, "2025-03-04")
    assert clock(certified, "PRG-06").withdrawn
    set_number(certified, "PRG-06", None, "2025-03-05")
    back = clock(certified, "PRG-06")
    assert (back.withdrawn, back.strict_on) == (False, date(2025, 4, 2))


@pytest.mark.parametrize("number", [1.5, 100_000])
def test_a_number_that_cannot_be_is_refused(certified: Scene, number: float) -> None:
    with pytest.raises(RecordError, match="expected a whole number"):
        put_period(certified.engine, "PRG-06", number, by="Bo", now=at("2025-03-04"))


def test_counsels_note_goes_out_with_every_alert_that_relies_on_the_ambiguity(scene: Scene) -> None:
    scene.open()
    scene.contact()
    put_note(scene.engine, "A1", "We never rely on Monday.", "R. Diaz", by="Bo", now=at("2025-06-20"))
    scene.record("closing_conference_held", "2025-06-23")
    scene.sweep("2025-06-23")
    said = "A1: The deadline falls on a weekend or holiday. Counsel (R. Diaz): We never rely on Monday."
    assert f"{said.removeprefix('A1: ')} (A1)" in text_of(scene.mailbox.received[-1])
    assert said in page(scene, "AUD-1", "2025-06-23")
    put_note(scene.engine, "A1", "-", "R. Diaz", by="Bo", now=at("2025-06-24"))
    assert "Counsel" not in page(scene, "AUD-1", "2025-06-24")


def test_the_checklist_shows_what_is_demonstrated_what_is_missing_and_what_expired(certified: Scene) -> None:
    assert "0 of 6 points have current evidence" in page(certified, "RCP-1", "2025-01-07")
    filed(certified, "2025-01-07")
    filed(certified, "2025-01-07")
    shown = page(certified, "RCP-1", "2025-01-07")
    assert "1 of 6 points have current evidence" in shown
    assert shown.count("**missing**") == 5
    assert (
        "Appointment of M. Reyes<br>dated Mon, Jan 6, 2025, SHA-256 aaaaaaaaaaaa…<br>owner: M. Reyes" in shown
    )
    assert "**expired on Wed, Dec 31, 2025**" in page(certified, "RCP-1", "2026-01-01")
    with transaction(certified.engine) as session:
        assert len(session.exec(select(Evidence)).all()) == 1


def test_evidence_is_told_thirty_days_before_it_expires_and_when_it_has(certified: Scene) -> None:
    filed(certified, "2025-01-07")
    told = {}
    for day in ("2025-01-07", "2025-11-30", "2025-12-01", "2025-12-31", "2026-01-01", "2026-02-01"):
        claims = certified.sweep(day).claims
        told[day] = [claim.content.subject for _, claim in claims if "evidence" in claim.content.subject]
    assert {day: subjects for day, subjects in told.items() if subjects} == {
        "2025-12-01": [
            "ACTION by Wed, Dec 31, 2025: Renew the evidence for "
            "(iv) Has a dependable individual responsible for recordkeeping (RCP-1)"
        ],
        "2026-01-01": [
            "ACTION, expired Wed, Dec 31, 2025: Renew the evidence for "
            "(iv) Has a dependable individual responsible for recordkeeping (RCP-1)"
        ],
    }


def test_a_date_typed_wrong_is_corrected_and_a_document_filed_for_the_wrong_point_is_replaced(
    certified: Scene,
) -> None:
    filed(certified, "2025-01-07", expires_on=date(2035, 12, 31))
    filed(certified, "2025-01-07")
    assert "valid through Wed, Dec 31, 2025" in page(certified, "RCP-1", "2025-01-07")
    filed(certified, "2025-01-08", document="Bond", expires_on=None)
    filed(certified, "2025-01-09")
    assert "Appointment of M. Reyes" in page(certified, "RCP-1", "2025-01-09")
    assert [
        c.reason.value for _, c in certified.sweep("2026-01-05").claims if "evidence" in c.content.subject
    ] == ["missed"]


def test_evidence_that_expires_with_nobody_to_hear_of_it_ends_the_look_red(scene: Scene) -> None:
    scene.open("RCP-1", "certification")
    filed(scene, "2025-01-07")
    assert scene.sweep("2025-11-03").unheard == []
    for day in ("2025-12-01", "2026-01-05"):
        assert scene.sweep(day).unheard == ["RCP-1"]
    scene.contact(on="2026-01-06")
    assert [c.reason.value for _, c in scene.sweep("2026-01-06").claims] == ["missed"]


def test_of_a_certification_that_has_ended_no_evidence_is_spoken_of(certified: Scene) -> None:
    filed(certified, "2025-01-07")
    certified.record("certification_ended", "2025-02-03", docket="RCP-1")
    assert not [c for _, c in certified.sweep("2026-01-05").claims if "evidence" in c.content.subject]


def test_a_note_stays_text_on_every_page(certified: Scene) -> None:
    note = "Strict.\n\n# ALL CLEAR\n\n<img src=x> | [Approve](http://evil)"
    put_note(certified.engine, "A1", note, "R. <b>Diaz</b>", by="Bo", now=at("2025-01-07"))
    certified.record(
        "violation_notice_received", "2025-01-02", docket="RCP-1", recorded="2025-01-07", facts=NOTICE
    )
    shown = page(certified, "RCP-1", "2025-01-07")
    assert "Strict. # ALL CLEAR &lt;img" in shown
    assert "\n# ALL" not in shown


def test_evidence_that_a_newer_one_replaced_is_not_spoken_of(certified: Scene) -> None:
    filed(certified, "2025-01-07")
    filed(certified, "2025-06-02", document="Appointment of L. Cho", expires_on=date(2026, 12, 31))
    assert not [c for _, c in certified.sweep("2026-01-05").claims if "evidence" in c.content.subject]
    assert "Appointment of L. Cho" in page(certified, "RCP-1", "2026-01-05")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"docket_number": "AUD-1"}, "Enter a certification"),
        ({"docket_number": "RCP-9"}, "No matter has the docket number"),
        ({"dated_on": date(2025, 1, 9)}, "no later than today, Tuesday, January 7, 2025"),
        ({"expires_on": date(2024, 12, 31)}, "before its own date, Monday, January 6, 2025"),
    ],
)
def test_evidence_that_cannot_be_is_refused(certified: Scene, more: dict[str, Any], expected: str) -> None:
    certified.open()
    with pytest.raises(RecordError, match=expected):
        filed(certified, "2025-01-07", **more)
    with transaction(certified.engine) as session:
        assert session.exec(select(Evidence)).all() == []


def test_violations_are_counted_however_old_and_within_the_offices_period(certified: Scene) -> None:
    for day in ("2025-02-03", "2025-03-03", "2026-03-02"):
        certified.record("violation_notice_received", day, docket="RCP-1", facts=NOTICE)
    assert "on record: **3**" in page(certified, "RCP-1", "2026-03-02")
    set_number(certified, "A7", 12, "2026-03-02")
    assert "Within 12 months (your own setting, not law), since Sunday, March 2, 2025: **2**" in page(
        certified, "RCP-1", "2026-03-02"
    )
