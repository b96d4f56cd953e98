"""An importer is added before its first matter, by people who see every importer."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.record.database import reading
from models.record.tables.dockets import Account
from tests.support.at_the_desk import DeskOf
from tests.support.desk_settings import settings_desk, signed
from tests.support.scenes import Scene

NEW = "/settings/importers/new"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with two importers."""
    return settings_desk(sqlite_scene, tmp_path)


def importers(desk: DeskOf) -> dict[str, tuple[int, str]]:
    """The importers on record, by name."""
    with reading(desk.scene.engine) as session:
        return {each.name: (each.id, each.importer_number) for each in session.exec(select(Account)).all()}


def test_an_importer_is_added_and_signed_and_its_people_can_be_added(desk: DeskOf) -> None:
    with desk.signed_in("Max") as visitor:
        assert f'href="{NEW}"' in visitor.text("/settings/importers")
        answer = visitor.send(NEW, name="Initech", number="55-1234567XX")
        id_, number = importers(desk)["Initech"]
        assert answer.headers["location"] == f"/settings/importers/{id_}"
    assert number == "55-1234567XX"
    assert signed(desk) == {f"account:{id_}"}
    with desk.signed_in("Ada") as ada:
        assert "Initech" in ada.text("/settings/contacts/new")


def test_a_name_that_is_nearly_on_record_is_asked_about(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        asked = ada.send(NEW, name="Globex Inc.")
        assert asked.status_code == 400
        assert "The name “Globex Inc.” is nearly one on record. Did you mean Globex?" in asked.text
        assert "Globex Inc." not in importers(desk)
        assert ada.send(NEW, name="Globex Inc.", different="yes").status_code == 303
    assert "Globex Inc." in importers(desk)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "No name is given."),
        ({"name": "Acme"}, "The importer Acme is on record already."),
        ({"name": "A; B"}, "Expected a name without a semicolon"),
        ({"name": "Initech", "number": "12 3456789xx"}, "is the number of Acme"),
        ({"name": "x" * 121}, "Enter at most 120."),
    ],
)
def test_what_cannot_be_added_is_said(desk: DeskOf, fields: dict[str, Any], says: str) -> None:
    before = importers(desk)
    with desk.signed_in("Ada") as ada:
        answer = ada.send(NEW, **fields)
    assert answer.status_code == 400
    assert says in answer.text
    assert importers(desk) == before


def test_who_does_not_see_every_importer_has_no_such_page(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        assert NEW not in lee.text("/settings/importers")
        assert lee.open(NEW).status_code == 404
        assert lee.send(NEW, shown_at="/settings/importers/1", name="Initech").status_code == 404
    assert "Initech" not in importers(desk)
