"""What became of each attempt on a sign-in: copied cookies, many at once, links that others would read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.inputs import ContactInput
from models.record.contacts import change_contact, remove_contact
from models.record.database import reading, transaction
from models.record.invitations import invite, set_up
from models.record.leaving import let_leave
from models.record.passwords import hash_of
from models.record.people import make_administrator, person_named, take_back
from models.record.tables.people import DeskRun, Invitation, Person, SignIn
from tasks.delivery.invitations import send_invitation
from tests.support.at_the_desk import PASSWORD, DeskOf
from tests.support.scenes import Scene


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """Ann and Bea of Acme, and an administrator."""
    scene.open()
    for name in ("Ann", "Bea"):
        scene.contact(name)
    made = DeskOf(scene, tmp_path)
    made.person("Ann", password=PASSWORD)
    made.person("Ada", administrator=True)
    return made


def person(desk: DeskOf, name: str) -> Person:
    with reading(desk.scene.engine) as session:
        found = person_named(session, name)
    assert found is not None
    return found


def runs(desk: DeskOf) -> int:
    with reading(desk.scene.engine) as session:
        return len(session.exec(select(DeskRun)).all())


def test_a_copied_cookie_is_over_once_its_owner_signs_out_and_no_other_session_is(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann, desk.nobody() as thief:
        desk.now += timedelta(seconds=1)
        thief.client.cookies.update(ann.client.cookies)
        assert thief.open("/").status_code == 200
        with desk.signed_in("Ann") as elsewhere:
            ann.send("/sign-out", shown_at="/")
            assert thief.open("/").status_code == 303
            assert elsewhere.open("/").status_code == 200


def test_what_one_person_was_told_the_next_one_at_the_browser_does_not_read(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as visitor:
        there = f"/settings/people/{person(desk, 'Ann').id}"
        visitor.send(there, act="sign_out")
        visitor.client.cookies.delete(desk.office.cookie("session"))
        assert "Ann is signed out everywhere" not in visitor.text("/sign-in")


def test_of_many_passwords_at_once_few_are_looked_at(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        data = {"token": visitor.token("/sign-in"), "name": "Ann", "password": "a wrong password"}
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: visitor.client.post("/sign-in", data=data), range(40)))
    with reading(desk.scene.engine) as session:
        acts = [row.act for row in session.exec(select(SignIn)).all()]
    assert acts.count("wrong password") <= 12


def test_a_form_whose_length_is_not_said_is_not_read(desk: DeskOf) -> None:
    with desk.nobody() as visitor:

        def endless() -> Iterator[bytes]:
            yield from (b"x" * 1000 for _ in range(10))

        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = visitor.client.post("/sign-in", content=endless(), headers=kind)
    assert answer.status_code == 400
    assert "cannot be read as a form" in answer.text


def test_no_link_goes_to_a_channel_that_others_read(desk: DeskOf) -> None:
    scene = desk.scene
    scene.contact("Cy", channel="ann")
    with desk.nobody() as visitor:
        visitor.send("/sign-in/forgotten", name="Ann")
    assert runs(desk) == 0
    with desk.signed_in("Ada") as ada:
        answer = ada.send(f"/settings/people/{person(desk, 'Ann').id}", act="invite")
    assert answer.status_code == 400
    assert "Cy would read the invitation too" in answer.text
    with pytest.raises(RecordError, match="Other people read the channel"):
        send_invitation(
            scene.engine, scene.channels, "Ann", desk_url="http://127.0.0.1", by="Ada", now=desk.now
        )


def test_a_forgotten_password_is_answered_once_and_replaces_no_invitation_of_an_administrator(
    desk: DeskOf,
) -> None:
    with desk.nobody() as visitor:
        for name in ("Ann", "Ann", "Nobody", "Ada"):
            answer = visitor.send("/sign-in/forgotten", name=name)
            assert "Landwaiter sends them a link" in answer.text
    assert runs(desk) == 1
    with transaction(desk.scene.engine) as session:
        found = session.get_one(Person, person(desk, "Ann").id)
        for _ in range(3):
            invite(session, found, by="Ann", at=desk.now)
        with pytest.raises(RecordError, match="Too many invitations"):
            invite(session, found, by="Ann", at=desk.now)
        # What somebody asks for themselves uses up nothing of the administrator's.
        invite(session, found, by="Ada", at=desk.now)


def test_two_who_use_one_invitation_at_once_do_not_both_get_in(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        found = session.get_one(Person, person(desk, "Ann").id)
        token = invite(session, found, by="Ada", at=desk.now)
    kept = hash_of("four words none guesses", name="Ann")

    def use(_: int) -> bool:
        try:
            with transaction(desk.scene.engine) as session:
                set_up(session, token, password_hash=kept, at=desk.now)
        except RecordError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(4))) == 1
    with reading(desk.scene.engine) as session:
        assert [row.ended_as for row in session.exec(select(Invitation)).all()].count("used") == 3


def test_two_administrators_who_leave_at_once_do_not_both_leave(desk: DeskOf) -> None:
    desk.person("Abe", administrator=True)
    with transaction(desk.scene.engine) as session:
        ann = session.get_one(Person, person(desk, "Ann").id)
        make_administrator(session, ann, is_one=True, by="Ada", at=desk.now)
        make_administrator(session, ann, is_one=False, by="Ada", at=desk.now)

    def leave(name: str) -> bool:
        try:
            with transaction(desk.scene.engine) as session:
                let_leave(session, session.get_one(Person, person(desk, name).id), by="x", at=desk.now)
        except RecordError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, ("Ada", "Abe"))) == [False, True]


def test_who_is_removed_as_a_contact_or_comes_back_has_no_rights_left(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        with transaction(desk.scene.engine) as session:
            remove_contact(session, "Ann", at=desk.now)
        assert ann.open("/").status_code == 303
    again = ContactInput(name="Ann", role="owner", channel="ann", importers=("Acme",), added_by="Bo")
    with transaction(desk.scene.engine) as session:
        change_contact(session, again, at=desk.now)
    with desk.nobody() as visitor:
        assert visitor.send("/sign-in", name="Ann", password=PASSWORD).status_code == 400


def test_an_administrator_who_is_taken_back_is_none(desk: DeskOf) -> None:
    desk.person("Abe", administrator=True)
    with transaction(desk.scene.engine) as session:
        abe = session.get_one(Person, person(desk, "Abe").id)
        let_leave(session, abe, by="Ada", at=desk.now)
        take_back(session, abe, by="Ada", at=desk.now)
        assert not abe.is_administrator
