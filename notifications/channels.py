"""Sends a rendered message to one URL: the only module that knows Apprise. A URL is a secret, never told."""

import logging
import re
from dataclasses import dataclass

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat
from apprise.plugins.email.base import NotifyEmail

from notifications.render import Rendered

_ASSET = AppriseAsset(app_id="Landwaiter", app_desc="Landwaiter", app_url="", async_mode=False)

# Apprise writes URLs into its log.
logging.getLogger("apprise").propagate = False
logging.getLogger("apprise").addHandler(logging.NullHandler())


class ChannelError(ValueError):
    """A channel's URL that cannot be used; the message says what was expected, never the URL."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended."""

    ok: bool
    detail: str


def check(url: str) -> None:
    """Raises `ChannelError` for a URL that no service understands."""
    _plugin(url)


def send(url: str, rendered: Rendered) -> Outcome:
    """Sends the message; a fresh object for each call, since a reused one waits seconds between mails."""
    try:
        plugin = _plugin(url)
    except ChannelError as error:
        return Outcome(False, str(error))
    _name(plugin, rendered)
    is_html = plugin.notify_format == NotifyFormat.HTML
    sent = plugin.notify(
        title=rendered.subject,
        body=rendered.html if is_html else rendered.text,
        body_format=NotifyFormat.HTML if is_html else NotifyFormat.TEXT,
    )
    if sent:
        return Outcome(True, f"accepted by {plugin.service_name}")
    return Outcome(False, f"{plugin.service_name} did not take it: no answer, or a refusal")


def _plugin(url: str) -> NotifyBase:
    plugin = Apprise.instantiate(url, asset=_ASSET) if url.strip() else None
    if not isinstance(plugin, NotifyBase):
        raise ChannelError(
            "The channel's URL is not understood; expected one of Apprise's, such as "
            "mailtos://user:password@mail.example.com?to=someone@example.com"
        )
    return plugin


def _name(plugin: NotifyBase, rendered: Rendered) -> None:
    """Mail carries the key and the matter's thread in its headers; Apprise gives the Message-ID itself."""
    if not isinstance(plugin, NotifyEmail):
        return
    thread = re.sub(r"[^A-Za-z0-9.-]+", "-", rendered.thread)
    plugin.headers |= {
        "X-Landwaiter-Key": rendered.key,
        "References": f"<{thread}@matters.landwaiter>",
        "In-Reply-To": f"<{thread}@matters.landwaiter>",
    }
