"""The walls: every address of the desk, asked by who may not, by who is nobody, and for what is another's."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from deployments.desk.guard import Page
from deployments.desk.routes import PAGES
from models.record.database import engine as open_engine
from models.record.database import migrate, transaction
from models.record.tables.documents import Document
from models.record.tables.people import CalendarAddress, DeskRun
from models.rights import BY_ROLE, Right
from models.roles import Role
from tests.support.at_the_desk import DeskOf
from tests.support.databases import on_sqlite
from tests.support.mailbox import Mailbox
from tests.support.own_deadlines import own
from tests.support.scenes import Scene

SECRETS = (
    "Zephyr",
    "ZEP-9",
    "Zoe of Nowhere",
    "Port of Zephyr",
    "zephyr.pdf",
    "ZREF-77",
    "a secret of counsel",
)
"""What nobody of another importer reads anywhere."""

GONE = (303, 400, 404, 405, 410)
OWN = ("/law/", "/settings/ladders/", "/settings/office/")
"""Addresses whose parameter is no row of an importer."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOf]:
    """A matter of Zephyr, whose rows are the first of each table; one of Acme, with a person in each role."""
    home = tmp_path_factory.mktemp("walls")
    settings = on_sqlite(home)
    migrate(settings)
    engine = open_engine(settings)
    with Mailbox() as mailbox:
        scene = Scene(engine, mailbox)
        scene.open("ZEP-9", importer="Zephyr", title="A title of Zephyr", customs_office="Port of Zephyr")
        scene.contact("Zoe of Nowhere", ["Zephyr"])
        scene.record(
            "closing_conference_held",
            "2025-06-20",
            docket="ZEP-9",
            reference="ZREF-77",
            privileged_note="a secret of counsel",
        )
        own(scene, "2025-06-20", matter="ZEP-9", title="Call Zephyr", due_on=date(2025, 7, 10))
        scene.open("AUD-1")
        made = DeskOf(scene, home)
        for role in Role:
            scene.contact(f"Ann {role.value}", role=role.value)
            made.person(f"Ann {role.value}")
        made.person("Zoe of Nowhere")
        made.person("Ada", administrator=True)
        scene.sweep("2025-06-30")
        _rows_of_zephyr(made)
        yield made
    engine.dispose()


def _rows_of_zephyr(desk: DeskOf) -> None:
    """A row of Zephyr in each other table that an address may name."""
    with transaction(desk.scene.engine) as session:
        session.add(
            Document(
                matter_id=1,
                sha256="a" * 64,
                name="zephyr.pdf",
                media_type="application/pdf",
                size=1,
                uploaded_by="Zoe of Nowhere",
                uploaded_at=desk.now,
            )
        )
        session.add(CalendarAddress(person_id=5, account_id=1, token_hash="x", made_at=desk.now))
        session.add(DeskRun(deployment="watch", title="Zephyr", made_by="Zoe of Nowhere", made_at=desk.now))


def address(page: Page) -> str:
    """The address of a page, each of its parameters that of a row of Zephyr."""
    return re.sub(r"\{[^}]*\}", "1", page.path)


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_nobody_sees_or_does_anything_without_signing_in(desk: DeskOf) -> None:
    wrong: dict[str, object] = {}
    with desk.nobody() as visitor:
        token = visitor.token("/sign-in")
        for page in PAGES:
            answer = visitor.open(address(page))
            is_shown = answer.status_code == 200 and page.is_open
            if not (is_shown or answer.status_code in GONE) or leaks(answer.text):
                wrong[page.path] = answer.status_code
            if page.do is not None and not page.is_open:
                sent = visitor.client.post(address(page), data={"token": token})
                if sent.status_code not in GONE or "You are not signed in any more" not in sent.text:
                    wrong[f"POST {page.path}"] = sent.status_code
    assert wrong == {}


@pytest.mark.parametrize("role", Role)
def test_nobody_sees_or_changes_what_is_another_importers(role: Role, desk: DeskOf) -> None:
    wrong: dict[str, object] = {}
    for page in PAGES:
        # One of them ends the session.
        with desk.signed_in(f"Ann {role.value}") as visitor:
            answer = visitor.open(address(page))
            of_a_row = "{" in page.path and not page.is_open and not page.path.startswith(OWN)
            expected = GONE if of_a_row else (200, *GONE)
            if answer.status_code not in expected or leaks(answer.text):
                wrong[page.path] = (answer.status_code, leaks(answer.text))
            if page.do is not None and not page.is_open:
                token = visitor.token("/settings")
                sent = visitor.client.post(address(page), data={"token": token})
                if sent.status_code >= 500 or leaks(sent.text):
                    wrong[f"POST {page.path}"] = (sent.status_code, leaks(sent.text))
    assert wrong == {}


@pytest.mark.parametrize("role", Role)
def test_a_page_is_there_only_for_who_has_its_right(role: Role, desk: DeskOf) -> None:
    wrong: dict[str, object] = {}
    without = [page for page in PAGES if page.right is not None and page.right not in BY_ROLE[role]]
    assert without or role is Role.COUNSEL
    with desk.signed_in(f"Ann {role.value}") as visitor:
        token = visitor.token("/settings")
        for page in without:
            answers = [visitor.open(address(page)), visitor.client.post(address(page), data={"token": token})]
            statuses = [each.status_code for each in answers]
            if not set(statuses) <= {404, 405}:
                wrong[page.path] = statuses
    assert wrong == {}


def test_an_administrator_meets_no_fault_and_no_note(desk: DeskOf) -> None:
    wrong: dict[str, object] = {}
    for page in PAGES:
        with desk.signed_in("Ada") as visitor:
            answer = visitor.open(address(page))
            if answer.status_code >= 500 or "a secret of counsel" in answer.text:
                wrong[page.path] = answer.status_code
            if page.do is not None and not page.is_open:
                sent = visitor.client.post(address(page), data={"token": visitor.token("/settings")})
                if sent.status_code >= 500:
                    wrong[f"POST {page.path}"] = sent.status_code
    assert wrong == {}


def test_every_page_but_these_names_a_right() -> None:
    """What is open to everybody, and what to everybody who is signed in."""
    unnamed = {page.path for page in PAGES if page.right is None}
    assert {page.path for page in PAGES if page.is_open} <= unnamed
    assert unnamed == {
        "/sign-in",
        "/sign-in/forgotten",
        "/sign-in/invitation/{token}",
        "/sign-in/invitation/{token}/sign-on",
        "/sign-on",
        "/sign-on/return",
        "/sign-out",
        "/sign-out/everywhere",
        "/settings",
        "/settings/rights",
        "/settings/password",
        "/runs/{id}",
        "/runs/{id}/seen",
        "/calendar/{token}.ics",
        "/tap/{token}",
    }


def test_every_right_is_asked_for_by_a_page_or_inside_one() -> None:
    asked = {page.right for page in PAGES}
    assert set(Right) - asked <= {Right.READ_NOTES, Right.SEE_EVERYTHING}
