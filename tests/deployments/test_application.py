"""The real server behind the layer that words its refusals: Prefect checks, and we say what it found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.bare_server import bare_server, post

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
    with bare_server(home, login=None) as made, made.client(service=True, login=None) as client:
        yield client


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
    with closing(
        sqlite3.connect(home / "prefect" / "prefect.db", timeout=60, isolation_level=None)
    ) as database:
        database.execute("ALTER TABLE flow_run RENAME TO flow_run_away")
        answer = server.post(f"/deployments/{deployment}/create_flow_run", json={})
        database.execute("ALTER TABLE flow_run_away RENAME TO flow_run")
    assert answer.status_code == 500
    assert answer.json() == {"exception_message": "Internal Server Error"}
