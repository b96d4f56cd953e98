"""The office's own sign-on: OpenID Connect, or the header of a trusted proxy. Both are off by default.

Whoever signs in is known by a subject: that of the provider's token, or what the header says. A subject
becomes a person's by an invitation, and never by a name or an address that happens to be the same.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request

from deployments.server.callers import PROXY, proxy_secret
from models.errors import Refused

_ISSUER, _CLIENT = "LANDWAITER_OIDC_ISSUER", "LANDWAITER_OIDC_CLIENT_ID"
_SECRET, _HEADER = "LANDWAITER_OIDC_CLIENT_SECRET", "LANDWAITER_DESK_PROXY_HEADER"
_SCOPE, _CHALLENGE = "openid profile", "S256"
_ALGORITHMS = ["RS256", "ES256", "PS256"]
_SECONDS = 10.0
_LEEWAY = 60
"""Seconds by which the provider's clock may differ."""


class SignOnRefused(Refused):
    """A sign-on that cannot be used, or a person whom it does not let in; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The office's provider of OpenID Connect."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    return_to: str
    """The address of the desk to which the provider sends people back."""

    def begin(self, *, state: str, nonce: str, verifier: str) -> str:
        """The address at the provider where a person signs in."""
        with self._client() as client:
            url, _ = client.create_authorization_url(
                self._known()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return str(url)

    def subject(self, *, code: str, nonce: str, verifier: str, now: datetime) -> str:
        """Who came back from the provider. Raises `SignOnRefused`."""
        try:
            with self._client() as client:
                token = client.fetch_token(self._known()["token_endpoint"], code=code, code_verifier=verifier)
            keys = KeySet.import_key_set(_fetched(self._known()["jwks_uri"]))
            read = jwt.decode(str(token["id_token"]), keys, algorithms=_ALGORITHMS)
            self._check(read.claims, nonce, now)
        except (OAuthError, JoseError, httpx.HTTPError, KeyError, ValueError) as error:
            raise SignOnRefused(
                f"The office's sign-on did not let you in ({type(error).__name__}). Try again; if it fails "
                "again, tell your administrator."
            ) from None
        return f"{self.issuer}#{read.claims['sub']}"

    def _check(self, claims: Mapping[str, Any], nonce: str, now: datetime) -> None:
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        registry.validate(dict(claims))

    def _known(self) -> Mapping[str, Any]:
        """What the provider says of itself. Raises `SignOnRefused`."""
        try:
            known = _discovered(self.issuer)
        except (httpx.HTTPError, ValueError):
            raise SignOnRefused(
                "The office's sign-on cannot be reached. Try again later, or tell your administrator."
            ) from None
        if known.get("issuer") != self.issuer:
            raise SignOnRefused("The office's sign-on calls itself by another name than it is set up by.")
        return known

    def _client(self) -> Any:
        return OAuth2Client(
            self.client_id,
            self.secret or None,
            scope=_SCOPE,
            redirect_uri=self.return_to,
            code_challenge_method=_CHALLENGE,
            timeout=_SECONDS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedProxy:
    """A proxy that asks people who they are, and says so in a header beside its secret."""

    header: str
    secret: str = field(repr=False)

    def subject(self, request: Request) -> str:
        """Who the proxy says it is; empty where it says nothing, or it is not the proxy that speaks."""
        given, said = request.headers.get(PROXY, ""), request.headers.getlist(self.header)
        is_proxy = hmac.compare_digest(given.encode(), self.secret.encode())
        name = said[0].strip() if is_proxy and len(said) == 1 else ""
        return f"proxy#{name}" if name else ""


@dataclass(frozen=True, slots=True)
class SignOn:
    """What an installation uses, if anything."""

    provider: Provider | None = None
    proxy: TrustedProxy | None = None

    def subject(self, request: Request) -> str:
        """Who the proxy says it is; empty where there is no proxy, or it says nothing."""
        return self.proxy.subject(request) if self.proxy else ""

    @classmethod
    def from_environment(cls, env: Mapping[str, str], desk_url: str) -> "SignOn":
        """As the variables say. Raises `SignOnRefused` where only a part of them is set."""
        return cls(_provider(env, desk_url), _proxy(env))


def _provider(env: Mapping[str, str], desk_url: str) -> Provider | None:
    issuer, client_id = env.get(_ISSUER, ""), env.get(_CLIENT, "")
    if not issuer and not client_id:
        return None
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not client_id or not parts.hostname or not is_safe:
        raise SignOnRefused(
            f"{_ISSUER} and {_CLIENT} are set together. Expected the provider's https address, such as "
            "https://login.example.com, and the client's id there."
        )
    secret = env.get(_SECRET, "")
    return Provider(issuer=issuer, client_id=client_id, secret=secret, return_to=f"{desk_url}/sign-on/return")


def _proxy(env: Mapping[str, str]) -> TrustedProxy | None:
    header, secret = env.get(_HEADER, ""), proxy_secret(env)
    if not header:
        return None
    if secret is None:
        raise SignOnRefused(
            f"{_HEADER} names a header, but without LANDWAITER_PROXY_SECRET everybody could send it. "
            "Expected both, or neither."
        )
    return TrustedProxy(header=header, secret=secret)


@cache
def _discovered(issuer: str) -> dict[str, Any]:
    return dict(_fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration"))


def _fetched(url: str) -> Any:
    answer = httpx.get(url, timeout=_SECONDS, follow_redirects=False)
    answer.raise_for_status()
    return answer.json()


SIGNING_ON = timedelta(minutes=10)
"""How long a person may be away at the provider."""
