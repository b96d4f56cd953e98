"""Who administers first, who may do what, and what the log of sign-ins tells."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from deployments.desk.first_invitation import invite_first
from deployments.invite import main as print_invitation
from models.rights import ADMINISTRATOR, BY_ROLE, FOR_THE_WHOLE_OFFICE, Right, rights_of
from models.roles import Role
from tests.support.at_the_desk import DeskOf
from tests.support.people_at_the_desk import FOUR_WORDS, people_desk, person
from tests.support.scenes import Scene


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers, each with its people, and an administrator."""
    return people_desk(sqlite_scene, tmp_path)


def test_the_log_of_sign_ins_is_read_and_taken_away(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada, desk.nobody() as guesser:
        guesser.send("/sign-in", name="=cmd()", password="a secret typed as a name")
        assert "unknown name" in ada.text("/settings/sign-ins")
        answer = ada.send("/settings/sign-ins/export", shown_at="/settings/sign-ins")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "cmd()" not in answer.text
        assert "a secret" not in answer.text
        assert answer.text.splitlines()[-1].split(",")[2] == "log exported"


def test_the_first_administrator_chooses_their_name(sqlite_scene: Scene, tmp_path: Path) -> None:
    desk = DeskOf(sqlite_scene, tmp_path)
    link = invite_first(desk.settings, desk.now)
    path = link.removeprefix(desk.settings.desk_url)
    with desk.nobody() as visitor:
        assert "Nobody can sign in yet" in visitor.text("/sign-in")
        assert visitor.send(path, password=FOUR_WORDS, again=FOUR_WORDS, name="").status_code == 400
        assert (
            visitor.send(path, password=FOUR_WORDS, again=FOUR_WORDS, name="Ada Lovelace").status_code == 303
        )
        assert "Ada Lovelace" in visitor.text("/")
    assert invite_first(desk.settings, desk.now + timedelta(days=9)) == ""


def test_nobody_else_chooses_a_name(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        answer = ada.send(f"/settings/people/{person(desk, 'Ann').id}", act="show_link")
    path = re.search(r"/sign-in/invitation/[\w-]+", answer.text)
    assert path is not None
    with desk.nobody() as visitor:
        visitor.send(path[0], password=FOUR_WORDS, again=FOUR_WORDS, name="Zoe")
    assert person(desk, "Ann").name == "Ann"


def test_an_invitation_is_printed_for_who_may_read_the_data_directory(
    desk: DeskOf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANDWAITER_HOME", str(desk.home))
    assert print_invitation(["Ada"]) == 0
    assert "/sign-in/invitation/" in capsys.readouterr().out
    assert print_invitation(["Bob"]) == 1
    assert "No person named 'Bob' may sign in." in capsys.readouterr().err


def test_what_the_table_does_not_list_is_refused() -> None:
    assert rights_of(["nobody"], sees_everything=True) == frozenset()
    assert rights_of([Role.LEAD], sees_everything=False) & FOR_THE_WHOLE_OFFICE == frozenset()
    assert Right.SET_LADDERS in rights_of([Role.LEAD], sees_everything=True)
    assert Right.READ_NOTES not in BY_ROLE[ADMINISTRATOR]
    assert [role for role, held in BY_ROLE.items() if Right.READ_NOTES in held] == [Role.COUNSEL]


def test_everybody_may_read_who_may_do_what(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        shown = unescape(visitor.text("/settings/rights"))
    assert all(right.value[1:] in shown for right in Right)
