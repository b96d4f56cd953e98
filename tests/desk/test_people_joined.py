"""A person and the contact of their name are one; a link for who signs in already is told to them."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from models.record.database import reading
from models.record.tables.people import Person, SignIn
from tasks.delivery.invitations import send_invitation
from tests.support.at_the_desk import PASSWORD, URL, DeskOf
from tests.support.mailbox import text_of
from tests.support.people_at_the_desk import people_desk, person
from tests.support.scenes import Scene
from tests.support.tapping import told

OTHER = "four other words entirely"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers, each with its people, and Ada, who administers and gets no alerts."""
    return people_desk(sqlite_scene, tmp_path)


def acts(desk: DeskOf, name: str) -> list[str]:
    """What the log of sign-ins says of somebody, in order."""
    with reading(desk.scene.engine) as session:
        wanted = select(SignIn).join(Person).where(Person.name == name).order_by(col(SignIn.id))
        return [row.act for row in session.exec(wanted).all()]


def test_an_administrator_becomes_the_contact_of_their_name(desk: DeskOf) -> None:
    here = f"/settings/people/{person(desk, 'Ada').id}"
    with desk.signed_in("Ada") as ada:
        assert "/settings/contacts/new?name=Ada" in ada.text(here)
        desk.scene.contact("Ada", on="2025-06-30")
        assert "They are one person: connect them" in ada.text(here)
        assert ada.send(here, act="join").headers["location"] == here
        assert "by the channel ada" in ada.text(here)
        assert "You get no alerts" not in ada.text("/settings")
    assert person(desk, "Ada").contact_id is not None
    assert acts(desk, "Ada")[-1] == "rights changed"


def test_who_is_invited_as_a_contact_and_signs_in_already_keeps_their_sign_in(desk: DeskOf) -> None:
    desk.scene.contact("Ada", on="2025-06-30")
    with desk.signed_in("Ada") as ada:
        page = ada.text("/settings/people/new")
        (chosen,) = [each for each in page.split('<option value="') if ">Ada, owner" in each]
        sent = ada.send("/settings/people/new", contact=chosen.partition('"')[0], name="")
        assert "signs in as before, and gets alerts now" in ada.text(sent.headers["location"])


def test_who_left_comes_back_as_the_contact_of_their_name(desk: DeskOf) -> None:
    desk.person("Max", administrator=True)
    here = f"/settings/people/{person(desk, 'Max').id}"
    with desk.signed_in("Ada") as ada:
        ada.send(here, act="leave")
        answer = ada.send("/settings/people/new", contact="", name="Max")
        assert "Max left. Open their page under Settings, People, and take them back." in answer.text
        desk.scene.contact("Max", on="2025-06-30")
        ada.send(here, act="join")
    back = person(desk, "Max")
    assert back.left_at is None
    assert back.contact_id is not None


def test_two_names_are_not_one_person(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        answer = ada.send(f"/settings/people/{person(desk, 'Ada').id}", act="join")
    assert answer.status_code == 400
    assert "No contact is named Ada. Add one of that name first." in answer.text


def test_a_link_that_takes_the_place_of_somebody_who_signs_in_is_told_to_them(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        ada.send(f"/settings/people/{person(desk, 'Ann').id}", act="show_link")
    assert acts(desk, "Ann")[-1] == "new link for someone who signs in"
    told(desk, "2025-07-01", 16)
    mail = desk.scene.mails("ann")[-1]
    assert mail["Subject"] == "NOTICE: Ada made a new sign-in link for you"
    assert "The first person who opens it signs in as you." in " ".join(text_of(mail).split())
    assert "/sign-in/invitation/" not in text_of(mail)


def test_who_asks_for_a_new_password_is_not_invited_anew(desk: DeskOf) -> None:
    engine, channels = desk.scene.engine, desk.scene.channels
    send_invitation(engine, channels, "Ann", by="Ann", desk_url=URL, now=desk.now)
    (mail,) = desk.scene.mails("ann")
    assert mail["Subject"] == "ACTION: Choose a new password for Landwaiter"
    assert "probably you, asked for a new password" in text_of(mail)
    assert acts(desk, "Ann")[-1] == "asked for a new link"


@pytest.mark.parametrize("typed", ["ada", " ADA ", "Ada"])
def test_a_name_is_known_in_any_capitals(typed: str, desk: DeskOf) -> None:
    desk.person("Gus", administrator=True, password=PASSWORD)
    with desk.nobody() as visitor:
        name = typed.replace("ada", "gus").replace("ADA", "GUS").replace("Ada", "Gus")
        assert visitor.send("/sign-in", name=name, password=PASSWORD).headers["location"] == "/"


def test_a_password_is_changed_by_who_knows_it(desk: DeskOf) -> None:
    desk.person("Gus", administrator=True, password=PASSWORD)
    with desk.nobody() as other, desk.nobody() as gus:
        for each in (other, gus):
            each.send("/sign-in", name="Gus", password=PASSWORD)
        there = "/settings/password"
        wrong = gus.send(there, current="no such password", password=OTHER, again=OTHER)
        assert "This is not your present password." in wrong.text
        differs = gus.send(there, current=PASSWORD, password=OTHER, again=PASSWORD)
        assert "The two passwords differ." in differs.text
        short = gus.send(there, current=PASSWORD, password="short", again="short")
        assert [each.status_code for each in (wrong, differs, short)] == [400, 400, 400]
        assert gus.send(there, current=PASSWORD, password=OTHER, again=OTHER).status_code == 303
        assert "Your password is changed." in gus.text("/settings")
        assert other.open("/").status_code == 303
    assert acts(desk, "Gus")[-1] == "password changed"
    with desk.nobody() as visitor:
        assert visitor.send("/sign-in", name="Gus", password=PASSWORD).status_code == 400
        assert visitor.send("/sign-in", name="Gus", password=OTHER).status_code == 303


def test_who_signs_in_by_the_offices_sign_on_has_no_password_here(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        assert ada.open("/settings/password").status_code == 404
        assert "/settings/password" not in ada.text("/settings")
