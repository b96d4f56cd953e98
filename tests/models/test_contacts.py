"""Contacts: whom they answer for, roles that must not lose their last, what is taken back from who leaves."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from models.errors import RecordError
from models.inputs import ContactInput
from models.record.contacts import change_contact, contacts_of, remove_contact, roles_held
from models.record.database import transaction
from models.record.matters import find_account
from models.record.tables.alerts import Alert, Message
from models.roles import Role, audience, empty_roles
from tests.support.scenes import Scene, at

IN_TOKYO = {"works_from": "09:00", "works_to": "17:00", "timezone": "Asia/Tokyo"}
LEE = ContactInput(
    name="Lee", role="lead", channel="lee", importers=("Acme", "Globex"), wants_digest=False, added_by="Bo"
)


def two_importers(scene: Scene) -> Scene:
    scene.open()
    scene.open("AUD-2", importer="Globex")
    scene.contact("Ann", ["Acme"])
    scene.contact("Lee", ["Acme", "Globex"], role="lead", **IN_TOKYO)
    scene.contact("Max", ["Acme"], role="lead")
    return scene


def names_for(scene: Scene, importer: str) -> list[str]:
    with transaction(scene.engine) as session:
        account = find_account(session, importer)
        assert account is not None
        return [contact.name for contact in contacts_of(session, account.id)]


def waiting_dockets(scene: Scene) -> list[str]:
    """The dockets of the alerts that wait for somebody's morning."""
    with transaction(scene.engine) as session:
        wanted = select(Alert).where(col(Alert.message_id).is_(None)).order_by(col(Alert.id))
        return [each.content["matter"] for each in session.exec(wanted).all()]


@pytest.mark.parametrize(
    ("held", "up_to", "heard_by", "empty"),
    [
        (["owner", "lead"], "lead", {"owner", "lead"}, []),
        (["owner"], "executive", {"owner"}, ["lead", "counsel", "executive"]),
        (["counsel", "executive"], "lead", {"counsel"}, ["owner", "lead"]),
        ([], "lead", set(), ["owner", "lead"]),
    ],
)
def test_what_goes_up_to_a_role_is_heard_by_all_below_and_never_by_nobody(
    held: list[str], up_to: str, heard_by: set[str], empty: list[str]
) -> None:
    roles = [Role(each) for each in held]
    assert audience(Role(up_to), roles) == heard_by
    assert empty_roles(Role(up_to), roles) == empty


def test_who_answers_for_all_importers_answers_for_those_to_come(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    scene.contact("Eve", (), role="executive", every_importer=True)
    scene.open("AUD-3", importer="Initech")
    assert names_for(scene, "Initech") == ["Eve"]
    assert names_for(scene, "Globex") == ["Lee", "Eve"]


def test_a_role_must_not_lose_the_last_person_in_it(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    for change in (replace(LEE, importers=("Acme",)), replace(LEE, role="counsel")):
        with (
            pytest.raises(RecordError, match="Nobody else is lead for Globex"),
            transaction(scene.engine) as session,
        ):
            change_contact(session, change, at=at("2025-01-03"))
    with (
        pytest.raises(RecordError, match="Nobody else is owner for Acme"),
        transaction(scene.engine) as session,
    ):
        remove_contact(session, "Ann", at=at("2025-01-03"))
    assert names_for(scene, "Globex") == ["Lee"]


def test_what_waits_for_somebodys_morning_is_taken_back_when_they_no_longer_answer_for_it(
    sqlite_scene: Scene,
) -> None:
    scene = two_importers(sqlite_scene)
    scene.contact("Zoe", ["Globex"], role="lead")
    for docket in ("AUD-1", "AUD-2"):
        scene.record("closing_conference_held", "2025-06-20", docket=docket)
    scene.sweep("2025-06-20")
    assert waiting_dockets(scene) == ["AUD-1", "AUD-2"]
    with transaction(scene.engine) as session:
        change_contact(session, replace(LEE, importers=("Acme",)), at=at("2025-06-20"))
    assert waiting_dockets(scene) == ["AUD-1"]


def test_a_message_on_its_way_to_who_leaves_is_never_sent(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    scene.record("closing_conference_held", "2025-06-20")
    scene.down = {"max"}
    scene.sweep("2025-06-20")
    with transaction(scene.engine) as session:
        remove_contact(session, "Max", at=at("2025-06-21"))
        assert "lead" in roles_held(contacts_of(session, 1))
    scene.down = set()
    scene.sweep("2025-06-23")
    assert [str(mail["To"]) for mail in scene.mailbox.received if "max" in str(mail["To"])] == []
    with transaction(scene.engine) as session:
        states = {each.contact_id: each.state for each in session.exec(select(Message)).all()}
    assert states[3] == "void"
