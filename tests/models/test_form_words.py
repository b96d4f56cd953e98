"""The forms show no pattern of the program: what does not fit is refused in a sentence with an example."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from prefect import Flow
from prefect.utilities.callables import parameter_schema

from flows import contacts, exchange, forecast, office, open_matter, papers, replies
from models.forms.contacts import ContactForm, PaperForm
from models.forms.entry import entry_form
from models.forms.fields import FormError
from models.forms.office import EvidenceForm
from models.forms.replies import ConfirmationForm
from models.law.text.vocabulary import Lifecycle

MODULES = (contacts, exchange, forecast, office, open_matter, papers, replies)
FORMS = [each for module in MODULES for each in vars(module).values() if isinstance(each, Flow)]


def schema_of(flow: Any) -> dict[str, Any]:
    return parameter_schema(flow).model_dump()


PERSON = {"name": "Ann", "role": "owner", "channel": "desk", "importers": "Acme", "recorded_by": "Bo"}
EVIDENCE = {
    "matter": "CERT-1",
    "document": "D",
    "dated_on": "2025-06-02",
    "owner": "Ann",
    "recorded_by": "Bo",
    "document_sha256": "abc",
}


@pytest.mark.parametrize("flow", FORMS)
def test_no_form_shows_a_pattern(flow: Any) -> None:
    assert "pattern" not in json.dumps(schema_of(flow))


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (
            lambda: ConfirmationForm(matter="A", entry="first", name="Bo").number,
            "Entry is “first”. Expected the number of an entry, such as E3.",
        ),
        (
            lambda: PaperForm(number="no. 5", name="Ann").paper_id,
            "Paper is “no. 5”. Expected the number of a paper, such as 12.",
        ),
        (
            lambda: EvidenceForm.model_validate(EVIDENCE | {"point": a_point()}).sha256,
            "SHA-256 of the document is “abc”. Expected 64 hexadecimal digits",
        ),
        (
            lambda: contact(channel="my desk"),
            "Channel is “my desk”. Expected a letter, then letters, digits, - and _, such as desk-2.",
        ),
        (lambda: contact(fallback="a b"), "Other channel is “a b”. Expected letters"),
        (
            lambda: contact(works_from="9:00"),
            "Only one of Works from and Works to is filled in. Expected both",
        ),
        (
            lambda: contact(works_from="nine", works_to="17:00"),
            "Works from is “nine”. Expected a time of day, such as 09:00.",
        ),
        (
            lambda: contact(works_from="17:00", works_to="9:00"),
            "Works from is 17:00 and Works to is 09:00. Expected the earlier time first",
        ),
    ],
)
def test_a_field_that_is_written_otherwise_is_refused_in_a_sentence(
    used: Callable[[], object], said: str
) -> None:
    with pytest.raises(FormError) as raised:
        used()
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize("lifecycle", Lifecycle)
def test_no_form_of_an_entry_shows_a_pattern(lifecycle: Lifecycle) -> None:
    assert "pattern" not in json.dumps(entry_form(lifecycle).model_json_schema())


def contact(**more: str) -> object:
    return ContactForm.model_validate(PERSON | more).to_input()


def a_point() -> str:
    fields = schema_of(office.file_evidence)["definitions"]["EvidenceForm"]["properties"]
    return str(fields["point"]["enum"][0])
