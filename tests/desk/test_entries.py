"""Recording an entry at the desk: the event, its fields, what would follow, and then the record itself."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import select

from models.forms.sealed_notes import KEY, open_note
from models.record.database import reading
from models.record.tables.alerts import Alert
from models.record.tables.dockets import Entry
from models.record.tables.people import DeskRun, SignedAct
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.hidden_fields import hidden_fields
from tests.support.scenes import Scene

NEW = "/matters/1/entries/new"


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with a matter of Acme and one of Zephyr, each with who answers for it."""
    scene.open()
    scene.contact("Ann")
    scene.open("DEM-9", "demand", importer="Zephyr")
    scene.contact("Zoe", ["Zephyr"])
    made = DeskOf(scene, tmp_path)
    for name in ("Ann", "Zoe"):
        made.person(name)
    return made


def preview(visitor: Visitor, event: str, on: str, **fields: Any) -> Response:
    """Sends the form of an event, whose button shows what would follow."""
    shown_at = f"{NEW}?event={event}"
    fields = {"state": hidden_fields(visitor.text(shown_at))["state"], **fields}
    return visitor.send(NEW, shown_at=shown_at, event=event, occurred_on=on, step="preview", **fields)


def record(visitor: Visitor, answer: Response, step: str = "record") -> Response:
    """Sends on what the page of what would follow holds."""
    assert answer.status_code == 200, answer.text
    return visitor.send(NEW, step=step, **hidden_fields(answer.text))


def entries(desk: DeskOf) -> list[Entry]:
    """All entries on record."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(Entry).order_by(Entry.id)).all())  # type: ignore[arg-type]


def runs(desk: DeskOf) -> list[DeskRun]:
    """All acts that are to be shown in Prefect."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(DeskRun).order_by(DeskRun.id)).all())  # type: ignore[arg-type]


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


def test_a_matter_that_changed_meanwhile_is_shown_and_the_form_kept(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "onsite_work_completed", "2025-06-20", reference="Letter 7")
        desk.scene.record("audit_notice", "2025-02-01", facts={"by_telephone": False, "in_writing": True})
        answer = record(visitor, answer)
        assert answer.status_code == 400
        assert "This matter changed since you opened it." in answer.text
        assert "E1, Notice of audit" in answer.text
        assert "recorded by Bo (name typed, not signed in)" in answer.text
        assert len(entries(desk)) == 1
        fields = hidden_fields(answer.text)
        assert fields["reference"] == "Letter 7"
        assert visitor.send(NEW, step="record", **fields).status_code == 303
    assert [each.kind for each in entries(desk)] == ["audit_notice", "onsite_work_completed"]


def test_a_form_without_its_token_records_nothing(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor, desk.signed_in("Zoe") as other:
        fields = hidden_fields(preview(visitor, "onsite_work_completed", "2025-06-20").text)
        for token in ("", "x", other.token("/")):
            data = {"token": token, "step": "record", **fields}
            assert visitor.client.post(NEW, data=data).status_code == 400
    assert entries(desk) == []


def test_nothing_is_recorded_by_a_form_that_only_asks_what_would_follow(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        for step in ("", "preview", "edit", "nonsense"):
            answer = visitor.send(
                NEW, event="onsite_work_completed", occurred_on="2025-06-20", state="", step=step
            )
            assert answer.status_code == 200
    assert entries(desk) == []


def test_a_privileged_note_is_sealed_before_prefect_gets_it(
    desk: DeskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "onsite_work_completed", "2025-06-20", privileged_note="Our weak point")
        page = visitor.text(record(visitor, answer).headers["location"])
    assert "Our weak point" not in page
    assert "A privileged note is kept with this entry." in page
    (run,) = runs(desk)
    sealed = run.parameters["entry"]["privileged_note"]
    assert sealed.startswith("sealed:")
    assert "weak" not in str(run.parameters)
    assert entries(desk)[0].privileged_note == "Our weak point"
    monkeypatch.setenv(KEY, desk.office.note_key)
    assert open_note(sealed) == "Our weak point"


def test_history_goes_with_the_run(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        answer = preview(visitor, "onsite_work_completed", "2025-06-20", history="Yes")
        assert "These come as one summary" in answer.text
        record(visitor, answer)
    assert runs(desk)[0].parameters["entry"]["history"] == "Yes"


def test_an_entry_belongs_to_what_it_names(desk: DeskOf) -> None:
    for number in ("A", "B"):
        desk.scene.record("demand_received", "2025-06-02", docket="DEM-9", reference=number)
    with desk.signed_in("Zoe") as visitor:
        page = visitor.text("/matters/2/entries/new?event=records_produced&belongs_to=E2")
        assert "E1, Written demand received, Mon, Jun 2, 2025, A" in page
        assert 'value="E2" checked' in page
        fields: dict[str, Any] = {
            "event": "records_produced",
            "occurred_on": "2025-06-10",
            "belongs_to": ["E1", "E2"],
        }
        answer = visitor.send("/matters/2/entries/new", **fields, state=hidden_fields(page)["state"])
        assert hidden_fields(answer.text)["belongs_to"] == "E1, E2"
        visitor.send("/matters/2/entries/new", **hidden_fields(answer.text), step="record")
    assert entries(desk)[-1].of == [1, 2]


def test_another_importers_matter_is_not_there(desk: DeskOf) -> None:
    desk.scene.record("demand_received", "2025-06-02", docket="DEM-9")
    with desk.signed_in("Ann") as visitor:
        for path in ("/matters/2/entries/new", "/matters/2/entries/1", "/matters/3/entries/new"):
            assert visitor.open(path).status_code == 404
        for path in ("/matters/2/entries/new", "/matters/2/entries/1/confirm"):
            data: dict[str, Any] = {"event": "records_produced", "occurred_on": "2025-06-10", "state": ""}
            answer = visitor.send(path, shown_at=NEW + "?event=audit_commenced", step="record", **data)
            assert answer.status_code == 404
            assert "Zephyr" not in answer.text
            assert "DEM-9" not in answer.text
        for path in (NEW, f"{NEW}?event=audit_commenced", f"{NEW}?corrects=E7"):
            assert "Zephyr" not in visitor.open(path).text
    assert len(entries(desk)) == 1


def test_who_only_reads_records_nothing(desk: DeskOf) -> None:
    desk.scene.contact("Eve", role="executive")
    desk.person("Eve")
    desk.scene.record("closing_conference_held", "2025-06-20")
    with desk.signed_in("Eve") as visitor:
        assert visitor.open(NEW).status_code == 404
        page = visitor.text("/matters/1/entries/1")
        assert "Correct E1" not in page
        answer = visitor.send(NEW, shown_at="/", event="audit_commenced", occurred_on="2025-06-20")
        assert answer.status_code == 404
    assert len(entries(desk)) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reference": "a\x00b"}, "holds a character that cannot be stored"),
        ({"belongs_to": ["E7"]}, "E7 is not an entry of this docket."),
        ({"belongs_to": ["seven"]}, "expected entry numbers, such as E1, E3."),
        ({"corrects": "E7", "why_corrected": "Wrong"}, "E7 is not an entry of this docket."),
        ({"why_corrected": "Wrong"}, "Corrects names no entry."),
        ({"history": "maybe"}, "Choose one of: Yes; No."),
        ({"privileged_note": "sealed:by nobody"}, "sealed with another key"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_in_words(
    fields: dict[str, Any], says: str, desk: DeskOf
) -> None:
    with desk.signed_in("Ann") as visitor:
        for step in ("preview", "record"):
            data = {"event": "onsite_work_completed", "occurred_on": "2025-06-20", "state": "", **fields}
            answer = visitor.send(NEW, step=step, **data)
            assert answer.status_code == 400
            assert says in answer.text
        assert visitor.open(f"{NEW}?event=%00&q=%00&belongs_to=%00&occurred_on=%00").status_code == 200
    assert entries(desk) == []
