"""One notice of Prefect's pages in our words: *Oops*, beside which it advertises.

The notice stands in a script of Prefect's. Where a later script has other words it is passed on as it is.
"""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.server.asgi import ask

_SCRIPT = re.compile(r"/assets/usePrefectApi-[^/]+\.js")
_KEPT = (
    b" If you are not logged in yet, log in. If you submitted a form, submit it again: the same fact is "
    b"stored once. "
)
_WORDS = {
    b" Oops. Something went wrong. ": b" Landwaiter could not do this now. ",
    b" Please check your connection and try again. ": _KEPT,
    b" You can use Prefect Cloud for free, anytime. ": _KEPT,
    b" Try it now ": b" Open the dashboard ",
}
_ADVERTISED = re.compile(rb"https://app\.prefect\.cloud/auth/sign-up[^`\"']*")
_OF_THE_FORMER_TEXT = {b"content-length", b"etag", b"last-modified"}
_CONDITIONS = {b"if-none-match", b"if-modified-since", b"range"}


class PlainPages:
    """The server, with its notice of an error in words that say what to do."""

    def __init__(self, server: ASGIApp) -> None:
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on but the one script."""
        if scope["type"] != "http" or not _SCRIPT.fullmatch(scope["path"]):
            await self._server(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in _CONDITIONS]
        answer = await ask(self._server, {**scope, "headers": headers}, b"", receive)
        answer.body = _in_our_words(answer.body)
        answer.start = _with_length(answer.start, len(answer.body))
        await answer.pass_on(send)


def _in_our_words(script: bytes) -> bytes:
    for theirs, ours in _WORDS.items():
        script = script.replace(theirs, ours)
    return _ADVERTISED.sub(b"/dashboard", script)


def _with_length(start: Message, length: int) -> Message:
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in _OF_THE_FORMER_TEXT]
    return {**start, "headers": [*kept, (b"content-length", str(length).encode())]}
