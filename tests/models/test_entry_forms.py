"""The form of an entry becomes the entry that it says, and the fields that mend one make it again."""

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from models.forms.entry import EntryForm, entry_form
from models.forms.fields import FormError
from models.forms.mending import correcting_fields, mending_fields
from models.inputs import EntryInput
from models.law.text.vocabulary import FACTS, Lifecycle


def test_the_facts_stand_between_the_event_and_the_links() -> None:
    fields = list(entry_form(Lifecycle.AUDIT).model_fields)
    assert fields[:3] == ["matter", "event", "occurred_on"]
    assert fields[-9:] == [
        "belongs_to",
        "corrects",
        "why_corrected",
        "reference",
        "document",
        "privileged_note",
        "recorded_by",
        "try_only",
        "history",
    ]
    assert all(name in FACTS for name in fields[3:-9])


def summons(**more: Any) -> EntryForm:
    given = {
        "matter": "SUM-1",
        "event": "Summons issued",
        "occurred_on": "2025-06-02",
        "recorded_by": "Bo",
        **more,
    }
    return entry_form(Lifecycle.SUMMONS).model_validate(given)


def test_a_form_becomes_an_entry() -> None:
    form = summons(
        return_on="2025-07-07",
        third_party="Yes",
        belongs_to="e1, 4",
        corrects="E2",
        reference=" CF-3 ",
        why_corrected="Another day",
    )
    assert form.to_input() == EntryInput(
        kind="summons_issued",
        occurred_on=date(2025, 6, 2),
        facts={"return_on": "2025-07-07", "third_party": True},
        of=(1, 4),
        replaces=2,
        reason="Another day",
        reference="CF-3",
        recorded_by="Bo",
    )


def test_a_field_emptied_again_counts_as_not_given() -> None:
    draft = summons(event="Summons served", miles="", belongs_to="", corrects=" ").to_input()
    assert (draft.facts, draft.of, draft.replaces) == ({}, (), None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"miles": 3, "return_on": "2025-07-07", "third_party": "No"},
            "Miles from service to appearance does not go with",
        ),
        ({"third_party": "No"}, "needs the field Return date."),
        ({}, "needs the fields Return date, Third-party recordkeeper."),
        ({"event": "Summons served", "belongs_to": "the first"}, "expected entry numbers, such as E1, E3"),
        ({"event": "Summons served", "corrects": "E1, E2"}, "expected one entry, such as E3"),
        ({"event": "Summons served", "corrects": "E1"}, "gives no reason"),
    ],
)
def test_a_form_whose_fields_do_not_fit_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(FormError) as raised:
        summons(**given).to_input()
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "given",
    [
        {"event": "Something"},
        {"occurred_on": "soon"},
        {"recorded_by": "  "},
        {"miles": -1},
        {"colour": "red"},
        {"miles": "inf"},
    ],
)
def test_a_form_with_values_that_are_none_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        summons(**given)


def test_the_fields_that_mend_an_entry_in_doubt_make_the_same_entry_with_its_link() -> None:
    draft = EntryInput(
        kind="stay_directed",
        occurred_on=date(2025, 6, 2),
        facts={"direction_given": True, "copies_mailed": False},
        reference="R",
        privileged_note="for counsel only",
        recorded_by="Bo",
    )
    fields = mending_fields(draft, number=5, belongs_to=2)
    again = summons(**fields).to_input()
    assert (again.kind, again.facts, again.of, again.replaces) == (draft.kind, draft.facts, (2,), 5)
    assert "counsel" not in json.dumps(fields)


def test_the_fields_that_correct_an_entry_make_the_same_entry_again() -> None:
    draft = EntryInput(
        kind="stay_directed",
        occurred_on=date(2025, 6, 2),
        facts={"direction_given": True, "copies_mailed": False},
        of=(1, 3),
        reference="R",
        document="D",
        privileged_note="for counsel only",
        recorded_by="Bo",
    )
    fields = correcting_fields(draft, number=5)
    assert not fields.keys() & {"privileged_note", "recorded_by", "why_corrected"}
    again = summons(**fields, why_corrected="A slip").to_input()
    same = (again.kind, again.occurred_on, again.facts, again.of, again.reference, again.document)
    assert same == (draft.kind, draft.occurred_on, draft.facts, draft.of, "R", "D")
    assert again.replaces == 5


def test_a_fixed_date_names_its_rule_in_words() -> None:
    rule = "SUM-14: Obey the court's order to comply"
    draft = summons(event="Another due date fixed", rule=rule, due_on="2025-08-01").to_input()
    assert draft.facts == {"rule": "SUM-14", "due_on": "2025-08-01"}
    assert mending_fields(draft, number=1, belongs_to=2)["rule"] == rule


def test_a_rule_in_the_words_of_an_earlier_version_stays_accepted() -> None:
    rule = "SUM-14: Comply with the order of the court"
    draft = summons(event="Another due date fixed", rule=rule, due_on="2025-08-01").to_input()
    assert draft.facts["rule"] == "SUM-14"
