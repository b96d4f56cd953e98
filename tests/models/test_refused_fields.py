"""Whatever a form refuses is said in the words of its fields: no pattern, no name of a field, no schema."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools.validation import build_error_obj, validate

from deployments.schedules import settled
from flows.run.submitted_form import Misfilled
from models.forms.refused_fields import FormSchema, sentences, worded

ROOT = Path(__file__).resolve().parents[2]


def forms() -> dict[str, Flow[..., Any]]:
    file = ROOT / "deployments" / "prefect.yaml"
    found = settled(file, watch_seconds=3600)["deployments"]
    flows: dict[str, Flow[..., Any]] = {
        each["name"]: load_flow_from_entrypoint(each["entrypoint"]) for each in found
    }
    return {name: flow for name, flow in flows.items() if parameter_schema(flow).properties}


FORMS = forms()
SCHEMAS = {name: parameter_schema(flow).model_dump(exclude_unset=True) for name, flow in FORMS.items()}
MACHINE = re.compile(
    r"\b[a-z0-9]+_[a-z0-9_]+\b|required property|does not match|is not of type|is not valid under"
    r"|Input should|Field required|Value error|String should|\^|\[0-9|'\$'|Additional properties"
)
BAD: tuple[Any, ...] = (
    None, "", "  ", "x", "soon", "2026-02-30", "x" * 3000, -1, 1.5, True, [], ["a"], [1], {}, {"a": 1}
)  # fmt: skip


def refused(name: str, values: dict[str, Any]) -> list[str]:
    """What the server says of these values, in our words."""
    schema = SCHEMAS[name]
    errors = build_error_obj(validate(values, schema))["errors"]
    return list(sentences(worded(errors, FormSchema.of(schema), values)))


def filled_with(name: str, value: object) -> dict[str, Any]:
    """A form with this value in every field; a form of one field is that field."""
    schema = FormSchema.of(SCHEMAS[name])
    (asked,) = schema.fields()
    return {asked: dict.fromkeys(schema.within(asked).fields(), value) or value}


def of_the_machine(said: str) -> list[str]:
    """What no person should have to read. What a person typed or a form offers is no word of ours."""
    own = re.sub(r"“[^”]*”|Choose one of.*|LANDWAITER_\w+", "", said)
    return MACHINE.findall(own)


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_every_form_that_the_server_refuses_is_said_in_words(name: str) -> None:
    for value in BAD:
        for said in refused(name, filled_with(name, value)):
            assert of_the_machine(said) == []
            assert re.search(r"(Enter|Choose|Expected|Fill in)\b", said)


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_every_form_that_a_run_refuses_is_said_in_words(name: str) -> None:
    for value in BAD:
        (read,) = FORMS[name].validate_parameters(filled_with(name, value)).values()
        if isinstance(read, Misfilled):
            assert of_the_machine(str(read)) == []


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("value", ["a\x00b", "a\ud800b"], ids=["NUL", "half a pair"])
def test_what_no_text_can_hold_is_refused_and_not_repeated(name: str, value: str) -> None:
    (read,) = FORMS[name].validate_parameters(filled_with(name, value)).values()
    assert isinstance(read, Misfilled)
    assert value not in str(read)
    assert str(read).encode()


def test_a_note_with_a_nul_is_refused_in_a_sentence() -> None:
    note = {"ambiguity": "A1", "note": "a\x00b", "counsel": "Cole", "recorded_by": "Bo"}
    read = FORMS["note-ambiguity"].validate_parameters({"note": note})["note"]
    assert "it holds a character that cannot be stored; delete it and type the text again." in str(read)


@given(
    name=st.sampled_from(sorted(FORMS)),
    values=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=80),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=8,
    ),
)
def test_whatever_is_sent_instead_of_a_form_is_refused_in_words(name: str, values: object) -> None:
    (asked, *_) = SCHEMAS[name]["properties"]
    sent = {asked: values}
    errors = build_error_obj(validate(sent, SCHEMAS[name]))["errors"]
    said = list(sentences(worded(errors, FormSchema.of(SCHEMAS[name]), sent)))
    assert bool(said) == bool(errors)
    assert [found for each in said if "“" not in each for found in of_the_machine(each)] == []


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("export-matter", {"matter": "AUD-1"}, "Include privileged notes is blank. Choose one of: Yes; No."),
        (
            "send-paper",
            {"number": 12, "name": "Ann"},
            "Paper is “12”. Expected: The paper's number on the matter's page, such as 12.",
        ),
        (
            "open-matter",
            {
                "docket_number": "x" * 61,
                "lifecycle": "Audit (19 CFR 163.11)",
                "importer": "Acme",
                "opened_on": "2025-06-02",
                "timezone": "America/New_York",
                "recorded_by": "Bo",
            },
            "Docket number has 61 characters. Enter at most 60.",
        ),
        (
            "record-audit",
            {"matter": "A", "event": "Audit begun", "occurred_on": "2025-06-02", "recorded_by": "Bo"},
            "Event is “Audit begun”. Choose one of the 20 choices, such as: Audit commenced",
        ),
        (
            "record-audit",
            {"matter": "A", "event": "Audit commenced", "occurred_on": "6/2/2025", "recorded_by": "Bo"},
            "Occurred on is “6/2/2025”. Enter a date that exists, such as 2025-06-02.",
        ),
        ("remove-contact", {"name": "A", "recorded_by": "B", "why": 1}, "This form has no field “why”."),
        ("remove-contact", "Ann", "“Ann” is not a form. Fill in these fields: Contact, Recorded by."),
    ],
)
def test_what_was_seen_and_what_to_do_are_said(name: str, values: Any, said: str) -> None:
    (asked, *_) = SCHEMAS[name]["properties"]
    (found,) = refused(name, {asked: values})
    assert found.startswith(said)


def test_each_sentence_stands_at_its_field() -> None:
    schema = SCHEMAS["export-matter"]
    errors = build_error_obj(validate({"asked": {}}, schema))["errors"]
    (form,) = worded(errors, FormSchema.of(schema), {"asked": {}})
    assert form["property"] == "asked"
    assert {each["property"]: len(each["errors"]) for each in form["errors"]} == {
        "matter": 1,
        "privileged": 1,
    }


def test_an_unusable_form_names_every_fault_and_keeps_what_was_typed_for_the_runs_name() -> None:
    typed = {"name": "Ann", "role": "boss", "channel": "desk", "importers": " ", "recorded_by": "Bo"}
    (read,) = FORMS["add-contact"].validate_parameters({"contact": typed}).values()
    assert isinstance(read, Misfilled)
    assert "Role in the chain is “boss”. Choose one of: owner; lead; counsel; executive." in str(read)
    assert "Importers is blank. Expected: Names exactly as on the matters" in str(read)
    assert f"add {read.name}" == "add Ann"
    assert "Nothing was done. " in str(FORMS["add-contact"].fn(read).message)


def test_a_forms_schema_is_the_same_as_without_this() -> None:
    assert SCHEMAS["export-matter"]["definitions"]["ExportMatterForm"]["required"] == ["matter", "privileged"]
    assert "Misfilled" not in json.dumps(SCHEMAS)
