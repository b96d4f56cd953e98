"""At the ladder's draft step the paper is drafted once, recorded, and attached to what is told."""

from hashlib import sha256
from io import BytesIO

from docx import Document

from models.record.database import transaction
from models.record.matters import matter_named
from tasks.pages.matter_page import matter_page
from tests.support.late_report import HELD, MISSED, attached, late_report, papers, words
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at


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
