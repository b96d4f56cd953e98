"""Recording an entry at the desk: the event, its fields, what would follow, and then the record itself."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from models.record.database import reading
from models.record.tables.alerts import Alert
from models.record.tables.people import SignedAct
from tests.support.at_the_desk import DeskOf
from tests.support.entries_at_the_desk import NEW, entries, entries_desk, preview, record, runs
from tests.support.hidden_fields import hidden_fields
from tests.support.scenes import Scene


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with a matter of Acme and one of Zephyr, each with who answers for it."""
    return entries_desk(scene, tmp_path)


def test_an_entry_is_tried_then_recorded_under_the_name_of_who_is_signed_in(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "closing_conference_held", "2025-06-20")
        assert "New deadline: CBP completes the written audit report" in answer.text
        assert "Last day Thursday, September 18, 2025" in answer.text
        assert "Ann: " in answer.text
        assert entries(desk) == []
        answer = record(visitor, answer)
        where = answer.headers["location"]
        assert where == "/matters/1/entries/1?run=1"
        page = visitor.text(where)
    assert "Recorded as E1." in page
    assert "New deadline: " in page
    assert "Ann (signed in)" in page
    assert '<a href="/runs/1">' in page
    (entry,) = entries(desk)
    assert (entry.kind, entry.occurred_on, entry.recorded_by) == (
        "closing_conference_held",
        date(2025, 6, 20),
        "Ann",
    )
    with reading(desk.scene.engine) as session:
        assert session.get_one(SignedAct, f"entry:{entry.id}").person_id == 1
        assert session.exec(select(Alert)).all() == []
    (run,) = runs(desk)
    assert (run.deployment, run.made_by, desk.woken) == ("record-audit", "Ann", 1)
    assert run.parameters == {
        "entry": {
            "matter": "AUD-1",
            "event": "Closing conference held",
            "occurred_on": "2025-06-20",
            "recorded_by": "Ann",
        }
    }


def test_the_form_shows_only_the_fields_of_its_event(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        page = visitor.text(f"{NEW}?event=report_delay_notice&anticipated_on=2025-12-01&reason=More+work")
    assert 'name="anticipated_on" type="date" value="2025-12-01"' in page
    assert 'value="More work"' in page
    assert '<select id="from_field_office"' in page
    assert 'name="estimated_end"' not in page
    assert "Recorded by" not in page


def test_the_events_of_the_next_steps_come_first_and_can_be_searched(desk: DeskOf) -> None:
    desk.scene.record("closing_conference_held", "2025-06-20")
    with desk.signed_in("Ann") as visitor:
        page = visitor.text(NEW)
        assert page.index("Next steps") < page.index("Audit report completed") < page.index("Notice of audit")
        assert "Answers “CBP completes the written audit report”" in page
        found = visitor.text(f"{NEW}?q=petition")
        assert "Petition for a closing conference sent" in found
        assert "Notice of audit" not in found
        assert "No event has these words." in visitor.text(f"{NEW}?q=zebra")


def test_all_faults_are_shown_beside_their_fields_at_once_and_nothing_is_written(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "due_date_fixed", "20 June", reference="Letter 7")
    assert answer.status_code == 400
    assert "Occurred on is “20 June”. Enter a date that exists, such as 2025-06-02." in answer.text
    assert "Rule whose date is fixed is blank. This event needs it." in answer.text
    assert "Now due on is blank. This event needs it." in answer.text
    assert answer.text.count('aria-invalid="true"') == 3
    assert 'value="Letter 7"' in answer.text
    assert entries(desk) == []


@pytest.mark.parametrize(
    ("on", "says"),
    [("2025-12-24", "Expected a date from 2025-01-02"), ("2024-12-24", "Expected a date from 2025-01-02")],
)
def test_what_the_record_refuses_is_said_above_the_form(on: str, says: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "closing_conference_held", on)
    assert answer.status_code == 400
    assert says in answer.text
    assert f'value="{on}"' in answer.text


def test_the_same_fact_twice_is_one_entry_and_a_form_sent_again_says_so(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "closing_conference_held", "2025-06-20")
        record(visitor, answer)
        again = record(visitor, answer)
        assert again.headers["location"] == "/matters/1/entries/1"
        assert "Already on record as E1." in visitor.text(again.headers["location"])
        third = preview(visitor, "closing_conference_held", "2025-06-20")
        assert 'Already on record as <a href="/matters/1/entries/1">E1</a>' in third.text
        assert 'value="record"' not in third.text
    assert len(entries(desk)) == 1
    assert len(runs(desk)) == 1
    assert desk.woken == 1


def test_the_same_event_on_another_day_asks_and_may_become_a_correction(desk: DeskOf) -> None:
    desk.scene.record("closing_conference_held", "2025-06-20")
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "closing_conference_held", "2025-06-23")
        assert "Does this correct E1?" in answer.text
        assert 'value="record"' not in answer.text
        # Whoever leaves the answer out is asked again.
        assert "Does this correct E1?" in visitor.send(NEW, step="record", **hidden_fields(answer.text)).text
        asked = record(visitor, answer, "correct")
        assert "Why it is corrected" in asked.text
        fields = hidden_fields(asked.text) | {"occurred_on": "2025-06-23", "step": "preview"}
        answer = visitor.send(NEW, **fields)
        assert answer.status_code == 400
        assert "gives no reason" in answer.text
        answer = visitor.send(NEW, **fields, why_corrected="Wrong day on the notice")
        assert "Moved: CBP completes the written audit report" in answer.text
        record(visitor, answer)
        page = visitor.text("/matters/1/entries/2")
    assert "Wrong day on the notice" in page
    assert "(before: Thursday, September 18, 2025)" in page
    assert entries(desk)[-1].replaces == 1


def test_what_happened_twice_is_recorded_twice(desk: DeskOf) -> None:
    desk.scene.record("closing_conference_held", "2025-06-20")
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "closing_conference_held", "2025-06-23")
        assert record(visitor, answer, "twice").status_code == 303
    assert [each.replaces for each in entries(desk)] == [None, None]
