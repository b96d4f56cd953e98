"""A page of another site, in a real Chromium, before a server that asks nobody for a login."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.support.bare_server import BareServer, bare_server, post
from tests.support.browser import browser_page

pytestmark = pytest.mark.server
TRIES = """
async ([url, ws]) => {
  const run = {method: "POST", headers: {"Content-Type": "application/json", "Prefect-Csrf-Client": "x"},
               body: JSON.stringify({name: "forged", flow_id: "00000000-0000-0000-0000-000000000000"})};
  const tried = async (ask) => { try { return (await ask()).type } catch (error) { return error.name } };
  const blind = {method: "POST", mode: "no-cors", body: '{"name": "forged"}'};
  const opened = await new Promise((done) => {
    const stream = new WebSocket(ws);
    stream.onopen = () => done("open");
    stream.onerror = () => done("closed");
  });
  return {
    token: await tried(() => fetch(url + "/api/csrf-token?client=x")),
    blind: await tried(() => fetch(url + "/api/csrf-token?client=x", {mode: "no-cors"})),
    write: await tried(() => fetch(url + "/api/flow_runs/", run)),
    plain: await tried(() => fetch(url + "/api/flows/", blind)),
    stream: opened,
  };
}
"""


class Blank(BaseHTTPRequestHandler):
    """A page with nothing on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Another site</title>")

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def another_site() -> Iterator[str]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Blank)
    Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{site.server_port}"
    finally:
        site.shutdown()
        site.server_close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareServer]:
    with bare_server(tmp_path_factory.mktemp("origin"), login=None) as made:
        yield made


def test_a_page_of_another_site_reads_no_token_starts_nothing_and_hears_nothing(server: BareServer) -> None:
    stream = f"{server.url.replace('http', 'ws')}/api/logs/out"
    with another_site() as elsewhere, browser_page() as page:
        page.goto(elsewhere)
        found = page.evaluate(TRIES, [server.url, stream])
        # The same page through another name of this machine is another origin as well.
        page.goto(elsewhere.replace("127.0.0.1", "localhost"))
        again = page.evaluate(TRIES, [server.url, stream])
    refused = {"token": "TypeError", "write": "TypeError", "stream": "closed"}
    # A page may send such a request, and cannot read what is answered, which is a refusal.
    assert found == again == {**refused, "blind": "opaque", "plain": "opaque"}
    with server.client(service=True, login=None) as service:
        assert post(service, "/flows/count", {}).json() == 0
        assert post(service, "/flow_runs/count", {}).json() == 0


def test_our_own_page_reads_and_an_error_is_told_in_our_words(server: BareServer) -> None:
    with browser_page() as page:
        page.goto(f"{server.url}/dashboard")
        token = page.evaluate("fetch('/api/csrf-token?client=x').then((answer) => answer.json())")
        assert token["client"] == "x"
        page.route("**/api/flow*/**", lambda route: route.fulfill(status=500, body="{}"))
        page.goto(f"{server.url}/flows")
        page.get_by_text("Landwaiter could not do this now.").first.wait_for()
        said = page.locator("body").inner_text()
    assert "the same fact is stored once" in said
    for theirs in ("Oops", "Cloud", "Try it now"):
        assert theirs not in said


def test_the_script_with_the_notice_is_there_and_advertises_nothing(server: BareServer) -> None:
    with browser_page() as page:
        scripts: list[str] = []
        page.on("response", lambda answer: scripts.append(answer.url) if answer.url.endswith(".js") else None)
        page.goto(f"{server.url}/dashboard")
        page.wait_for_load_state("networkidle")
        (script,) = {each for each in scripts if "usePrefectApi-" in each}
        text = page.evaluate("(url) => fetch(url).then((answer) => answer.text())", script)
    assert "Landwaiter could not do this now." in text
    assert "Oops" not in text
    assert "sign-up" not in text
