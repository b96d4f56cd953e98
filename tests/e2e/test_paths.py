"""The paths of a compliance officer: why a date, a petition in hand, a matter for counsel, a sheet."""

import re
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from docx import Document

from models.record.tables.dockets import Entry, Matter
from models.wall_clock import now, today_in
from tests.support.browser import Desk
from tests.support.installation import ROOT, Installation
from tests.support.mailbox import Mailbox, text_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cleo")]
TODAY = today_in("America/New_York", now())


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def ended(run: dict[str, Any]) -> str:
    """What a run that did what it should said at its end."""
    state = run["state"]
    assert state["type"] == "COMPLETED", state
    return str(state["message"])


def test_a_petition_is_drafted_when_the_right_opens_and_is_had_from_the_matters_page(
    desk: Desk, post: Mailbox
) -> None:
    notice = {"By_telephone": "Yes", "In_writing": "Yes", "Estimated_end_of_the_audit": ago(5)}
    ended(desk.record("audit", "AUD-30", "Notice of audit", TODAY - timedelta(days=190), **notice))
    mail = post.wait_for("ACTION, open since", 180)
    (file,) = [part for part in mail.iter_attachments() if str(part.get_filename()).endswith(".docx")]
    words = "\n".join(each.text for each in Document(BytesIO(file.get_content())).paragraphs)
    (page,) = set(re.findall(r"http\S+/artifacts/artifact/[\w-]+", text_of(mail)))
    desk.page.goto(page)
    desk.page.get_by_role("heading", name="AUD-30").first.wait_for()
    assert "petition" in words.lower()
    shown = desk.open_page("AUD-30")
    assert "Papers drafted" in shown
    assert "Timeline of AUD-30" in (desk.page.locator("img").first.get_attribute("alt") or "")
    desk.follow("send it to a contact")
    desk.fill(Contact="Cleo")
    assert "petition-closing-conference-AUD-30.docx was sent to Cleo" in ended(desk.submit())
    assert len([each for each in post.subjects if each.startswith("NOTICE, requested draft: Petition")]) == 1


def test_when_a_report_is_due_and_why_stands_on_the_page_and_a_missed_one_is_told(
    desk: Desk, post: Mailbox
) -> None:
    tried = desk.record(
        "audit", "AUD-31", "Closing conference held", TODAY - timedelta(days=120), Only_try_it="Yes"
    )
    assert tried["name"].startswith("AUD-31: only try Closing conference held")
    said = ended(tried)
    assert said.startswith("Preview only: nothing is recorded. New deadline: AUD-06")
    link = unquote_plus(said.partition("To record it, submit the form again, filled in: ")[2])
    assert "AUD-31" in link
    assert "Closing conference held" in link
    assert not any(name in link for name in ("try_only", "recorded_by"))
    assert "The docket has no entries yet." in desk.open_page("AUD-31")
    ended(desk.record("audit", "AUD-31", "Closing conference held", TODAY - timedelta(days=120)))
    post.wait_for("ACTION, CBP overdue since", 180)
    shown = desk.open_page("AUD-31")
    assert "CBP completes the written audit report" in shown
    desk.page.get_by_text(re.compile("^Why ")).first.click()
    assert "90 calendar days end on" in desk.page.locator("body").inner_text()


def test_a_matter_is_exported_for_counsel_and_the_documented_command_proves_its_chain(desk: Desk) -> None:
    desk.open_form("export-matter")
    desk.fill(Docket_number="AUD-31", Include_privileged_notes="No")
    said = ended(desk.submit())
    found = re.search(r"\S+\.zip", said)
    assert found is not None, said
    command = [sys.executable, "-m", "deployments.verify", found[0]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_sheet_with_a_bad_row_writes_nothing_and_mended_it_is_imported_once(
    desk: Desk, house: Installation
) -> None:
    inbox = house.home / "inbox"
    inbox.mkdir(exist_ok=True)
    rows = ["Docket number,Event,Occurred on,Recorded by"]
    rows += [f"AUD-31,Audit commenced,{ago(150)},Bo", f"AUD-31,Nonsense,{ago(140)},Bo"]
    write(inbox / "entries.csv", rows)
    before = len(house.rows(Entry))
    refused = import_sheet(desk)
    assert (refused["state"]["type"], len(house.rows(Entry))) == ("FAILED", before)
    write(inbox / "entries.csv", rows[:2])
    for _ in range(2):
        ended(import_sheet(desk))
        assert len(house.rows(Entry)) == before + 1
    assert "AUD-31" in [matter.docket_number for matter in house.rows(Matter)]


def write(path: Path, rows: list[str]) -> None:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def import_sheet(desk: Desk) -> dict[str, Any]:
    desk.open_form("import-matters")
    desk.fill(File="entries.csv", Do="Import, if nothing is wrong", Recorded_by="Bo")
    return desk.submit()
