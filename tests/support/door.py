"""What the tests of the door ask of a bare server, and how."""

from typing import Any

import httpx

from deployments.schedules import entrypoints
from deployments.server.environment import DEPLOYMENTS, POOL
from tests.support.bare_server import post

AUDIT = "record-audit"


def made_deployments(service: httpx.Client) -> dict[str, str]:
    """One of ours, one that is foreign, one that fetches code first, one with another's entrypoint."""
    post(service, "/work_pools/", {"name": POOL, "type": "process"}).raise_for_status()
    flow = post(service, "/flows/", {"name": "record audit"}).json()["id"]
    base = {"flow_id": flow, "work_pool_name": POOL, "work_queue_name": "forms"}
    ours = {"name": AUDIT, "entrypoint": entrypoints(DEPLOYMENTS)[AUDIT], "pull_steps": []}
    pulled = {"prefect.deployments.steps.run_shell_script": {"script": "true"}}
    others: dict[str, dict[str, Any]] = {
        "ours": ours,
        "foreign": {"name": "foreign", "entrypoint": "evil.py:flow"},
        "pulling": {
            **ours,
            "name": "watch",
            "entrypoint": entrypoints(DEPLOYMENTS)["watch"],
            "pull_steps": [pulled],
        },
        "renamed": {**ours, "name": "recount"},
    }
    return {
        name: str(post(service, "/deployments/", {**base, **wanted}).json()["id"])
        for name, wanted in others.items()
    }


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json().get("detail"))


def start(client: httpx.Client, deployment: str, **asked: Any) -> httpx.Response:
    return post(client, f"/deployments/{deployment}/create_flow_run", asked)


def runs(client: httpx.Client) -> int:
    return int(post(client, "/flow_runs/count", {}).json())


def block_type(service: httpx.Client, name: str) -> dict[str, str]:
    kind = post(service, "/block_types/", {"name": name, "slug": name}).json()["id"]
    fields = {
        "type": "object",
        "title": name,
        "properties": {"url": {"title": "URL", "type": "string", "format": "password", "writeOnly": True}},
        "secret_fields": ["url"],
    }
    made = post(service, "/block_schemas/", {"block_type_id": kind, "fields": fields, "capabilities": []})
    return {"block_type_id": kind, "block_schema_id": made.json()["id"]}
