"""Offers the docket numbers on record as choices of the forms, where all matters are of one importer.

The choices are put into each deployment's own schema of its form, which registering it makes anew. The server
answers any other value with the whole list: where a record has several importers the field stays a text.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.responses import DeploymentResponse
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.law.text.vocabulary import Lifecycle
from models.record.database import reading
from models.record.matters import has_several_importers
from models.record.mendings import former_numbers
from models.record.tables.dockets import Matter

MOST = 500
"""Beyond so many a list helps nobody, and the field is a text."""

_FIELD = "matter"
_PAGE = 100
_OF_ONE_KIND = {f"record-{each}": each for each in Lifecycle} | {"file-evidence": Lifecycle.CERTIFICATION}


def offer_dockets(engine: Engine) -> list[str]:
    """Brings the choices of every form up to date. Returns the names of the deployments that changed."""
    with reading(engine) as session:
        dockets = _dockets(session)
    changed = []
    with get_client(sync_client=True) as client:
        for deployment in _deployments(client):
            kind = _OF_ONE_KIND.get(deployment.name)
            offered = [number for number, of in dockets if kind in (None, of)]
            schema = with_choices(deployment.parameter_openapi_schema or {}, offered)
            if schema != deployment.parameter_openapi_schema:
                client.update_deployment(deployment.id, DeploymentUpdate(parameter_openapi_schema=schema))
                changed.append(deployment.name)
    return changed


def with_choices(schema: Mapping[str, Any], dockets: Sequence[str]) -> dict[str, Any]:
    """A form's schema in which the field for a docket number offers these; a text where there are none."""
    made = deepcopy(dict(schema))
    for form in made.get("definitions", {}).values():
        field = form.get("properties", {}).get(_FIELD, {})
        if field.get("type") == "string":
            field.pop("enum", None)
            field |= {"enum": list(dockets)} if dockets else {}
    return made


def _dockets(session: Session) -> list[tuple[str, str]]:
    """The docket numbers with their lifecycles, the newest first; none where they are not to be shown.

    Last those that a matter had once: links in mails that were sent then are filled in with them.
    """
    if has_several_importers(session):
        return []
    wanted = select(Matter).order_by(col(Matter.id).desc()).limit(MOST + 1)
    kinds = {matter.id: (matter.docket_number, matter.lifecycle) for matter in session.exec(wanted).all()}
    if len(kinds) > MOST:
        return []
    now = [number for number, _ in kinds.values()]
    former = former_numbers(session).items()
    return [*kinds.values(), *((number, kinds[id_][1]) for number, id_ in former if number not in now)]


def _deployments(client: SyncPrefectClient) -> list[DeploymentResponse]:
    found: list[DeploymentResponse] = []
    while page := client.read_deployments(limit=_PAGE, offset=len(found)):
        found += page
    return found
