"""Where clocks lead: each link opens a form that is filled in, and that the form itself accepts."""

import json
from urllib.parse import parse_qs, urlparse

import pytest
from sqlmodel import select

from models.forms.entry import EntryForm, entry_form
from models.forms.matter import MatterForm
from models.inputs import MatterInput
from models.law.text.vocabulary import Lifecycle
from models.record.database import transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Deadline
from notifications.wording.links import Links
from notifications.wording.message import Link
from tasks.alerts.next_steps import next_steps_of
from tasks.pages.matter_page import matter_page
from tasks.record.entries import put_matter
from tests.support.scenes import Scene, at

LINKS = Links("http://pages", {"open-matter": "open", **{f"record-{each}": each for each in Lifecycle}})
SERVED = {"return_on": "2025-03-03", "third_party": False}


def leads(scene: Scene, docket: str) -> list[Link]:
    with transaction(scene.engine) as session:
        matter = matter_named(session, docket)
        rows = session.exec(select(Deadline).where(Deadline.matter_id == matter.id)).all()
        entries = entries_of(session, matter)
        return [link for row in rows for link in next_steps_of(session, matter, entries, row, LINKS)]


def entry_of(link: Link) -> EntryForm:
    """The form as it opens, with what only a person can say."""
    parts = urlparse(link.url)
    given = json.loads(parse_qs(parts.query)["parameters"][0])["entry"]
    form = entry_form(Lifecycle(parts.path.split("/")[-2]))
    more = {"occurred_on": "2025-06-02", "recorded_by": "Bo"}
    return form.model_validate({**more, **given})


def test_a_default_on_a_summons_leads_to_its_enforcement(scene: Scene) -> None:
    scene.open("SUM-1", "summons")
    scene.record("summons_issued", "2025-02-03", docket="SUM-1", facts=SERVED)
    scene.record("summons_issued", "2025-02-04", docket="SUM-1", facts={**SERVED, "return_on": "2026-03-03"})
    scene.sweep("2025-02-04")
    assert leads(scene, "SUM-1") == []
    scene.sweep("2025-03-04")
    (link,) = leads(scene, "SUM-1")
    draft = entry_of(link).to_input()
    assert (draft.kind, draft.of, entry_of(link).matter) == ("enforcement_referred", (1,), "SUM-1")


def opened(scene: Scene, link: Link, docket: str, on: str) -> MatterInput:
    """The matter that the form of a link opens, and that it is then on record."""
    given = json.loads(parse_qs(urlparse(link.url).query)["parameters"][0])["matter"]
    more = {"docket_number": docket, "opened_on": on, "recorded_by": "Bo"}
    draft = MatterForm.model_validate({**given, **more}).to_input()
    put_matter(scene.engine, draft, now=at(on))
    return draft


def test_what_is_on_record_since_is_offered_no_more(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.record("summons_issued", "2025-02-03", docket="SUM-1", facts=SERVED)
    scene.record("enforcement_referred", "2025-02-01", docket="SUM-1", recorded="2025-02-03")
    scene.sweep("2025-03-04")
    assert [entry_of(link).to_input().kind for link in leads(scene, "SUM-1")] == ["enforcement_referred"]
    scene.record("enforcement_referred", "2025-03-05", docket="SUM-1", of=(1,))
    assert leads(scene, "SUM-1") == []
    scene.record("entry_withdrawn", "2025-03-05", docket="SUM-1", replaces=3, reason="It was another one.")
    assert len(leads(scene, "SUM-1")) == 1


def test_a_matter_that_was_opened_by_its_form_is_not_to_be_opened_again(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.record("delivery_withheld", "2025-02-03", docket="SUM-1")
    scene.sweep("2026-02-05")
    (link,) = leads(scene, "SUM-1")
    opened(scene, link, "SAL-1", "2026-02-05")
    assert [entry_of(link).matter for link in leads(scene, "SUM-1")] == ["SAL-1"]


def test_an_abandonment_opens_a_sale_of_the_same_importer(scene: Scene) -> None:
    scene.open("SUM-1", "summons")
    scene.record("delivery_withheld", "2025-02-03", docket="SUM-1")
    scene.sweep("2026-02-05")
    (link,) = leads(scene, "SUM-1")
    draft = opened(scene, link, "SAL-1", "2026-02-05")
    assert (draft.lifecycle, draft.importer, draft.title) == ("sale", "Acme", "From SUM-1")


def test_where_the_sale_is_open_already_the_abandonment_leads_there(scene: Scene) -> None:
    scene.open("SUM-1", "summons")
    scene.open("SAL-1", "sale")
    scene.open("SAL-2", "sale", importer="Other")
    scene.record("delivery_withheld", "2025-02-03", docket="SUM-1")
    scene.sweep("2026-02-05")
    link, another = leads(scene, "SUM-1")
    assert (entry_of(link).matter, entry_of(link).to_input().kind) == ("SAL-1", "cleared_for_sale")
    assert another.words.endswith("(a new matter)")
    scene.record("matter_closed", "2026-02-05", docket="SAL-1")
    (link,) = leads(scene, "SUM-1")
    assert link.words.endswith("(a new matter)")


def test_an_unmet_demand_of_a_certified_recordkeeper_offers_the_notice_of_violation(scene: Scene) -> None:
    scene.open("DEM-1", "demand")
    scene.open("RCP-1", "certification")
    scene.open("RCP-2", "certification", importer="Other")
    scene.record("demand_received", "2025-02-03", docket="DEM-1")
    scene.record("certification_granted", "2025-01-06", docket="RCP-2", recorded="2025-02-03")
    scene.sweep("2025-03-06")
    (penalty,) = leads(scene, "DEM-1")
    assert entry_of(penalty).event.value == "Penalty assessed"
    scene.record("certification_granted", "2025-01-06", docket="RCP-1", recorded="2025-03-06")
    notice, _penalty = leads(scene, "DEM-1")
    assert "RCP-1" in notice.words
    opened = entry_of(notice)
    assert (opened.matter, opened.event.value) == ("RCP-1", "Notice of violation received")
    scene.record("certification_ended", "2025-03-06", docket="RCP-1")
    assert len(leads(scene, "DEM-1")) == 1


def test_a_removal_that_took_effect_leaves_no_certified_recordkeeper_to_be_notified(scene: Scene) -> None:
    scene.open("DEM-1", "demand")
    scene.open("RCP-1", "certification")
    scene.record("demand_received", "2025-02-03", docket="DEM-1")
    scene.record("certification_granted", "2025-01-06", docket="RCP-1", recorded="2025-02-03")
    scene.sweep("2025-03-06")
    assert len(leads(scene, "DEM-1")) == 2
    scene.record("removal_noticed", "2025-03-06", docket="RCP-1", facts={"immediate": True})
    (penalty,) = leads(scene, "DEM-1")
    assert entry_of(penalty).event.value == "Penalty assessed"


def test_a_demand_whose_extended_time_is_missed_leads_on_too(scene: Scene) -> None:
    scene.open("DEM-1", "demand")
    scene.record("demand_received", "2025-02-03", docket="DEM-1")
    scene.record("extension_requested", "2025-02-10", docket="DEM-1", facts={"until": "2025-04-01"})
    scene.record("extension_granted", "2025-02-12", docket="DEM-1", facts={"until": "2025-04-01"})
    scene.sweep("2025-04-02")
    (penalty,) = leads(scene, "DEM-1")
    assert entry_of(penalty).event.value == "Penalty assessed"
    assert "Penalty exposure" in page_of(scene, "2025-04-02")


@pytest.mark.parametrize(
    ("kind", "facts", "appeal"),
    [
        ("removal_noticed", {"immediate": False}, "removal_appeal_received"),
        ("application_denied", {}, "denial_appeal_received"),
    ],
)
def test_a_removal_and_a_denial_open_their_appeal(
    kind: str, facts: dict[str, bool], appeal: str, scene: Scene
) -> None:
    scene.open("RCP-1", "certification")
    scene.contact()
    scene.record(kind, "2025-02-03", docket="RCP-1", facts=facts)
    swept = scene.sweep("2025-02-03")
    (link,) = leads(scene, "RCP-1")
    draft = entry_of(link).to_input()
    assert (draft.kind, draft.of) == (appeal, (1,))
    offered = [link.words for _, claim in swept.claims for link in scene.words(claim).links]
    assert link.words in offered


def test_the_page_of_an_unmet_demand_shows_what_it_can_cost_and_what_avoids_it(scene: Scene) -> None:
    scene.open("DEM-1", "demand")
    scene.record("demand_received", "2025-02-03", docket="DEM-1")
    assert "Penalty exposure" not in page_of(scene, "2025-02-03")
    scene.sweep("2025-03-06")
    assert "CBP may not assess a penalty if you can show one of these grounds" in page_of(scene, "2025-03-06")
    for reference, culpability, value in (("P-1", "willful", 80000), ("P-2", "negligent", 24999.99)):
        scene.record(
            "penalty_assessed",
            "2025-03-06",
            docket="DEM-1",
            reference=reference,
            facts={"culpability": culpability, "value_usd": value},
        )
    shown = page_of(scene, "2025-03-06")
    for part in ("**$60,000.00**", "**$9,999.99**", "Maximum for 2 releases: **$69,999.99**"):
        assert part in shown


def page_of(scene: Scene, day: str) -> str:
    with transaction(scene.engine) as session:
        return matter_page(session, matter_named(session, "DEM-1"), LINKS, now=at(day))
