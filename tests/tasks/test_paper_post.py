"""A paper that was drafted is sent to whoever asks for it and answers for the importer; to nobody else."""

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.tables.alerts import Paper
from notifications.channels.apprise_sender import ChannelError
from tasks.alerts.stationery import plain
from tasks.delivery.send_paper import send_paper
from tasks.pages.matter_page import matter_page
from tests.support.scenes import LINKS, Scene, at


def drafted(scene: Scene) -> Scene:
    scene.open()
    scene.contact()
    scene.contact("Lee", role="lead")
    scene.open("AUD-2", importer="Globex")
    scene.contact("Zoe", ["Globex"])
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-09-19")
    scene.mailbox.received.clear()
    return scene


def post(scene: Scene, number: int, name: str) -> str:
    return send_paper(
        scene.engine, scene.channels, LINKS, number, name, now=at("2025-09-22"), stationery=plain()
    )


def test_a_paper_goes_to_who_asks_for_it_as_it_was_drafted(sqlite_scene: Scene) -> None:
    scene = drafted(sqlite_scene)
    with transaction(scene.engine) as session:
        (paper,) = session.exec(select(Paper)).all()
        page = matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at("2025-09-22"))
    assert f"number {paper.id}" in page
    assert post(scene, paper.id, "Lee").startswith(f"{paper.file_name} was sent to Lee by lee")
    (mail,) = scene.mailbox.received
    (file,) = [part for part in mail.iter_attachments() if str(part.get_filename()).endswith(".docx")]
    assert (file.get_content(), "lee" in str(mail["To"])) == (paper.content, True)


def test_it_goes_to_nobody_outside_and_a_paper_that_is_not_there_is_refused(sqlite_scene: Scene) -> None:
    scene = drafted(sqlite_scene)
    with pytest.raises(RecordError, match="Zoe is not a contact for Acme"):
        post(scene, 1, "Zoe")
    with pytest.raises(RecordError, match="No draft has the number 7"):
        post(scene, 7, "Lee")
    assert scene.mailbox.received == []


def test_what_did_not_go_out_is_said(sqlite_scene: Scene) -> None:
    scene = drafted(sqlite_scene)
    scene.down = {"lee"}
    with pytest.raises(ChannelError, match="was not sent by lee: The channel lee has no address"):
        post(scene, 1, "Lee")
