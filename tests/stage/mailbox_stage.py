"""A real SMTP server on loopback, and what it received."""

import asyncio
import socket
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Mailbox:
    """Receives mail until it is stopped."""

    received: list[EmailMessage] = field(default_factory=list)
    pause: float = 0
    """Seconds between receiving a mail and saying so."""

    port: int = field(default_factory=free_port)

    def __enter__(self) -> "Mailbox":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """What aiosmtpd calls for each mail."""
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        await asyncio.sleep(self.pause)
        return "250 OK"

    def url(self, to: str = "ann@example.com") -> str:
        """An Apprise URL by which this server is reached."""
        return f"mailto://127.0.0.1:{self.port}/?from=landwaiter@example.com&to={to}&mode=insecure"

    @property
    def subjects(self) -> list[str]:
        """The subjects received, in order."""
        return [str(message["Subject"]) for message in self.received]

    def wait_for(self, words: str, seconds: float = 60) -> EmailMessage:
        """The first mail whose subject has these words; waits for it."""
        latest = time.monotonic() + seconds
        while time.monotonic() < latest:
            for message in list(self.received):
                if words in str(message["Subject"]):
                    return message
            time.sleep(0.2)
        raise AssertionError(f"no mail about {words!r} within {seconds} s; received {self.subjects}")


def text_of(message: EmailMessage) -> str:
    """The plain part of a mail, on one line."""
    part = message.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def html_of(message: EmailMessage) -> str:
    """The HTML part of a mail."""
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())
