"""Refused forms in our words.

Prefect checks a form before it makes a run, and answers in the words of a JSON schema. This layer leaves
every check to Prefect, and words the answer: which field, what was seen, what to do.
"""

import re
from typing import Any

from prefect.utilities.schema_tools.validation import build_error_obj, validate
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from deployments.server.asgi import Answer, ask, read_body, read_json
from models.forms.refused_fields import FormSchema, sentences, worded

_CHECK = re.compile(r"/ui/schemas/validate/?$")
_START = re.compile(r"(?P<deployment>.*/deployments/[0-9a-f-]{36})/create_flow_run/?$")
_CONFLICT = 409


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
        asked = await read_body(scope, receive)
        answer = await ask(self._server, scope, asked, receive)
        if started:
            refused = answer.status == _CONFLICT
            known = await self._deployment(scope, started["deployment"], receive) if refused else {}
            words = _start_refused(known, asked)
        else:
            words = _check_refused(asked, answer)
        if words is None:
            await answer.pass_on(send)
        else:
            await JSONResponse(words, status_code=answer.status)(scope, receive, send)

    async def _deployment(self, scope: Scope, path: str, receive: Receive) -> dict[str, Any]:
        """The deployment of a run that was refused, by the same login."""
        asked = {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        return read_json((await ask(self._server, {**scope, **asked}, b"", receive)).body)


def _start_refused(known: dict[str, Any], asked: bytes) -> dict[str, Any] | None:
    """Why no run is made of a deployment, where the form is the reason."""
    schema = known.get("parameter_openapi_schema") or {}
    values = {**(known.get("parameters") or {}), **(read_json(asked).get("parameters") or {})}
    errors = build_error_obj(validate(values, schema))["errors"]
    said = list(sentences(worded(errors, FormSchema.of(schema), values)))
    return {"detail": " ".join(["Nothing was started.", *said])} if said else None


def _check_refused(asked: bytes, answer: Answer) -> dict[str, Any] | None:
    """The answer to the check of a form, in our words where it is refused."""
    found, question = read_json(answer.body), read_json(asked)
    if found.get("valid") is not False:
        return None
    schema = FormSchema.of(question.get("schema") or {})
    return {**found, "errors": worded(found["errors"], schema, question.get("values"))}
