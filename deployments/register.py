"""Makes in the server what Landwaiter needs there: the work pool, the block type, the deployments.

It also ends the runs that a killed Landwaiter left behind.

The deployments of `prefect.yaml` come out as `prefect deploy --all` makes them, in a third of the time.
"""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import (
    DeploymentScheduleCreate,
    DeploymentScheduleUpdate,
    DeploymentUpdate,
    WorkPoolCreate,
    WorkPoolUpdate,
)
from prefect.exceptions import ObjectNotFound
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema

from deployments.schedules import SHARE, settled
from deployments.server.environment import DEPLOYMENTS, POOL, ROOT, WORKER
from deployments.server.lost_runs import end_lost_runs
from models.errors import Refused
from models.record.database import opened_engine
from models.settings import PROCESS, Settings
from tasks.delivery.channel_secrets import register_channel_type
from tasks.pages.form_choices import offer_dockets
from tasks.pages.publish import forget_lost_pages

_ON_THIS_MACHINE: dict[str, Any] = {
    "job_configuration": {
        # One process a run. Without a command Prefect starts two more first, to look for code to fetch.
        "command": "python -m deployments.server.run",
        "env": {},
        "labels": {},
        "name": None,
        "stream_output": True,
        "working_dir": str(ROOT),
    },
    "variables": {"type": "object", "properties": {}, "additionalProperties": False},
}
IN_A_CLUSTER = ROOT / "deployments" / "kubernetes" / "base-job-template.json"

_TAKEN_APART = ("name", "work_pool", "schedules")
_BESIDE_THE_COUNT = ("slug", "active")


class PoolRefused(Refused):
    """A work pool of another type; the message says which, and what to do."""


def template_of(pool: str) -> dict[str, Any]:
    """What a run of the pool is: nothing of it is left to a deployment, or to who starts a run."""
    if pool == PROCESS:
        return _ON_THIS_MACHINE
    read: dict[str, Any] = json.loads(IN_A_CLUSTER.read_text(encoding="utf-8"))
    return read


def register() -> None:
    """Makes what is missing and brings the deployments up to date; a second call changes nothing.

    But a schedule that somebody paused runs again.
    """
    settings = Settings.from_environment(os.environ)
    wanted = settled(DEPLOYMENTS, watch_seconds=settings.watch_seconds, watch_runs=settings.watch_runs)
    with get_client(sync_client=True) as client:
        ensure_pool(client, settings.pool)
        for deployment in wanted["deployments"]:
            put_deployment(client, deployment, wanted["pull"])
        end_lost_runs(client, POOL, WORKER)
    register_channel_type()
    with opened_engine(settings) as engine:
        offer_dockets(engine)
        forget_lost_pages(engine)


def ensure_pool(client: SyncPrefectClient, pool: str) -> None:
    """Makes the pool of a type, or brings the one that is there up to date. Raises `PoolRefused`."""
    wanted = template_of(pool)
    try:
        known = client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type=pool, base_job_template=wanted))
        return
    if known.type != pool:
        raise PoolRefused(
            f"The work pool {POOL} is of the type {known.type}, and LANDWAITER_POOL is {pool}. Expected the "
            f"same. To change the pool's, delete it as administrator (prefect work-pool delete {POOL}), then "
            "start again."
        )
    if known.base_job_template != wanted:
        client.update_work_pool(POOL, WorkPoolUpdate(base_job_template=wanted))


def put_deployment(client: SyncPrefectClient, wanted: Mapping[str, Any], pull: list[dict[str, Any]]) -> None:
    """Makes a deployment of `prefect.yaml`, or brings the one of its name up to date.

    Where the file has no schedule, one that somebody added stays. Raises `TypeError` or pydantic's
    `ValidationError` for a key that Prefect's client does not take.
    """
    flow: Flow[..., Any] = load_flow_from_entrypoint(wanted["entrypoint"])
    fields = _fields(wanted, flow) | {"pull_steps": pull}
    schedules = [_schedule(each) for each in wanted["schedules"]]
    try:
        known = client.read_deployment_by_name(f"{flow.name}/{wanted['name']}")
    except ObjectNotFound:
        made = [DeploymentScheduleCreate(**each) for each in schedules]
        client.create_deployment(client.create_flow(flow), wanted["name"], schedules=made, **fields)
        return
    if schedules:
        fields["schedules"] = [DeploymentScheduleUpdate(**each) for each in schedules]
    client.update_deployment(known.id, DeploymentUpdate(**fields))
    wished = {each["slug"] for each in schedules}
    for former in known.schedules:
        if (former.slug or "").startswith(SHARE) and former.slug not in wished:
            client.delete_deployment_schedule(known.id, former.id)


def _fields(wanted: Mapping[str, Any], flow: Flow[..., Any]) -> dict[str, Any]:
    """What the server keeps of a deployment beside its name and its schedules."""
    pool = dict(wanted["work_pool"])
    named = {name: wanted[name] for name in wanted if name not in _TAKEN_APART}
    return named | {
        "work_pool_name": pool.pop("name"),
        **pool,
        # The pool says what a run is. An earlier version said it here.
        "job_variables": {},
        "parameter_openapi_schema": parameter_schema(flow).model_dump(exclude_unset=True),
        "version": flow.version,
        "paused": False,
    }


def _schedule(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A schedule of `prefect.yaml` as the server takes it: its interval or cron, with the zone, apart."""
    counted = {name: value for name, value in wanted.items() if name not in _BESIDE_THE_COUNT}
    return {name: wanted[name] for name in _BESIDE_THE_COUNT} | {"schedule": counted}


def main() -> int:
    """Status 0 when everything is registered, 1 with one sentence when the record cannot be used."""
    try:
        register()
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
