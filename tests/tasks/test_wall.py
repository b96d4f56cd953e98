"""The account wall fails closed: nobody hears of an importer that is not theirs, and silence is named."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from prefect.client.schemas.objects import State
from sqlmodel import delete, select

from flows.lifecycles.watch_lifecycle import ending
from models.errors import RecordError
from models.forms.contacts import ContactForm
from models.record.change_log import changed
from models.record.database import transaction
from models.record.matters import find_account
from models.record.tables.alerts import ContactAccount
from models.record.tables.dockets import Account
from models.roles import Role
from tasks.delivery.contacts import put_contact, put_contact_otherwise
from tasks.watch.sweep_report import Sweep
from tests.support.mailbox import Mailbox, free_port, text_of
from tests.support.scenes import LINKS, Scene, at
from tests.support.two_importers import (
    DAY,
    DRAFT,
    OURS,
    THEIRS,
    everything,
    happens,
    speaks_of_theirs,
    two_importers,
)


def run(found: Sweep) -> State[str]:
    return ending([found])


@pytest.mark.parametrize("importers", ["Acne", "Acme; Acne", "all importer", "acme", "Acme, Globex"])
def test_a_mistyped_scope_is_refused_when_a_contact_is_added(importers: str, sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    given = {"name": "Ned", "role": "owner", "channel": "ned", "importers": importers, "recorded_by": "Bo"}
    draft = ContactForm.model_validate(given).to_input()
    with pytest.raises(RecordError, match="No importer is named"):
        put_contact(scene.engine, draft, scene.channels, LINKS, now=at(DAY))
    happens(scene)
    scene.sweep(DAY)
    assert scene.mails("ned") == []


@pytest.mark.parametrize("importers", [("Acne",), ()])
def test_a_mistyped_scope_is_refused_when_a_contact_is_changed_and_what_was_stays(
    importers: tuple[str, ...], sqlite_scene: Scene
) -> None:
    scene = two_importers(sqlite_scene)
    with pytest.raises(RecordError, match="No importer is named"):
        put_contact_otherwise(
            scene.engine, replace(DRAFT, importers=importers), scene.channels, LINKS, now=at(DAY)
        )
    happens(scene)
    scene.sweep(DAY)
    assert [str(mail["Subject"])[-7:-1] for mail in scene.mails("ann")] == ["ACME-0"]


def lose_scope(scene: Scene) -> None:
    with transaction(scene.engine) as session:
        changed(session, delete(ContactAccount))


def point_elsewhere(scene: Scene) -> None:
    """The rows of Acme's people name a third importer."""
    with transaction(scene.engine) as session:
        ours = find_account(session, "Acme")
        assert ours is not None
        other = Account(name="Initech")
        session.add(other)
        session.flush()
        theirs = select(ContactAccount).where(ContactAccount.account_id == ours.id)
        for row in session.exec(theirs).all():
            session.add(ContactAccount(contact_id=row.contact_id, account_id=other.id))
            session.delete(row)


@pytest.mark.parametrize("spoil", [lose_scope, point_elsewhere])
def test_whose_scope_is_missing_or_another_hears_nothing_and_the_silence_is_named(
    spoil: Callable[[Scene], None], scene: Scene
) -> None:
    two_importers(scene)
    spoil(scene)
    happens(scene)
    scene.record("report_delay_notice", DAY, docket="ACME-0", facts={"reason": "staff"})
    found = scene.sweep(DAY)
    assert "ACME-0" in found.unheard
    assert [str(mail["To"]) for mail in scene.mailbox.received if "ACME" in everything(mail)] == []
    ended = run(found)
    assert ended.is_failed()
    assert "NOBODY IS NOTIFIED about ACME-0" in str(ended.message)


def test_an_importer_with_nobody_is_named_at_every_look_until_somebody_answers_for_it(
    sqlite_scene: Scene,
) -> None:
    scene = two_importers(sqlite_scene)
    scene.open("INI-1", importer="Initech")
    happens(scene)
    assert [scene.sweep(day).unheard for day in (DAY, "2025-06-21", "2025-06-22")] == [["INI-1"]] * 3
    scene.contact("Ned", ["Initech"], on="2025-06-23")
    found = scene.sweep("2025-06-23")
    assert (found.unheard, run(found).is_completed()) == ([], True)
    assert [str(mail["Subject"])[-6:-1] for mail in scene.mails("ned")] == ["INI-1"]


def test_many_alerts_at_once_and_the_digest_keep_to_the_importer(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene, each=5)
    scene.contact("Dee", wants_digest=True)
    happens(scene)
    scene.sweep(DAY)
    for day in ("2025-06-23", "2025-10-14", "2025-12-01"):
        scene.sweep(day)
    for channel in ("ann", "lee", "dee"):
        assert scene.mails(channel)
        assert not any(speaks_of_theirs(mail) for mail in scene.mails(channel))
    (group, *_) = scene.mails("ann")
    assert all(f"ACME-{number}" in text_of(group) for number in range(5))
    assert all("ACME" not in everything(mail) for mail in scene.mails("zoe"))


def test_what_does_not_reach_somebody_of_two_importers_is_told_to_each_lead_for_their_own(
    sqlite_scene: Scene,
) -> None:
    scene = two_importers(sqlite_scene, each=3)
    scene.contact("Mia", ["Globex"], role="lead")
    scene.contact("Bea", ["Acme", "Globex"])
    scene.elsewhere["bea"] = Mailbox(port=free_port()).url()
    happens(scene)
    for hour in (15, 18, 21):
        scene.sweep(DAY, hour)
    (to_lee,), (to_mia,) = (
        [mail for mail in scene.mails(name) if "not delivered to Bea" in str(mail["Subject"])]
        for name in ("lee", "mia")
    )
    assert not speaks_of_theirs(to_lee)
    assert "ACME" not in everything(to_mia)
    assert all(f"{THEIRS[1]}{number}" in text_of(to_mia) for number in range(3))
    assert all(f"{OURS[1]}{number}" in text_of(to_lee) for number in range(3))


def test_somebody_outside_the_wall_can_neither_answer_nor_be_handed_anything(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    happens(scene)
    refused = pytest.raises(RecordError, match="Zoe is not a contact for Acme")
    with refused:
        scene.acknowledge("Zoe", "AUD-06", docket="ACME-0", on=DAY, until="2025-07-01")
    with refused:
        scene.snooze("Zoe", "AUD-06", docket="ACME-0", on=DAY, until="2025-07-01")
    for name, to in (("Ann", "Zoe"), ("Zoe", "Ann")):
        with refused:
            scene.reassign(name, to, docket="ACME-0", on=DAY)
    scene.sweep(DAY)
    assert all("ACME" not in everything(mail) for mail in scene.mails("zoe"))


def test_who_answers_for_all_importers_hears_of_all_those_to_come_too(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    scene.contact("Eve", [], every_importer=True, role=Role.EXECUTIVE.value)
    scene.contact("Oz", [], every_importer=True)
    scene.open("NEW-1", importer="Newcomer")
    happens(scene)
    scene.sweep(DAY)
    assert {str(mail["Subject"])[-7:-1] for mail in scene.mails("oz")} == {"ACME-0", "GLOB-0", "(NEW-1"}


def test_of_a_name_nearly_on_record_it_is_asked_whether_it_was_meant(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    scene.contact("Beatrice Stone")
    happens(scene)
    with pytest.raises(RecordError, match=r"named 'Beatrice Ston'\. Did you mean Beatrice Stone\?"):
        scene.acknowledge("Beatrice Ston", "AUD-06", docket="ACME-0", on=DAY, until="2025-07-01")
