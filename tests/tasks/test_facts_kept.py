"""A claimed alert keeps facts; its words are made when its message is, and it goes out come what may."""

from dataclasses import fields
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from flows.run.output import trouble_lines
from models.record.confirmations import EYES, Seen
from models.record.database import transaction
from models.record.derivation import Derivation
from models.record.docket_rows import DocketRows
from models.record.tables.alerts import Alert, Contact, ContactAccount, Message
from notifications.wording.head import FACTS, Head
from notifications.wording.message import Message as Words
from tasks.alerts.office_context import office_context
from tasks.alerts.words import words_of
from tasks.delivery.tell import tell
from tasks.record import reasons
from tasks.record.confirmations import put_confirmation
from tasks.record.derive import derivation_of
from tasks.record.mendings import mend_in
from tasks.record.office_law import OfficeLaw
from tasks.record.office_settings import put_period
from tasks.watch.sweep import claim_due
from tests.support.corrections import of_matter
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

DAY, MORNING = "2025-03-17", "2025-03-18"
"""A Monday, on which the conference was held, and the day after."""


@pytest.fixture
def claimed(scene: Scene) -> Scene:
    """An alert for Ann that is claimed and in no message yet."""
    scene.open()
    scene.contact("Ann")
    scene.record("closing_conference_held", DAY)
    claim_due(scene.engine, LINKS, now=at(DAY))
    return scene


def alerts(scene: Scene) -> list[Alert]:
    with transaction(scene.engine) as session:
        return list(session.exec(select(Alert).order_by(col(Alert.id))).all())


def keep(scene: Scene, **changed: object) -> None:
    """Changes what is kept of the one alert."""
    with transaction(scene.engine) as session:
        alert = session.exec(select(Alert)).one()
        alert.content = {**alert.content, **changed}
        session.add(alert)


def worded(session: Session) -> Words:
    """The words of the one alert to Ann, as they would be made now."""
    alert, ann = session.exec(select(Alert)).one(), session.get_one(Contact, 1)
    return words_of(session, office_context(session, LINKS, at(DAY)), ann, alert)


def told(scene: Scene, day: str = DAY) -> str:
    """The plain text of the one mail that comes."""
    tell(scene.engine, scene.channels, LINKS, now=at(day))
    (mail,) = scene.mails("ann")
    return f"{mail['Subject']}\n{text_of(mail)}"


def test_what_is_kept_is_the_head_and_the_facts(claimed: Scene) -> None:
    (alert,) = alerts(claimed)
    assert {*alert.content} == {*(field.name for field in fields(Head)), FACTS}
    facts = alert.content[FACTS]
    assert facts["decision"]["due"] == alert.due
    assert facts["state"]["strict_on"] == "2025-06-15"


def test_an_alert_that_a_former_version_claimed_goes_out_as_it_was_worded(claimed: Scene) -> None:
    with transaction(claimed.engine) as session:
        alert = session.exec(select(Alert)).one()
        alert.content = {**worded(session).to_json(), "headline": "As it was worded then."}
        session.add(alert)
    assert "As it was worded then." in told(claimed)


def test_the_words_say_the_days_as_they_were_told_and_all_else_as_it_is(scene: Scene) -> None:
    put_period(scene.engine, EYES, 1, by="Bo", now=at("2025-01-03"))
    scene.open()
    scene.contact("Ann", works_from="09:00", works_to="17:00")
    scene.record("closing_conference_held", DAY)
    claim_due(scene.engine, LINKS, now=at(DAY, 23))
    put_confirmation(scene.engine, "AUD-1", Seen(number=1, by="Lee"), now=at(MORNING, 12))
    said = told(scene, MORNING)
    assert "Monday, June 16, 2025" in said
    assert "Day 0 is" in said
    assert "Provisional" not in said


FAULT = "check this deadline now. A fault in Landwaiter keeps it from showing the details here."


def test_what_cannot_be_put_into_words_goes_out_by_its_subject_and_the_run_says_so(
    claimed: Scene,
) -> None:
    subject = alerts(claimed)[0].content["subject"]
    keep(claimed, **{FACTS: {"state": "gone"}})
    found = claimed.sweep(DAY)
    (mail,) = claimed.mails("ann")
    assert mail["Subject"] == subject
    assert FAULT in " ".join(text_of(mail).split())
    assert "validation error" not in text_of(mail)
    assert trouble_lines(found) == [f"SENT WITHOUT DETAILS, by a fault of Landwaiter: {found.unworded[0]}."]
    assert found.unworded == [f"{subject}: ValidationError: 3 validation errors for AlertFacts"]
    assert found.as_json()["unworded"] == found.unworded


@pytest.mark.tampers
def test_a_matter_that_cannot_be_read_leaves_the_words_of_the_others(claimed: Scene) -> None:
    for number in range(2, 6):
        claimed.open(f"AUD-{number}")
        claimed.record("closing_conference_held", DAY, docket=f"AUD-{number}")
    claim_due(claimed.engine, LINKS, now=at(DAY))
    with claimed.engine.begin() as connection:
        connection.execute(text("UPDATE matter SET timezone = 'No/Where' WHERE id = 3"))
    said = " ".join(told(claimed).split())
    assert all(f"(AUD-{number})" in said for number in range(1, 6))
    assert said.count("A fault in Landwaiter") == 1


def test_who_hears_of_the_importer_no_more_is_shown_nothing_of_the_matter(claimed: Scene) -> None:
    with transaction(claimed.engine) as session:
        session.delete(session.exec(select(ContactAccount)).one())
        session.flush()
        said = worded(session)
    assert said.lines[0].text.endswith("Nothing: you no longer get alerts for this importer.")
    assert "Acme" not in str(said)


def test_an_alert_names_its_matter_as_it_is_called_now(claimed: Scene) -> None:
    with transaction(claimed.engine) as session:
        mend_in(session, of_matter(docket_number="AUD-2025-9"), now=at(DAY))
    said = told(claimed)
    assert "AUD-1" not in said
    assert said.splitlines()[0].endswith("(AUD-2025-9)")


@pytest.mark.tampers
def test_under_a_law_that_awaits_approval_it_says_why_there_are_no_reasons(claimed: Scene) -> None:
    with claimed.engine.begin() as connection:
        connection.execute(text("UPDATE deadline SET law_hash = '00'"))
    assert "Reasons: not shown while a change of the law awaits approval." in " ".join(told(claimed).split())


def test_among_many_no_docket_is_derived_for_its_words(
    claimed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2, 7):
        claimed.open(f"AUD-{number}")
        claimed.record("closing_conference_held", DAY, docket=f"AUD-{number}")
    claim_due(claimed.engine, LINKS, now=at(DAY))
    derived: list[object] = []

    def counted(docket: DocketRows, law: OfficeLaw, *, now: datetime) -> Derivation:
        derived.append(docket)
        return derivation_of(docket, law, now=now)

    monkeypatch.setattr(reasons, "derivation_of", counted)
    said = told(claimed)
    assert "6 new alerts" in said
    assert all(f"AUD-{number}" in said for number in range(1, 7))
    assert derived == []


def test_of_days_that_moved_since_no_count_is_shown(claimed: Scene) -> None:
    with transaction(claimed.engine) as session:
        assert worded(session).trace
        alert = session.exec(select(Alert)).one()
        facts = alert.content[FACTS]
        was = {**facts, "state": {**facts["state"], "strict_on": "2025-06-13"}}
        alert.content = {**alert.content, FACTS: was}
        said = worded(session)
        assert (said.trace, bool(said.quote)) == ((), True)
        session.rollback()


def test_a_message_that_was_put_together_keeps_its_words(claimed: Scene) -> None:
    told(claimed)
    with transaction(claimed.engine) as session:
        (message,) = session.exec(select(Message)).all()
        assert message.content["lines"]
        assert FACTS not in message.content
