"""What is not recorded, or only once, at the desk; and what goes with an entry."""

from pathlib import Path
from typing import Any

import pytest

from models.forms.sealed_notes import KEY, open_note
from tests.support.at_the_desk import DeskOf
from tests.support.entries_at_the_desk import NEW, entries, entries_desk, preview, record, runs
from tests.support.hidden_fields import hidden_fields
from tests.support.scenes import Scene


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with a matter of Acme and one of Zephyr, each with who answers for it."""
    return entries_desk(scene, tmp_path)


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
