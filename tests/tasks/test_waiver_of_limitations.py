"""A waiver of limitations is offered while the time to sue runs, and recorded as a date that was fixed."""

import json
from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest
from sqlmodel import col, select

from models.forms.entry import EntryForm, entry_form
from models.law.text.vocabulary import Lifecycle
from models.record.database import transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.alerts import Paper
from models.record.tables.dockets import Deadline
from notifications.wording.links import Links
from notifications.wording.message import Link
from tasks.alerts.next_steps import WAIVER, next_steps_of
from tasks.pages.matter_page import matter_page
from tests.support.scenes import Scene, at

LINKS = Links("http://pages", {"record-penalty": "of-penalty"})
WORDS = "If counsel decided on one, record a waiver of the statute of limitations, 19 U.S.C. 1621"


@pytest.fixture
def sued(scene: Scene) -> Scene:
    """Two violations without fraud, of which the times to sue end on August 10 and 12, 2026."""
    scene.open("PEN-1", "penalty", on="2021-08-02")
    scene.contact("Ann")
    scene.contact("Cora", role="counsel")
    for day in ("2021-08-10", "2021-08-12"):
        scene.record("violation_occurred", day, docket="PEN-1", facts={"fraud": False}, recorded="2025-06-02")
    return scene


def rows(scene: Scene) -> list[Deadline]:
    with transaction(scene.engine) as session:
        found = select(Deadline).where(Deadline.rule == "PEN-09").order_by(col(Deadline.id))
        return list(session.exec(found).all())


def offered(scene: Scene) -> list[Link]:
    limited = rows(scene)
    with transaction(scene.engine) as session:
        matter = matter_named(session, "PEN-1")
        entries = entries_of(session, matter)
        found = [link for row in limited for link in next_steps_of(session, matter, entries, row, LINKS)]
    return [link for link in found if link.words == WORDS]


def form_of(link: Link, due_on: str, occurred_on: str = "2026-01-05") -> EntryForm:
    """The form as it opens, with what only a person can say."""
    given = json.loads(parse_qs(urlparse(link.url).query)["parameters"][0])["entry"]
    more = {"occurred_on": occurred_on, "due_on": due_on, "document": "Waiver.pdf", "recorded_by": "Bo"}
    return entry_form(Lifecycle.PENALTY).model_validate({**given, **more})


def test_the_form_that_is_offered_moves_the_time_of_its_own_violation_alone(sued: Scene) -> None:
    first, _ = offered(sued)
    draft = form_of(first, "2027-08-10").to_input()
    assert (draft.kind, draft.of, draft.reference) == ("due_date_fixed", (1,), WAIVER)
    assert draft.facts == {"rule": "PEN-09", "due_on": "2027-08-10"}
    sued.record(
        draft.kind,
        "2026-01-05",
        docket="PEN-1",
        facts=dict(draft.facts),
        of=draft.of,
        document=draft.document,
    )
    assert [row.strict_on for row in rows(sued)] == [date(2027, 8, 10), date(2026, 8, 12)]
    assert len(offered(sued)) == 2


def test_it_is_offered_on_the_matters_page_and_in_the_alert(sued: Scene) -> None:
    with transaction(sued.engine) as session:
        page = matter_page(session, matter_named(session, "PEN-1"), LINKS, now=at("2026-01-05"))
    assert f"[{WORDS}](http://pages/deployments/deployment/of-penalty/run" in page
    claims = [claim for _, claim in sued.sweep("2025-06-02").claims if claim.kind == "deadline"]
    assert claims
    assert all(WORDS in [link.words for link in sued.words(claim).links] for claim in claims)


def test_once_the_time_has_ended_or_a_suit_is_commenced_it_is_offered_no_more(sued: Scene) -> None:
    sued.record("suit_commenced", "2026-02-02", docket="PEN-1", of=(1,))
    assert len(offered(sued)) == 1
    sued.sweep("2026-08-13")
    assert offered(sued) == []


def test_counsel_has_the_draft_180_days_before_and_none_comes_after(sued: Scene) -> None:
    sued.sweep("2025-06-02")

    def names() -> list[str]:
        with transaction(sued.engine) as session:
            return [paper.name for paper in session.exec(select(Paper)).all()]

    sued.sweep("2026-02-10")
    assert names() == []
    claims = [claim for _, claim in sued.sweep("2026-02-11").claims]
    assert {claim.contact for claim in claims} == {"Ann", "Cora"}
    assert set(names()) == {"Letter on the statute of limitations"}
    before = len(names())
    sued.sweep("2026-02-14")
    drafted = len(names())
    sued.sweep("2026-08-13")
    sued.sweep("2026-09-15")
    assert before <= drafted == len(names())
