"""The contacts: who gets alerts, in which role, of which importers, by which channel."""

import secrets
from collections.abc import Mapping

from pydantic import ValidationError
from sqlmodel import Session, col, select
from starlette.responses import Response

from deployments.desk.addresses import places_of
from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from models.errors import Refused
from models.forms.contacts import ContactForm, filled_in
from models.forms.matter import ZoneChoice
from models.forms.refused_fields import field_faults
from models.inputs import EVERY_IMPORTER, ContactInput
from models.record.contacts import accounts_of
from models.record.database import reading, transaction
from models.record.matters import accounts
from models.record.tables.alerts import Contact
from models.record.tables.people import DeskRun
from models.rights import Right
from models.roles import Role
from tasks.desk.follow_up import run_once

_FIELDS = ("name", "role", "channel", "fallback", "timezone", "works_from", "works_to", "digest")
_EVERY = "every"
ADD, CHANGE = "add-contact", "change-contact"


def show_new(asked: Asked) -> Response:
    """The form that adds a contact, filled in as it was sent where its run did not end well."""
    return _form(asked, None, *(_sent_before(asked, ADD) or ({"name": asked.query("name")}, [])))


def show(asked: Asked) -> Response:
    """The form that changes a contact, filled in with what is on record."""
    with reading(asked.office.engine) as session:
        contact = _contact(session, asked)
        mine = accounts_of(session, contact)
        values = filled_in(contact, [each.name for each in mine])
        chosen = [_EVERY] if contact.every_importer else [str(each.id) for each in mine]
    return _form(asked, contact, *(_sent_before(asked, CHANGE, contact.name) or (values, chosen)))


def _sent_before(asked: Asked, deployment: str, name: str = "") -> tuple[dict[str, str], list[str]] | None:
    """What the form of an earlier run of who asks said, by the run that the address names."""
    given = asked.query("run")
    with reading(asked.office.engine) as session:
        run = session.get(DeskRun, int(given)) if given.isdecimal() and len(given) < 10 else None
        if run is None or (run.deployment, run.made_by) != (deployment, asked.me.name):
            return None
        said = {field: str(value) for field, value in run.parameters["contact"].items()}
        if name not in ("", said["name"]):
            return None
        names = said.get("importers", "").split("; ")
        ids = [str(each.id) for each in accounts(session) if each.name in names]
    return said, [_EVERY] if names == [EVERY_IMPORTER] else ids


def again(session: Session, run: DeskRun) -> str:
    """The address of the form of a run, filled in as it was sent; empty where there is none."""
    if run.deployment == ADD:
        return f"/settings/contacts/new?run={run.id}"
    if run.deployment != CHANGE:
        return ""
    named = select(Contact.id).where(Contact.name == run.parameters["contact"]["name"])
    id_ = session.exec(named.where(col(Contact.left_at).is_(None))).first()
    return f"/settings/contacts/{id_}?run={run.id}" if id_ else ""


def _form(
    asked: Asked,
    contact: Contact | None,
    values: dict[str, str],
    chosen: list[str],
    error: str = "",
    faults: dict[str, str] | None = None,
) -> Response:
    places = places_of(asked)
    with reading(asked.office.engine) as session:
        importers = [(str(each.id), each.name) for each in accounts(session)]
    return asked.page(
        "contact.html",
        REFUSED if error else 200,
        contact=contact,
        values=_blank() | values,
        chosen=chosen,
        importers=[(_EVERY, "Every importer, those to come too"), *importers],
        roles=[(each.value, each.value) for each in Role],
        zones=[(each.value, each.value) for each in ZoneChoice],
        error=error,
        faults=_blank() | (faults or {}),
        channels=places.names,
        once=asked.typed("once") or secrets.token_urlsafe(16),
    )


def _blank() -> dict[str, str]:
    return dict.fromkeys((*_FIELDS, "importers"), "")


def add(asked: Asked) -> Response:
    """Has a contact added, once a test message went out by their channels."""
    return _sent(asked, ADD, None)


def change(asked: Asked) -> Response:
    """Has a contact changed or removed."""
    with reading(asked.office.engine) as session:
        contact = _contact(session, asked)
    if asked.typed("act") == "remove":
        parameters = {"contact": {"name": contact.name, "recorded_by": asked.me.name}}
        return _run(asked, "remove-contact", parameters, f"remove {contact.name}")
    return _sent(asked, CHANGE, contact)


def _sent(asked: Asked, deployment: str, contact: Contact | None) -> Response:
    typed = {name: asked.typed(name) for name in _FIELDS}
    if contact is not None:
        typed["name"] = contact.name
    chosen = asked.chosen("importers")
    said = {name: value for name, value in typed.items() if value}
    said |= {"importers": _importers(asked, chosen), "recorded_by": asked.me.name}
    try:
        form = ContactForm.model_validate(said)
        draft = form.to_input()
    except ValidationError as error:
        faults = dict(field_faults(ContactForm, error))
        return _form(asked, contact, typed, chosen, " ".join(faults.values()), faults)
    except Refused as error:
        return _form(asked, contact, typed, chosen, str(error))
    if faults := _without_address(asked, draft):
        return _form(asked, contact, typed, chosen, " ".join(faults.values()), faults)
    parameters = {"contact": form.model_dump(mode="json", exclude_none=True)}
    return _run(asked, deployment, parameters, f"{deployment.partition('-')[0]} {form.name}")


def _without_address(asked: Asked, draft: ContactInput) -> dict[str, str]:
    """A sentence for each channel that has no address: the test message by it could not be sent."""
    places, given = places_of(asked), {"channel": draft.channel, "fallback": draft.fallback}
    return {name: words for name, channel in given.items() if (words := places.refuse(channel))}


def _run(asked: Asked, deployment: str, parameters: Mapping[str, object], title: str) -> Response:
    once = f"{deployment} {asked.me.person_id} {asked.typed('once')}"
    with transaction(asked.office.engine) as session:
        row, _ = run_once(
            session, deployment, parameters, title=title, by=asked.me.name, at=asked.now, once=once
        )
        id_ = row.id
    asked.office.wake()
    return asked.go(f"/runs/{id_}")


def _importers(asked: Asked, chosen: list[str]) -> str:
    """What the form of a contact says of importers."""
    if _EVERY in chosen:
        return EVERY_IMPORTER
    with reading(asked.office.engine) as session:
        return "; ".join(each.name for each in accounts(session) if str(each.id) in chosen)


def _contact(session: Session, asked: Asked) -> Contact:
    contact = session.get(Contact, asked.number("id"))
    if contact is None or contact.left_at is not None:
        raise NotThere
    return contact


PAGES = [
    Page(path="/settings/contacts/new", show=show_new, do=add, right=Right.MANAGE_PEOPLE),
    Page(path="/settings/contacts/{id}", show=show, do=change, right=Right.MANAGE_PEOPLE),
]
"""The addresses of these pages."""
