"""An entry that is recorded and confirmed at the desk, as Prefect shows it afterwards."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from httpx2 import Client
from sqlmodel import select
from starlette.testclient import TestClient

from models.record.confirmations import EYES
from models.record.database import opened_engine, transaction
from models.record.invitations import invite, set_up
from models.record.passwords import hash_of
from models.record.people import make_person
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Confirmation, Entry
from models.record.tables.people import DeskRun
from models.settings import Settings
from models.wall_clock import now, today_in
from tasks.record.office_settings import put_period
from tests.support.at_the_desk import PASSWORD, Visitor
from tests.support.hidden_fields import hidden_fields
from tests.support.installation import Installation, installed
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene

NEW = "/matters/1/entries/new"
_YESTERDAY = today_in("America/New_York", now()) - timedelta(days=1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation at which Ann and Lee of Acme sign in, and second review is on."""
    with Mailbox() as box:
        home = tmp_path_factory.mktemp("desk") / "home"
        channels = {f"LANDWAITER_CHANNEL_{name}": box.url(f"{name}@example.com") for name in ("ANN", "LEE")}
        with installed(home, **channels) as made:
            settings = Settings.from_environment({"LANDWAITER_HOME": str(home)})
            with opened_engine(settings) as engine:
                scene = Scene(engine, box)
                scene.open(on="2025-01-02")
                for name in ("Ann", "Lee"):
                    scene.contact(name)
                put_period(engine, EYES, 1, by="Bo", now=now())
                with transaction(engine) as session:
                    for contact in session.exec(select(Contact)).all():
                        person = make_person(
                            session, contact, name=contact.name, is_administrator=False, by="Bo", at=now()
                        )
                        token = invite(session, person, by="Bo", at=now())
                        set_up(session, token, password_hash=hash_of(PASSWORD, name=person.name), at=now())
            yield made


@contextmanager
def signed_in(house: Installation, name: str) -> Iterator[Visitor]:
    """A browser in which somebody has signed in."""
    with Client(base_url=house.desk_url, timeout=60) as client:
        made = Visitor(cast(TestClient, client))
        answer = made.send("/sign-in", name=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        yield made


def run_of(house: Installation, place: int) -> DeskRun:
    """An act's run, once it has ended."""

    def ended() -> Any:
        rows = house.rows(DeskRun)
        return rows[place] if len(rows) > place and rows[place].done_at else None

    row: DeskRun = house.until(ended, "the run has ended", 120)
    return row


def test_what_was_recorded_at_the_desk_is_shown_in_prefect_under_the_name_of_who_signed_in(
    house: Installation,
) -> None:
    with signed_in(house, "Ann") as ann:
        answer = ann.send(
            NEW,
            shown_at=f"{NEW}?event=closing_conference_held",
            event="closing_conference_held",
            occurred_on=_YESTERDAY.isoformat(),
            privileged_note="Our weak point",
            state="",
        )
        began = time.perf_counter()
        saved = ann.send(NEW, **hidden_fields(answer.text), step="record")
        page = ann.text(saved.headers["location"])
        answered = time.perf_counter()
        assert "New deadline: " in page
        row = run_of(house, 0)
        print(
            f"\nanswered after {answered - began:.2f} s, run ended after {time.perf_counter() - began:.1f} s"
        )
        assert row.state == "COMPLETED", row.message
        assert row.message.startswith("Recorded at the desk by Ann on AUD-1: E1, Closing conference held, ")
        assert "New deadline: AUD-06 CBP completes the written audit report" in row.message
        assert "Notified: " in row.message
        run = house.ended(row.run_id)
        assert run["name"] == f"AUD-1: Closing conference held {_YESTERDAY}"
        assert "weak" not in str(run)
        assert "Recorded at the desk by Ann" in ann.text("/runs/1")
    (entry,) = house.rows(Entry)
    assert entry.privileged_note == "Our weak point"


def test_only_the_desk_confirms_once_people_sign_in(house: Installation) -> None:
    said = {"matter": "AUD-1", "entry": "E1", "name": "Lee"}
    refused = house.run("confirm-entry", confirmation=said)
    assert refused["state"]["type"] == "FAILED"
    page = f"{house.desk_url}/matters/1/entries/1"
    assert f"Confirm at the desk, where you sign in: {page}" in refused["state"]["message"]
    assert not house.rows(Confirmation)
    with signed_in(house, "Lee") as lee:
        lee.send("/matters/1/entries/1/confirm", shown_at="/matters/1/entries/1")
    row = run_of(house, 1)
    assert row.state == "COMPLETED", row.message
    assert re.match("Lee confirmed E1, ", row.message)
