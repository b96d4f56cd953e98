"""To open a matter: the form, what is wrong with it, and whether something on record was meant."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.matters import number_in
from models.errors import RecordError
from models.forms.matter import LifecycleChoice, OpeningForm, ZoneChoice
from models.forms.refused_fields import field_faults
from models.inputs import MatterInput
from models.record.database import reading, transaction
from models.record.scope import Scope
from models.rights import Right
from tasks.desk.matters import importers_in, offices_in
from tasks.desk.opening import Near, faults_on_record, importer_named, near_in, open_in

_FIELDS = (
    "docket_number",
    "lifecycle",
    "importer",
    "new_importer",
    "importer_number",
    "opened_on",
    "timezone",
    "title",
    "customs_office",
    "different",
    "different_importer",
)
_ANSWERS = frozenset({"different", "different_importer"})
LONGEST = 120
"""Characters of a field that has no limit of its own."""

_BOTH = "Choose an importer on record, or enter the name of a new one. Do not do both."


def show(asked: Asked) -> Response:
    """The form; what the address says is filled in."""
    typed = {name: asked.query(name) for name in _FIELDS if name not in _ANSWERS}
    with reading(asked.office.engine) as session:
        named = {name: str(id_) for id_, name in importers_in(session, asked.me.scope)}
    typed["importer"] = named.get(typed["importer"], typed["importer"])
    return _form(asked, typed)


def do(asked: Asked) -> Response:
    """Opens the matter, or shows the form again with what is wrong or nearly on record."""
    typed = {name: asked.typed(name) for name in _FIELDS}
    with reading(asked.office.engine) as session:
        filled, faults = _filled(session, asked, typed)
        near = near_in(session, asked.me.scope, filled.to_input()) if filled else Near()
    if filled is None:
        return _form(asked, typed, faults=faults)
    if _asks(near, typed):
        return _form(asked, typed, near=near)
    try:
        with transaction(asked.office.engine) as session:
            matter = open_in(session, asked.me.scope, filled.to_input(), asked.me.person_id, at=asked.now)
    except RecordError as error:
        return _form(asked, typed, error=str(error))
    asked.office.wake()
    return asked.go(f"/matters/{matter.id}", f"Opened {matter.docket_number}. Record what happened.")


def _asks(near: Near, typed: Mapping[str, str]) -> bool:
    """Whether a question was not answered yet: each has an answer of its own."""
    return bool(
        (near.matters and not typed["different"]) or (near.importers and not typed["different_importer"])
    )


def _filled(
    session: Session, asked: Asked, typed: Mapping[str, str]
) -> tuple[OpeningForm | None, Mapping[str, str]]:
    """The form as Prefect's has it; None, and a sentence for each field that is wrong."""
    faults = too_long(typed, ("importer_number", "title", "customs_office"))
    given = {name: value for name, value in typed.items() if name in OpeningForm.model_fields and value}
    try:
        given["importer"] = _importer(session, asked.me.scope, typed)
    except RecordError as error:
        faults["importer"] = str(error)
    if asked.me.scope.account_ids is not None:
        # A number may be another importer's: whether it is on record is not theirs to learn.
        given.pop("importer_number", None)
    try:
        filled = OpeningForm.model_validate({**given, "recorded_by": asked.me.name})
    except ValidationError as error:
        faults = {**field_faults(OpeningForm, error), **faults}
    faults = {**_on_record(session, asked, typed, faults), **faults}
    return (None, faults) if faults else (filled, {})


def _on_record(
    session: Session, asked: Asked, typed: Mapping[str, str], faults: Mapping[str, str]
) -> dict[str, str]:
    """What the record refuses of the fields in which nothing else is wrong."""
    own, day = {"docket_number", "opened_on", "timezone"} - set(faults), date.min
    with suppress(ValueError):
        day = date.fromisoformat(typed["opened_on"])
    draft = MatterInput(
        docket_number=typed["docket_number"],
        lifecycle="",
        importer="",
        opened_on=day,
        timezone=typed["timezone"] if "timezone" in own else ZoneChoice.EASTERN.value,
        opened_by=asked.me.name,
    )
    found = faults_on_record(session, asked.me.scope, draft, at=asked.now)
    return {name: words for name, words in found.items() if name in own}


def too_long(typed: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """A sentence for each of these fields that is too long."""
    said = "This has {:,} characters. Enter at most {}."
    return {
        name: said.format(len(typed[name]), LONGEST) for name in names if len(typed.get(name, "")) > LONGEST
    }


def _importer(session: Session, scope: Scope, typed: Mapping[str, str]) -> str:
    """The name of the importer that was chosen, or of a new one. Raises `RecordError`."""
    new = typed["new_importer"] if scope.account_ids is None else ""
    if new and typed["importer"]:
        raise RecordError(_BOTH)
    return new or importer_named(session, scope, number_in(typed["importer"]) or 0)


def _form(
    asked: Asked,
    typed: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    near: Near | None = None,
    error: str = "",
) -> Response:
    with reading(asked.office.engine) as session:
        importers, offices = importers_in(session, asked.me.scope), offices_in(session, asked.me.scope)
    values: dict[str, Any] = {
        "typed": {name: typed.get(name, "") for name in _FIELDS},
        "faults": faults or {},
        "near": near or Near(),
        "error": error,
        "importers": importers,
        "offices": offices,
        "kinds": [(each.value, each.value) for each in LifecycleChoice],
        "zones": [(each.value, each.value) for each in ZoneChoice],
        "adds_importers": asked.me.scope.account_ids is None,
    }
    return asked.page("matter_new.html", REFUSED if faults or near or error else 200, **values)


PAGES = [Page(path="/matters/new", show=show, do=do, right=Right.RECORD)]
"""The address of this page."""
