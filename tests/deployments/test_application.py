"""The real server behind the layer that words its refusals: Prefect checks, and we say what it found."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.mailbox import free_port

pytestmark = pytest.mark.server
SCHEMA = {
    "type": "object",
    "properties": {"asked": {"$ref": "#/definitions/Asked"}},
    "required": ["asked"],
    "definitions": {
        "Asked": {
            "type": "object",
            "properties": {"privileged": {"title": "Include notes", "type": "string", "enum": ["Yes", "No"]}},
            "required": ["privileged"],
        }
    },
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its database."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[httpx.Client]:
    port = free_port()
    ours = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "deployments.server.application"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=kept | ours, stdout=log, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}/api"
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            wait_for(client, process, home / "log")
            yield client
    finally:
        process.terminate()
        process.wait()


def wait_for(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    latest = time.monotonic() + 240
    while time.monotonic() < latest:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            client.get("/health").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise AssertionError(log.read_text(encoding="utf-8"))


def post(server: httpx.Client, path: str, asked: dict[str, Any]) -> httpx.Response:
    """The answer; asked again while Prefect's SQLite is busy, as its own client does."""
    latest = time.monotonic() + 60
    while (answer := server.post(path, json=asked)).is_server_error and time.monotonic() < latest:
        time.sleep(0.5)
    return answer


def checked(server: httpx.Client, values: dict[str, Any]) -> dict[str, Any]:
    answer = post(server, "/ui/schemas/validate", {"schema": SCHEMA, "values": values})
    return dict(answer.raise_for_status().json())


def test_the_check_of_a_form_answers_in_words_at_the_field(server: httpx.Client) -> None:
    assert checked(server, {"asked": {"privileged": "Yes"}}) == {"errors": [], "valid": True}
    said = "Include notes is blank. Choose one of: Yes; No."
    field = {"property": "privileged", "errors": [said]}
    refused = {"errors": [{"property": "asked", "errors": [field]}], "valid": False}
    assert checked(server, {"asked": {}}) == refused


def test_a_run_whose_form_is_refused_is_not_made_and_says_why(server: httpx.Client) -> None:
    flow = post(server, "/flows/", {"name": "export"}).json()["id"]
    wanted = {"name": "export", "flow_id": flow, "parameter_openapi_schema": SCHEMA}
    wanted |= {"parameters": {"asked": {}}, "enforce_parameter_schema": True}
    path = f"/deployments/{post(server, '/deployments/', wanted).json()['id']}/create_flow_run"
    refused = post(server, path, {"parameters": {"asked": {"privileged": "Maybe"}}})
    said = "Nothing was started. Include notes is “Maybe”. Choose one of: Yes; No."
    assert (refused.status_code, refused.json()) == (409, {"detail": said})
    blank = "Nothing was started. Include notes is blank. Choose one of: Yes; No."
    assert post(server, path, {}).json() == {"detail": blank}
    assert post(server, "/flow_runs/count", {}).json() == 0
    made = post(server, path, {"parameters": {"asked": {"privileged": "Yes"}}})
    assert (made.status_code, post(server, "/flow_runs/count", {}).json()) == (201, 1)


def test_everything_else_is_answered_as_prefect_does(server: httpx.Client) -> None:
    assert server.get("/health").json() is True
    missing = server.post("/deployments/00000000-0000-0000-0000-000000000000/create_flow_run", json={})
    assert missing.status_code == 404
    assert server.post("/ui/schemas/validate", content=b"no JSON").status_code == 422


def test_an_error_is_answered_as_prefect_answers_it(server: httpx.Client, home: Path) -> None:
    flow = post(server, "/flows/", {"name": "watch"}).json()["id"]
    deployment = post(server, "/deployments/", {"name": "watch", "flow_id": flow}).json()["id"]
    with closing(sqlite3.connect(home / "prefect.db", timeout=60, isolation_level=None)) as database:
        database.execute("ALTER TABLE flow_run RENAME TO flow_run_away")
        answer = server.post(f"/deployments/{deployment}/create_flow_run", json={})
        database.execute("ALTER TABLE flow_run_away RENAME TO flow_run")
    assert answer.status_code == 500
    assert answer.json() == {"exception_message": "Internal Server Error"}
