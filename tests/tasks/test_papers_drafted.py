"""At the ladder's draft step the paper is drafted once, recorded, and attached to what is told."""

from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlmodel import select

from flows.lifecycles.watch_lifecycle import ending
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.tables.alerts import Paper
from tasks.alerts.stationery import stationery_in
from tasks.pages.matter_page import matter_page
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

HELD, MISSED = "2025-06-20", "2025-09-19"
TEMPLATE = "papers/audit-report-request.txt"
OWN_WORDS = "Dear Director:\n\nWe ask for the report of the audit of {{ facts.importer }}.\n"


def late_report(scene: Scene, *, matters: int = 1) -> Scene:
    """Audits whose report is a day late on MISSED; the owner and the lead hear of it."""
    for number in range(1, matters + 1):
        scene.open(f"AUD-{number}")
    scene.contact()
    scene.contact("Lee", role="lead")
    for number in range(1, matters + 1):
        scene.record("closing_conference_held", HELD, docket=f"AUD-{number}")
    scene.sweep(HELD)
    scene.mailbox.received.clear()
    return scene


def papers(scene: Scene) -> list[Paper]:
    with transaction(scene.engine) as session:
        return list(session.exec(select(Paper)).all())


def attached(mail: EmailMessage) -> dict[str, bytes]:
    """The Word documents of a mail by name."""
    files = {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}
    return {name: content for name, content in files.items() if name.endswith(".docx")}


def words(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def test_a_paper_is_drafted_once_recorded_and_attached_for_everybody(scene: Scene) -> None:
    late_report(scene).sweep(MISSED)
    (paper,) = papers(scene)
    assert (paper.name, paper.due) == ("Request for the overdue audit report", "2025-09-18")
    assert paper.sha256 == sha256(paper.content).hexdigest()
    for channel in ("ann", "lee"):
        (mail,) = scene.mails(channel)
        assert attached(mail) == {"request-audit-report-AUD-1.docx": paper.content}
        assert "Drafted for you: Request for the overdue audit report. The file request-" in text_of(mail)
    assert "The closing conference was held on June 20, 2025" in words(paper.content)


def test_later_steps_draft_nothing_more(sqlite_scene: Scene) -> None:
    scene = late_report(sqlite_scene)
    for day in (MISSED, "2025-09-25", "2025-10-20"):
        scene.sweep(day)
    assert len(papers(scene)) == 1
    assert [len(attached(mail)) for mail in scene.mails("ann")] == [1, 0, 0]


def test_a_paper_passed_over_while_the_watch_was_off_is_drafted_by_the_next_step(
    sqlite_scene: Scene,
) -> None:
    sqlite_scene.open("DEM-1", "demand")
    sqlite_scene.contact()
    facts = {"demanded_on": HELD}
    sqlite_scene.record("demand_received", HELD, docket="DEM-1", facts=facts)
    found = sqlite_scene.sweep("2025-07-15")
    assert "3 days before" in {claim.step for _, claim in found.claims}
    drafted = {paper.name for paper in papers(sqlite_scene)}
    assert drafted == {"Request for more time to produce entry records"}


def test_when_the_day_moves_the_paper_is_drafted_anew_for_the_new_day(sqlite_scene: Scene) -> None:
    scene = late_report(sqlite_scene)
    scene.sweep(MISSED)
    facts = {"reason": "staff", "anticipated_on": "2025-12-01"}
    scene.record("report_delay_notice", "2025-09-17", facts=facts, recorded="2025-09-22")
    for day in ("2025-09-22", "2025-12-02"):
        scene.sweep(day)
    assert [paper.due for paper in papers(scene)] == ["2025-09-18", "2025-12-01"]
    assert len({paper.sha256 for paper in papers(scene)}) == 2


def test_a_day_corrected_into_another_that_is_past_brings_a_new_paper_and_marks_the_old(
    sqlite_scene: Scene,
) -> None:
    scene = late_report(sqlite_scene)
    scene.sweep("2025-10-20")
    scene.record("closing_conference_held", "2025-06-23", recorded="2025-10-21", replaces=1, reason="Misread")
    scene.sweep("2025-10-21")
    first, second = papers(scene)
    assert (first.due, second.due) == ("2025-09-18", "2025-09-21/2025-09-22")
    moved, missed = scene.mails("ann")[-2:]
    assert attached(missed) == {second.file_name: second.content}
    assert "The closing conference was held on June 23, 2025" in words(second.content)
    assert "Monday, September 22, 2025, has passed too." in text_of(moved)
    assert "in writing and keep a copy" in text_of(moved)
    with transaction(scene.engine) as session:
        matter = matter_named(session, "AUD-1")
        page = matter_page(session, matter, LINKS, now=at("2025-10-21"))
    listed = page.split("## Papers drafted")[1].split("## Who was told")[0]
    assert listed.count("out of date") == 1
    assert listed.index("number 2") < listed.index("out of date") < listed.index("number 1")


def test_a_paper_that_is_drafted_after_a_correction_holds_what_the_docket_holds_then(
    sqlite_scene: Scene,
) -> None:
    scene = late_report(sqlite_scene)
    scene.sweep(MISSED)
    told_of = {"by_telephone": True, "in_writing": True}
    scene.record("audit_notice", "2025-03-03", recorded=MISSED, reference="RA-7", facts=told_of)
    scene.contact("Lou", role="lead", on=MISSED)
    scene.sweep(MISSED, 17)
    first, second = papers(scene)
    assert (first.due, first.name, first.file_name) == (second.due, second.name, second.file_name)
    (mail,) = scene.mails("lou")
    assert attached(mail) == {second.file_name: second.content}
    told = [cell.text for row in Document(BytesIO(second.content)).tables[0].rows for cell in row.cells]
    assert "Notice of the audit" in told
    assert "RA-7" not in told


def test_a_paper_that_the_docket_overtook_comes_anew_with_the_next_step_until_it_is_too_late(
    sqlite_scene: Scene,
) -> None:
    scene = sqlite_scene
    scene.open("DEM-1", "demand")
    scene.contact()
    facts = {"demanded_on": "2025-06-18"}
    scene.record("demand_received", HELD, docket="DEM-1", facts=facts)
    for day in (HELD, "2025-07-04"):
        scene.sweep(day)
    assert (len(papers(scene)), marked(scene)) == (1, 0)
    scene.record("extension_granted", "2025-07-04", docket="DEM-1", facts={"until": "2025-07-01"})
    scene.sweep("2025-07-05")
    assert (len(papers(scene)), marked(scene)) == (1, 1)
    scene.sweep("2025-07-11")
    (_, second), came = papers(scene), [attached(mail) for mail in scene.mails("ann") if attached(mail)]
    assert came[-1] == {second.file_name: second.content}
    scene.record("records_produced", "2025-07-15", docket="DEM-1")
    scene.sweep("2025-07-15")
    assert (len(papers(scene)), marked(scene)) == (2, 1)


def marked(scene: Scene) -> int:
    """How many papers the page of the demand says are out of date."""
    with transaction(scene.engine) as session:
        page = matter_page(session, matter_named(session, "DEM-1"), LINKS, now=at("2025-07-04"))
    return page.split("## Papers drafted")[1].count("out of date")


def test_a_rule_without_a_paper_gets_none_at_the_draft_step(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact()
    facts = {"return_on": "2025-07-05", "third_party": False}
    scene.record("summons_issued", "2025-05-01", docket="SUM-1", facts=facts)
    scene.sweep("2025-05-01")
    found = scene.sweep("2025-06-18")
    assert [claim.step for _, claim in found.claims] == ["14 days before"]
    assert (papers(scene), attached(scene.mails("ann")[-1])) == ([], {})


def test_a_message_of_many_alerts_carries_all_their_papers(sqlite_scene: Scene) -> None:
    scene = late_report(sqlite_scene, matters=5)
    scene.sweep(MISSED)
    (mail,) = scene.mails("ann")
    assert set(attached(mail)) == {f"request-audit-report-AUD-{number}.docx" for number in range(1, 6)}
    assert {sha256(each).hexdigest() for each in attached(mail).values()} == {
        paper.sha256 for paper in papers(scene)
    }
    assert text_of(mail).count("Request for the overdue audit report. The file request-") == 5


def own(directory: Path, name: str, content: str | bytes) -> Path:
    path = directory / "stationery" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return directory / "stationery"


def letterhead() -> bytes:
    document, written = Document(), BytesIO()
    document.sections[0].header.paragraphs[0].text = "Acme Trade Compliance, 1 Quay Street"
    document.save(written)
    return written.getvalue()


def test_the_offices_own_words_and_letterhead_are_used(sqlite_scene: Scene, tmp_path: Path) -> None:
    scene = late_report(sqlite_scene)
    own(tmp_path, TEMPLATE, OWN_WORDS)
    own(tmp_path, "plain.txt", "From the desk of Acme: {{ message.headline }}\n{{ foot }}\n")
    directory = own(tmp_path, "letterhead.docx", letterhead())
    found = scene.sweep(MISSED, stationery=stationery_in(directory))
    (paper,) = papers(scene)
    assert "We ask for the report of the audit of Acme." in words(paper.content)
    head = Document(BytesIO(paper.content)).sections[0].header.paragraphs[0].text
    assert head == "Acme Trade Compliance, 1 Quay Street"
    assert (found.flaws, len(found.sent), found.failures) == ([], 2, [])


@pytest.mark.parametrize("broken", ["{{ nonsense }}", "{% if %}", "{{ message.headline | shout }}", "   "])
def test_a_broken_template_of_the_mail_gives_way_and_the_run_ends_red_saying_so(
    broken: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    scene = late_report(sqlite_scene)
    found = scene.sweep(MISSED, stationery=stationery_in(own(tmp_path, "mail.html", broken)))
    assert (len(scene.mails("ann")), len(scene.mails("lee")), found.failures) == (1, 1, [])
    assert "missed" in text_of(scene.mails("ann")[0])
    (flaw,) = found.flaws
    assert "mail.html" in flaw
    assert "Landwaiter used its built-in one" in flaw
    ended = ending([found])
    assert (ended.is_failed(), "YOUR OWN SETTING WAS NOT USED" in str(ended.message)) == (True, True)


def test_a_folder_of_templates_that_is_gone_stops_no_alert_and_is_told(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    scene = late_report(sqlite_scene)
    found = scene.sweep(MISSED, stationery=stationery_in(tmp_path / "gone"))
    assert (len(scene.mails("ann")), len(scene.mails("lee")), len(papers(scene))) == (1, 1, 1)
    (flaw,) = found.flaws
    assert flaw == f"{tmp_path / 'gone'} of LANDWAITER_TEMPLATES cannot be read: No such file or directory."
    assert ending([found]).is_failed()


@pytest.mark.parametrize("broken", ["{{ nonsense }}", "{% if %}"])
def test_a_broken_template_of_a_paper_gives_way_and_is_told(
    broken: str, sqlite_scene: Scene, tmp_path: Path
) -> None:
    scene = late_report(sqlite_scene)
    found = scene.sweep(MISSED, stationery=stationery_in(own(tmp_path, TEMPLATE, broken)))
    (paper,) = papers(scene)
    assert "The closing conference was held on June 20, 2025" in words(paper.content)
    assert attached(scene.mails("ann")[0])
    assert [TEMPLATE in flaw for flaw in found.flaws] == [True]


def test_a_damaged_letterhead_gives_way_and_is_told(sqlite_scene: Scene, tmp_path: Path) -> None:
    scene = late_report(sqlite_scene)
    directory = own(tmp_path, "letterhead.docx", letterhead()[:900])
    found = scene.sweep(MISSED, stationery=stationery_in(directory))
    assert (found.broken, [claim.reason for _, claim in found.claims]) == ([], ["missed", "missed"])
    assert len(papers(scene)) == 1
    assert ["letterhead" in flaw.lower() for flaw in found.flaws] == [True]
