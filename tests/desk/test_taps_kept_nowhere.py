"""The token of a link is made when a mail is sent, for its contact, and is kept nowhere."""

import logging
from pathlib import Path

import pytest
from sqlmodel import select

from models.forms.tap_tokens import read_tap, tap_name
from models.record.database import reading
from models.record.tables.alerts import (
    Contact,
    Delivery,
    Message,
)
from tasks.alerts.stationery import stationery_in
from tasks.delivery.send import send_pending
from tasks.watch.sweep import sweep
from tests.support.at_the_desk import URL, DeskOf
from tests.support.scenes import Scene, at
from tests.support.tapping import (
    TO_THE_DESK,
    everything,
    tapped_desk,
    taps_of,
    told,
)


@pytest.fixture
def desk(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """Ann, who was mailed about a deadline of CBP in an audit of Acme; only Lee signs in at the desk."""
    return tapped_desk(scene, tmp_path, monkeypatch)


@pytest.fixture
def one_desk(sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """Ann, who was mailed about a deadline of CBP in an audit of Acme; only Lee signs in at the desk."""
    return tapped_desk(sqlite_scene, tmp_path, monkeypatch)


def test_the_token_is_in_the_mail_and_nowhere_else(
    desk: DeskOf, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.scene.mailbox.received.clear()
    desk.scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-02", reference="another")
    swept = sweep(desk.scene.engine, desk.scene.channels, TO_THE_DESK, now=at("2025-07-02"))
    tokens = [each.removeprefix("/tap/") for each in taps_of(desk, "ann")]
    assert tokens
    rows = str(everything(desk))
    # The mail server of the test logs what it receives.
    lines = [each.getMessage() for each in caplog.records if each.name != "mail.log"]
    said = "".join([*lines, *capfd.readouterr(), repr(swept), str(swept.as_json())])
    for token in tokens:
        tap = read_tap(token, desk.office.note_key)
        assert tap is not None
        assert tap.contact_id == 1
        assert f"{URL}/tap/{tap_name(tap.subject, tap.due)}" in rows
        assert token not in rows
        assert token not in said
        assert token.rpartition(".")[2] not in rows + said


def test_what_a_failed_delivery_keeps_has_no_token(one_desk: DeskOf) -> None:
    desk = one_desk
    desk.scene.mailbox.refused = "ACTION"
    told(desk, "2025-07-09")
    desk.scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-10", reference="another")
    desk.scene.mailbox.refused = ":"
    told(desk, "2025-07-10")
    with reading(desk.scene.engine) as session:
        failed = [each.detail for each in session.exec(select(Delivery)).all() if not each.ok]
        kept = str([each.content for each in session.exec(select(Message)).all()])
    assert failed
    assert all("/tap/" not in each and "tap" not in each for each in failed)
    assert "/tap/deadline:" in kept


def test_an_offices_own_template_that_fails_repeats_no_token(one_desk: DeskOf, tmp_path: Path) -> None:
    desk, own_templates = one_desk, tmp_path / "templates"
    own_templates.mkdir()
    spoiled = "{% for link in message.links %}{{ {}[link.url] + 1 }}{% endfor %}"
    (own_templates / "plain.txt").write_text(spoiled)
    stationery = stationery_in(own_templates)
    desk.scene.mailbox.received.clear()
    desk.scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-02", reference="another")
    swept = sweep(
        desk.scene.engine, desk.scene.channels, TO_THE_DESK, now=at("2025-07-02"), stationery=stationery
    )
    tokens = [each.removeprefix("/tap/") for each in taps_of(desk, "ann")]
    assert tokens
    assert any("failed" in each for sent in swept.sent for each in sent.defects)
    assert not [token for token in tokens if token[:40] in repr(swept)]


def test_a_template_that_fails_on_tokens_alone_says_nothing_of_them(one_desk: DeskOf, tmp_path: Path) -> None:
    desk, own_templates = one_desk, tmp_path / "templates"
    own_templates.mkdir()
    spoiled = (
        "{% for link in message.links %}{% if '/tap/' in link.url and '/tap/deadline' not in link.url %}"
        "{{ {}[link.url] + 1 }}{% endif %}{{ link.url }}{% endfor %}"
    )
    (own_templates / "plain.txt").write_text(spoiled)
    stationery = stationery_in(own_templates)
    desk.scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-02", reference="another")
    desk.scene.mailbox.received.clear()
    swept = sweep(
        desk.scene.engine, desk.scene.channels, TO_THE_DESK, now=at("2025-07-02"), stationery=stationery
    )
    assert taps_of(desk, "ann")
    (defect,) = {each for sent in swept.sent for each in sent.defects}
    assert defect == (
        "Your own template failed on the links that answer a deadline, so Landwaiter used its built-in one."
    )


def test_each_contact_gets_a_link_of_their_own_by_whatever_channel(one_desk: DeskOf) -> None:
    desk = one_desk
    with reading(desk.scene.engine) as session:
        ids = {each.name.lower(): each.id for each in session.exec(select(Contact)).all()}
    for channel, id_ in ids.items():
        for path in taps_of(desk, channel):
            tap = read_tap(path.removeprefix("/tap/"), desk.office.note_key)
            assert tap is not None
            assert tap.contact_id == id_
    desk.scene.contact("Bea", fallback="deputy", on="2025-07-01")
    desk.scene.down.add("bea")
    desk.scene.mailbox.received.clear()
    for hour in (16, 18, 20):
        told(desk, "2025-07-01", hour)
    (bea,) = {
        tap.contact_id
        for path in taps_of(desk, "deputy")
        if (tap := read_tap(path.removeprefix("/tap/"), desk.office.note_key))
    }
    assert bea == 3


def test_without_a_key_the_link_asks_for_a_sign_in(one_desk: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = one_desk
    monkeypatch.delenv("LANDWAITER_NOTE_KEY")
    desk.scene.mailbox.received.clear()
    desk.scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-02", reference="another")
    told(desk, "2025-07-02")
    path = taps_of(desk, "lee")[0]
    assert path.startswith("/tap/deadline:")
    with desk.nobody() as visitor:
        assert visitor.open(path).headers["location"] == f"/sign-in?then={path}"
    number = path.removeprefix("/tap/deadline:").partition(":")[0]
    with desk.signed_in("Lee") as lee:
        there = f"/matters/1/deadlines/{number}/acknowledge"
        assert lee.open(path).headers["location"] == there
        assert lee.open(path.replace(f":{number}:", ":99999:")).status_code == 404
        assert "Acknowledge" in lee.text(there)
    desk.scene.open("DEM-9", "demand", importer="Zephyr", on="2025-06-02")
    desk.scene.contact("Zoe", ["Zephyr"], on="2025-06-02")
    desk.person("Zoe")
    with desk.signed_in("Zoe") as zoe:
        assert zoe.open(path).status_code == 404


def test_a_message_that_waited_gets_its_link_when_it_is_sent(one_desk: DeskOf) -> None:
    desk = one_desk
    desk.scene.mailbox.received.clear()
    desk.scene.mailbox.refused = ":"
    desk.scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-02", reference="another")
    told(desk, "2025-07-02")
    desk.scene.mailbox.refused = ""
    send_pending(desk.scene.engine, desk.scene.channels, now=at("2025-07-03"))
    for path in taps_of(desk, "ann"):
        tap = read_tap(path.removeprefix("/tap/"), desk.office.note_key)
        assert tap is not None
        assert tap.sent_at == at("2025-07-03")
