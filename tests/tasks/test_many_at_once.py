"""When very much falls due in one night, each contact gets one message, and nothing is lost."""

import re
from email.message import EmailMessage
from typing import Any

import pytest
from sqlmodel import select

from models.record.database import transaction
from models.record.tables.alerts import Alert, Message
from tests.support.mailbox import text_of
from tests.support.scenes import Scene

IMPORTERS, MATTERS, EACH = ("Acme", "Globex", "Initech"), 10, 10
ISSUED, DUE = "2025-07-02", "2025-07-03"


def crowd(scene: Scene, *, digest: bool) -> Scene:
    """Matters of three importers with many summonses each, all with one last safe day."""
    for importer in IMPORTERS:
        for number in range(MATTERS):
            docket = f"{importer[:4].upper()}-{number:03}"
            scene.open(docket, "summons", importer=importer)
            scene.summon(docket, EACH, on=ISSUED, return_on=DUE)
        for role in ("owner", "lead"):
            channel = f"{importer}-{role}".lower()
            said: dict[str, Any] = {"role": role, "channel": channel, "wants_digest": digest}
            scene.contact(f"{importer} {role}", [importer], **said)
    scene.contact("Eve", [], every_importer=True, role="executive", wants_digest=digest)
    return scene


def everything(mail: EmailMessage) -> str:
    return f"{mail['Subject']} {text_of(mail)}"


@pytest.mark.parametrize("digest", [True, False])
def test_everybody_gets_one_message_of_all_that_is_theirs_and_of_nothing_else(
    digest: bool, sqlite_scene: Scene
) -> None:
    scene = crowd(sqlite_scene, digest=digest)
    found = scene.sweep(DUE)
    assert (found.clocks, found.failures) == (len(IMPORTERS) * MATTERS * EACH, [])
    channels = [f"{importer}-{role}".lower() for importer in IMPORTERS for role in ("owner", "lead")]
    assert {channel: len(scene.mails(channel)) for channel in (*channels, "eve")} == dict.fromkeys(
        (*channels, "eve"), 1
    )
    for importer in IMPORTERS:
        own = {docket for docket in scene.kinds if docket.startswith(importer[:4].upper())}
        for role in ("owner", "lead"):
            (mail,) = scene.mails(f"{importer}-{role}".lower())
            assert {docket for docket in scene.kinds if docket in everything(mail)} == own
            said = re.findall(r"ACTION today, [^()]*\((\S+)\)", text_of(mail))
            assert {docket: said.count(docket) for docket in own} == dict.fromkeys(own, EACH)
    assert all(docket in everything(scene.mails("eve")[0]) for docket in scene.kinds)


def test_each_alert_is_in_a_message_that_was_sent_and_a_second_look_sends_nothing(
    sqlite_scene: Scene,
) -> None:
    scene = crowd(sqlite_scene, digest=True)
    scene.sweep(DUE)
    again = scene.sweep(DUE, 16)
    assert (again.claims, again.sent) == ([], [])
    with transaction(scene.engine) as session:
        wanted = select(Alert, Message).join(Message)
        together = session.exec(wanted).all()
        alerts = session.exec(select(Alert)).all()
    per_contact = MATTERS * EACH
    assert (
        len(together)
        == len(alerts)
        == 2 * len(IMPORTERS) * (per_contact + 1) + (len(IMPORTERS) * per_contact + 1)
    )
    assert {message.state for _, message in together} == {"sent"}
    assert len({message.id for _, message in together}) == 2 * len(IMPORTERS) + 1
