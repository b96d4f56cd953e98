"""Who may sign in, as what; who is invited, and who leaves."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.record.database import reading, transaction
from models.record.people import person_named
from models.record.tables.alerts import Contact, Reassignment
from models.record.tables.people import CalendarAddress
from tasks.delivery.invitations import send_invitation
from tests.support.at_the_desk import DeskOf
from tests.support.mailbox import text_of
from tests.support.people_at_the_desk import FOUR_WORDS, people_desk, person, runs
from tests.support.scenes import Scene


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers, each with its people, and an administrator."""
    return people_desk(sqlite_scene, tmp_path)


def test_everybody_is_listed_with_how_they_stand(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        shown = ada.text("/settings/people")
    assert "Zoe" in shown
    assert "gets alerts, cannot sign in" in shown
    assert "administrator" in shown


def test_a_contact_is_invited_by_a_run_that_sends_the_link(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        answer = ada.send("/settings/people/new", contact="2", name="")
        assert answer.headers["location"] == "/settings/people"
    (run,) = runs(desk)
    assert (run.deployment, run.made_by) == ("invite-person", "Ada")
    assert run.parameters == {"invitation": {"name": "Bea", "recorded_by": "Ada"}}
    assert desk.woken == 1


def test_the_link_goes_to_the_person_alone_and_is_kept_nowhere(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        ada.send("/settings/people/new", contact="2", name="")
    scene = desk.scene
    channel = send_invitation(
        scene.engine, scene.channels, "Bea", desk_url="http://127.0.0.1:4163", by="Ada", now=desk.now
    )
    assert channel == "bea"
    (mail,) = scene.mails("bea")
    assert mail["Subject"] == "ACTION: Set up your sign-in to Landwaiter"
    found = re.search(r"/sign-in/invitation/([\w-]{43})", text_of(mail))
    assert found is not None
    token = found[1]
    assert not scene.mails("ann")
    assert not any(
        token.encode() in path.read_bytes() for path in Path(desk.home).rglob("*") if path.is_file()
    )
    with desk.nobody() as bea:
        answer = bea.send(f"/sign-in/invitation/{token}", password=FOUR_WORDS, again=FOUR_WORDS)
        assert answer.status_code == 303
        assert "Bea" in bea.text("/")


def test_who_has_no_channel_is_shown_the_link_once(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        there = ada.send("/settings/people/new", contact="", name="Adam").headers["location"]
        answer = ada.send(there, act="show_link")
        assert "/sign-in/invitation/" in answer.text
        assert "/sign-in/invitation/" not in ada.text(there)
        assert ada.send(there, act="invite").status_code == 400
    assert person(desk, "Adam").is_administrator


@pytest.mark.parametrize(
    "sent", [{"contact": "2", "name": "Adam"}, {"contact": "", "name": ""}, {"contact": "77"}]
)
def test_half_a_person_is_refused(sent: dict[str, Any], desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        answer = ada.send("/settings/people/new", **{"name": "", **sent})
    assert answer.status_code == 400
    assert "Choose a contact, or enter the name of an administrator" in answer.text


def test_who_leaves_is_signed_out_and_what_was_handed_to_them_is_handed_on(desk: DeskOf) -> None:
    desk.scene.contact("Lee", role="lead")
    desk.scene.reassign("Lee", "Ann", on="2025-06-30")
    with transaction(desk.scene.engine) as session:
        ann = person_named(session, "Ann")
        assert ann is not None
        session.add(CalendarAddress(person_id=ann.id, token_hash="x", made_at=desk.now))
    with desk.signed_in("Ada") as ada, desk.signed_in("Ann") as visitor:
        there = f"/settings/people/{person(desk, 'Ann').id}"
        assert "AUD-1" in ada.text(there)
        assert ada.send(there, act="leave", successor="").status_code == 400
        assert visitor.open("/").status_code == 200
        answer = ada.send(there, act="leave", successor="2")
        assert answer.status_code == 303
        assert "Bea took over 1 matter." in ada.text("/settings/people")
        assert visitor.open("/").status_code == 303
    with reading(desk.scene.engine) as session:
        newest = session.exec(select(Reassignment).order_by(col(Reassignment.id).desc())).first()
        assert newest is not None
        names = dict(session.exec(select(Contact.id, Contact.name)).all())
        assert (names[newest.from_id], names[newest.to_id], newest.recorded_by) == ("Lee", "Bea", "Ada")
        assert session.exec(select(CalendarAddress)).one().revoked_at is not None
        assert session.exec(select(Contact).where(Contact.name == "Ann")).one().left_at is not None
    assert runs(desk)[-1].deployment == "watch"


def test_the_last_of_a_role_cannot_leave(desk: DeskOf) -> None:
    desk.person("Zoe")
    with desk.signed_in("Ada") as ada:
        answer = ada.send(f"/settings/people/{person(desk, 'Zoe').id}", act="leave")
    assert answer.status_code == 400
    assert "Nobody else is owner for Zephyr" in answer.text
    assert person(desk, "Zoe").left_at is None


def test_rights_change_at_once_and_the_last_administrator_stays(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada, desk.signed_in("Ann") as visitor:
        assert visitor.open("/settings/people").status_code == 404
        ada.send(f"/settings/people/{person(desk, 'Ann').id}", act="make_administrator")
        assert visitor.open("/").status_code == 303
        answer = ada.send(f"/settings/people/{person(desk, 'Ada').id}", act="end_administrator")
        assert "could do nothing at the desk" in answer.text
    with desk.signed_in("Ann") as visitor:
        assert visitor.open("/settings/people").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/settings/people",
        "/settings/people/new",
        "/settings/people/1",
        "/settings/contacts/1",
        "/settings/sign-ins",
    ],
)
def test_nobody_else_keeps_people(path: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        assert visitor.open(path).status_code == 404
        data = {"token": visitor.token("/")}
        assert visitor.client.post(path, data=data).status_code in (404, 405)


def test_a_contact_is_added_by_the_form_of_prefect_once(desk: DeskOf) -> None:
    sent: dict[str, Any] = {
        "name": "Cy",
        "role": "counsel",
        "channel": "desk",
        "importers": ["1", "2"],
        "timezone": "America/Chicago",
    }
    with desk.signed_in("Ada") as ada:
        for _ in range(2):
            assert ada.send("/settings/contacts/new", **sent, once="a", digest="No").status_code == 303
    (run,) = runs(desk)
    assert run.deployment == "add-contact"
    said = run.parameters["contact"]
    assert (said["importers"], said["recorded_by"], said["digest"]) == ("Acme; Zephyr", "Ada", "No")


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"channel": "no good"}, "Channel is “no good”"),
        ({"role": "king"}, "Role in the chain"),
        ({"works_from": "09:00"}, "Only one of Works from and Works to"),
        ({"importers": []}, "Importers"),
    ],
)
def test_what_is_wrong_with_a_contact_is_said_and_nothing_is_done(
    sent: dict[str, Any], says: str, desk: DeskOf
) -> None:
    whole: dict[str, Any] = {"name": "Cy", "role": "owner", "channel": "desk", "importers": ["1"], **sent}
    with desk.signed_in("Ada") as ada:
        answer = ada.send("/settings/contacts/new", **whole)
        assert answer.status_code == 400
        assert says in answer.text
        assert 'value="Cy"' in answer.text
    assert runs(desk) == []
