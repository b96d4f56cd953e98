"""What `make up` says once everything runs: where to go, and how to get in."""

import sys
from collections.abc import Callable
from pathlib import Path

from deployments.desk.first_invitation import invite_first, keep_link
from deployments.server.login import Login, login_file
from models.errors import Refused
from models.settings import Settings
from models.wall_clock import now

_NO_LOGIN = (
    "WARNING: it needs no login, because LANDWAITER_LOGIN is none. Every account on this machine can read "
    "every matter, submit every form, export, and change channels, under any name. Set "
    "LANDWAITER_PROXY_SECRET to let in only what comes through your proxy."
)
_NO_LOGIN_BY_PROXY = "It needs no login of its own: it lets in only what comes through your proxy."


def greet(settings: Settings, login: Login, say: Callable[[str], None], *, has_proxy: bool) -> None:
    """Says where to go, with which invitation and which login."""
    say(f"Landwaiter is ready: open {settings.desk_url}")
    invite_administrator(settings, say)
    say(f"Prefect, for the administrator: {settings.url}")
    if login.auth_string is None:
        say(_NO_LOGIN_BY_PROXY if has_proxy else _NO_LOGIN)
    elif sys.stdout.isatty():
        say(f"Login, to be typed whole into the one field: {login.auth_string}")
    else:
        say(f"The login is the value of LOGIN in {login_file(settings.home)}")
    say(f"The watch runs every {settings.watch_seconds} seconds. Press Ctrl-C to stop everything.")


def invite_administrator(settings: Settings, say: Callable[[str], None]) -> None:
    """Says by which link the first administrator sets up their sign-in, while none can sign in."""
    try:
        link = invite_first(settings, now())
    except Refused as error:
        say(f"No administrator could be invited to the desk: {error}")
        return
    if link and sys.stdout.isatty():
        say(f"No administrator can sign in yet. This invitation works once, for 72 hours: {link}")
    elif link:
        path = _kept(settings, link, say)
        if path is None:
            return
        say(f"No administrator can sign in yet. The invitation, which works once, for 72 hours, is in {path}")


def _kept(settings: Settings, link: str, say: Callable[[str], None]) -> Path | None:
    try:
        return keep_link(settings, link)
    except OSError as error:
        say(f"The invitation of the administrator could not be written: {error.strerror}. Start again.")
        return None
