"""What people may ask of Prefect's server: this list, and nothing that a later Prefect adds to it."""

import re
from typing import Any

import pytest
from prefect.server.api.server import API_ROUTERS

from deployments.server import allowed
from deployments.server.allowed import NotAllowed

ID = "00000000-0000-0000-0000-000000000000"
READ_BY_POST = {
    "/artifacts/count",
    "/artifacts/filter",
    "/artifacts/latest/count",
    "/artifacts/latest/filter",
    "/automations/count",
    "/automations/filter",
    "/block_documents/count",
    "/block_documents/filter",
    "/block_schemas/filter",
    "/block_types/filter",
    "/concurrency_limits/filter",
    "/deployments/count",
    "/deployments/filter",
    "/deployments/paginate",
    "/events/count-by/{countable}",
    "/events/filter",
    "/flow_runs/count",
    "/flow_runs/filter",
    "/flow_runs/history",
    "/flow_runs/lateness",
    "/flow_runs/paginate",
    "/flow_runs/{id:uuid}/input/filter",
    "/flows/count",
    "/flows/filter",
    "/flows/paginate",
    "/logs/filter",
    "/saved_searches/filter",
    "/task_runs/count",
    "/task_runs/filter",
    "/task_runs/history",
    "/task_runs/paginate",
    "/task_workers/filter",
    "/ui/flow_runs/count-task-runs",
    "/ui/flow_runs/history",
    "/ui/flows/count-deployments",
    "/ui/flows/next-runs",
    "/ui/schemas/validate",
    "/ui/task_runs/count",
    "/ui/task_runs/dashboard/counts",
    "/v2/concurrency_limits/filter",
    "/variables/count",
    "/variables/filter",
    "/work_pools/count",
    "/work_pools/filter",
    "/work_pools/{name}/concurrency_status",
    "/work_pools/{work_pool_name}/queues/filter",
    "/work_pools/{work_pool_name}/workers/filter",
    "/work_queues/filter",
    "/work_queues/{id:uuid}/concurrency_status",
}
NOT_EVEN_READ = {"/admin/settings", "/admin/storage", "/collections/views/{view}"}
STARTED: dict[str, Any] = {"name": "calm-owl", "parameters": {"entry": {"matter": "A"}}}
AS_PREFECTS_PAGE = {
    **STARTED,
    "tags": ["desk"],
    "state": {"type": "SCHEDULED", "message": "", "state_details": {"scheduled_time": None}},
    "empirical_policy": {"retries": None, "pause_keys": []},
    "work_queue_name": "forms",
    "job_variables": {},
    "enforce_parameter_schema": True,
}


def asked_for(path: str) -> str:
    """A path of Prefect's with something in the place of what varies."""
    return re.sub(r"\{[^}]*\}", "name", re.sub(r"\{[a-z_]*id:uuid\}", ID, path))


def routes() -> list[tuple[str, str]]:
    """Every method and path of Prefect's server."""
    found = [vars(route) for router in API_ROUTERS for route in router.routes]
    return sorted((method, each["path"]) for each in found for method in each.get("methods", ()))


def test_people_read_what_is_listed_and_nothing_else_is_a_read() -> None:
    known = routes()
    assert len(known) > 150
    for method, path in known:
        may = allowed.reads(method, asked_for(path))
        if method == "GET":
            assert may is (path not in NOT_EVEN_READ), path
        else:
            assert may is (method == "POST" and path in READ_BY_POST), (method, path)
    assert {path for method, path in known if method == "POST"} >= READ_BY_POST


@pytest.mark.parametrize(
    "path", ["/events/in", "/work_pools/landwaiter/workers/connect", "/events/outer", ""]
)
def test_people_hear_of_events_and_logs_and_send_none(path: str) -> None:
    assert allowed.streams("/events/out")
    assert allowed.streams("/logs/out")
    assert not allowed.streams(path)


def test_the_run_that_prefects_page_starts_is_started() -> None:
    kept = {"tags": ["desk"], "state": {"type": "SCHEDULED"}}
    assert allowed.plain_run(AS_PREFECTS_PAGE) == {**STARTED, **kept}
    assert allowed.plain_run({}) == {}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"job_variables": {"command": "sh"}}, "this one has job_variables"),
        ({"infrastructure_document_id": ID}, "this one has infrastructure_document_id"),
        ({"context": {"a": 1}}, "this one has context"),
        ({"parent_task_run_id": ID}, "this one has parent_task_run_id"),
        ({"pull_steps": [{}]}, "this one has pull_steps"),
        ({"enforce_parameter_schema": False}, "asks not to be"),
        ({"parameters": {"a": [{"__prefect_kind": "jinja", "template": "{{ x }}"}]}}, "ask for a template"),
        ({"parameters": {"a": {"__prefect_kind": "workspace_variable"}}}, "ask for a template"),
        ({"state": {"type": "COMPLETED"}}, "cancel a run or schedule it"),
        ({"state": "SCHEDULED"}, "cancel a run or schedule it"),
    ],
)
def test_a_run_that_is_more_than_its_parameters_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        allowed.plain_run({**STARTED, **more})


def test_a_state_that_a_person_gives_a_run_has_no_data() -> None:
    given = {"type": "SCHEDULED", "name": "AwaitingRetry", "data": {"type": "reference"}, "id": ID}
    assert allowed.plain_state(given) == {"type": "SCHEDULED", "name": "AwaitingRetry"}
    at = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2027-01-01T00:00:00Z", "deferred": True}}
    assert allowed.plain_state(at)["state_details"] == {"scheduled_time": "2027-01-01T00:00:00Z"}
