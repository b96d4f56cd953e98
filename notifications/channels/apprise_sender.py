"""Sends a rendered message to one URL: the only module that knows Apprise. A URL is a secret, never told."""

import logging
import mimetypes
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from math import ceil

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat
from apprise.attachment.base import AttachBase
from apprise.attachment.memory import AttachMemory
from apprise.common import OverflowMode
from apprise.conversion import convert_between
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.slack import NotifySlack, SlackMode
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.workflows import NotifyWorkflows

from models.errors import Refused
from models.in_words import counted
from notifications.channels.render import Rendered
from notifications.channels.slack import quiet

# No pictures: they would be fetched from Apprise's own pages.
_ASSET = AppriseAsset(
    app_id="Landwaiter",
    app_desc="Landwaiter",
    app_url="",
    async_mode=False,
    image_url_mask="",
    image_url_logo="",
)
_MACHINES = {"json", "xml", "form"}
_TEAMS_TAKES = 20_000

_in_memory: Callable[..., AttachBase] = AttachMemory
_converted: Callable[[NotifyFormat, NotifyFormat, str], str] = convert_between
_UNKNOWN_MIME = "application/octet-stream"

# Apprise takes only the kinds of file that Python knows; this one came to Python after 3.11.
mimetypes.add_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")

_STATUS = re.compile(r"\berror=(\d{3})\b")
_ANSWER = "Response Details:"
_SLACK_SAYS = re.compile(r"""^Response Details:\s*b['"](?:\{.*?"error":\s*")?([a-z][a-z_]{2,39})['"]""")
_RETRY = re.compile(r'(?:retry_after"?\s*[:=]|\btry again in)\s*(\d{1,6}(?:\.\d+)?)', re.IGNORECASE)


_REFUSED = re.compile(r"^HTTP 4(?!01|03|04|07|08|29)\d\d|^SMTPData\w+|^SMTP\w+ 55[0-9]$")
"""What a service says of one message, not of its sender: HTTP 4xx but for access and pace; SMTP 55x."""


class ChannelError(Refused):
    """A channel's URL that cannot be used; the message says what was expected, never the URL."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended: `detail` holds the HTTP status or the error's class, and nothing secret.

    `retry_after` is in seconds, as the service asks for in its answer's body; 0 where it says nothing there.
    The header `Retry-After`, the only place where Slack says it, Apprise keeps to itself.
    """

    ok: bool
    detail: str
    retry_after: int = 0
    refused: bool = False
    """Whether the service was reached, and refused this message for what it is."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What Apprise logged, and the error that it was handling."""

    text: str
    error: BaseException | None


_HEARD: ContextVar[list[_Heard] | None] = ContextVar("heard", default=None)


class _Ear(logging.Filter):
    """Keeps what Apprise logs for the call that caused it. Nothing goes further: there are URLs in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        heard = _HEARD.get()
        if heard is not None:
            heard.append(_Heard(record.getMessage(), sys.exception()))
        return False


_LOG = logging.getLogger("apprise")
_LOG.setLevel(logging.DEBUG)
_LOG.addFilter(_Ear())


def check(url: str) -> None:
    """Raises `ChannelError` for a URL that no service understands."""
    _plugin(url)


def pace(url: str) -> float:
    """Seconds to leave between two messages to this kind of service; 0 for mail. Raises `ChannelError`."""
    plugin = _plugin(url)
    return 0.0 if isinstance(plugin, NotifyEmail) else float(plugin.request_rate_per_sec)


def send(url: str, rendered: Rendered, attachments: Sequence[Attachment] = ()) -> Outcome:
    """Sends the message, its days as a file, and the attachments, where the service takes files.

    A fresh object for each call, since a reused one waits seconds between mails. Apprise's time-outs hold:
    4 s to connect and 4 s for an answer, in mail 15 s for each step; `cto` and `rto` in the URL set others.
    """
    try:
        plugin = _plugin(url)
    except ChannelError as error:
        return Outcome(False, str(error))
    _prepare(plugin, rendered)
    files = [*_calendar(rendered), *(each for each in attachments if each.content)]
    taken = files if _takes_files(plugin) else []
    with _listening() as heard:
        sent = _notify(plugin, rendered, taken)
    if not sent:
        why = _why(plugin, heard)
        says = f"{plugin.service_name} did not accept it: {why}"
        return Outcome(False, says, _wait(heard), refused=bool(_REFUSED.search(why)))
    without = f", without its {counted(len(files), 'file')}" if files and not taken else ""
    return Outcome(True, f"accepted by {plugin.service_name}{without}")


def _plugin(url: str) -> NotifyBase:
    plugin = Apprise.instantiate(url, asset=_ASSET) if url.strip() else None
    if not isinstance(plugin, NotifyBase):
        raise ChannelError(
            "Landwaiter cannot read the channel's URL. Enter an Apprise URL, such as "
            "mailtos://user:password@mail.example.com?to=someone@example.com"
        )
    return plugin


def _prepare(plugin: NotifyBase, rendered: Rendered) -> None:
    """Mail carries the key and the matter's thread in its headers; Apprise gives the Message-ID itself.

    Slack always gets blocks. In its older form Apprise escapes once more what is escaped, and then turns
    `!channel|` into a call wherever a link follows. Teams takes 28 KB; Apprise would cut at 1,000 characters.
    """
    if isinstance(plugin, NotifyWorkflows):
        plugin.body_maxlen = _TEAMS_TAKES
    if isinstance(plugin, NotifySlack):
        plugin.use_blocks, plugin.notify_format = True, NotifyFormat.MARKDOWN
    if isinstance(plugin, NotifyEmail):
        thread = re.sub(r"[^A-Za-z0-9.-]+", "-", rendered.thread)
        plugin.headers |= {
            "X-Landwaiter-Key": rendered.key,
            "References": f"<{thread}@matters.landwaiter>",
            "In-Reply-To": f"<{thread}@matters.landwaiter>",
        }


def _takes_files(plugin: NotifyBase) -> bool:
    """Apprise says it of all of Slack; a webhook of Slack's takes none."""
    is_webhook = isinstance(plugin, NotifySlack) and plugin.mode != SlackMode.BOT
    return bool(plugin.attachment_support) and not is_webhook


def _calendar(rendered: Rendered) -> Iterator[Attachment]:
    if rendered.calendar:
        yield Attachment("landwaiter.ics", "text/calendar", rendered.calendar)


def _notify(plugin: NotifyBase, rendered: Rendered, files: Sequence[Attachment]) -> bool:
    """Whether it was taken. A plugin may fail in any way, and its error may hold the password."""
    title, body, body_format, overflow = _words(plugin, rendered)
    try:
        return plugin.notify(
            title=title,
            body=body,
            body_format=body_format,
            overflow=overflow,
            attach=[_file(each) for each in files] or None,
        )
    except Exception:
        # A plugin of any service may raise anything; its text may hold the URL.
        _LOG.warning("it failed")
        return False


def _words(plugin: NotifyBase, rendered: Rendered) -> tuple[str, str, NotifyFormat, OverflowMode | None]:
    """Title, body, its format, and what becomes of too long a body: a chat gets it in several messages.

    Slack gets all in the body, since it refuses a header of over 150 characters.
    """
    is_html = plugin.notify_format == NotifyFormat.HTML
    if isinstance(plugin, NotifySlack):
        return "", rendered.slack, NotifyFormat.MARKDOWN, None
    if is_html and not isinstance(plugin, NotifyTelegram):
        return rendered.subject, rendered.html, NotifyFormat.HTML, None
    if isinstance(plugin, NotifyEmail) or str(plugin.protocol) in _MACHINES:
        return rendered.subject, rendered.text, NotifyFormat.TEXT, None
    title, body = quiet(rendered.subject), quiet(rendered.text)
    in_its_form = _converted(NotifyFormat.TEXT, plugin.notify_format, body)
    return title, in_its_form, NotifyFormat.TEXT, OverflowMode.SPLIT


def _file(file: Attachment) -> AttachBase:
    mime = file.mime if file.mime in mimetypes.types_map.values() else _UNKNOWN_MIME
    return _in_memory(content=file.content, name=file.name, mimetype=mime)


@contextmanager
def _listening() -> Iterator[list[_Heard]]:
    """What Apprise logs meanwhile in this thread, without an error that the caller was handling before."""
    before, heard = sys.exception(), list[_Heard]()
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)
        heard[:] = [_Heard(each.text, None if each.error is before else each.error) for each in heard]


def _why(plugin: NotifyBase, heard: Sequence[_Heard]) -> str:
    """The error's class or the status, never their words: a server may repeat what it was sent."""
    for each in reversed(heard):
        if each.error is not None:
            return f"{type(each.error).__name__} {getattr(each.error, 'smtp_code', '')}".rstrip()
    for each in reversed(heard):
        if status := _STATUS.search(each.text):
            says = _slack_says(heard) if isinstance(plugin, NotifySlack) else ""
            return f"HTTP {status[1]}{says}"
    return "no answer, or rejected"


def _slack_says(heard: Sequence[_Heard]) -> str:
    """Slack answers with one word, such as `no_service`."""
    words = [found[1] for each in heard if (found := _SLACK_SAYS.search(each.text))]
    return f", {words[-1]}" if words else ""


def _wait(heard: Sequence[_Heard]) -> int:
    for each in reversed(heard):
        if each.text.startswith(_ANSWER) and (found := _RETRY.search(each.text)):
            return ceil(float(found[1]))
    return 0
