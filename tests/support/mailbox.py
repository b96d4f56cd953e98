"""A real SMTP server on loopback, and what it received."""

import asyncio
import socket
import ssl
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


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

    refused: str = ""
    """Words in a subject: such a mail is refused as too large."""

    port: int = field(default_factory=free_port)
    starttls: bool = False
    """Whether it insists on STARTTLS, with a certificate that it signed itself."""

    login: tuple[str, str] | None = None
    """The user and password that it asks for; it takes them under STARTTLS only."""

    def __enter__(self) -> "Mailbox":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **self._demands())
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _demands(self) -> dict[str, Any]:
        demands: dict[str, Any] = {}
        if self.starttls:
            demands |= {"tls_context": self_signed(), "require_starttls": True}
        if self.login:
            demands |= {"authenticator": self._admits, "auth_required": True}
        return demands

    def _admits(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert self.login is not None
        user, password = self.login
        right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """What aiosmtpd calls for each mail."""
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        if self.refused and self.refused in str(message["Subject"]):
            return "552 Message exceeds fixed maximum message size"
        self.received.append(message)
        await asyncio.sleep(self.pause)
        return "250 OK"

    def url(self, to: str = "ann@example.com") -> str:
        """An Apprise URL by which this server is reached."""
        scheme, mode = ("mailtos", "starttls&verify=no") if self.starttls else ("mailto", "insecure")
        who = "{}:{}@".format(*self.login) if self.login else ""
        return f"{scheme}://{who}127.0.0.1:{self.port}/?from=landwaiter@example.com&to={to}&mode={mode}"

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


def self_signed() -> ssl.SSLContext:
    """A server's side of TLS, with a certificate for 127.0.0.1 that nobody trusts, made now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plainly = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as directory:
        both = Path(directory) / "server.pem"
        both.write_bytes(key.private_bytes(pem, *plainly) + certificate.public_bytes(pem))
        context.load_cert_chain(both)
    return context


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
