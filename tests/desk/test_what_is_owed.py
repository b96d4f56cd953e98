"""What is owed or open is said on the page of the matter, on the list and on the first pages of the desk."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from models.law.load import load_law
from models.record.database import reading, transaction
from models.record.scope import Scope
from models.record.tables.office import Evidence
from tasks.desk.matters import Search, list_matters
from tests.support.at_the_desk import DeskOf
from tests.support.matter_pages import AUDIT, deadline_of, matter_desk, shown
from tests.support.own_deadlines import own
from tests.support.scenes import Scene, at
from tests.support.statements import sent_by
from tests.support.two_desks import id_of


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """An audit whose report is ahead, one whose report is a year late, a missed demand, a certification."""
    made = matter_desk(scene, tmp_path)
    scene.open("AUD-9", on="2024-01-02")
    scene.record("closing_conference_held", "2024-02-20", docket="AUD-9")
    scene.open("DEM-1", "demand", on="2025-01-02")
    scene.record("demand_received", "2025-02-03", docket="DEM-1")
    scene.open("CER-1", "certification", on="2025-01-02")
    scene.sweep("2025-07-01")
    return made


def words(page: str) -> str:
    """What a page says, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def status(desk: DeskOf, docket: str) -> str:
    """What the status of a matter says."""
    return words(shown(desk, docket).partition('id="stands"')[2].partition("</section>")[0])


def at_path(desk: DeskOf, path: str) -> str:
    """A page as Ann sees it."""
    with desk.signed_in("Ann") as ann:
        return ann.text(path)


def file(desk: DeskOf, point: str, expires_on: str) -> None:
    """Files evidence of the certification."""
    with transaction(desk.scene.engine) as session:
        session.add(
            Evidence(
                matter_id=id_of(desk, "CER-1"),
                point=point,
                document="Training record",
                document_sha256="a" * 64,
                dated_on=at("2025-01-02").date(),
                owner="Ann",
                expires_on=date.fromisoformat(expires_on),
                recorded_by="Bo",
                recorded_at=desk.now,
            )
        )


def test_an_answer_to_days_that_moved_is_shown_as_ended(desk: DeskOf) -> None:
    scene = desk.scene
    scene.acknowledge("Ann", "AUD-06 of E1", on="2025-06-23", until="2025-07-08", docket=AUDIT)
    assert "reminders paused until Tue, Jul 8, 2025" in shown(desk)
    scene.record(
        "closing_conference_held",
        "2025-06-10",
        docket=AUDIT,
        replaces=1,
        reason="Slip",
        recorded="2025-06-25",
    )
    page = unescape(shown(desk))
    assert "acknowledged by Ann on Mon, Jun 23, 2025; ended: the deadline's days changed since" in page
    assert "paused until" not in page
    assert "Nobody has acknowledged it" in page
    assert '<a href="#replies">' in page


def test_an_answer_that_ran_out_pauses_nothing_any_more(desk: DeskOf) -> None:
    desk.scene.acknowledge("Ann", "AUD-06 of E1", on="2025-06-23", until="2025-06-27", docket=AUDIT)
    assert "reminders were paused until Fri, Jun 27, 2025" in shown(desk)


def test_the_status_names_first_what_is_overdue_and_since_how_long(desk: DeskOf) -> None:
    own(desk.scene, "2025-06-20", matter="DEM-1", title="Call the surety", due_on=date(2025, 6, 27))
    said, row = status(desk, "DEM-1"), deadline_of(desk, "DEM-1", "DEM-02")
    assert "Produce the entry records (last day Wed, Mar 5, 2025, 118 days overdue)" in said
    assert "Your own deadlines, overdue: Call the surety (due Fri, Jun 27, 2025)" in said
    assert said.index("Overdue:") < said.index("Most recent event")
    page = shown(desk, "DEM-1")
    assert f'<section id="d{row.id}" class="deadline open overdue"' in page
    assert "Missed, 118 days overdue" in page
    assert "Must be met by you, the importer" in page
    assert "Assigned to: Ann" in page


def test_what_cbp_is_late_with_is_said_apart_from_what_you_are(desk: DeskOf) -> None:
    said = status(desk, "AUD-9")
    assert "Others are overdue: CBP completes the written audit report" in said
    assert "407 days overdue" in said
    assert not said.startswith("Overdue:")
    assert "deadline open elsewhere" in shown(desk, "AUD-9")
    today = at_path(desk, "/")
    assert '<li class="due overdue">' in today
    assert '<li class="due elsewhere">' in today
    assert '<strong class="wrong">118 days overdue</strong>' in today


def test_evidence_that_expires_is_on_the_page_the_list_and_the_calendar(desk: DeskOf) -> None:
    file(desk, "(iv)", "2025-06-20")
    file(desk, "(iv)", "2025-07-20")
    said = status(desk, "CER-1")
    assert "Evidence that expires: (iv)" in said
    assert "expires on Sun, Jul 20, 2025" in said
    assert "has expired" not in said
    assert re.search(r"Sun, Jul 20, 2025 Evidence for \(iv\) .* expires on", words(shown(desk, "CER-1")))
    assert "No deadlines." not in shown(desk, "CER-1")
    assert "none ahead Evidence expires on Sun, Jul 20, 2025" in words(at_path(desk, "/matters"))
    assert "Renew the evidence for (iv)" in at_path(desk, "/calendar")
    assert "Renew the evidence" not in at_path(desk, "/calendar?from=2025-07-21")
    file(desk, "(i)", "2025-06-30")
    assert "Evidence that has expired: (i)" in status(desk, "CER-1")
    assert "Evidence expired on Mon, Jun 30, 2025" in words(at_path(desk, "/matters"))
    desk.scene.record("certification_ended", "2025-06-27", docket="CER-1")
    assert "Evidence" not in status(desk, "CER-1")
    assert "Evidence expire" not in words(at_path(desk, "/matters"))
    assert "Renew the evidence" not in at_path(desk, "/calendar")


def test_evidence_of_another_importer_is_nowhere(desk: DeskOf) -> None:
    file(desk, "(iv)", "2025-07-20")
    with desk.signed_in("Zoe") as zoe:
        for path in ("/", "/matters", "/calendar"):
            assert "Training record" not in zoe.text(path)
            assert "Jul 20, 2025" not in zoe.text(path)


def test_the_list_says_what_cbp_owes_and_which_rights_are_open(desk: DeskOf) -> None:
    desk.scene.open("SUM-1", "summons", on="2025-03-03")
    facts = {"return_on": "2025-04-10", "third_party": True}
    desk.scene.record("summons_issued", "2025-03-03", docket="SUM-1", facts=facts)
    desk.scene.open("AUD-3", on="2025-01-02")
    estimate = {"estimated_end": "2025-06-27"}
    desk.scene.record("entrance_conference_held", "2025-02-03", docket="AUD-3", facts=estimate)
    desk.scene.sweep("2025-07-01")
    page = words(at_path(desk, "/matters"))
    assert "1 right of CBP or others open since Thu, Apr 10, 2025" in page
    assert "1 right of yours open since" in page
    assert "Open rights: Petition for a closing conference (you may file from" in status(desk, "AUD-3")
    assert "none ahead CBP is overdue since Tue, May 21, 2024" in page
    assert "none ahead 2 deadlines overdue" in page


def test_a_page_of_the_list_takes_as_many_statements_for_many_matters_as_for_one(desk: DeskOf) -> None:
    engine, scope = desk.scene.engine, Scope(None)

    def listing(search: Search) -> int:
        with reading(engine) as session:
            return sent_by(engine, lambda: list_matters(session, scope, search, now=desk.now))

    assert listing(Search()) == listing(Search(words="CER-1"))


def test_a_why_has_both_readings_and_leads_to_the_law(desk: DeskOf) -> None:
    desk.scene.open("DEM-2", "demand", on="2025-06-02")
    desk.scene.record("oral_demand_made", "2025-06-02", docket="DEM-2")
    page, row = unescape(shown(desk, "DEM-2")), deadline_of(desk, "DEM-2", "DEM-02")
    assert '<a href="/law/DEM-02">DEM-02</a> of E1' in page
    assert row.ambiguities
    for number in row.ambiguities:
        known = load_law().ambiguities[number]
        assert f'<a href="/law/unclear/{number}">{number}</a>: {known.text}' in page
        assert f"First reading: {known.strict}" in page
        assert f"Second reading: {known.lenient}" in page


def test_a_role_that_nobody_holds_is_named_as_alerts_name_it(desk: DeskOf) -> None:
    said = "No contact is lead or counsel or executive for Globex. Add one, so that alerts can escalate."
    page = shown(desk, "GLO-2025-001", by="Ada")
    assert f'<strong>Missing role:</strong> {said} <a href="/settings/contacts/new">Add a contact</a>' in page
    zoe = shown(desk, "GLO-2025-001", by="Zoe")
    assert f"{said} Your administrator can add one." in zoe
    assert "/settings/contacts/new" not in zoe
    assert "Missing role" not in shown(desk)


def test_a_new_matter_says_once_that_nothing_is_recorded_and_first_that_nobody_is_notified(
    desk: DeskOf,
) -> None:
    desk.scene.open("NEW-1", importer="Nobody Inc.")
    page = shown(desk, "NEW-1", by="Ada")
    assert page.count("The docket has no entries yet.") == 1
    assert page.index("Nobody is notified about this matter:") < page.index('id="stands"')
    assert page.count('<a href="/settings/contacts/new">Add a contact</a>') == 2
    assert "Nobody Inc.." not in page


def test_the_days_of_a_deadline_that_no_longer_applies_are_struck(desk: DeskOf) -> None:
    desk.scene.record("demand_closed", "2025-03-03", docket="DEM-1", of=(1,))
    page = shown(desk, "DEM-1")
    assert "No longer applies since" in page
    assert 'Last day <s class="struck">Wednesday, March 5, 2025</s>' in page


def test_where_nothing_is_listed_it_is_said_what_keeps_it_from_being_quiet(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    sqlite_scene.contact("Ann")
    made = DeskOf(sqlite_scene, tmp_path)
    made.person("Ann")
    page = words(at_path(made, "/"))
    assert "Even so, something waits. The watch has not looked yet." in page
    assert "All quiet" not in page
    made.now += timedelta(days=1)
    assert "All quiet" not in words(at_path(made, "/"))
