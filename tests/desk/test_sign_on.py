"""The office's own sign-on: a provider that really runs, and a proxy's header."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from httpx2 import Response
from joserfc.jwk import RSAKey

from deployments.desk.application import desk as application
from deployments.desk.sign_on import SignOn, SignOnRefused
from models.record.database import transaction
from models.record.invitations import invite
from models.record.people import make_person, person_named
from models.record.tables.alerts import Contact
from tests.support.at_the_desk import PASSWORD, URL, DeskOf, Visitor
from tests.support.oidc_provider import CLIENT, SECRET, OidcProvider, oidc_provider
from tests.support.scenes import Scene

PROXY = {"LANDWAITER_DESK_PROXY_HEADER": "X-Remote-User", "LANDWAITER_PROXY_SECRET": "s" * 32}
FROM_PROXY = {"Landwaiter-Proxy": "s" * 32, "X-Remote-User": "ann@office"}


def begun(visitor: Visitor, path: str, invitation: str = "") -> str:
    """Where the desk sends a browser that signs on."""
    if invitation:
        page = f"/sign-in/invitation/{invitation}"
        shown = page if visitor.open(page).status_code == 200 else "/sign-in"
        return str(visitor.send(path, shown_at=shown, invitation=invitation).headers["location"])
    return str(visitor.open(path).headers["location"])


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with oidc_provider() as made:
        yield made


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk, and Ann who is invited."""
    sqlite_scene.open()
    sqlite_scene.contact("Ann")
    return DeskOf(sqlite_scene, tmp_path)


def with_sign_on(desk: DeskOf, **env: str) -> None:
    """The same desk with a sign-on."""
    sign_on = SignOn.from_environment(env, URL)
    desk.office = replace(desk.office, sign_on=sign_on)
    desk.application = application(desk.office)


def with_provider(desk: DeskOf, provider: OidcProvider) -> None:
    with_sign_on(
        desk,
        LANDWAITER_OIDC_ISSUER=provider.issuer,
        LANDWAITER_OIDC_CLIENT_ID=CLIENT,
        LANDWAITER_OIDC_CLIENT_SECRET=SECRET,
    )


def invitation(desk: DeskOf, name: str = "Ann") -> str:
    """What the link of an invitation ends with."""
    with transaction(desk.scene.engine) as session:
        person = person_named(session, name)
        if person is None:
            person = make_person(
                session, session.get_one(Contact, 1), name=name, is_administrator=False, by="Ada", at=desk.now
            )
        return invite(session, person, by="Ada", at=desk.now)


def away_and_back(visitor: Visitor, path: str, invitation: str = "") -> Response:
    """Goes to the provider as a browser does, signs in there, and comes back."""
    there = begun(visitor, path, invitation)
    back = urlsplit(httpx.get(there).headers["location"])
    answer: Response = visitor.client.get(f"{back.path}?{back.query}")
    return answer


def test_an_invitation_is_taken_by_the_provider_and_then_it_signs_in(
    desk: DeskOf, provider: OidcProvider
) -> None:
    with_provider(desk, provider)
    token = invitation(desk)
    with desk.nobody() as visitor:
        assert "office's sign-on" in visitor.text(f"/sign-in/invitation/{token}")
        assert away_and_back(visitor, "/sign-on", token).headers["location"] == "/"
        assert "Ann" in visitor.text("/")
    with desk.nobody() as another_day:
        assert (
            away_and_back(another_day, "/sign-on?then=/%3Fkind%3Daudit").headers["location"] == "/?kind=audit"
        )
        assert another_day.open("/").status_code == 200
    with desk.nobody() as thief:
        assert away_and_back(thief, "/sign-on", token).status_code == 400
        assert thief.send("/sign-in", name="Ann", password=PASSWORD).status_code == 400


def test_who_is_known_to_the_provider_alone_is_nobody_here(desk: DeskOf, provider: OidcProvider) -> None:
    with_provider(desk, provider)
    provider.who = "Ann"
    invitation(desk)
    with desk.nobody() as visitor:
        assert away_and_back(visitor, "/sign-on").status_code == 403
        assert visitor.open("/").status_code == 303


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://evil.example"}, {"aud": "another"}, {"nonce": "another"}, {"exp": 1}, {"sub": None}],
)
def test_a_token_that_is_not_for_us_lets_nobody_in(
    claims: dict[str, object], desk: DeskOf, provider: OidcProvider
) -> None:
    with_provider(desk, provider)
    token = invitation(desk)
    provider.claims = claims
    with desk.nobody() as visitor:
        assert away_and_back(visitor, "/sign-on", token).status_code == 400
        assert visitor.open("/").status_code == 303


def test_a_token_of_another_key_lets_nobody_in(desk: DeskOf, provider: OidcProvider) -> None:
    with_provider(desk, provider)
    provider.other_key = RSAKey.generate_key(2048, {"kid": "1"})
    with desk.nobody() as visitor:
        assert away_and_back(visitor, "/sign-on", invitation(desk)).status_code == 400


def test_who_did_not_begin_here_does_not_come_back_here(desk: DeskOf, provider: OidcProvider) -> None:
    """An address that ends a sign-on of somebody else signs nobody in."""
    with_provider(desk, provider)
    token = invitation(desk)
    with desk.nobody() as attacker, desk.nobody() as victim:
        there = begun(attacker, "/sign-on", token)
        back = urlsplit(httpx.get(there).headers["location"])
        assert victim.client.get(f"{back.path}?{back.query}").status_code == 400
        victim.open("/sign-on")
        assert victim.client.get(f"{back.path}?{back.query}").status_code == 400
        assert victim.open("/").status_code == 303


def test_a_provider_that_is_away_is_said(desk: DeskOf) -> None:
    with_sign_on(desk, LANDWAITER_OIDC_ISSUER="http://127.0.0.1:9", LANDWAITER_OIDC_CLIENT_ID="x")
    with desk.nobody() as visitor:
        answer = visitor.open("/sign-on")
        assert answer.status_code == 400
        assert "cannot be reached" in answer.text


def test_without_a_provider_there_is_no_such_page(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        assert visitor.open("/sign-on").status_code == 404
        assert "sign-on" not in visitor.text("/sign-in")


def test_a_proxy_says_who_it_is_once_that_person_took_their_invitation(desk: DeskOf) -> None:
    with_sign_on(desk, **PROXY)
    link = f"/sign-in/invitation/{invitation(desk)}"
    with desk.nobody() as visitor:
        visitor.client.headers.update(FROM_PROXY)
        assert visitor.open("/").status_code == 303
        assert "Sign in as ann@office" in visitor.text(link)
        assert visitor.send(f"{link}/sign-on", shown_at=link).status_code == 303
        visitor.client.cookies.clear()
        assert visitor.open("/").status_code == 200


@pytest.mark.parametrize("given", [{}, {"Landwaiter-Proxy": "wrong"}, {"Landwaiter-Proxy": ""}])
def test_nobody_else_can_send_that_header(given: dict[str, str], desk: DeskOf) -> None:
    with_sign_on(desk, **PROXY)
    link = f"/sign-in/invitation/{invitation(desk)}"
    with desk.nobody() as visitor:
        visitor.client.headers.update(FROM_PROXY)
        visitor.send(f"{link}/sign-on", shown_at=link)
    with desk.nobody() as other:
        other.client.headers.update({"X-Remote-User": "ann@office", **given})
        assert other.open("/").status_code == 303


@pytest.mark.parametrize(
    "env",
    [
        {"LANDWAITER_OIDC_ISSUER": "https://login.example.com"},
        {"LANDWAITER_OIDC_ISSUER": "http://login.example.com", "LANDWAITER_OIDC_CLIENT_ID": "x"},
        {"LANDWAITER_OIDC_CLIENT_ID": "x"},
        {"LANDWAITER_DESK_PROXY_HEADER": "X-Remote-User"},
    ],
)
def test_half_a_sign_on_is_refused(env: dict[str, str]) -> None:
    with pytest.raises(SignOnRefused, match="Expected"):
        SignOn.from_environment(env, URL)
