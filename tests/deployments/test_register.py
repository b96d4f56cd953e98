"""What the server has after a start: our pool and deployments, and no run that nobody runs."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from deployments.server.environment import POOL, ROOT, WORKER
from models.record.database import migrate
from models.settings import Settings
from tests.support.bare_server import BareServer, bare_server, patient, post

pytestmark = pytest.mark.server
OF_THE_FORMER_VERSION = {
    "job_configuration": {"command": "{{ command }}", "env": "{{ env }}", "working_dir": "{{ working_dir }}"},
    "variables": {
        "type": "object",
        "properties": {
            "command": {"type": "string"},
            "env": {"type": "object"},
            "working_dir": {"type": "string"},
        },
    },
}
COMMAND = "touch /tmp/a-shell"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareServer]:
    with bare_server(tmp_path_factory.mktemp("register")) as made:
        migrate(Settings.from_environment(made.environment))
        yield made


@pytest.fixture
def service(server: BareServer) -> Iterator[httpx.Client]:
    with server.client(service=True) as client:
        yield client


def register(server: BareServer) -> None:
    command = [sys.executable, "-m", "deployments.register"]
    subprocess.run(command, cwd=ROOT, env=server.environment, check=True, timeout=180)


def run_in(service: httpx.Client, deployment: str, *states: str) -> str:
    """A run that went through these states."""
    path = f"/deployments/{deployment}/create_flow_run"
    run = str(post(service, path, {}).json()["id"])
    for state in states:
        set_to = {"state": {"type": state}, "force": True}
        assert post(service, f"/flow_runs/{run}/set_state", set_to).json()["status"] == "ACCEPT"
    return run


def state_of(service: httpx.Client, run: str) -> tuple[str, str]:
    found = service.get(f"/flow_runs/{run}").json()["state"]
    return found["type"], found["message"] or ""


def deployment_of(service: httpx.Client, name: str) -> dict[str, object]:
    (found,) = post(service, "/deployments/filter", {"deployments": {"name": {"any_": [name]}}}).json()
    return dict(found)


def test_a_pool_and_a_deployment_of_the_former_version_no_longer_say_what_a_run_is(
    server: BareServer, service: httpx.Client
) -> None:
    pool = {"name": POOL, "type": "process", "base_job_template": OF_THE_FORMER_VERSION}
    post(service, "/work_pools/", pool).raise_for_status()
    register(server)
    template = service.get(f"/work_pools/{POOL}").json()["base_job_template"]
    assert template["job_configuration"] == {
        "command": "python -m deployments.server.run",
        "env": {},
        "labels": {},
        "name": None,
        "stream_output": True,
        "working_dir": str(ROOT),
    }
    watch = str(deployment_of(service, "watch")["id"])
    meant = {"job_variables": {"command": COMMAND}, "pull_steps": [{"steps.run_shell_script": {}}]}
    patient(lambda: service.patch(f"/deployments/{watch}", json={"pull_steps": meant["pull_steps"]}))
    register(server)
    after = deployment_of(service, "watch")
    assert (after["job_variables"], after["pull_steps"]) == ({}, [])
    refused = post(service, f"/deployments/{watch}/create_flow_run", {"job_variables": {"command": COMMAND}})
    assert refused.status_code in (409, 422)


def test_runs_whose_process_is_gone_end_and_those_that_never_began_run(
    server: BareServer, service: httpx.Client
) -> None:
    register(server)
    watch = str(deployment_of(service, "watch")["id"])
    began = ("PENDING", "RUNNING")
    runs = {
        "PENDING": run_in(service, watch, "PENDING"),
        "RUNNING": run_in(service, watch, *began),
        "CANCELLING": run_in(service, watch, *began, "CANCELLING"),
        "COMPLETED": run_in(service, watch, *began, "COMPLETED"),
    }
    beside = {"name": "another machine", "heartbeat_interval_seconds": 30}
    post(service, f"/work_pools/{POOL}/workers/heartbeat", beside)
    register(server)
    assert {state: state_of(service, run)[0] for state, run in runs.items()} == {each: each for each in runs}
    patient(lambda: service.delete(f"/work_pools/{POOL}/workers/another machine"))
    post(service, f"/work_pools/{POOL}/workers/heartbeat", {**beside, "name": WORKER})
    register(server)
    ended = {state: state_of(service, run) for state, run in runs.items()}
    assert {state: kind for state, (kind, _) in ended.items()} == {
        "PENDING": "SCHEDULED",
        "RUNNING": "CRASHED",
        "CANCELLING": "CANCELLED",
        "COMPLETED": "COMPLETED",
    }
    assert ended["RUNNING"][1] == (
        "Landwaiter was stopped while this run was active. What it had stored is kept. If it was a form, "
        "submit it again: the same fact is stored once."
    )
