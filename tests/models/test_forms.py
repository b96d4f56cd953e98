"""The forms: what Prefect shows of them, and what they refuse."""

import json
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from prefect.utilities.callables import parameter_schema
from pydantic import ValidationError

from flows import contacts, corrections, forecast, open_matter, own_deadlines, replies
from flows.closures import proclaim_closure
from flows.office import approve_law_change, file_evidence, note_ambiguity, set_office_number
from models.forms.contacts import ContactForm
from models.forms.corrections import MatterCorrectionForm
from models.forms.matter import OpeningForm
from models.forms.office import ClosureEffect, ClosureForm, NoteForm, PeriodForm
from models.inputs import ClosureInput, MatterCorrection
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from tasks.exchange.import_titles import entry_columns, matter_columns

FLOWS = {each: getattr(import_module(f"flows.lifecycles.{each}"), f"record_{each}").fn for each in Lifecycle}


def schema_of(flow: Any) -> dict[str, Any]:
    return parameter_schema(flow).model_dump()


OPENING = [open_matter.open_matter.fn, corrections.correct_matter.fn, corrections.correct_importer.fn]
OWN = [own_deadlines.add_own_deadline.fn, own_deadlines.end_own_deadline.fn]
OFFICE = [set_office_number.fn, note_ambiguity.fn, file_evidence.fn, approve_law_change.fn]
CLOSURE = proclaim_closure.fn
PEOPLE = [contacts.add_contact.fn, contacts.change_contact.fn, contacts.remove_contact.fn]
MESSAGES = [contacts.resend.fn, contacts.answer_older_alerts.fn, contacts.send_test_alert.fn]
REPLIES = [replies.acknowledge.fn, replies.snooze_clock.fn, replies.reassign.fn]
AHEAD = [forecast.set_ladder.fn, forecast.forecast]


@pytest.mark.parametrize(
    "flow", [*FLOWS.values(), *OPENING, *OFFICE, CLOSURE, *OWN, *PEOPLE, *MESSAGES, *REPLIES, *AHEAD]
)
def test_every_field_has_a_title_and_says_what_it_is_for_and_none_is_a_union(flow: Any) -> None:
    schema = schema_of(flow)
    (name,) = (each["$ref"].split("/")[-1] for each in schema["properties"].values())
    for field in schema["definitions"][name]["properties"].values():
        assert field["title"]
        assert field["description"]
        assert "default" not in field
    assert "anyOf" not in json.dumps(schema)


@pytest.mark.parametrize("lifecycle", Lifecycle)
def test_the_form_offers_every_event_of_the_lifecycle_in_words(lifecycle: Lifecycle) -> None:
    offered = schema_of(FLOWS[lifecycle])["definitions"][f"{lifecycle.capitalize()}Event"]["enum"]
    assert offered == [event.title for event in load_law().events_of(lifecycle)]


def test_a_contact_names_its_importers_each_once() -> None:
    form = ContactForm.model_validate(
        {
            "name": "Ann",
            "role": "owner",
            "channel": "desk",
            "importers": "Acme, Inc.; Globex;Globex ;",
            "recorded_by": "B",
        }
    )
    assert form.to_input().importers == ("Acme, Inc.", "Globex")


def test_a_correction_leaves_a_blank_as_it_is_and_a_dash_takes_away() -> None:
    given = {"matter": "AUD-1", "reason": "Misread", "effect": "Record the correction", "recorded_by": "Bo"}
    draft = MatterCorrectionForm.model_validate({**given, "title": "-", "customs_office": " "}).to_input()
    assert draft == MatterCorrection(matter="AUD-1", title="", reason="Misread", recorded_by="Bo")
    with pytest.raises(ValidationError):
        MatterCorrectionForm.model_validate({**given, "effect": "Do it"})


def test_the_form_that_opens_a_matter_asks_more_than_a_workbook_has() -> None:
    assert set(OpeningForm.model_fields) - set(matter_columns().values()) == {"not_on_record"}
    assert not {"try_only", "history"} & set(entry_columns().values())


def test_a_choice_of_the_office_is_refused_outside_its_words_and_names_them() -> None:
    with pytest.raises(ValidationError, match="expected one of: A1: The deadline falls on"):
        NoteForm(ambiguity="A99: Luck", counsel="R. Diaz", note="N", recorded_by="Bo")
    form = NoteForm(
        ambiguity="A7: First and repeat violations", counsel="R. Diaz", note="N", recorded_by="Bo"
    )
    assert form.ambiguity_id == "A7"


def test_a_number_of_the_office_is_told_in_words() -> None:
    rule = next(
        word
        for word in schema_of(set_office_number.fn)["definitions"]["PeriodForm"]["properties"]["rule"]["enum"]
    )
    said = [PeriodForm(rule=rule, number=number, recorded_by="Bo").words for number in (10, 0, None)]
    assert said == ["AUD-05 to 10", "AUD-05 off", "AUD-05 to its default"]


def test_a_closure_is_told_in_words_and_a_blank_order_is_none() -> None:
    given = {"on": "2026-12-24", "does": "Add", "effect": ClosureEffect.PREVIEW, "order": " ", "reason": ""}
    form = ClosureForm.model_validate({**given, "recorded_by": "Bo"})
    assert form.words == "preview: add Thursday, December 24, 2026"
    assert form.to_input() == ClosureInput(on=date(2026, 12, 24), recorded_by="Bo")
    recorded = {**given, "does": "Withdraw", "effect": ClosureEffect.RECORD, "recorded_by": "Bo"}
    form = ClosureForm.model_validate(recorded)
    assert (form.words, form.to_input().withdraws) == ("withdraw Thursday, December 24, 2026", True)


@pytest.mark.parametrize(
    ("form", "given", "means"),
    [
        (
            PeriodForm,
            {"rule": "PRG-03: the application waits for it", "number": 30},
            "PRG-03",
        ),
        (NoteForm, {"ambiguity": "A1: A last day on a closed day", "counsel": "Cole", "note": "So."}, "A1"),
    ],
)
def test_a_choice_in_the_words_of_an_earlier_version_stays_accepted(
    form: Any, given: dict[str, Any], means: str
) -> None:
    read = form(**given, recorded_by="Ann")
    assert means in (getattr(read, "rule_id", ""), getattr(read, "ambiguity_id", ""))
