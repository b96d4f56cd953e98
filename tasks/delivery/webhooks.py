"""Sends by a channel, and keeps a webhook from addresses inside the office's network.

What is checked is the address that a connection goes to, at the instant at which it is made: after the name
was resolved, and for every connection of the message. Mail servers are the office's own and are not checked.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import gaierror, getaddrinfo
from urllib.parse import urlsplit
from urllib.request import getproxies

from models.settings import PRIVATE_WEBHOOKS, private_webhooks
from notifications.channels import apprise_sender
from notifications.channels.apprise_sender import Attachment, Outcome, is_mail
from notifications.channels.render import Rendered

_CONNECTS = "socket.connect"
_TRANSLATED = IPv6Address("64:ff9b::")
"""Where RFC 6052 puts IPv4 addresses into IPv6, in the last 32 bits."""

INSIDE = (
    "the address is inside your network, or on this machine. Set "
    f"{PRIVATE_WEBHOOKS}=yes if the service is your own"
)


@dataclass(slots=True)
class _Watch:
    """What is watched while a message goes out: the ways that are free, and whether another was refused."""

    free: frozenset[str] = frozenset()
    refused: list[str] = field(default_factory=list)


_WATCH: ContextVar[_Watch | None] = ContextVar("watch", default=None)


def send(url: str, rendered: Rendered, attachments: Sequence[Attachment] = ()) -> Outcome:
    """Sends as `apprise_sender.send` does; a webhook goes inside only where the setting allows it.

    Raises `ChannelError` for a URL that cannot be used, and `SettingsError` for a setting that is none.
    """
    if private_webhooks(os.environ) or is_mail(url):
        return apprise_sender.send(url, rendered, attachments)
    with _watched() as watch:
        outcome = apprise_sender.send(url, rendered, attachments)
    return Outcome(False, INSIDE) if watch.refused else outcome


def is_inside(address: str) -> bool:
    """Whether an address is not on the public internet; so is whatever is no address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    return any(not each.is_global or each.is_multicast for each in (found, *_carried(found)))


def _carried(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 address that an address of IPv6 leads to, where it does."""
    if isinstance(address, IPv4Address):
        return
    for each in (address.ipv4_mapped, address.sixtofour):
        if each is not None:
            yield each
    if int(address) >> 32 == int(_TRANSLATED) >> 32:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


@contextmanager
def _watched() -> Iterator[_Watch]:
    _listen()
    watch = _Watch(frozenset(_proxies()))
    token = _WATCH.set(watch)
    try:
        yield watch
    finally:
        _WATCH.reset(token)


@cache
def _listen() -> None:
    """Hears of each connection that this process makes. Python lets nobody take a hook away again."""
    sys.addaudithook(_on_connect)


def _on_connect(event: str, given: tuple[object, ...]) -> None:
    watch = _WATCH.get() if event == _CONNECTS else None
    if watch is None:
        return
    to = given[1]
    address = str(to[0]) if isinstance(to, tuple) else str(to)
    if address not in watch.free and is_inside(address):
        watch.refused.append(address)
        raise PermissionError("an address inside the network")


def _proxies() -> Iterator[str]:
    """The addresses of the proxies that the environment names: what is behind one, the proxy decides."""
    for url in getproxies().values():
        try:
            host = urlsplit(url if "://" in url else f"//{url}").hostname
            if host:
                yield from (str(found[4][0]) for found in getaddrinfo(host, None))
        except (gaierror, ValueError):
            continue
