"""People at the desk in a test: the application itself, asked without a browser and without Prefect."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from deployments.desk.application import desk
from deployments.desk.keys import Keys, SessionMark
from deployments.desk.office import Office
from models.record.database import reading, transaction
from models.record.invitations import invite, set_up
from models.record.passwords import hash_of
from models.record.people import make_person, person_named
from models.record.tables.alerts import Contact
from models.settings import Settings
from tests.support.databases import settings_on
from tests.support.scenes import Scene, at

PASSWORD = "correct horse battery"
URL = "http://127.0.0.1:4163"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class DeskOf:
    """The desk of a scene. `now` is its clock, set by hand."""

    scene: Scene
    home: Path
    now: datetime = field(default_factory=lambda: at("2025-07-01"))
    sessions: int = 0
    """How many sessions were begun: no two begin at the same instant."""

    woken: int = 0
    """How often an act was to be shown in Prefect."""

    def __post_init__(self) -> None:
        """The application."""
        address = self.scene.engine.url.render_as_string(hide_password=False)
        self.settings: Settings = settings_on(self.home, address)
        self.office = Office(
            engine=self.scene.engine,
            settings=self.settings,
            keys=Keys("a key of a test"),
            note_key=Fernet.generate_key().decode(),
            clock=lambda: self.now,
            wake=self._wake,
        )
        self.application = desk(self.office)

    def _wake(self) -> None:
        self.woken += 1

    def person(self, name: str, *, administrator: bool = False, password: str = "") -> None:
        """Lets a contact of this name sign in, or somebody who is an administrator and no contact.

        By the office's sign-on, where no password is given: to keep one takes long on purpose.
        """
        with transaction(self.scene.engine) as session:
            contact = session.exec(select(Contact).where(Contact.name == name)).first()
            made = make_person(
                session, contact, name=name, is_administrator=administrator, by="Ada", at=self.now
            )
            token, subject = invite(session, made, by="Ada", at=self.now), "" if password else f"#{name}"
            kept = hash_of(password, name=name) if password else ""
            set_up(session, token, password_hash=kept, subject=subject, at=self.now)

    @contextmanager
    def nobody(self) -> Iterator["Visitor"]:
        """A browser in which nobody is signed in."""
        with TestClient(self.application, base_url=URL, follow_redirects=False) as client:
            yield Visitor(client)

    @contextmanager
    def signed_in(self, name: str) -> Iterator["Visitor"]:
        """A browser in which a person is signed in."""
        with reading(self.scene.engine) as session:
            person = person_named(session, name)
            assert person is not None
            self.sessions += 1
            began = self.now + timedelta(microseconds=self.sessions)
            mark = SessionMark(person.id, person.epoch, began, began)
        with self.nobody() as visitor:
            visitor.client.cookies.set(self.office.cookie("session"), self.office.keys.sign_session(mark))
            yield visitor


@dataclass
class Visitor:
    """A browser without scripts: it opens pages, and sends the forms that they show."""

    client: TestClient

    def open(self, path: str) -> Response:
        """Opens an address."""
        answer: Response = self.client.get(path)
        return answer

    def text(self, path: str) -> str:
        """What a page shows."""
        answer = self.open(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}\n{answer.text}"
        return answer.text

    def token(self, path: str) -> str:
        """The token of the forms of a page."""
        found = _TOKEN.search(self.client.get(path).text)
        assert found is not None, f"{path} shows no form"
        return found[1]

    def send(
        self, path: str, *, shown_at: str = "", files: dict[str, Any] | None = None, **fields: Any
    ) -> Response:
        """Sends a form that the page at `shown_at`, or at the same address, shows."""
        token = self.token(shown_at or path)
        answer: Response = self.client.post(path, data={"token": token, **fields}, files=files)
        return answer
