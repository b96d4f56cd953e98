"""The forms offer the docket numbers on record, where that shows nobody another importer's."""

from typing import Any

import pytest
from prefect.flows import Flow
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools.validation import ValidationError, validate

from flows.forecast import forecast
from flows.lifecycles.audit import record_audit
from flows.open_matter import open_matter
from flows.replies import acknowledge
from models.record.database import transaction
from tasks.pages import form_choices as docket_choices
from tasks.pages.form_choices import with_choices
from tests.support.scenes import Scene


def schema_of(flow: Flow[..., Any]) -> dict[str, Any]:
    return parameter_schema(flow).model_dump(exclude_unset=True)


def field_of(schema: dict[str, Any]) -> dict[str, Any]:
    (field,) = [
        form["properties"]["matter"]
        for form in schema["definitions"].values()
        if "matter" in form.get("properties", {})
    ]
    return dict(field)


@pytest.mark.parametrize("flow", [record_audit, acknowledge, forecast])
def test_a_field_for_a_docket_number_offers_them_and_is_else_as_it_was(flow: Flow[..., Any]) -> None:
    plain = schema_of(flow)
    offered = with_choices(plain, ["AUD-2", "AUD-1"])
    assert field_of(offered) == {**field_of(plain), "enum": ["AUD-2", "AUD-1"]}
    assert with_choices(offered, ["AUD-3"]) == with_choices(plain, ["AUD-3"])
    assert with_choices(offered, []) == plain == schema_of(flow)


def test_the_form_that_opens_a_matter_takes_any_number() -> None:
    assert with_choices(schema_of(open_matter), ["AUD-1"]) == schema_of(open_matter)


def test_the_server_takes_a_number_that_is_offered_and_refuses_another() -> None:
    schema = with_choices(schema_of(forecast), ["AUD-1"])
    validate({"asked": {"matter": "AUD-1"}}, schema, raise_on_error=True)
    validate({"asked": {}}, schema, raise_on_error=True)
    with pytest.raises(ValidationError, match="AUD-2"):
        validate({"asked": {"matter": "AUD-2"}}, schema, raise_on_error=True)


def offered(scene: Scene) -> list[str]:
    with transaction(scene.engine) as session:
        return [number for number, _ in docket_choices._dockets(session)]


def test_the_newest_come_first_and_none_once_a_second_importer_is_on_record(scene: Scene) -> None:
    assert offered(scene) == []
    scene.open("AUD-1")
    scene.open("SUM-1", "summons")
    assert offered(scene) == ["SUM-1", "AUD-1"]
    scene.open("AUD-2", importer="Globex")
    assert offered(scene) == []
