"""The mail server of the demo: keeps what comes in, and knows the address of each channel."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(slots=True)
class Postbox:
    """A mail server on this machine; `received` is in the order in which the mails came in."""

    received: list[EmailMessage] = field(default_factory=list)
    _port: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """What aiosmtpd calls for each mail."""
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serves on a free port of this machine."""
        self._port = _free_port()
        controller = Controller(self, hostname="127.0.0.1", port=self._port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    def url_of(self, channel: str) -> str:
        """The URL of a channel: mail to the person of that name."""
        return (
            f"mailto://127.0.0.1:{self._port}/?from=landwaiter@example.com"
            f"&to={channel}@example.com&mode=insecure"
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
