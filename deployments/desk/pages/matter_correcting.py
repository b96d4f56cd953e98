"""To correct a matter: the form, what it would change, and the correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.matter import matter_of
from deployments.desk.pages.matter_opening import too_long
from deployments.desk.pages.matters import number_in
from models.errors import RecordError
from models.forms.corrections import CorrectionEffect, MatterCorrectionForm
from models.forms.fields import YesNo
from models.forms.matter import ZoneChoice
from models.forms.refused_fields import field_faults
from models.inputs import MatterCorrection
from models.law.load import load_law
from models.record.database import reading, transaction
from models.record.mendings import names_of
from models.record.office_settings import unclear_words
from models.record.tables.dockets import Matter
from models.rights import Right
from tasks.alerts.mending_preview import Foretold, foresee_mending
from tasks.desk.change_words import ChangesShown, shown
from tasks.desk.correcting import FIELDS, correct_in, differing, refuse_beyond, state_of, values_of
from tasks.desk.matters import importers_in, offices_in
from tasks.desk.opening import importer_named
from tasks.pages.corrections_section import correction_words

_STALE = (
    "This matter changed since you opened the form. Nothing was recorded. Look at it, then correct it again."
)
_SHOWN = 100
"""Alerts that a preview lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Preview:
    """What a correction would change, in words."""

    corrections: Sequence[str]
    foretold: Foretold
    changes: ChangesShown
    gone: Sequence[str]
    come: Sequence[str]
    more: int


def show(asked: Asked) -> Response:
    """The form, filled in with what is on record."""
    with reading(asked.office.engine) as session:
        matter = matter_of(session, asked)
        return _form(session, asked, matter, values_of(matter))


def do(asked: Asked) -> Response:
    """Shows what the correction would change; or, once that was seen, records it."""
    typed = {name: asked.typed(name) for name in (*FIELDS, "importer", "new_importer", "reason")}
    with reading(asked.office.engine) as session:
        matter = matter_of(session, asked)
        if asked.typed("state") != state_of(matter):
            return _form(
                session, asked, matter, values_of(matter) | {"reason": typed["reason"]}, error=_STALE
            )
        draft, faults = _draft(session, asked, matter, typed)
        if draft is None:
            return _form(session, asked, matter, typed, faults=faults)
        try:
            refuse_beyond(session, asked.me.scope, matter, draft)
        except RecordError as error:
            return _form(session, asked, matter, typed, error=str(error))
    if asked.typed("step") == "record":
        return _record(asked, draft, typed)
    return _preview(asked, draft, typed)


def _preview(asked: Asked, draft: MatterCorrection, typed: Mapping[str, str]) -> Response:
    try:
        foretold = foresee_mending(asked.office.engine, draft, now=asked.now)
    except RecordError as error:
        return _again(asked, typed, str(error))
    with reading(asked.office.engine) as session:
        matter = matter_of(session, asked)
        return asked.page(
            "matter_correct_preview.html",
            matter=matter,
            preview=_worded(session, foretold),
            typed=typed,
            state=state_of(matter),
        )


def _worded(session: Session, foretold: Foretold) -> _Preview:
    """What it would change; importers and people in it are inside the walls, as the draft is."""
    names = names_of(session, foretold.mended.log)
    gone, come = ([each.words for each in some] for some in (foretold.gone, foretold.come))
    return _Preview(
        corrections=[correction_words(each, names) for each in foretold.mended.log],
        foretold=foretold,
        changes=shown(foretold.mended.changes, unclear_words(session, load_law())),
        gone=gone[:_SHOWN],
        come=come[:_SHOWN],
        more=max(0, len(gone) - _SHOWN) + max(0, len(come) - _SHOWN),
    )


def _record(asked: Asked, draft: MatterCorrection, typed: Mapping[str, str]) -> Response:
    try:
        with transaction(asked.office.engine) as session:
            matter = matter_of(session, asked)
            if asked.typed("state") != state_of(matter):
                raise RecordError(_STALE)
            matter = correct_in(
                session, asked.me.scope, matter, draft, asked.me.person_id, asked.office.links, at=asked.now
            )
    except RecordError as error:
        return _again(asked, typed, str(error))
    asked.office.wake()
    return asked.go(
        f"/matters/{matter.id}", f"Corrected {matter.docket_number}. The old value stays on record."
    )


def _again(asked: Asked, typed: Mapping[str, str], error: str) -> Response:
    with reading(asked.office.engine) as session:
        return _form(session, asked, matter_of(session, asked), typed, error=error)


def _draft(
    session: Session, asked: Asked, matter: Matter, typed: Mapping[str, str]
) -> tuple[MatterCorrection | None, Mapping[str, str]]:
    """The correction as Prefect's form has it; None, and a sentence for each field that is wrong."""
    faults = too_long(typed, ("title", "customs_office"))
    given: dict[str, Any] = differing(matter, typed)
    for name in ("docket_number", "opened_on"):
        if given.get(name) == "":
            faults[name] = "This is blank. Enter what is right, or what is on record."
    try:
        given |= _importer(session, asked, matter, typed)
    except RecordError as error:
        faults["importer"] = str(error)
    given |= {"matter": matter.docket_number, "reason": typed["reason"], "effect": CorrectionEffect.RECORD}
    try:
        filled = MatterCorrectionForm.model_validate(given | {"recorded_by": asked.me.name})
    except ValidationError as error:
        faults = {**field_faults(MatterCorrectionForm, error), **faults}
    return (None, faults) if faults else (filled.to_input(), {})


def _importer(session: Session, asked: Asked, matter: Matter, typed: Mapping[str, str]) -> dict[str, object]:
    """The importer that the matter moves to; nothing where it stays. Raises `RecordError`."""
    if typed["new_importer"] and asked.me.scope.account_ids is None:
        return {"importer": typed["new_importer"], "new_importer": YesNo.YES}
    if typed["importer"] == str(matter.account_id):
        return {}
    return {"importer": importer_named(session, asked.me.scope, number_in(typed["importer"]) or 0)}


def _form(
    session: Session,
    asked: Asked,
    matter: Matter,
    typed: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    error: str = "",
) -> Response:
    return asked.page(
        "matter_correct.html",
        REFUSED if faults or error else 200,
        matter=matter,
        state=state_of(matter),
        typed={"new_importer": "", "reason": "", **typed},
        faults=faults or {},
        error=error,
        importers=importers_in(session, asked.me.scope),
        offices=offices_in(session, asked.me.scope),
        zones=[(each.value, each.value) for each in ZoneChoice],
        adds_importers=asked.me.scope.account_ids is None,
    )


PAGES = [Page(path="/matters/{id}/correct", show=show, do=do, right=Right.CORRECT)]
"""The address of this page."""
