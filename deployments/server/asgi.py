"""What the layers in front of Prefect's server share: to read a request, to ask the server, to refuse."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 8_000_000
"""Bytes of a request that a layer reads as a whole; Prefect itself takes parameters of 512 kB."""


@dataclass(slots=True)
class Answer:
    """What the server answers to a request, and the error that it raises once it has answered one."""

    start: Message = field(default_factory=dict)
    body: bytes = b""
    error: Exception | None = None

    @property
    def status(self) -> int:
        """Its HTTP status."""
        return int(self.start["status"])

    async def take(self, message: Message) -> None:
        """Keeps a part of the answer."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    async def pass_on(self, send: Send) -> None:
        """Sends the answer as the server gave it, and raises its error, which uvicorn logs."""
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})
        if self.error is not None:
            raise self.error


class TooLarge(Exception):
    """A request of more than `LARGEST` bytes."""


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """The body of a request. Raises `TooLarge`."""
    body = b""
    async for part in Request(scope, receive).stream():
        body += part
        if len(body) > LARGEST:
            raise TooLarge
    return body


def given(body: bytes, receive: Receive) -> Receive:
    """A request whose body is this one: once; then, as the server expects, only that the client has gone."""
    waiting = [body]

    async def receive_body() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        message = await receive()
        while message["type"] == "http.request":
            message = await receive()
        return message

    return receive_body


def with_body(scope: Scope, body: bytes) -> Scope:
    """The same request with the length of another body."""
    kept = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
    return {**scope, "headers": [*kept, (b"content-length", str(len(body)).encode())]}


async def ask(server: ASGIApp, scope: Scope, body: bytes, receive: Receive) -> Answer:
    """What the server answers; an answer in plain bytes, that can be read."""
    answer = Answer()
    plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    try:
        await server({**scope, "headers": plain}, given(body, receive), answer.take)
    except Exception as error:
        # Starlette raises an error again after it has answered it: a busy SQLite is a 503, "ask again".
        if not answer.start:
            raise
        answer.error = error
    return answer


def read_json(body: bytes) -> dict[str, Any]:
    """An object in JSON; nothing for anything else."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def header(scope: Scope, name: str) -> str:
    """A header of a request, empty where it is not there once."""
    found = [value for key, value in scope["headers"] if key == name.lower().encode()]
    return found[0].decode("latin-1") if len(found) == 1 else ""


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    """Answers with a sentence where Prefect's pages and its client look for one; closes a WebSocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": sentence[:120]})
        return
    said: Mapping[str, str] = {"detail": sentence, "exception_message": sentence}
    await JSONResponse(said, status_code=status)(scope, receive, send)
