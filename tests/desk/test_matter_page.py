"""The page of a matter: what is on record and what follows from it, for who may see it and no one else."""

from pathlib import Path

import pytest
from sqlmodel import select

from models.inputs import OwnDeadlineInput
from models.record.database import transaction
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Entry
from models.record.tables.people import Person
from tasks.desk import matter_docket
from tasks.record.own_deadlines import put_own
from tests.support.at_the_desk import DeskOf
from tests.support.matter_pages import AUDIT, NOTE, deadline_of, matter_desk, shown
from tests.support.scenes import Scene
from tests.support.two_desks import id_of, two_desks


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers' people; an audit of Acme whose closing conference was held, with a privileged note."""
    return matter_desk(sqlite_scene, tmp_path)


def test_the_page_shows_deadlines_with_their_reasons_docket_alerts_and_people(
    scene: Scene, tmp_path: Path
) -> None:
    desk = two_desks(scene, tmp_path)
    desk.scene.record("closing_conference_held", "2025-06-20", docket=AUDIT, reference="Minutes 4")
    desk.scene.acknowledge("Ann", "AUD-06 of E1", on="2025-06-21", until="2025-07-10", docket=AUDIT)
    desk.scene.sweep("2025-06-21")
    page, row = shown(desk), deadline_of(desk, AUDIT, "AUD-06")
    assert f'<section id="d{row.id}"' in page
    assert "Last day <strong>Thursday, September 18, 2025</strong>" in page
    assert f'href="/matters/{id_of(desk, AUDIT)}/deadlines/{row.id}/acknowledge"' in page
    assert "Ann acknowledged it until Thu, Jul 10, 2025: Call them" in page
    assert "<summary>Why Thursday, September 18, 2025?</summary>" in page
    assert "90 calendar days" in page
    assert "Most recent event: E1, Closing conference held, Fri, Jun 20, 2025. 1 open deadline." in page
    assert f'<a href="/matters/{id_of(desk, AUDIT)}/entries/1">E1</a>' in page
    assert "Reference: Minutes 4" in page
    assert "name typed, not signed in" in page
    assert "NOTICE" in page
    assert "delivered" in page
    assert "Ann, owner" in page
    assert "not signed in), " not in page


def test_an_entry_of_who_was_signed_in_says_so(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        entry = session.exec(select(Entry)).one()
        person = session.exec(select(Person).where(Person.name == "Ann")).one()
        sign_act(session, f"entry:{entry.id}", person.id, at=desk.now)
    assert '<p class="dim">signed in</p>' in shown(desk)


@pytest.mark.parametrize(("name", "reads"), [("Ann", False), ("Lee", False), ("Ada", False), ("Cora", True)])
def test_a_privileged_note_is_for_counsel_alone(name: str, *, reads: bool, desk: DeskOf) -> None:
    page = shown(desk, by=name)
    assert (NOTE in page) is reads
    assert ("It has a privileged note. Only counsel reads it." in page) is not reads


def test_what_takes_effect_by_itself_has_a_runway_with_the_events_that_stop_it(desk: DeskOf) -> None:
    desk.scene.open("SUM-1", "summons")
    desk.scene.record("contempt_adjudged", "2025-02-20", docket="SUM-1")
    desk.scene.record("delivery_withheld", "2025-03-03", docket="SUM-1", facts={"value_usd": 85000.0})
    page = shown(desk, "SUM-1")
    assert "Runway: Withheld merchandise is considered abandoned" in page
    assert "<strong>245 days left to act</strong>, by Tuesday, March 3, 2026." in page
    assert "value of the merchandise: $85,000.00" in page
    assert (
        f'href="/matters/{id_of(desk, "SUM-1")}/entries/new?event=contempt_purged">Contempt purged</a>'
        in page
    )
    assert "entries/new?event=" not in shown(desk, "SUM-1", by="Eve")


def test_next_steps_lead_to_the_forms_of_the_desk(desk: DeskOf) -> None:
    desk.scene.open("DEM-1", "demand")
    desk.scene.record("demand_received", "2025-02-03", docket="DEM-1")
    desk.scene.sweep("2025-06-21", 16)
    page = shown(desk, "DEM-1").partition('<h2 id="steps">')[2].partition("</section>")[0]
    assert f'href="/matters/{id_of(desk, "DEM-1")}/entries/new?event=' in page or "/matters/new?" in page
    assert "127.0.0.1:4200" not in page


def test_a_demand_shows_what_it_can_cost(desk: DeskOf) -> None:
    desk.scene.open("DEM-1", "demand", on="2025-01-02")
    desk.scene.record("demand_received", "2025-02-03", docket="DEM-1")
    desk.scene.sweep("2025-06-21", 16)
    page = shown(desk, "DEM-1")
    assert '<h2 id="exposure">Penalty exposure</h2>' in page
    assert "not to exceed $100,000, or an amount equal to 75 percent" in page
    assert '<h2 id="exposure">' not in shown(desk)


def test_a_certification_shows_its_checklist(desk: DeskOf) -> None:
    desk.scene.open("CER-1", "certification", on="2025-01-02")
    page = shown(desk, "CER-1")
    assert "0 of 6 points have current evidence." in page


def test_corrected_entries_are_struck_out_and_linked(desk: DeskOf) -> None:
    desk.scene.record(
        "closing_conference_held",
        "2025-06-19",
        docket=AUDIT,
        replaces=1,
        reason="Wrong day",
        recorded="2025-06-23",
    )
    page = shown(desk)
    assert '<s class="struck">Closing conference held</s>' in page
    assert '<a href="#e2">E2</a>' in page
    assert "Wrong day" in page


def test_own_deadlines_are_marked_as_no_law_and_have_a_place_of_their_own(desk: DeskOf) -> None:
    draft = OwnDeadlineInput(
        matter=AUDIT, title="Call <them>", due_on=desk.now.date(), note="At noon", recorded_by="Bo"
    )
    _, row = put_own(desk.scene.engine, draft, now=desk.now)
    page = shown(desk)
    assert f'<section id="own{row.id}"' in page
    assert "Call &lt;them&gt;" in page
    assert "Your own deadlines, not law" in page


def test_a_long_docket_is_shown_in_stretches_and_says_so(
    desk: DeskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matter_docket, "MOST", 2)
    for day in ("2025-06-23", "2025-06-24"):
        desk.scene.record("closing_conference_held", day, docket=AUDIT)
    newest, older = shown(desk), shown(desk, more="?through=1")
    assert "E2 to E3 are shown." in newest
    assert '?through=1#docket">1 earlier entry</a>' in newest
    assert 'id="e1"' not in newest
    assert "E1 to E1 are shown." in older
    assert "2 later entries" in older
    for odd in ("x", "999999999", "-1"):
        assert shown(desk, more=f"?through={odd}").count('<tr id="e') == 2
