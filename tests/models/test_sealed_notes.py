"""A privileged note is sealed wherever it is in a run's parameters; the form of an entry opens it."""

import json
from typing import Any

import pytest

from models.forms.entry import entry_form
from models.forms.refused_fields import field_faults
from models.forms.sealed_notes import KEY, notes_in, open_note, seal, seal_parameters
from models.law.text.vocabulary import Lifecycle

HOUSE = "bGFuZHdhaXRlci1sYW5kd2FpdGVyLWxhbmR3YWl0ZXI="
OTHER = "b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItb28="
NOTE = "Counsel's view — “do not disclose” \U0001f512"
FILLED = {
    "matter": "AUD-1",
    "event": "On-site work completed",
    "occurred_on": "2026-07-15",
    "recorded_by": "Bo",
}


@pytest.fixture
def house_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, HOUSE)


@pytest.mark.usefixtures("house_key")
@pytest.mark.parametrize("note", [NOTE, "sealed:typed by hand", "half \ud83d", " spaces "])
def test_what_is_sealed_is_opened_as_it_was_typed(note: str) -> None:
    sealed = seal(note, HOUSE)
    assert note not in sealed
    assert open_note(sealed) == note
    assert seal(sealed, HOUSE) == sealed
    assert open_note(note if not note.startswith("sealed:") else "typed") in (note, "typed")


@pytest.mark.parametrize(
    "parameters",
    [
        {"entry": {"privileged_note": NOTE, "matter": "A"}},
        {"entry": [{"deep": {"privileged_note": NOTE}}]},
        {"entry": {"__prefect_kind": "json", "value": json.dumps({"privileged_note": NOTE})}},
        {"flow_runs": [{"parameters": {"entry": {"privileged_note": NOTE}}}]},
        {"__prefect_kind": "json", "value": json.dumps([{"privileged_note": NOTE}])},
    ],
)
def test_a_note_is_sealed_wherever_it_is(parameters: dict[str, Any]) -> None:
    assert notes_in(parameters, HOUSE) == [NOTE]
    sealed = seal_parameters(parameters, HOUSE)
    for written in (json.dumps(sealed), json.dumps(sealed, ensure_ascii=False)):
        assert "disclose" not in written
    assert notes_in(sealed, HOUSE) == []
    assert seal_parameters(sealed, HOUSE) == sealed


@pytest.mark.parametrize(
    "parameters", [{}, {"privileged_note": ""}, {"privileged_note": None}, {"a": "{"}, 1]
)
def test_what_has_no_note_stays_as_it_is(parameters: object) -> None:
    assert seal_parameters(parameters, HOUSE) == parameters
    bad = {"__prefect_kind": "json", "value": "{"}
    assert seal_parameters(bad, HOUSE) == bad


@pytest.mark.usefixtures("house_key")
def test_the_form_of_an_entry_opens_its_note() -> None:
    form = entry_form(Lifecycle.AUDIT)
    sent = {**FILLED, "privileged_note": seal(NOTE, HOUSE)}
    assert form.model_validate(sent).to_input().privileged_note == NOTE
    assert form.model_validate({**FILLED, "privileged_note": NOTE}).to_input().privileged_note == NOTE


@pytest.mark.usefixtures("house_key")
@pytest.mark.parametrize("given", [seal(NOTE, OTHER), "sealed:nonsense"])
def test_a_note_that_another_key_sealed_is_refused_and_not_shown(given: str) -> None:
    form = entry_form(Lifecycle.AUDIT)
    with pytest.raises(ValueError, match="sealed with another key") as raised:
        form.model_validate({**FILLED, "privileged_note": given})
    said = field_faults(form, raised.value)["privileged_note"]  # type: ignore[arg-type]
    words = "it was sealed with another key than the one in the file login; enter the note again"
    assert said == f"Privileged note: {words}."


@pytest.mark.usefixtures("house_key")
def test_a_note_that_is_no_text_is_refused_without_being_repeated() -> None:
    form = entry_form(Lifecycle.AUDIT)
    with pytest.raises(ValueError, match="privileged_note") as raised:
        form.model_validate({**FILLED, "privileged_note": ["do not disclose"]})
    assert field_faults(form, raised.value) == {  # type: ignore[arg-type]
        "privileged_note": "Privileged note is not a text. Enter a text."
    }


@pytest.mark.usefixtures("house_key")
def test_a_sealed_note_that_cannot_be_stored_is_refused_as_an_open_one_is() -> None:
    form = entry_form(Lifecycle.AUDIT)
    for note in ("nul \x00", "half \ud83d"):
        for given in (note, seal(note, HOUSE)):
            with pytest.raises(ValueError, match="cannot be stored"):
                form.model_validate({**FILLED, "privileged_note": given})
