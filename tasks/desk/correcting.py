"""Corrects a matter at the desk: what differs from the record, kept with who signed it. Nothing commits."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from models.errors import RecordError
from models.forms.corrections import NOTHING
from models.inputs import MatterCorrection
from models.record.hash_chain import digest
from models.record.matters import find_account
from models.record.scope import Scope
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Matter
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending_in
from tasks.desk.opening import refuse_taken
from tasks.desk.shown import show_later

FIELDS = ("docket_number", "opened_on", "timezone", "title", "customs_office")
"""What can be corrected beside the importer; each can be left as it is, and the last two taken away."""

_REMOVABLE = ("title", "customs_office")


def values_of(matter: Matter) -> dict[str, str]:
    """What is on record of a matter, as the fields of a form have it."""
    return {name: str(getattr(matter, name)) for name in FIELDS} | {"importer": str(matter.account_id)}


def state_of(matter: Matter) -> str:
    """By which it is known whether a matter is as it was when a form was made."""
    return digest(values_of(matter))[:16]


def differing(matter: Matter, typed: Mapping[str, str]) -> dict[str, str]:
    """The fields that say something else than the record, as the form of corrections has them."""
    known = values_of(matter)
    changed = {name: typed[name] for name in FIELDS if typed[name] != known[name]}
    return {name: value or (NOTHING if name in _REMOVABLE else value) for name, value in changed.items()}


def refuse_beyond(session: Session, scope: Scope, matter: Matter, draft: MatterCorrection) -> None:
    """Raises where a correction would reach beyond the walls."""
    if draft.docket_number is not None:
        refuse_taken(session, scope, draft.docket_number, but=matter)
    if draft.importer is None:
        return
    account = find_account(session, draft.importer)
    is_seen = scope.account_ids is None if account is None else scope.has(account.id)
    if not is_seen:
        raise RecordError("This importer is none of yours. Choose one from the list.")


def correct_in(
    session: Session,
    scope: Scope,
    matter: Matter,
    draft: MatterCorrection,
    person_id: int,
    links: Links,
    *,
    at: datetime,
) -> Matter:
    """Records the correction, signed, and has the matter shown. Raises `RecordError`."""
    refuse_beyond(session, scope, matter, draft)
    is_new = draft.importer is not None and find_account(session, draft.importer) is None
    mended = put_mending_in(session, draft, links, now=at)
    for each in mended.log:
        sign_act(session, f"mending:{each.id}", person_id, at=at)
    corrected = session.get_one(Matter, matter.id)
    if is_new:
        sign_act(session, f"account:{corrected.account_id}", person_id, at=at)
    show_later(session, corrected, what="corrected", by=draft.recorded_by, at=at)
    return corrected
