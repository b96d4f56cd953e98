"""What the first page says before there is anything, and of acts that did not end well."""

from pathlib import Path

import pytest

from models.record.database import transaction
from models.record.matters import put_account
from models.record.tables.dockets import Account
from tasks.desk.follow_up import done_run, run_later
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk at which nothing is on record yet, with its administrator."""
    made = DeskOf(sqlite_scene, tmp_path)
    made.person("Ada", administrator=True)
    return made


def ended(desk: DeskOf, title: str, state: str, deployment: str = "add-contact") -> int:
    """An act of Ada's whose run has ended."""
    with transaction(desk.scene.engine) as session:
        id_ = run_later(session, deployment, {}, title=title, by="Ada", at=desk.now).id
    done_run(desk.scene.engine, id_, desk.now, state=state, message="Refused.")
    return id_


def test_the_first_page_says_what_to_do_first_until_it_is_done(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        page = ada.text("/")
        for path in ("/settings/channels", "/settings/contacts/new", "/matters/new", "/import"):
            assert f'<li><a href="{path}">' in page
        assert "the first look comes at the latest 60 minutes after the start" in page
        desk.scene.open()
        page = ada.text("/")
        assert "Open a matter</a>. Then" not in page
        assert "Add a contact" in page
        desk.scene.contact("Ann")
        assert "What to do first" not in ada.text("/")


def test_who_may_not_keep_people_is_not_asked_to(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        put_account(session, Account(name="Acme"))
    desk.scene.contact("Ann")
    desk.person("Ann")
    with desk.signed_in("Ann") as ann:
        page = ann.text("/")
    assert "Open a matter</a>. Then" in page
    assert "Import a spreadsheet" not in page
    assert "Add a contact" not in page


def test_an_act_that_was_done_again_with_success_is_listed_no_more(desk: DeskOf) -> None:
    ended(desk, "add Ann", "FAILED")
    ended(desk, "add Bo", "CRASHED")
    with desk.signed_in("Ada") as ada:
        assert ada.text("/").count("I have seen this") == 2
        ended(desk, "add Ann", "COMPLETED", "change-contact")
        assert ada.text("/").count("I have seen this") == 2
        ended(desk, "add Ann", "COMPLETED")
        page = ada.text("/")
        assert "add Bo" in page
        assert "add Ann" not in page
        ended(desk, "add Ann", "FAILED")
        assert "add Ann" in ada.text("/")


def test_an_act_is_dismissed_by_who_made_it(desk: DeskOf) -> None:
    good, bad = ended(desk, "add Bo", "COMPLETED"), ended(desk, "add Ann", "FAILED")
    desk.person("Eve", administrator=True)
    with desk.signed_in("Eve") as eve:
        assert eve.send(f"/runs/{bad}/seen", shown_at="/").status_code == 404
    with desk.signed_in("Ada") as ada:
        assert ada.send(f"/runs/{good}/seen", shown_at="/").status_code == 404
        assert ada.send("/runs/99/seen", shown_at="/").status_code == 404
        assert ada.send(f"/runs/{bad}/seen", shown_at="/").headers["location"] == "/"
        assert "did not end well" not in ada.text("/")
        assert "Refused." in ada.text(f"/runs/{bad}")
