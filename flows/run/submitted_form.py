"""A form as it was submitted: one that cannot be used ends its run in words, and can be filled in again."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from prefect.context import FlowRunContext
from pydantic import BaseModel, TypeAdapter, ValidationError, WrapValidator

from models.forms.refused_fields import FormSchema, field_faults, field_sentence
from notifications.wording.links import Links

_NEVER_IN_A_LINK = ("privileged_note", "recorded_by")


class Misfilled:
    """A form that cannot be used, in its place among the arguments of a flow; its text says why.

    A field of it is what was submitted, so that the run can be named by it.
    """

    def __init__(self, given: object, why: str) -> None:
        self._given = given if isinstance(given, Mapping) else {}
        self._why = why

    def __str__(self) -> str:
        return self._why

    def __getattr__(self, name: str) -> object:
        return self._given.get(name, "form refused")


def takes_misfilled(flow: Callable[..., Any]) -> inspect.Signature:
    """The signature by which Prefect hands a flow a `Misfilled` for an argument that pydantic refuses."""
    signature = inspect.signature(flow)
    parameters = [_takes_misfilled(each) for each in signature.parameters.values()]
    return signature.replace(parameters=parameters)


def _takes_misfilled(parameter: inspect.Parameter) -> inspect.Parameter:
    wanted = parameter.annotation

    def kept(given: Any, reads: Callable[[Any], Any]) -> Any:
        try:
            return reads(given)
        except ValidationError as error:
            if isinstance(wanted, type) and issubclass(wanted, BaseModel):
                return Misfilled(given, " ".join(field_faults(wanted, error).values()))
            field = FormSchema.of({"properties": {parameter.name: TypeAdapter(wanted).json_schema()}})
            return Misfilled({}, field_sentence(field, parameter.name, given))

    return parameter.replace(annotation=Annotated[wanted, WrapValidator(kept)])


def form_again(url: str, instead: Mapping[str, object] | None = None) -> str:
    """The address of the form of this run, filled in as it was submitted; empty for a run without one.

    The fields in `instead` have those values, or none.
    """
    running = FlowRunContext.get()
    run = running.flow_run if running is not None else None
    if run is None or run.deployment_id is None:
        return ""
    deployment = str(run.deployment_id)
    filled = {name: _for_a_link(given, instead or {}) for name, given in run.parameters.items()}
    return Links(url, {deployment: deployment}).form(deployment, filled)


def _for_a_link(given: object, instead: Mapping[str, object]) -> object:
    if not isinstance(given, Mapping):
        return given
    told = {**given, **instead}
    return {name: value for name, value in told.items() if name not in _NEVER_IN_A_LINK and value is not None}
