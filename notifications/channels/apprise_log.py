"""What Apprise says of an attempt, in its log alone. There are URLs in it: nothing of it goes further."""

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from math import ceil

_STATUS = re.compile(r"\berror=(\d{3})\b")
_ANSWER = "Response Details:"
_SLACK_SAYS = re.compile(r"""^Response Details:\s*b['"](?:\{.*?"error":\s*")?([a-z][a-z_]{2,39})['"]""")
_RETRY = re.compile(r'(?:retry_after"?\s*[:=]|\btry again in)\s*(\d{1,6}(?:\.\d+)?)', re.IGNORECASE)


REFUSED = re.compile(r"^HTTP 4(?!01|03|04|07|08|29)\d\d|^SMTPData\w+|^SMTP\w+ 55[0-9]$")
"""What a service says of one message, not of its sender: HTTP 4xx but for access and pace; SMTP 55x."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What Apprise logged, and the error that it was handling."""

    text: str
    error: BaseException | None


_HEARD: ContextVar[list[Heard] | None] = ContextVar("heard", default=None)


class _Ear(logging.Filter):
    """Keeps what Apprise logs for the call that caused it. Nothing goes further: there are URLs in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        heard = _HEARD.get()
        if heard is not None:
            heard.append(Heard(record.getMessage(), sys.exception()))
        return False


LOG = logging.getLogger("apprise")
LOG.setLevel(logging.DEBUG)
LOG.addFilter(_Ear())


@contextmanager
def listening() -> Iterator[list[Heard]]:
    """What Apprise logs meanwhile in this thread, without an error that the caller was handling before."""
    before, heard = sys.exception(), list[Heard]()
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)
        heard[:] = [Heard(each.text, None if each.error is before else each.error) for each in heard]


_IN_WORDS = {
    "ConnectionRefusedError": "the server refuses the connection",
    "ConnectionResetError": "the server ended the connection",
    "TimeoutError": "the server does not answer",
    "gaierror": "the server's name is not found",
    "SMTPServerDisconnected": "the server ended the connection",
    "SMTPAuthenticationError": "the server refuses the login",
}
"""What some errors say to people; any other is called by its class."""


def why_refused(heard: Sequence[Heard], *, is_slack: bool) -> str:
    """The error's class or the status, never their words: a server may repeat what it was sent."""
    for each in reversed(heard):
        if each.error is not None:
            name = type(each.error).__name__
            return f"{_IN_WORDS.get(name, name)} {getattr(each.error, 'smtp_code', '')}".rstrip()
    for each in reversed(heard):
        if status := _STATUS.search(each.text):
            says = _slack_says(heard) if is_slack else ""
            return f"HTTP {status[1]}{says}"
    return "no answer, or rejected"


def _slack_says(heard: Sequence[Heard]) -> str:
    """Slack answers with one word, such as `no_service`."""
    words = [found[1] for each in heard if (found := _SLACK_SAYS.search(each.text))]
    return f", {words[-1]}" if words else ""


def seconds_to_wait(heard: Sequence[Heard]) -> int:
    """The seconds after which the service asks to be tried again; 0 where it does not."""
    for each in reversed(heard):
        if each.text.startswith(_ANSWER) and (found := _RETRY.search(each.text)):
            return ceil(float(found[1]))
    return 0
