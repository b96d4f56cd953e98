"""Asks Prefect's server as Landwaiter's own processes do, without loading Prefect."""

import base64
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any

ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
"""The types of the states in which a run has ended."""

_SECONDS = 30
_FOR_GOOD = (404, 409, 422)
"""What the server answers to what it will not take later either."""

_PAGE = 100
_CSRF = "Prefect-Csrf-Token"


class PrefectAway(Exception):
    """Prefect does not answer, or refuses; the text says what."""


class PrefectRefused(PrefectAway):
    """Prefect answers, and takes something not; it may be asked again, but not for ever."""


class PrefectApi:
    """The server of this installation, by the environment that `make up` gives its processes."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._url = env.get("PREFECT_API_URL", "")
        self._client = str(uuid.uuid4())
        self._headers: dict[str, str] = dict(json.loads(env.get("PREFECT_CLIENT_CUSTOM_HEADERS") or "{}"))
        self._headers |= {"Content-Type": "application/json", "Prefect-Csrf-Client": self._client}
        if login := env.get("PREFECT_API_AUTH_STRING"):
            self._headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"

    def deployment(self, name: str) -> str:
        """The id of a deployment."""
        found = self.post("/deployments/filter", {"deployments": {"name": {"any_": [name]}}, "limit": 1})
        if not found:
            raise PrefectRefused(f"it has no deployment named {name}")
        return str(found[0]["id"])

    def run(self, run_id: str) -> dict[str, Any]:
        """A run with its state."""
        return dict(self._asked("GET", f"/flow_runs/{run_id}", None))

    def make_pending_run(
        self, deployment: str, *, name: str, parameters: Mapping[str, Any], once: str
    ) -> dict[str, Any]:
        """A run that no worker takes; with the same `once` the run that was made before."""
        body = {
            "name": name,
            "parameters": dict(parameters),
            "state": {"type": "PENDING", "name": "Pending"},
            "tags": ["desk"],
            "idempotency_key": once,
            # The form's list of docket numbers is brought up to date by the runs themselves; the flow checks.
            "enforce_parameter_schema": False,
        }
        path = f"/deployments/{self.deployment(deployment)}/create_flow_run"
        return dict(self.post(path, body))

    def make_pending(self, run_id: str) -> None:
        """Makes a run pending again that somebody died over."""
        state = {"type": "PENDING", "name": "Pending"}
        self.post(f"/flow_runs/{run_id}/set_state", {"state": state, "force": True})

    def blocks_of(self, block_type: str) -> list[str]:
        """The names of the blocks of a type; nothing of what they hold."""
        of_type = {"block_types": {"slug": {"any_": [block_type]}}, "include_secrets": False}
        found: list[str] = []
        while page := self.post("/block_documents/filter", of_type | {"offset": len(found), "limit": _PAGE}):
            found += [str(each["name"]) for each in page]
        return found

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """What the server answers. A token against forged requests is asked for once, and again when old."""
        if _CSRF not in self._headers:
            self._take_token()
        try:
            return self._asked("POST", path, body)
        except PrefectAway:
            if not self._take_token():
                raise
            return self._asked("POST", path, body)

    def _take_token(self) -> bool:
        """Whether there is a token that is new."""
        former: str | None = self._headers.pop(_CSRF, None)
        try:
            token = str(self._asked("GET", f"/csrf-token?client={self._client}", None)["token"])
        except PrefectAway:
            return False
        self._headers[_CSRF] = token
        return token != former

    def _asked(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._url}{path}", data, self._headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=_SECONDS) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:300]
            refusal = PrefectRefused if error.code in _FOR_GOOD else PrefectAway
            raise refusal(f"it answered {error.code} to {path}: {said}") from None
        except (OSError, ValueError) as error:
            raise PrefectAway(str(error)) from None
