"""The index of settings: what somebody may set, and no page for who may not."""

from pathlib import Path

import pytest

from deployments.desk.pages import (
    settings_channels,
    settings_closures,
    settings_importers,
    settings_ladders,
    settings_office,
    settings_older,
)
from models.record.database import transaction
from tasks.desk.follow_up import run_later
from tests.support.at_the_desk import DeskOf
from tests.support.desk_settings import runs, settings_desk
from tests.support.scenes import Scene

_MODULES = (
    settings_channels,
    settings_closures,
    settings_importers,
    settings_ladders,
    settings_office,
    settings_older,
)
_PAGES = [
    (page, page.path.replace("{id}", "1").replace("{name}", "our last day").replace("{rule}", "EYES"))
    for module in _MODULES
    for page in module.PAGES
]

_PLACES = {"importers", "ladders", "office", "closures", "channels", "older", "people", "sign-ins"}


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with two importers."""
    return settings_desk(sqlite_scene, tmp_path)


def test_everybody_sees_their_own_data_and_can_sign_out_everywhere(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        text = visitor.text("/settings")
        for words in ("You are signed in as Ann", "owner", "ann", "any hour", "Acme", "Sign out everywhere"):
            assert words in text
        assert "Globex" not in text
        assert visitor.send("/sign-out/everywhere", shown_at="/settings").status_code == 303
        assert visitor.open("/settings").status_code == 303


def test_an_administrator_who_is_no_contact_is_told_so(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as visitor:
        assert "you are not a contact" in visitor.text("/settings")


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("Ann", set()),
        ("Lee", {"importers"}),
        ("Cora", {"importers"}),
        ("Max", {"importers", "ladders"}),
        ("Ada", _PLACES),
    ],
)
def test_only_what_somebody_may_set_is_offered(name: str, places: set[str], desk: DeskOf) -> None:
    with desk.signed_in(name) as visitor:
        text = visitor.text("/settings")
        for place in (
            "importers",
            "ladders",
            "office",
            "closures",
            "channels",
            "older",
            "people",
            "sign-ins",
        ):
            assert (f'href="/settings/{place}"' in text) == (place in places)


@pytest.mark.parametrize("name", ["Ann", "Lee", "Max"])
def test_a_page_is_not_there_for_who_may_not_set_it(name: str, desk: DeskOf) -> None:
    may = {"Ann": set(), "Lee": {"importers"}, "Max": {"importers", "ladders"}}[name]
    with desk.signed_in(name) as visitor:
        token = visitor.token("/settings")
        for page, path in _PAGES:
            if path.split("/")[2] in may:
                continue
            if page.show:
                assert visitor.open(path).status_code == 404
            if page.do:
                assert visitor.client.post(path, data={"token": token}).status_code == 404
    assert runs(desk) == []


def test_a_form_without_its_token_does_nothing(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as visitor, desk.nobody() as other:
        foreign = other.token("/sign-in")
        for page, path in _PAGES:
            for token in ("", foreign):
                fields = {"token": token, "do": "record", "once": "a-key", "contact": "1", "answer": "SEND"}
                if page.do:
                    assert visitor.client.post(path, data=fields).status_code == 400
    assert runs(desk) == []


def test_nobody_who_is_not_signed_in_sees_a_page(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        for page, path in _PAGES:
            if page.show:
                assert visitor.open(path).headers["location"].startswith("/sign-in")


def test_the_same_key_is_one_run(scene: Scene, tmp_path: Path) -> None:
    desk = DeskOf(scene, tmp_path)
    made = []
    for once in ("a", "a", "b", "", ""):
        with transaction(scene.engine) as session:
            row = run_later(session, "watch", {"a": [1]}, title="watch", by="Ada", at=desk.now, once=once)
            made.append(row.id)
    assert made[0] == made[1]
    assert len(set(made)) == 4
    assert [each.parameters for each in runs(desk)] == [{"a": [1]}] * 4
