"""Sends a rendered message to one URL: the only module that knows Apprise. A URL is a secret, never told."""

import mimetypes
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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
from notifications.channels.apprise_log import LOG, REFUSED, listening, seconds_to_wait, why_refused
from notifications.channels.render import Rendered
from notifications.channels.services import SHOWN, is_service, refused_options
from notifications.channels.slack import quiet

# No pictures: they would be fetched from Apprise's own pages. No redirects: they lead where nobody checked.
_ASSET = AppriseAsset(
    app_id="Landwaiter",
    app_desc="Landwaiter",
    app_url="",
    async_mode=False,
    http_redirects=False,
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


def check(url: str) -> None:
    """Raises `ChannelError` for a URL that no service understands, or that is not allowed."""
    _plugin(url)


def is_mail(url: str) -> bool:
    """Whether it leads to a mail server, which is the office's own. Raises `ChannelError`."""
    return isinstance(_plugin(url), NotifyEmail)


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
    with listening() as heard:
        sent = _notify(plugin, rendered, taken)
    if not sent:
        why = why_refused(heard, is_slack=isinstance(plugin, NotifySlack))
        says = f"{plugin.service_name} did not accept it: {why}"
        return Outcome(False, says, seconds_to_wait(heard), refused=bool(REFUSED.search(why)))
    without = f", without its {counted(len(files), 'file')}" if files and not taken else ""
    return Outcome(True, f"accepted by {plugin.service_name}{without}")


def _plugin(url: str) -> NotifyBase:
    plugin = _instance(url)
    if plugin is None:
        raise ChannelError(
            f"Landwaiter cannot use the channel's URL. Enter an Apprise URL of {SHOWN}, such as "
            "mailtos://user:password@mail.example.com?to=someone@example.com"
        )
    refused = refused_options(_options(plugin, url))
    if refused:
        raise ChannelError(
            f"The channel's URL has the option {', '.join(refused)}, which Landwaiter does not allow: it "
            "reads a file or goes to another address. Enter the URL without it."
        )
    return plugin


def _instance(url: str) -> NotifyBase | None:
    """The plugin of an allowed service; a web address is one that Slack or Teams gives out."""
    begins, mark, _ = url.strip().partition("://")
    if not mark or (not is_service([begins.lower()]) and begins.lower() != "https"):
        return None
    plugin = Apprise.instantiate(url, asset=_ASSET)
    if not isinstance(plugin, NotifyBase) or not is_service(_protocols(plugin)):
        return None
    return plugin


def _protocols(plugin: NotifyBase) -> Iterator[str]:
    found: tuple[Any, Any] = (plugin.protocol, plugin.secure_protocol)
    for each in found:
        yield from [each] if isinstance(each, str) else each or ()


def _options(plugin: NotifyBase, url: str) -> Iterable[str]:
    """The names of the options, as Apprise reads them."""
    read = plugin.parse_url(url) or plugin.parse_native_url(url) or {}
    return (str(each) for each in read.get("qsd", ()))


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
            "Auto-Submitted": "auto-generated",
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
        LOG.warning("it failed")
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
