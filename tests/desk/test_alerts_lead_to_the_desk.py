"""The links of alerts lead to the desk for who signs in there, and to Prefect for everybody else."""

import re
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import select

from models.inputs import MatterCorrection
from models.record.database import reading, transaction
from models.record.leaving import let_leave
from models.record.people import person_named
from models.record.tables.alerts import (
    Alert,
    Contact,
    Message,
)
from tasks.alerts.law_change import tell_law_change
from tasks.alerts.mendings import put_mending
from tasks.alerts.office_context import office_context
from tasks.alerts.recount_differed import tell_recount
from tasks.alerts.watch_silent import tell_silence
from tasks.alerts.words import words_of
from tasks.record.office_settings import EvidenceDraft, put_evidence
from tests.support.at_the_desk import URL, DeskOf
from tests.support.mailbox import html_of, text_of
from tests.support.scenes import LINKS, Scene, at
from tests.support.slack_receiver import Slack
from tests.support.tapping import (
    TO_THE_DESK,
    subject_of,
    tap_in,
    tapped_desk,
    taps_in,
    told,
    with_key,
)


@pytest.fixture
def one_desk(sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """Ann, who was mailed about a deadline of CBP in an audit of Acme; only Lee signs in at the desk."""
    return tapped_desk(sqlite_scene, tmp_path, monkeypatch)


def test_a_slack_post_has_the_link_too(one_desk: DeskOf) -> None:
    desk = one_desk
    with Slack() as slack, pytest.MonkeyPatch.context() as patched:
        patched.setenv("LANDWAITER_ALLOW_PRIVATE_WEBHOOKS", "yes")
        desk.scene.elsewhere["sue"] = slack.url()
        desk.scene.contact("Sue", on="2025-07-01")
        told(desk, "2025-07-01", 16)
        posts = [str(each.payload) for each in slack.received]
    (path,) = taps_in(next(each for each in posts if "audit report" in each))
    with desk.nobody() as visitor:
        assert "You answer as Sue." in visitor.text(path)


def report(desk: DeskOf, channel: str) -> EmailMessage:
    """The newest mail about the audit report."""
    return next(each for each in desk.scene.mails(channel)[::-1] if "audit report" in str(each["Subject"]))


def test_the_other_links_of_an_alert_lead_to_the_desk_for_who_signs_in(one_desk: DeskOf) -> None:
    one_desk.person("Ann")
    one_desk.scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-02", reference="another")
    told(one_desk, "2025-07-02")
    mail = report(one_desk, "ann")
    html, number = html_of(mail), subject_of(one_desk, tap_in(mail)).partition(":")[2]
    for words, path in {
        "Record what happened": "/matters/1/entries/new",
        "Open the matter: what is due, and why": "/matters/1",
        "Snooze: pause my reminders until a date": f"/matters/1/deadlines/{number}/snooze",
        "Reassign: hand it to someone else": f"/matters/1/deadlines/{number}/reassign",
    }.items():
        assert f'<a href="{URL}{path}" style="color:#1a4f8b"><strong>{words}</strong></a>' in html
    assert "http://127.0.0.1:4200" not in html
    assert tap_in(mail) in text_of(mail)


def test_who_does_not_sign_in_keeps_prefects_links_and_answers_with_one_tap(one_desk: DeskOf) -> None:
    """Only Lee signs in."""
    mail = report(one_desk, "ann")
    html, tap = html_of(mail), tap_in(mail)
    assert [each for each in re.findall(r'href="([^"]+)"', html) if each.startswith(URL)] == [URL + tap]
    assert "http://127.0.0.1:4200/deployments/deployment/id-of-audit/run" in html
    with one_desk.nobody() as visitor:
        assert "You answer as Ann." in visitor.text(tap)


def test_an_administrator_alone_leads_nobody_else_to_a_sign_in(
    sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = sqlite_scene
    desk = with_key(DeskOf(scene, tmp_path), monkeypatch)
    scene.open(on="2025-06-02")
    scene.contact("Ann", on="2025-06-02")
    desk.person("Ada", administrator=True)
    scene.record("closing_conference_held", "2025-07-01")
    told(desk, "2025-07-01")
    mails = scene.mails("ann")
    assert all(f"{URL}/matters" not in html_of(each) for each in mails)
    assert tap_in(report(desk, "ann"))


def test_one_message_of_many_alerts_leads_where_its_reader_can_go(
    sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = sqlite_scene
    desk = with_key(DeskOf(scene, tmp_path), monkeypatch)
    for number in range(1, 8):
        scene.open(f"AUD-{number}", on="2025-06-02")
    for name in ("Ann", "Ben"):
        scene.contact(name, on="2025-06-02")
    for number in range(1, 8):
        scene.record("closing_conference_held", "2025-07-01", docket=f"AUD-{number}")
    desk.person("Ben")
    told(desk, "2025-07-01")
    ann, ben = ("".join(html_of(each) for each in scene.mails(channel)) for channel in ("ann", "ben"))
    assert "http://127.0.0.1:4200" in ann
    assert f'"{URL}"' not in ann
    assert f"{URL}/matters" not in ann
    assert f'"{URL}"' in ben
    assert f"{URL}/matters/7/entries/new" in ben
    assert "http://127.0.0.1:4200" not in ben


def test_who_loses_a_matter_is_led_where_they_can_go(one_desk: DeskOf) -> None:
    scene = one_desk.scene
    told(one_desk, "2025-10-20")
    draft = MatterCorrection(
        matter="AUD-1", importer="Zephyr", new_importer=True, reason="Slip", recorded_by="Bo"
    )
    put_mending(scene.engine, draft, TO_THE_DESK, now=at("2025-10-20"))
    told(one_desk, "2025-10-21")
    last = {
        name: html_of(each)
        for name in ("ann", "lee")
        for each in scene.mails(name)
        if "no more alerts" in str(each["Subject"])
    }
    assert ('"http://127.0.0.1:4200"' in last["ann"], f'"{URL}"' in last["lee"]) == (True, True)


def test_before_anybody_signs_in_alerts_lead_to_prefect_as_ever(
    sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = sqlite_scene
    desk = with_key(DeskOf(scene, tmp_path), monkeypatch)
    scene.open(on="2025-06-02")
    scene.contact("Ann", on="2025-06-02")
    scene.record("closing_conference_held", "2025-07-01")
    told(desk, "2025-07-01")
    assert [each for each in scene.mails("ann") if URL in html_of(each)] == []
    desk.person("Ann")
    scene.mailbox.received.clear()
    scene.record("closing_conference_held", "2025-06-25", recorded="2025-07-02", reference="another")
    told(desk, "2025-07-02")
    assert all(URL in html_of(each) for each in scene.mails("ann"))
    with transaction(scene.engine) as session:
        person = person_named(session, "Ann")
        assert person is not None
        let_leave(session, person, by="Ada", at=desk.now)
    scene.mailbox.received.clear()
    scene.record("closing_conference_held", "2025-06-26", recorded="2025-07-03", reference="a third")
    told(desk, "2025-07-03")
    assert [each for each in scene.mails("ann") if URL in html_of(each)] == []


def test_an_alerts_words_are_the_same_whichever_way_its_links_lead(one_desk: DeskOf) -> None:
    with reading(one_desk.scene.engine) as session:
        alert = session.exec(select(Alert).limit(1)).one()
        contact = session.get_one(Contact, alert.contact_id)
        offices = [office_context(session, links, at("2025-07-01")) for links in (LINKS, TO_THE_DESK)]
        prefect, desk = (words_of(session, office, contact, alert) for office in offices)
        kept = session.exec(select(Message.content).where(Message.id == alert.message_id)).one()
    assert kept == desk.to_json()
    assert prefect.links != desk.links
    assert replace(prefect, links=()) == replace(desk, links=())


def test_what_everybody_hears_leads_to_the_desk_for_who_signs_in_there(one_desk: DeskOf) -> None:
    desk, now = one_desk, at("2025-07-02")
    tell_silence(desk.scene.engine, TO_THE_DESK, last_look=at("2025-07-01"), now=now)
    tell_law_change(desk.scene.engine, TO_THE_DESK, now=now)
    tell_recount(desk.scene.engine, TO_THE_DESK, ["AUD-1 differs"], to_repair=1, now=now)
    told(desk, "2025-07-02")
    for channel, start, law in (
        ("lee", f'"{URL}"', f'"{URL}/law/change"'),
        ("ann", f'"{LINKS.url}"', f'"{LINKS.url}'),
    ):
        mails = [html_of(mail) for mail in desk.scene.mails(channel)]
        (silent,) = [each for each in mails if "has missed two scheduled checks" in each]
        (changed,) = [each for each in mails if "a new version of the law" in each]
        (differed,) = [each for each in mails if "recount" in each]
        assert f"href={start}" in silent
        assert f"href={start}" in differed
        assert f"href={law}" in changed


def test_evidence_that_expires_is_filed_at_the_desk_by_who_signs_in_there(one_desk: DeskOf) -> None:
    desk = one_desk
    desk.scene.open("RCP-1", "certification", on="2025-06-02")
    filed = EvidenceDraft(
        docket_number="RCP-1",
        point="(iv)",
        document="Manual",
        document_sha256="a" * 64,
        dated_on=date(2025, 6, 2),
        owner="Ann",
        expires_on=date(2025, 7, 20),
        recorded_by="Bo",
    )
    put_evidence(desk.scene.engine, filed, now=at("2025-07-01"))
    told(desk, "2025-07-02")
    links = {}
    for channel in ("ann", "lee"):
        (mail,) = [html_of(each) for each in desk.scene.mails(channel) if "evidence" in str(each["Subject"])]
        found = re.search(r'href="([^"]+)"[^>]*><strong>File new evidence', mail)
        assert found is not None
        links[channel] = found[1]
    assert links["lee"] == f"{URL}/matters/2/evidence/new?point=%28iv%29"
    assert links["ann"].startswith(LINKS.url)
    with desk.signed_in("Lee") as lee:
        assert "selected>(iv)" in lee.text(links["lee"].removeprefix(URL))
