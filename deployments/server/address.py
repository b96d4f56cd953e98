"""Where the server listens, and under which address people open it."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.errors import Refused

_HTTP_PORT = 80


class AddressError(Refused):
    """An address that cannot be used; the text names the variable or the port and what was expected."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What listens: the variables that say where, and its port."""

    url: str
    bind: str
    port: int


SERVER = Listener("LANDWAITER_URL", "LANDWAITER_BIND", 4200)
"""Prefect's server."""

DESK = Listener("LANDWAITER_DESK_URL", "LANDWAITER_DESK_BIND", 4163)
"""The desk."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host, by name or number, and a port on this machine."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether nobody beyond this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """The address as the processes of this machine reach it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def listening_address(url: str, bind: str | None, what: Listener = SERVER) -> Address:
    """Where to listen: at `bind` (host:port, as in LANDWAITER_BIND), else where `url` (LANDWAITER_URL) says.

    An https address is served by a proxy in front of us, which finds us on 127.0.0.1 at the own port.
    Raises `AddressError`.
    """
    if bind:
        return _bound(bind, what)
    if urlsplit(url).scheme == "https":
        return Address("127.0.0.1", what.port)
    return _parse(url, f"{what.url} is {url!r}; expected a web address such as http://127.0.0.1:{what.port}")


def refuse_open_door(address: Address, *, has_login: bool) -> None:
    """Raises `AddressError` for an address that others can reach while nothing asks them who they are."""
    if not has_login and not address.is_loopback:
        raise AddressError(
            f"{address.host} can be reached from other machines, and without a login everyone there reads "
            "and writes everything. Remove LANDWAITER_LOGIN=none, or set LANDWAITER_BIND=127.0.0.1:4200."
        )


def refuse_taken_port(address: Address, what: Listener = SERVER) -> None:
    """Raises `AddressError` where another program listens already, or the host is not this machine's."""
    try:
        family, kind, protocol, _, target = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except OSError as error:
        raise AddressError(
            f"Cannot listen on {address.host}:{address.port} ({error.strerror}). Stop the program "
            f"that uses it, or set another port, as in {what.url}=http://127.0.0.1:{what.port + 1}."
        ) from None


def _bound(bind: str, what: Listener) -> Address:
    expectation = f"{what.bind} is {bind!r}; expected host:port, such as 127.0.0.1:{what.port}"
    if not bind.rpartition(":")[2].isdecimal():
        raise AddressError(f"{expectation}.")
    return _parse(f"http://{bind}", expectation)


def _parse(url: str, expectation: str) -> Address:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AddressError(f"{expectation}.") from None
    if not host or parts.scheme != "http" or port == 0:
        raise AddressError(f"{expectation}.")
    return Address(host, _HTTP_PORT if port is None else port)
