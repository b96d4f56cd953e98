"""The forms of import and export: what Prefect shows of them, and what they refuse."""

import json
from typing import Any

import pytest
from prefect.utilities.callables import parameter_schema
from pydantic import ValidationError

from flows.exchange import export_matter, export_matters, import_matters
from models.forms.exchange import ImportForm


@pytest.mark.parametrize("flow", [import_matters.fn, export_matter, export_matters])
def test_every_field_has_a_title_and_says_what_it_is_for_and_none_is_a_union(flow: Any) -> None:
    schema = parameter_schema(flow).model_dump()
    (name,) = (each["$ref"].split("/")[-1] for each in schema["properties"].values())
    for field in schema["definitions"][name]["properties"].values():
        assert field["title"]
        assert field["description"]
        assert "default" not in field
    assert "anyOf" not in json.dumps(schema)


@pytest.mark.parametrize("given", [{"file": " "}, {"effect": "Import anyway"}, {"recorded_by": ""}])
def test_a_form_with_values_that_are_none_is_refused(given: dict[str, str]) -> None:
    whole = {"file": "t.csv", "effect": "Check only: list what is wrong", "recorded_by": "Bo"}
    assert ImportForm.model_validate(whole).file == "t.csv"
    with pytest.raises(ValidationError):
        ImportForm.model_validate(whole | given)
