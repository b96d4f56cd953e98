"""The office's own words and letterhead are used; what is broken in them stops no alert and is told."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from flows.lifecycles.watch_lifecycle import ending
from tasks.alerts.stationery import stationery_in
from tests.support.late_report import MISSED, attached, late_report, papers, words
from tests.support.mailbox import text_of
from tests.support.scenes import Scene

TEMPLATE = "papers/audit-report-request.txt"
OWN_WORDS = "Dear Director:\n\nWe ask for the report of the audit of {{ facts.importer }}.\n"


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
