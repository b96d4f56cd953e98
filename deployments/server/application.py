"""Prefect's server with its forms in our words: `python -m deployments.server.application`.

Prefect checks a form before it makes a run, and answers in the words of a JSON schema. This one layer in
front of it leaves every check to Prefect, and words the answer: which field, what was seen, what to do.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings
from prefect.utilities.schema_tools.validation import build_error_obj, validate
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.forms.refused_fields import FormSchema, sentences, worded

_CHECK = re.compile(r"/ui/schemas/validate/?$")
_START = re.compile(r"(?P<deployment>.*/deployments/[0-9a-f-]{36})/create_flow_run/?$")
_CONFLICT = 409


@dataclass(slots=True)
class _Answer:
    """What Prefect answers to a request, and the error that it raises once it has answered one."""

    start: Message = field(default_factory=dict)
    body: bytes = b""
    error: Exception | None = None

    async def take(self, message: Message) -> None:
        """Keeps a part of the answer."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    async def pass_on(self, send: Send) -> None:
        """Sends the answer as Prefect gave it, and raises its error, which uvicorn logs."""
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})
        if self.error is not None:
            raise self.error


class PlainForms:
    """The server, with a refused form in words that say what to do."""

    def __init__(self, server: ASGIApp) -> None:
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on but the two requests by which a form is checked."""
        path = scope.get("path", "")
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        started = _START.search(path)
        if not is_post or not (started or _CHECK.search(path)):
            await self._server(scope, receive, send)
            return
        asked = await Request(scope, receive).body()
        answer = await self._ask(scope, asked, receive)
        if started:
            known = (
                await self._deployment(scope, started["deployment"], receive) if _is_refused(answer) else {}
            )
            words = _start_refused(known, asked)
        else:
            words = _check_refused(asked, answer)
        if words is None:
            await answer.pass_on(send)
        else:
            await JSONResponse(words, status_code=answer.start["status"])(scope, receive, send)

    async def _ask(self, scope: Scope, body: bytes, receive: Receive) -> _Answer:
        answer, waiting = _Answer(), [body]

        async def given() -> Message:
            # The body once; then, as the server expects, only that the client has gone.
            if not waiting:
                return await receive()
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        try:
            await self._server({**scope, "headers": plain}, given, answer.take)
        except Exception as error:
            # Starlette raises an error again after it has answered it: a busy SQLite is a 503, "ask again".
            if not answer.start:
                raise
            answer.error = error
        return answer

    async def _deployment(self, scope: Scope, path: str, receive: Receive) -> dict[str, Any]:
        """The deployment of a run that was refused, by the same login."""
        asked = {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        return _read((await self._ask({**scope, **asked}, b"", receive)).body)


def _is_refused(answer: _Answer) -> bool:
    return bool(answer.start["status"] == _CONFLICT)


def _start_refused(known: dict[str, Any], asked: bytes) -> dict[str, Any] | None:
    """Why no run is made of a deployment, where the form is the reason."""
    schema = known.get("parameter_openapi_schema") or {}
    values = {**(known.get("parameters") or {}), **(_read(asked).get("parameters") or {})}
    errors = build_error_obj(validate(values, schema))["errors"]
    said = list(sentences(worded(errors, FormSchema.of(schema), values)))
    return {"detail": " ".join(["Nothing was started.", *said])} if said else None


def _check_refused(asked: bytes, answer: _Answer) -> dict[str, Any] | None:
    """The answer to the check of a form, in our words where it is refused."""
    found, question = _read(answer.body), _read(asked)
    if found.get("valid") is not False:
        return None
    schema = FormSchema.of(question.get("schema") or {})
    return {**found, "errors": worded(found["errors"], schema, question.get("values"))}


def _read(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def main() -> None:
    """Runs the server as `prefect server start` does, with Prefect's own settings."""
    server = get_current_settings().server
    uvicorn.run(
        PlainForms(create_app(final=True)),
        host=server.api.host,
        port=server.api.port,
        timeout_keep_alive=server.api.keepalive_timeout,
        ws_ping_interval=server.api.websocket_ping_interval,
        ws_ping_timeout=server.api.websocket_ping_timeout,
        log_level=server.logging_level.lower(),
    )


if __name__ == "__main__":
    main()
