"""Channels, undelivered messages and older alerts at the desk: names alone, and one run of a form each."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deployments.desk.application import desk as application
from deployments.desk.prefect_api import PrefectApi
from models.forms.contacts import OlderForm
from tasks.alerts.office_context import EVERY_MATTER
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.desk_settings import runs, settings_desk
from tests.support.scenes import Scene

CHANNELS, OLDER = "/settings/channels", "/settings/older"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with two importers."""
    return settings_desk(sqlite_scene, tmp_path)


@pytest.fixture
def ada(desk: DeskOf) -> Iterator[Visitor]:
    """The administrator."""
    with desk.signed_in("Ada") as visitor:
        yield visitor


class _Blocks(BaseHTTPRequestHandler):
    """Answers as Prefect's server answers a list of blocks, with what a block holds."""

    def do_GET(self) -> None:
        self._say({"token": "t"})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert asked["include_secrets"] is False
        assert asked["block_types"] == {"slug": {"any_": ["channel"]}}
        self._say([{"name": "lee", "data": {"url": "********"}}] if not asked["offset"] else [])

    def _say(self, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def with_blocks() -> Iterator[PrefectApi]:
    server = HTTPServer(("127.0.0.1", 0), _Blocks)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield PrefectApi({"PREFECT_API_URL": f"http://127.0.0.1:{server.server_port}/api"})
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_channels_are_named_with_where_their_address_is_and_nothing_of_it(desk: DeskOf) -> None:
    with with_blocks() as prefect:
        office = replace(
            desk.office, prefect=prefect, channel_variables=frozenset({"LANDWAITER_CHANNEL_ANN"})
        )
        desk.application = application(office)
        with desk.signed_in("Ada") as ada:
            text = unescape(ada.text(CHANNELS))
    assert "The variable LANDWAITER_CHANNEL_ANN has it." in text
    assert "The block lee in Prefect has it." in text
    assert "NO ADDRESS. Set the variable LANDWAITER_CHANNEL_MAX, or add a block named max." in text
    assert "http://127.0.0.1:4200/blocks/catalog/channel/create" in text
    assert "*****" not in text


def test_without_prefect_its_blocks_are_unknown(ada: Visitor) -> None:
    assert "Prefect does not answer" in ada.text(CHANNELS)


def test_a_test_alert_is_one_run(desk: DeskOf, ada: Visitor) -> None:
    fields = {"token": ada.token(CHANNELS), "contact": "2", "once": "key"}
    places = {ada.client.post(f"{CHANNELS}/test", data=fields).headers["location"] for _ in range(2)}
    (run,) = runs(desk)
    assert places == {f"/runs/{run.id}"}
    assert (run.deployment, run.parameters) == ("send-test-alert", {"contact": {"name": "Lee"}})
    assert run.made_by == "Ada"
    for contact in ("", "99", "x"):
        assert ada.send(f"{CHANNELS}/test", shown_at=CHANNELS, contact=contact, once="k").status_code == 404
    assert len(runs(desk)) == 1


def test_what_was_not_delivered_is_sent_again_by_one_run(desk: DeskOf, ada: Visitor) -> None:
    desk.scene.down.add("ann")
    desk.scene.record("closing_conference_held", "2025-06-20", docket="ACME-1")
    desk.scene.sweep("2025-06-21")
    text = unescape(ada.text(OLDER))
    assert "ACME-1" in text
    assert "Not delivered in 1 attempt. ann: The channel ann has no address." in text
    assert "to Ann again" in text
    fields = {"token": ada.token(OLDER), "contact": "1", "once": "key"}
    for _ in range(2):
        answer = ada.client.post(f"{OLDER}/resend", data=fields)
    (run,) = runs(desk)
    assert answer.headers["location"] == f"/runs/{run.id}"
    assert (run.deployment, run.parameters) == ("resend", {"contact": {"name": "Ann", "recorded_by": "Ada"}})
    assert ada.send(f"{OLDER}/resend", shown_at=OLDER, contact="99", once="k").status_code == 404


def test_older_alerts_are_answered_by_one_run_and_only_those_that_were_shown(
    desk: DeskOf, ada: Visitor
) -> None:
    _older(desk)
    text = unescape(ada.text(OLDER))
    newest = text.split('name="newest" value="')[1].split('"')[0]
    assert int(newest) > 0
    assert "Ann: " in text
    fields = {"token": ada.token(OLDER), "once": "key", "answer": "LEAVE_OUT"}
    answer = ada.client.post(OLDER, data={**fields, "newest": "1000"})
    assert answer.status_code == 400
    assert "Other older alerts wait now" in answer.text
    assert runs(desk) == []
    for _ in range(2):
        answer = ada.client.post(OLDER, data={**fields, "newest": newest})
    (run,) = runs(desk)
    assert answer.headers["location"] == f"/runs/{run.id}"
    assert run.deployment == "answer-older-alerts"
    said = {"answer": "Leave them out: everyone knows", "recorded_by": "Ada", "newest": int(newest)}
    assert run.parameters == {"older": said}
    OlderForm.model_validate(run.parameters["older"])


def test_an_answer_that_is_none_is_said(desk: DeskOf, ada: Visitor) -> None:
    answer = ada.send(OLDER, answer="perhaps", once="k", newest="0")
    assert answer.status_code == 400
    assert "No answer was chosen" in answer.text
    assert runs(desk) == []


def _older(desk: DeskOf) -> None:
    """A right that is open since May comes on record in June."""
    ends = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-05-15"}
    desk.scene.record("audit_notice", "2025-02-03", docket="ACME-1", recorded="2025-06-02", facts=ends)
    desk.scene.sweep("2025-06-02", catching_up=EVERY_MATTER)
