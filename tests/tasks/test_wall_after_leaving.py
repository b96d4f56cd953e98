"""Who leaves an importer, or is taken out, hears nothing more of it, not even what was on its way."""

from dataclasses import replace

import pytest
from sqlmodel import col, select, update

from models.errors import RecordError
from models.record.change_log import changed
from models.record.contacts import remove_contact
from models.record.database import transaction
from models.record.tables.alerts import ContactAccount, Message
from tasks.delivery.contacts import put_contact_otherwise
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import LINKS, Scene, at
from tests.support.two_importers import DAY, DRAFT, everything, happens, speaks_of_theirs, two_importers


def test_who_was_handed_a_clock_and_leaves_the_importer_hears_no_more_of_it(sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    scene.contact("Bea", ["Acme", "Globex"])
    happens(scene)
    scene.sweep(DAY)
    scene.reassign("Ann", "Bea", docket="ACME-0", on=DAY)
    away = replace(DRAFT, name="Bea", channel="bea", importers=("Globex",))
    put_contact_otherwise(scene.engine, away, scene.channels, LINKS, now=at("2025-06-21"))
    before = len(scene.mails("bea"))
    for day in ("2025-09-11", "2025-09-19"):
        scene.sweep(day)
    assert len(scene.mails("bea")) > before
    assert all("ACME" not in everything(mail) for mail in scene.mails("bea")[before:])
    late = [str(mail["Subject"]) for mail in scene.mails("ann") if "overdue since" in str(mail["Subject"])]
    assert len(late) == 1


def test_who_was_taken_out_hears_nothing_new_and_nothing_that_was_on_its_way(scene: Scene) -> None:
    two_importers(scene)
    scene.contact("Bea", wants_digest=True)
    scene.elsewhere["bea"] = Mailbox(port=free_port()).url()
    happens(scene)
    scene.sweep(DAY)
    with transaction(scene.engine) as session:
        remove_contact(session, "Bea", at=at(DAY, 16))
    scene.elsewhere.clear()
    for day in ("2025-06-23", "2025-09-11", "2025-09-19"):
        scene.sweep(day)
    assert scene.mails("bea") == []
    assert [str(mail["Subject"]) for mail in scene.mails("lee") if "Bea" in everything(mail)] == []
    with transaction(scene.engine) as session:
        assert session.exec(select(ContactAccount).where(ContactAccount.contact_id == 4)).all() != []


@pytest.mark.parametrize("answer", ["acknowledge", "snooze"])
def test_who_was_taken_out_can_answer_nothing(answer: str, sqlite_scene: Scene) -> None:
    scene = two_importers(sqlite_scene)
    scene.contact("Bea")
    happens(scene)
    with transaction(scene.engine) as session:
        remove_contact(session, "Bea", at=at(DAY))
    with pytest.raises(RecordError, match="No contact is named 'Bea'"):
        getattr(scene, answer)("Bea", "AUD-06", docket="ACME-0", on=DAY, until="2025-07-01")


def of_both(scene: Scene) -> Scene:
    """Bea answers for both importers; on the first morning of a week she gets a digest of both."""
    two_importers(scene)
    scene.contact("Bea", ["Acme", "Globex"], wants_digest=True)
    happens(scene)
    scene.sweep(DAY)
    return scene


def moves_to_acme(scene: Scene, on: str, hour: int) -> None:
    only = replace(DRAFT, name="Bea", channel="bea", importers=("Acme",), wants_digest=True)
    put_contact_otherwise(scene.engine, only, scene.channels, LINKS, now=at(on, hour))


@pytest.mark.parametrize("state", ["claimed", "dead"])
def test_a_digest_that_did_not_go_out_is_made_anew_of_what_is_still_theirs(
    state: str, sqlite_scene: Scene
) -> None:
    scene = of_both(sqlite_scene)
    before = len(scene.mails("bea"))
    scene.elsewhere["bea"] = Mailbox(port=free_port()).url()
    scene.sweep("2025-09-15")
    with transaction(scene.engine) as session:
        waiting = update(Message).where(col(Message.state) == "claimed")
        changed(session, waiting.values(state=state))
    scene.elsewhere.clear()
    moves_to_acme(scene, "2025-09-15", 16)
    scene.sweep("2025-09-15", 17)
    (digest,) = [mail for mail in scene.mails("bea")[before:] if "digest of Mon" in str(mail["Subject"])]
    assert "ACME-0" in everything(digest)
    assert not any(speaks_of_theirs(mail) for mail in scene.mails("bea")[before:])


def test_a_digest_that_went_out_is_not_sent_again_to_who_answers_for_less(sqlite_scene: Scene) -> None:
    scene = of_both(sqlite_scene)
    scene.sweep("2025-09-15")
    before = len(scene.mails("bea"))
    moves_to_acme(scene, "2025-09-15", 16)
    scene.sweep("2025-09-15", 17)
    assert [str(mail["Subject"]) for mail in scene.mails("bea")[before:]] == [
        "NOTICE: Landwaiter test message, this channel works"
    ]
