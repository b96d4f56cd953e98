"""The one door before Prefect's server: who asks, from which page, and whether they may.

Prefect has one login, and whoever has it can make it run any program. Here people may read, start
Landwaiter's own deployments, and keep channels; all else is for Landwaiter's own processes, which have a
credential.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from deployments.server import allowed
from deployments.server.allowed import NotAllowed
from deployments.server.asgi import (
    LARGEST,
    TooLarge,
    ask,
    given,
    header,
    read_body,
    read_json,
    refuse,
    with_body,
)
from deployments.server.callers import Known, WrongLogins, watched_stream
from models.forms.sealed_notes import seal_parameters

_CLOSED = {"/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json"}
_PROBES = {"/health", "/ready"}
_API = "/api"
_CHANNEL = "channel"
_FOUND = 200
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via")
_MAKES_RUNS = ("/create_flow_run", "/create_flow_run/bulk")
_ELSEWHERE = "This request comes from a page of another site. Open Landwaiter at {url}."
_NO_HOST = "Landwaiter is not known by this name. Open it at {url}."


@dataclass(frozen=True, slots=True)
class Request:
    """A request on its way to Prefect's server."""

    scope: Scope
    receive: Receive
    send: Send

    @property
    def method(self) -> str:
        """Its method; of a WebSocket none."""
        return str(self.scope.get("method", ""))

    @property
    def path(self) -> str:
        """Its path, which is below `/api` or leads to a page."""
        return str(self.scope["path"])

    @property
    def api_path(self) -> str | None:
        """Its path below `/api`; None for a page."""
        path = self.path.removeprefix(_API)
        return path if path != self.path and path[:1] in ("", "/") else None

    async def refuse(self, status: int, sentence: str) -> None:
        """Answers with a sentence."""
        await refuse(self.scope, self.receive, self.send, status, sentence)


class Door:
    """Prefect's server behind one door. `our_entrypoints` are those of our deployments, by their names."""

    def __init__(
        self, server: ASGIApp, known: Known, our_entrypoints: Mapping[str, str], note_key: str
    ) -> None:
        self._server, self._known, self._ours, self._note_key = server, known, our_entrypoints, note_key
        self._wrong = WrongLogins()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request in, or says in a sentence why not."""
        if scope["type"] == "lifespan":
            await self._server(scope, receive, send)
            return
        asked = Request(scope, receive, send)
        try:
            await self._look_at(asked)
        except TooLarge:
            await asked.refuse(413, f"This request is larger than {LARGEST // 1_000_000} MB.")
        except NotAllowed as refused:
            await asked.refuse(403, str(refused))

    async def _look_at(self, asked: Request) -> None:
        known, scope, path = self._known, asked.scope, asked.api_path
        if path in _PROBES and asked.method == "GET":
            await self._let_in(asked)
        elif not known.is_our_host(scope):
            await asked.refuse(421, _NO_HOST.format(url=known.url))
        elif known.comes_from_elsewhere(scope):
            await asked.refuse(403, _ELSEWHERE.format(url=known.url))
        elif (asked.path if path is None else path).rstrip("/") in _CLOSED:
            await asked.refuse(404, "There is no such page.")
        elif known.is_service(scope):
            await self._for_service(asked, path or "")
        elif not known.came_by_the_proxy(scope):
            await asked.refuse(403, f"Landwaiter is opened at {known.url}, where you sign in.")
        elif path is None:
            await self._page(asked)
        elif scope["type"] == "websocket":
            await self._stream(asked, path)
        elif known.has_login(scope):
            await self._for_person(asked, path)
        else:
            await self._unknown(asked)

    async def _let_in(self, asked: Request, body: bytes | None = None) -> None:
        if body is None:
            await self._server(asked.scope, asked.receive, asked.send)
        else:
            await self._server(with_body(asked.scope, body), given(body, asked.receive), asked.send)

    async def _page(self, asked: Request) -> None:
        """A page, which holds nothing of a matter: it asks for that by itself, with the login."""
        if asked.method not in ("GET", "HEAD"):
            await asked.refuse(405, "A page can only be opened.")
        elif self._is_opened_beside_us(asked.scope):
            query = asked.scope["query_string"].decode("latin-1")
            there = f"{self._known.url}{asked.path}" + (f"?{query}" if query else "")
            await RedirectResponse(there)(asked.scope, asked.receive, asked.send)
        else:
            await self._let_in(asked)

    def _is_opened_beside_us(self, scope: Scope) -> bool:
        """Whether a person opened our pages by another name, without a proxy that might have given it."""
        by_proxy = self._known.url.startswith("https:") or any(header(scope, name) for name in _FORWARDED)
        return "text/html" in header(scope, "Accept") and not by_proxy and self._known.is_beside_us(scope)

    async def _stream(self, asked: Request, path: str) -> None:
        if not allowed.streams(path):
            raise NotAllowed(allowed.NOT_FOR_PEOPLE)
        watched = watched_stream(asked.receive, self._known, self._wrong)
        await self._server(asked.scope, watched, asked.send)

    async def _unknown(self, asked: Request) -> None:
        """Somebody without the login; who typed a wrong one waits."""
        typed = bool(header(asked.scope, "Authorization"))
        if typed and not await self._wrong.wait():
            await asked.refuse(429, "Too many wrong logins at once. Wait a minute, then try again.")
            return
        await asked.refuse(401, "Unauthorized")

    async def _for_service(self, asked: Request, path: str) -> None:
        makes_runs = path.rstrip("/").endswith(_MAKES_RUNS) or path.rstrip("/") == "/flow_runs"
        if asked.method == "POST" and makes_runs:
            body = await read_body(asked.scope, asked.receive)
            await self._let_in(asked, self._sealed(body))
        else:
            await self._let_in(asked)

    async def _for_person(self, asked: Request, path: str) -> None:
        started = allowed.START.fullmatch(path)
        if asked.method == "POST" and started:
            await self._start(asked, started["id"])
        elif asked.method == "POST" and allowed.STATE.fullmatch(path):
            body = read_json(await read_body(asked.scope, asked.receive))
            await self._let_in(asked, _as_json({"state": allowed.plain_state(body.get("state"))}))
        elif asked.method in ("POST", "PATCH", "DELETE") and (block := allowed.BLOCK.fullmatch(path)):
            await self._block(asked, block["id"])
        elif asked.method == "GET" and allowed.SETTINGS.fullmatch(path):
            # Prefect's pages ask for them at each start, and show them to whoever is curious.
            await JSONResponse({})(asked.scope, asked.receive, asked.send)
        elif path.startswith("/block_") and allowed.reads(asked.method, path):
            await self._read_blocks(asked)
        elif allowed.reads(asked.method, path) or allowed.own_search(asked.method, path):
            await self._let_in(asked)
        else:
            raise NotAllowed(allowed.NOT_FOR_PEOPLE)

    async def _start(self, asked: Request, deployment_id: str) -> None:
        """A run of a deployment of ours, with parameters alone and its note sealed."""
        body = read_json(await read_body(asked.scope, asked.receive))
        plain, queue = allowed.plain_run(body), body.get("work_queue_name")
        deployment = await self._known_at(asked, f"/deployments/{deployment_id}")
        if deployment is None:
            return
        if not self._is_ours(deployment):
            raise NotAllowed(
                f"The deployment {deployment['name']} is not Landwaiter's. {allowed.NOT_FOR_PEOPLE}"
            )
        if queue not in (None, deployment["work_queue_name"]):
            raise NotAllowed(f"The runs of this form wait in another queue than {queue}.")
        await self._let_in(asked, self._sealed(_as_json(plain)))

    def _is_ours(self, deployment: Mapping[str, Any]) -> bool:
        is_named = self._ours.get(deployment["name"]) == deployment.get("entrypoint")
        return is_named and not deployment.get("pull_steps")

    async def _block(self, asked: Request, block_id: str | None) -> None:
        """Keeps, changes or deletes a channel."""
        body = await read_body(asked.scope, asked.receive)
        said = read_json(body)
        if block_id is None:
            kind = await self._known_at(asked, f"/block_types/{said.get('block_type_id')}")
        else:
            block = await self._known_at(asked, f"/block_documents/{block_id}")
            kind = block and block["block_type"]
        if kind is None:
            return
        if kind["slug"] != _CHANNEL:
            raise NotAllowed(f"People keep channels in blocks, not {kind['name']}. {allowed.NOT_FOR_PEOPLE}")
        await self._let_in(asked, _as_json(said) if body else None)

    async def _known_at(self, asked: Request, path: str) -> dict[str, Any] | None:
        """What the server has at a path. Where it has nothing, or is busy, that is the answer, and None."""
        there = f"{_API}{path}"
        get = {"method": "GET", "path": there, "raw_path": there.encode(), "query_string": b""}
        answer = await ask(self._server, {**asked.scope, **get}, b"", asked.receive)
        if answer.status == _FOUND:
            return read_json(answer.body)
        await answer.pass_on(asked.send)
        return None

    async def _read_blocks(self, asked: Request) -> None:
        """Blocks without their secrets, whatever is asked for."""
        scope = {**asked.scope, "query_string": b""}
        body = await read_body(scope, asked.receive) if asked.method == "POST" else b""
        plain = {name: value for name, value in read_json(body).items() if name != "include_secrets"}
        await self._let_in(Request(scope, asked.receive, asked.send), _as_json(plain) if body else None)

    def _sealed(self, body: bytes) -> bytes:
        """A request that makes runs, with each privileged note sealed; one that is no JSON as it is."""
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return body
        return _as_json(seal_parameters(said, self._note_key))


def _as_json(said: object) -> bytes:
    return json.dumps(said).encode()
