"""Who asks the server, and from which page: hosts, origins, credentials."""

import asyncio
import base64

import pytest
from starlette.types import Scope

from deployments.server.address import Address
from deployments.server.callers import (
    Known,
    ProxySecretError,
    WrongLogins,
    origin_of,
    proxy_secret,
    watched_stream,
)

KNOWN = Known(
    url="http://127.0.0.1:4200",
    address=Address("127.0.0.1", 4200),
    service="the-service",
    login="ann:secret",
    proxy=None,
)
PUBLIC = Known(
    url="https://desk.example.com",
    address=Address("127.0.0.1", 4200),
    service="the-service",
    login=None,
    proxy="0123456789abcdef",
)


def asked(**headers: str) -> Scope:
    """A request with these headers."""
    named = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "headers": named}


def basic(login: str) -> str:
    return f"Basic {base64.b64encode(login.encode()).decode()}"


@pytest.mark.parametrize("host", ["127.0.0.1:4200", "localhost:4200", "[::1]:4200"])
def test_the_names_of_this_machine_lead_here(host: str) -> None:
    assert KNOWN.is_our_host(asked(Host=host))
    assert PUBLIC.is_our_host(asked(Host=host))


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "127.0.0.1:9", "127.0.0.1.evil.example:4200", "localhost:4200@evil", "[", "a b"],
)
def test_a_name_that_somebody_else_lets_lead_here_is_not_ours(host: str) -> None:
    assert not KNOWN.is_our_host(asked(Host=host))
    assert not KNOWN.is_our_host({"type": "http", "headers": [(b"host", b"localhost:4200")] * 2})


def test_the_public_name_is_ours_with_and_without_its_port() -> None:
    assert PUBLIC.is_our_host(asked(Host="desk.example.com"))
    assert PUBLIC.is_our_host(asked(Host="desk.example.com:443"))
    assert not PUBLIC.is_our_host(asked(Host="desk.example.com:8443"))


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:4200", "http://127.0.0.1:4200"),
        ("https://Desk.example.com:443", "https://desk.example.com"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_written_as_a_browser_writes_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({}, False),
        ({"Origin": "http://127.0.0.1:4200"}, False),
        ({"Origin": "http://localhost:4200"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": ""}, True),
        ({"Sec_Fetch_Site": "same-origin"}, False),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, False),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, True),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"}, True),
    ],
)
def test_a_page_of_another_origin_is_known_by_what_the_browser_says(
    headers: dict[str, str], elsewhere: bool
) -> None:
    assert KNOWN.comes_from_elsewhere(asked(**headers)) is elsewhere


@pytest.mark.parametrize(
    "given",
    ["", "Basic", "Basic ???", "Bearer ann:secret", basic("ann:Secret"), basic("ann:secret "), "Basic /w=="],
)
def test_a_login_is_right_or_wrong(given: str) -> None:
    assert KNOWN.has_login(asked(Authorization=basic("ann:secret")))
    assert not KNOWN.has_login(asked(Authorization=given))
    assert PUBLIC.has_login(asked(Authorization=given))


def test_the_service_and_the_proxy_are_known_by_their_secrets() -> None:
    assert KNOWN.is_service(asked(Landwaiter_Service="the-service"))
    assert not KNOWN.is_service(asked(Landwaiter_Service="the-servicE"))
    assert not KNOWN.is_service(asked())
    assert PUBLIC.came_by_the_proxy(asked(Landwaiter_Proxy="0123456789abcdef"))
    assert not PUBLIC.came_by_the_proxy(asked())
    assert KNOWN.came_by_the_proxy(asked())
    assert "the-service" not in repr(KNOWN)
    assert "secret" not in repr(KNOWN)


@pytest.mark.parametrize("given", ["short", "with a blank in between", "with;semicolon;and;more"])
def test_a_secret_of_a_proxy_that_can_be_guessed_is_refused(given: str) -> None:
    with pytest.raises(ProxySecretError, match="at least 16 letters and digits") as raised:
        proxy_secret({"LANDWAITER_PROXY_SECRET": given})
    assert given not in str(raised.value)
    assert proxy_secret({"LANDWAITER_PROXY_SECRET": ""}) is None


def test_wrong_logins_wait_one_after_the_other_and_most_are_not_looked_at() -> None:
    async def many() -> list[bool]:
        wrong = WrongLogins(pause=0.001)
        return await asyncio.gather(*(wrong.wait() for _ in range(50)))

    looked_at = asyncio.run(many())
    assert (looked_at.count(True), looked_at.count(False)) == (20, 30)


def test_a_wrong_login_of_a_stream_waits_as_well() -> None:
    async def said(text: str) -> int:
        class Counted(WrongLogins):
            waited = 0

            async def wait(self) -> bool:
                self.waited += 1
                return True

        async def receive() -> dict[str, str]:
            return {"type": "websocket.receive", "text": text}

        wrong = Counted()
        assert (await watched_stream(receive, KNOWN, wrong)())["text"] == text
        return wrong.waited

    assert asyncio.run(said('{"type": "auth", "token": "ann:secret"}')) == 0
    assert asyncio.run(said('{"type": "auth", "token": "bob:secret"}')) == 1
    assert asyncio.run(said('{"type": "auth", "token": 1}')) == 1
    assert asyncio.run(said("no JSON")) == 0
