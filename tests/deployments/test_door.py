"""The door before a real server: what each caller gets, and what nobody gets but Landwaiter itself."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from deployments.server.environment import POOL
from tests.support.bare_server import LOGIN, BareServer, bare_server, patient, post
from tests.support.door import block_type, made_deployments, runs, said, start

pytestmark = pytest.mark.server
NOTE = "planted-privileged-note"
NOWHERE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareServer]:
    with bare_server(tmp_path_factory.mktemp("door")) as made:
        yield made


@pytest.fixture(scope="module")
def service(server: BareServer) -> Iterator[httpx.Client]:
    with server.client(service=True) as client:
        yield client


@pytest.fixture(scope="module")
def person(server: BareServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def deployments(service: httpx.Client) -> dict[str, str]:
    return made_deployments(service)


def test_a_person_starts_a_deployment_of_ours_with_its_parameters(
    person: httpx.Client, deployments: dict[str, str]
) -> None:
    made = start(person, deployments["ours"], parameters={"entry": {"matter": "A"}}, work_queue_name="forms")
    assert made.status_code == 201
    assert made.json()["parameters"] == {"entry": {"matter": "A"}}
    cancelled = post(person, f"/flow_runs/{made.json()['id']}/set_state", {"state": {"type": "CANCELLED"}})
    assert cancelled.json()["state"]["type"] == "CANCELLED"


@pytest.mark.parametrize(
    "more",
    [
        {"job_variables": {"command": "touch /tmp/a-shell"}},
        {"job_variables": {"env": {"PYTHONSTARTUP": "/tmp/x"}}},
        {"work_queue_name": "other"},
        {"parameters": {"entry": {"__prefect_kind": "jinja", "template": "{{ 1 }}"}}},
    ],
)
def test_a_run_with_more_than_parameters_is_not_made(
    person: httpx.Client, deployments: dict[str, str], more: dict[str, Any]
) -> None:
    before = runs(person)
    assert start(person, deployments["ours"], **more).status_code == 403
    assert runs(person) == before


@pytest.mark.parametrize("which", ["foreign", "pulling", "renamed"])
def test_a_deployment_that_is_not_ours_is_not_started_by_people(
    person: httpx.Client, deployments: dict[str, str], which: str
) -> None:
    before = runs(person)
    status, words = said(start(person, deployments[which]))
    assert status == 403
    assert "is not Landwaiter's" in words
    assert runs(person) == before


def test_a_deployment_that_is_nowhere_is_answered_as_prefect_does(person: httpx.Client) -> None:
    assert start(person, NOWHERE).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "asked"),
    [
        ("PATCH", f"/work_pools/{POOL}", {"base_job_template": {"job_configuration": {"command": "sh"}}}),
        ("POST", "/work_pools/", {"name": "mine", "type": "process"}),
        ("POST", "/deployments/", {"name": "mine", "flow_id": NOWHERE}),
        ("PATCH", "/deployments/{ours}", {"entrypoint": "evil.py:flow"}),
        ("DELETE", "/deployments/{ours}", None),
        ("POST", "/deployments/{ours}/pause_deployment", {}),
        ("POST", "/deployments/{ours}/create_flow_run/bulk", [{}]),
        ("POST", "/flow_runs/", {"flow_id": NOWHERE}),
        ("POST", "/flow_runs/bulk_delete", {}),
        ("POST", "/automations/", {"name": "mine"}),
        ("POST", "/variables/", {"name": "mine", "value": "x"}),
        ("POST", f"/work_pools/{POOL}/get_scheduled_flow_runs", {}),
        ("POST", "/v2/concurrency_limits/", {"name": "mine", "limit": 1}),
        ("POST", "/block_types/", {"name": "mine", "slug": "mine"}),
        ("PUT", "/admin/storage", {}),
        ("POST", "//flow_runs/filter", {}),
        ("POST", "/flow_runs/filter/../../deployments/", {}),
    ],
)
def test_what_decides_which_program_runs_is_not_for_people(
    person: httpx.Client, deployments: dict[str, str], method: str, path: str, asked: Any
) -> None:
    refused = person.request(method, path.format(**deployments), json=asked)
    assert refused.status_code in (403, 404)
    assert "detail" in refused.json()


def test_a_person_keeps_channels_and_no_other_block_and_reads_no_secret(
    person: httpx.Client, service: httpx.Client
) -> None:
    url = "slack://planted-secret-of-a-channel"
    types = {name: block_type(service, name) for name in ("channel", "other")}
    kept = post(person, "/block_documents/", {"name": "desk", "data": {"url": url}, **types["channel"]})
    assert kept.status_code == 201
    others = {"name": "mine", "data": {"url": url}, **types["other"]}
    assert post(person, "/block_documents/", others).status_code == 403
    hidden = post(service, "/block_documents/", others).json()["id"]
    assert person.patch(f"/block_documents/{hidden}", json={"data": {}}).status_code == 403
    assert person.delete(f"/block_documents/{hidden}").status_code == 403
    place = f"/block_documents/{kept.json()['id']}"
    for found in (
        post(person, "/block_documents/filter", {"include_secrets": True}),
        person.get(place, params={"include_secrets": "true"}),
        person.get("/block_types/slug/channel/block_documents", params={"include_secrets": "true"}),
    ):
        assert found.status_code == 200
        assert "planted-secret" not in found.text
        assert "********" in found.text
    assert "planted-secret" in service.get(place, params={"include_secrets": "true"}).text
    assert patient(lambda: person.patch(place, json={"data": {"url": "slack://other"}})).status_code == 204
    assert person.delete(place).status_code == 204


def test_a_note_is_sealed_before_it_is_stored_whoever_starts_the_run(
    server: BareServer, person: httpx.Client, service: httpx.Client, deployments: dict[str, str]
) -> None:
    typed = {"entry": {"privileged_note": NOTE, "matter": "A"}}
    as_json = {"entry": {"__prefect_kind": "json", "value": json.dumps({"privileged_note": NOTE})}}
    for client in (person, service):
        for parameters in (typed, as_json):
            made = start(client, deployments["ours"], parameters=parameters)
            assert made.json()["parameters"]["entry"]["privileged_note"].startswith("sealed:")
    flow = post(service, "/flows/filter", {}).json()[0]["id"]
    by_hand = post(
        service, "/flow_runs/", {"flow_id": flow, "parameters": typed, "state": {"type": "PENDING"}}
    )
    assert by_hand.status_code == 201
    kept = [path for path in server.home.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in kept)
    assert [path for path in kept if NOTE.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/docs/", "/api/docs", "/api/openapi.json"]
)
def test_the_description_of_prefects_api_is_closed(server: BareServer, path: str) -> None:
    assert httpx.get(f"{server.url}{path}", trust_env=False).status_code == 404


def test_pages_are_open_and_everything_else_wants_the_login(server: BareServer) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as nobody:
        assert nobody.get("/").status_code == 200
        assert nobody.get("/api/health").json() is True
        assert nobody.get("/api/admin/version").status_code == 401
        assert nobody.post("/dashboard").status_code == 405
        assert nobody.get("/", headers={"Host": "evil.example"}).status_code == 421
        assert nobody.get("/api/health", headers={"Host": "monitor.example"}).json() is True
        other = nobody.get(
            "/runs?state=failed", headers={"Host": f"localhost:{server.url[-5:]}", "Accept": "text/html"}
        )
        assert other.headers["Location"] == f"{server.url}/runs?state=failed"


def test_the_settings_of_the_server_are_nobodys(person: httpx.Client) -> None:
    assert person.get("/admin/settings").json() == {}
    assert person.get("/admin/storage").status_code == 403


def test_a_wrong_login_waits_and_the_right_one_does_not(server: BareServer, person: httpx.Client) -> None:
    before = time.monotonic()
    with httpx.Client(base_url=server.url, auth=("ann", "guess"), trust_env=False) as guesser:
        assert guesser.get("/api/admin/version").status_code == 401
        assert guesser.get("/api/admin/version").status_code == 401
    assert time.monotonic() - before >= 2
    assert person.get("/admin/version").status_code == 200


def test_a_page_of_another_origin_is_refused_even_with_the_login(
    server: BareServer, person: httpx.Client
) -> None:
    for origin in ("http://evil.example", "null", server.url.replace("127.0.0.1", "localhost")):
        refused = person.get("/csrf-token", params={"client": "x"}, headers={"Origin": origin})
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers
    ours = person.get("/csrf-token", params={"client": "x"}, headers={"Origin": server.url})
    assert (ours.status_code, ours.headers["access-control-allow-origin"]) == (200, server.url)


def test_a_request_that_is_too_large_is_refused(person: httpx.Client, deployments: dict[str, str]) -> None:
    status, words = said(start(person, deployments["ours"], parameters={"entry": "x" * 9_000_000}))
    assert (status, words) == (413, "This request is larger than 8 MB.")


def test_streams_are_told_apart_by_path_and_origin(server: BareServer) -> None:
    there = server.url.replace("http", "ws")
    for path, origin in (("/api/events/in", None), ("/api/logs/out", "http://evil.example"), ("/any", None)):
        with pytest.raises(InvalidStatus) as raised:
            connect(f"{there}{path}", origin=origin, proxy=None)  # type: ignore[arg-type]
        assert raised.value.response.status_code == 403
    with connect(f"{there}/api/logs/out", subprotocols=["prefect"], proxy=None) as stream:  # type: ignore[list-item]
        stream.send(json.dumps({"type": "auth", "token": LOGIN}))
        assert json.loads(stream.recv())["type"] == "auth_success"


def test_where_a_proxy_asks_for_the_login_only_what_comes_through_it_gets_in(
    tmp_path: Path,
) -> None:
    secret = "0123456789abcdef0123456789abcdef"
    with (
        bare_server(tmp_path, login=None, LANDWAITER_PROXY_SECRET=secret) as server,
        httpx.Client(base_url=server.url, trust_env=False) as past,
        httpx.Client(base_url=server.url, headers={"Landwaiter-Proxy": secret}, trust_env=False) as through,
    ):
        for path in ("/", "/api/admin/version"):
            assert past.get(path).status_code == 403
            assert through.get(path).status_code == 200
        with server.client(service=True, login=None) as service:
            assert service.get("/admin/version").status_code == 200
