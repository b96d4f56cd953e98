"""Signing in: by an invitation and a password, and nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.database import reading, transaction
from models.record.invitations import INVITED_FOR, invite, invited
from models.record.leaving import let_leave
from models.record.people import make_person, person_named
from models.record.tables.people import SignIn
from tests.support.at_the_desk import PASSWORD, DeskOf
from tests.support.scenes import Scene


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with a matter of Acme, and Ann who answers for it."""
    sqlite_scene.open()
    sqlite_scene.contact("Ann")
    made = DeskOf(sqlite_scene, tmp_path)
    made.person("Ann", password=PASSWORD)
    return made


def invitation(desk: DeskOf, name: str) -> str:
    """The address of an invitation."""
    with transaction(desk.scene.engine) as session:
        person = person_named(session, name)
        assert person is not None
        return f"/sign-in/invitation/{invite(session, person, by='Ada', at=desk.now)}"


def acts(desk: DeskOf) -> list[str]:
    """The log of sign-ins."""
    with reading(desk.scene.engine) as session:
        return [row.act for row in session.exec(select(SignIn).order_by(SignIn.id)).all()]  # type: ignore[arg-type]


def test_who_is_not_signed_in_is_led_to_the_page_that_asks_and_back(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        answer = visitor.open("/?kind=audit")
        assert answer.headers["location"] == "/sign-in?then=/%3Fkind%3Daudit"
        answer = visitor.send(
            "/sign-in",
            shown_at=answer.headers["location"],
            name="Ann",
            password=PASSWORD,
            then="/?kind=audit",
        )
        assert answer.headers["location"] == "/?kind=audit"
        assert "Ann" in visitor.text("/?kind=audit")
    assert acts(desk)[-1] == "signed in"


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-out"])
def test_nobody_is_led_elsewhere(then: str, desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        answer = visitor.send("/sign-in", name="Ann", password=PASSWORD, then=then)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("Ann", "not the password"), ("Bob", PASSWORD), ("", "")])
def test_nobody_learns_what_was_wrong(name: str, password: str, desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        answer = visitor.send("/sign-in", name=name, password=password)
        assert answer.status_code == 400
        assert "This name and this password do not belong together." in answer.text
        assert password not in answer.text or not password
        assert visitor.open("/").status_code == 303


def test_ten_thousand_guesses_take_months(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        looked_at, began = 0, desk.now
        for _ in range(60):
            before = len(acts(desk))
            visitor.send("/sign-in", name="Ann", password="a wrong password")
            looked_at += acts(desk)[before:] == ["wrong password"]
            desk.now += timedelta(minutes=1)
        assert looked_at < 15
        # The right one is not looked at either while the pause lasts, and works after it.
        assert visitor.send("/sign-in", name="Ann", password=PASSWORD).status_code == 400
        desk.now += timedelta(minutes=20)
        assert visitor.send("/sign-in", name="Ann", password=PASSWORD).status_code == 303
    assert desk.now - began < timedelta(hours=2)


def test_an_invitation_works_once(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        link = invitation(desk, "Ann")
        for _ in range(2):
            assert "You are Ann" in visitor.text(link)
        answer = visitor.send(link, password="four words none guesses", again="four words none guesses")
        assert answer.headers["location"] == "/"
        assert visitor.open("/").status_code == 200
    with desk.nobody() as thief:
        assert thief.open(link).status_code == 410
        assert thief.client.post(link, data={"token": thief.token("/sign-in")}).status_code == 410
    assert "invalid link" in acts(desk)


def test_an_invitation_ends_after_72_hours_and_when_a_newer_one_is_made(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        former = invitation(desk, "Ann")
        link = invitation(desk, "Ann")
        assert visitor.open(former).status_code == 410
        assert visitor.open(link).status_code == 200
        desk.now += INVITED_FOR
        assert visitor.open(link).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "Expected 12 to 200"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "can be guessed"),
        ("ann is my own name", "ann is my own name", "can be guessed"),
        ("four words none guesses", "four words", "The two passwords differ"),
    ],
)
def test_a_bad_password_is_refused_and_the_link_stays(
    password: str, again: str, says: str, desk: DeskOf
) -> None:
    link = invitation(desk, "Ann")
    with desk.nobody() as visitor:
        answer = visitor.send(link, password=password, again=again)
        assert answer.status_code == 400
        assert says in answer.text
        assert visitor.open(link).status_code == 200


def test_a_fourth_invitation_within_the_hour_is_refused(desk: DeskOf) -> None:
    for _ in range(2):
        invitation(desk, "Ann")
    with pytest.raises(RecordError, match="Too many invitations"):
        invitation(desk, "Ann")


def test_signed_out_everywhere_ends_each_session(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as one, desk.signed_in("Ann") as other:
        assert one.open("/").status_code == 200
        other.send("/sign-out/everywhere", shown_at="/")
        assert one.open("/").status_code == 303
        assert other.open("/").status_code == 303


def test_who_left_is_signed_out_and_cannot_come_back_by_an_old_link(desk: DeskOf) -> None:
    link = invitation(desk, "Ann")
    with desk.signed_in("Ann") as visitor:
        with transaction(desk.scene.engine) as session:
            person = person_named(session, "Ann")
            assert person is not None
            let_leave(session, person, by="Ada", at=desk.now)
        assert visitor.open("/").status_code == 303
        assert visitor.open(link).status_code == 410
        assert visitor.send("/sign-in", name="Ann", password=PASSWORD).status_code == 400


def test_the_last_administrator_cannot_leave(desk: DeskOf) -> None:
    desk.person("Ada", administrator=True)
    with transaction(desk.scene.engine) as session:
        person = person_named(session, "Ada")
        assert person is not None
        with pytest.raises(RecordError, match="only administrator"):
            let_leave(session, person, by="Ada", at=desk.now)


def test_a_session_ends_after_eight_hours_without_a_request(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        for _ in range(3):
            desk.now += timedelta(hours=7)
            assert visitor.open("/").status_code == 200
        desk.now += timedelta(hours=7)
        assert visitor.open("/").status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "WzEsMCwxLDFd.forged"])
def test_a_forged_session_is_none(cookie: str, desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        visitor.client.cookies.set(desk.office.cookie("session"), cookie)
        assert visitor.open("/").status_code == 303


def test_a_form_without_its_token_or_from_another_browser_or_site_does_nothing(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor, desk.nobody() as other:
        for token in ("", "x", other.token("/sign-in")):
            answer = visitor.client.post("/sign-out/everywhere", data={"token": token})
            assert answer.status_code == 400
        data, origin = {"token": visitor.token("/")}, {"Origin": "https://evil.example"}
        assert visitor.client.post("/sign-out/everywhere", data=data, headers=origin).status_code == 400
        assert visitor.open("/").status_code == 200


def test_another_host_name_leads_nowhere(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        assert visitor.client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_who_is_invited_is_who_the_link_says(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        made = make_person(session, None, name="Ada", is_administrator=True, by="Bo", at=desk.now)
        token = invite(session, made, by="Bo", at=desk.now)
        found = invited(session, token, desk.now)
        assert found is not None
        assert found[0].name == "Ada"
        assert invited(session, token + "x", desk.now) is None
