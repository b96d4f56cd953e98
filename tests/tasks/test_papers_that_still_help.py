"""A paper goes out as the docket is now; not for what is over, unless it is about what came too late."""

import re
from importlib.resources import files

import pytest
from sqlmodel import col, select

from models.errors import RecordError
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.tables.alerts import Paper
from notifications.papers.catalog import own_papers
from tasks.alerts.stationery import plain
from tasks.delivery.send_paper import send_paper
from tasks.pages.matter_page import matter_page
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at


def post(scene: Scene, number: int, on: str) -> str:
    return send_paper(scene.engine, scene.channels, LINKS, number, "Ann", now=at(on), stationery=plain())


def papers(scene: Scene) -> list[Paper]:
    with transaction(scene.engine) as session:
        found = list(session.exec(select(Paper).order_by(col(Paper.id))).all())
        session.expunge_all()
        return found


def late_report(scene: Scene) -> Scene:
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-09-19")
    scene.mailbox.received.clear()
    return scene


def test_a_draft_that_the_docket_overtook_is_drafted_again_and_the_former_stays_on_record(
    sqlite_scene: Scene,
) -> None:
    scene = late_report(sqlite_scene)
    scene.record("closing_conference_held", "2025-06-18", recorded="2025-09-22", replaces=1, reason="Misread")
    (before,) = papers(scene)
    said = post(scene, before.id, "2025-09-22")
    assert f"(number {before.id + 1}) was drafted again, because the docket or its dates changed" in said
    assert [each.id for each in papers(scene)] == [before.id, before.id + 1]
    (mail,) = scene.mailbox.received
    (file,) = [part for part in mail.iter_attachments() if str(part.get_filename()).endswith(".docx")]
    assert file.get_content() == papers(scene)[1].content != before.content


def test_a_draft_for_what_is_settled_is_not_sent_and_its_page_says_so(sqlite_scene: Scene) -> None:
    scene = late_report(sqlite_scene)
    scene.record("report_completed", "2025-09-20", recorded="2025-09-22")
    with pytest.raises(
        RecordError, match="Draft 1 is not sent, because the deadline that it was for is over"
    ):
        post(scene, 1, "2025-09-22")
    assert scene.mailbox.received == []
    with transaction(scene.engine) as session:
        page = matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at("2025-09-22"))
    assert "kept for the record, because the deadline that it was for is over" in page


def test_a_reminder_is_not_sent_while_its_deadline_runs_again_and_who_has_the_draft_is_told(
    sqlite_scene: Scene,
) -> None:
    scene = late_report(sqlite_scene)
    scene.record("closing_conference_held", "2025-09-15", recorded="2025-09-22", replaces=1)
    scene.sweep("2025-09-22")
    (moved,) = scene.mailbox.received
    assert "A draft for this deadline went out before. It is out of date: do not send it." in " ".join(
        text_of(moved).split()
    )
    with pytest.raises(RecordError, match="it says that the deadline was missed, and it runs through"):
        post(scene, 1, "2025-09-22")
    with transaction(scene.engine) as session:
        page = matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at("2025-09-22"))
    assert "kept for the record, because it says that the deadline was missed" in page
    assert "draft it again and send it" not in page


def test_each_paper_that_says_that_something_is_late_is_marked_so() -> None:
    for paper in own_papers().values():
        template = files("notifications") / "templates" / "papers" / paper.template
        letter = template.read_text(encoding="utf-8").partition("\n---\n")[0]
        says = "overdue" in letter or re.search(r"The time .* ended on", letter) is not None
        assert paper.overdue is says, paper.template


def short_notice(scene: Scene) -> None:
    scene.open("SUM-1", "summons")
    scene.contact()
    scene.record(
        "summons_issued", "2025-06-02", docket="SUM-1", facts={"return_on": "2025-06-30", "third_party": True}
    )
    scene.record("third_party_notice_given", "2025-06-25", docket="SUM-1")
    scene.sweep("2025-06-25")


def test_short_notice_brings_the_objection_though_its_day_is_over(sqlite_scene: Scene) -> None:
    short_notice(sqlite_scene)
    (paper,) = [each for each in papers(sqlite_scene) if each.name.startswith("Objection to short notice")]
    (mail,) = sqlite_scene.mails("ann")
    assert "Objection to short notice of the summons. The file" in " ".join(text_of(mail).split())
    assert paper.file_name in [part.get_filename() for part in mail.iter_attachments()]
    assert post(sqlite_scene, paper.id, "2025-06-25").startswith(paper.file_name)


def test_a_runway_brings_the_paper_that_can_stop_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact("Cole", role="counsel")
    scene.contact()
    scene.record(
        "summons_issued",
        "2025-01-06",
        docket="SUM-1",
        facts={"return_on": "2025-01-20", "third_party": False},
    )
    scene.record("contempt_adjudged", "2025-02-03", docket="SUM-1")
    scene.record("delivery_withheld", "2025-02-04", docket="SUM-1", facts={"value_usd": 85000})
    scene.sweep("2025-11-10")
    (paper,) = [each for each in papers(scene) if each.name.startswith("Request that the contempt")]
    assert any(
        part.get_filename() == paper.file_name
        for mail in scene.mails("cole")
        for part in mail.iter_attachments()
    )
