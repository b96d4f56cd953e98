"""Who asks the server: Landwaiter's own processes, a person, or nobody that it knows; and from which page."""

import asyncio
import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from starlette.types import Message, Receive, Scope

from deployments.server.address import Address, listening_address
from deployments.server.asgi import header
from models.errors import Refused
from models.settings import Settings

SERVICE = "Landwaiter-Service"
"""The header by which `register`, the worker and its runs are known."""

PROXY = "Landwaiter-Proxy"
"""The header with which a proxy says that it asked the person for a login."""

_PAUSE = 1.0
"""Seconds that a wrong login takes; one is looked at after the other."""

_MOST_WAITING = 20
_SECRET = re.compile("[0-9A-Za-z_-]{16,}")
_PORTS = {"http": 80, "https": 443}


class ProxySecretError(Refused):
    """A secret of a proxy that cannot be used; the text names the variable and what was expected."""


def proxy_secret(env: Mapping[str, str]) -> str | None:
    """What the proxy sends in the header `Landwaiter-Proxy`; None where there need not be a proxy.

    Raises `ProxySecretError`.
    """
    given = env.get("LANDWAITER_PROXY_SECRET") or None
    if given is not None and not _SECRET.fullmatch(given):
        raise ProxySecretError(
            "LANDWAITER_PROXY_SECRET cannot be used. Expected at least 16 letters and digits, such as the "
            "output of: openssl rand -hex 32"
        )
    return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What callers are told apart by. None of it is ever printed."""

    url: str
    """Where people open Landwaiter."""

    address: Address
    service: str = field(repr=False)
    login: str | None = field(repr=False)
    proxy: str | None = field(repr=False)

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Self:
        """As `make up` sets it for the server."""
        url = Settings.from_environment(env).url
        return cls(
            url=url,
            address=listening_address(url, env.get("LANDWAITER_BIND")),
            service=env["LANDWAITER_SERVICE"],
            login=env.get("PREFECT_SERVER_API_AUTH_STRING"),
            proxy=proxy_secret(env),
        )

    def is_service(self, scope: Scope) -> bool:
        """Whether it is one of Landwaiter's own processes, or its administrator."""
        return _same(header(scope, SERVICE), self.service)

    def came_by_the_proxy(self, scope: Scope) -> bool:
        """Whether it came as the installation wants it: by the proxy, where there must be one."""
        return self.proxy is None or _same(header(scope, PROXY), self.proxy)

    def has_login(self, scope: Scope) -> bool:
        """Whether it has the login, where one is asked for."""
        if self.login is None:
            return True
        scheme, _, given = header(scope, "Authorization").partition(" ")
        try:
            decoded = base64.b64decode(given, validate=True).decode()
        except (binascii.Error, ValueError):
            return False
        return scheme == "Basic" and _same(decoded, self.login)

    def is_login(self, typed: object) -> bool:
        """Whether this is the login, as a WebSocket's first message gives it."""
        return self.login is None or (isinstance(typed, str) and _same(typed, self.login))

    def is_our_host(self, scope: Scope) -> bool:
        """Whether it names this server: another name may be anybody's who lets it lead here."""
        asked = _host_and_port(f"http://{header(scope, 'Host')}")
        public = urlsplit(self.url)
        names = {(public.hostname, public.port or _PORTS[public.scheme]), (public.hostname, None)}
        own = {self.address.host, *self._loopback()}
        return asked in names | {(name, self.address.port) for name in own}

    def is_beside_us(self, scope: Scope) -> bool:
        """Whether it names this server otherwise than its pages do: they would ask another origin."""
        return _host_and_port(f"http://{header(scope, 'Host')}")[0] != urlsplit(self.url).hostname

    def comes_from_elsewhere(self, scope: Scope) -> bool:
        """Whether a page of another origin sends it."""
        origin = header(scope, "Origin")
        names = [name for name, _ in scope["headers"]]
        if origin or b"origin" in names:
            return origin != origin_of(self.url)
        site, mode = header(scope, "Sec-Fetch-Site"), header(scope, "Sec-Fetch-Mode")
        return site not in ("", "same-origin", "none") and mode != "navigate"

    def _loopback(self) -> set[str]:
        everywhere = self.address.host in ("0.0.0.0", "::")
        return {"127.0.0.1", "localhost", "::1"} if self.address.is_loopback or everywhere else set()


class WrongLogins:
    """Lets a wrong login wait, one after the other; who has the right one is never held up."""

    def __init__(self, pause: float = _PAUSE) -> None:
        self._one, self._waiting, self._pause = asyncio.Lock(), 0, pause

    async def wait(self) -> bool:
        """Waits for its turn. False where too many wait already: the login is not looked at."""
        if self._waiting >= _MOST_WAITING:
            return False
        self._waiting += 1
        try:
            async with self._one:
                await asyncio.sleep(self._pause)
        finally:
            self._waiting -= 1
        return True


def watched_stream(receive: Receive, known: Known, wrong: WrongLogins) -> Receive:
    """A WebSocket whose wrong login waits as any other does; Prefect then closes it."""

    async def watched() -> Message:
        message = await receive()
        said = _first_message(message)
        if said.get("type") == "auth" and not known.is_login(said.get("token")):
            await wrong.wait()
        return message

    return watched


def _first_message(message: Message) -> Mapping[str, object]:
    try:
        said = json.loads(message.get("text") or "{}") if message["type"] == "websocket.receive" else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _host_and_port(url: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port
    except ValueError:
        return None, None


def origin_of(url: str) -> str:
    """As a browser writes the origin of a page: without the port that the scheme has anyway."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
