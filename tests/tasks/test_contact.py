"""A contact is kept only once a test message has gone out by its channel."""

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.inputs import ContactInput
from models.record.database import transaction
from models.record.tables.alerts import Contact
from notifications.channels.apprise_sender import ChannelError
from tasks.delivery.contacts import put_contact
from tasks.delivery.switchboard import ChannelMissing
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import LINKS, Scene, at

DRAFT = ContactInput(name="Ann", role="owner", channel="ann", importers=("Acme",), added_by="Bo")


def contacts(scene: Scene) -> list[str]:
    with transaction(scene.engine) as session:
        return [each.name for each in session.exec(select(Contact)).all()]


def test_a_contact_whose_channel_works_is_kept_and_got_the_test_message(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    put_contact(sqlite_scene.engine, DRAFT, sqlite_scene.channels, LINKS, now=at("2025-06-20"))
    assert contacts(sqlite_scene) == ["Ann"]
    assert sqlite_scene.mailbox.subjects == ["NOTICE: Landwaiter test message, this channel works"]


@pytest.mark.parametrize(
    "url",
    ["nonsense://secret", "mailto://secret@", Mailbox(port=free_port()).url()],
    ids=["no service", "no host", "nobody listens"],
)
def test_a_channel_that_does_not_work_is_refused_and_nothing_is_kept(url: str, sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    with pytest.raises(ChannelError) as raised:
        put_contact(sqlite_scene.engine, DRAFT, lambda _name: url, LINKS, now=at("2025-06-20"))
    assert "secret" not in str(raised.value)
    assert contacts(sqlite_scene) == []


def test_a_channel_without_an_address_is_refused(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    sqlite_scene.down = {"ann"}
    with pytest.raises(ChannelMissing):
        put_contact(sqlite_scene.engine, DRAFT, sqlite_scene.channels, LINKS, now=at("2025-06-20"))
    assert contacts(sqlite_scene) == []


def test_a_mistyped_importer_is_refused_before_anything_is_sent(sqlite_scene: Scene) -> None:
    with pytest.raises(RecordError, match="No importer is named 'Acme'"):
        put_contact(sqlite_scene.engine, DRAFT, sqlite_scene.channels, LINKS, now=at("2025-06-20"))
    assert sqlite_scene.mailbox.received == []
