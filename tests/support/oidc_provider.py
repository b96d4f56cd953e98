"""A provider of OpenID Connect on loopback: real HTTP, real keys, and it signs in whom it is told to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "landwaiter", "the-secret-of-the-client"


@dataclass
class OidcProvider:
    """What it says of itself, and whom it signs in. `claims` are put over the token's own."""

    port: int = 0
    who: str = "ann@provider"
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    other_key: RSAKey | None = None
    """By it tokens are signed instead of the one that is published."""

    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, query: dict[str, str]) -> str:
        """What a person who signs in there is sent back to."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?code={code}&state={query['state']}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The token of a code, once, for whoever has its verifier."""
        asked = self.codes.pop(form["code"], None)
        if asked is None:
            return None
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(challenge).decode().rstrip("=") != asked["code_challenge"]:
            return None
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.who,
            "nonce": asked["nonce"],
            "exp": int(time.monotonic()) + 4_000_000_000,
            "iat": 1_700_000_000,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, said | self.claims, self.other_key or self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def oidc_provider() -> Iterator[OidcProvider]:
    """A provider that runs."""
    made = OidcProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: OidcProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def _answer(self, said: object, status: int = 200) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            there = urlsplit(self.path)
            if there.path == "/.well-known/openid-configuration":
                parts = {"authorization": "authorize", "token": "token"}
                said = {f"{name}_endpoint": f"{provider.issuer}/{path}" for name, path in parts.items()}
                self._answer({"issuer": provider.issuer, "jwks_uri": f"{provider.issuer}/keys", **said})
            elif there.path == "/keys":
                self._answer({"keys": [provider.key.as_dict(private=False)]})
            elif there.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(there.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._answer({}, 404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            is_client = self.headers.get("Authorization") == f"Basic {basic}"
            found = provider.token(form) if is_client else None
            self._answer(found or {"error": "invalid_grant"}, 200 if found else 400)

    return Handler
