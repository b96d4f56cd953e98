"""The first page: in the order of the days, with whose it is, and quiet only where nothing is owed."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from models.inputs import EntryInput
from models.record.confirmations import EYES
from models.record.database import transaction
from models.record.receipts import ReceiptKind
from models.record.tables.office import Evidence
from tasks.desk.follow_up import done_run, run_later
from tasks.record.entries import put_entry
from tasks.record.office_settings import put_period
from tasks.watch.receipts import leave_receipt
from tests.support.at_the_desk import DeskOf
from tests.support.own_deadlines import own
from tests.support.scenes import Scene, at

SUMMONS = {"return_on": "2025-06-02", "third_party": False}


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Ann and Lee of Acme, where nothing has happened yet, and the watch has just looked."""
    sqlite_scene.open()
    sqlite_scene.contact("Ann")
    sqlite_scene.contact("Lee", role="lead")
    made = DeskOf(sqlite_scene, tmp_path)
    made.person("Ann")
    looked(made)
    return made


def looked(desk: DeskOf) -> None:
    """The watch looks, and leaves its receipt."""
    swept = desk.scene.sweep(desk.now.date().isoformat())
    leave_receipt(desk.scene.engine, ReceiptKind.SWEEP, swept.as_json(), now=desk.now)


def shown(desk: DeskOf, query: str = "") -> str:
    """The words of Ann's page on one line."""
    with desk.signed_in("Ann") as visitor:
        text = visitor.text(f"/{query}")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text.partition("<main")[2])).split())


def test_all_quiet_says_when_the_watch_looked_and_its_receipt(desk: DeskOf) -> None:
    page = shown(desk)
    assert "All quiet" in page
    assert "The watch looked on Tue, Jul 1, 2025, 15:00 UTC and left receipt 1." in page


def test_it_is_not_quiet_while_the_watch_is_late_or_has_not_looked(desk: DeskOf) -> None:
    desk.now += timedelta(hours=3)
    page = shown(desk)
    assert "All quiet" not in page
    assert "The watch is late." in page


def test_what_is_overdue_stands_before_what_is_due_and_says_whose_it_is(desk: DeskOf) -> None:
    scene = desk.scene
    scene.open("SUM-1", "summons")
    scene.record("summons_issued", "2025-05-20", docket="SUM-1", facts=SUMMONS)
    scene.record("closing_conference_held", "2025-06-20")
    scene.acknowledge("Ann", "AUD-06 of E1", on="2025-07-01", until="2025-07-08", action="Counsel writes")
    page = shown(desk)
    assert page.index("Appear or produce") < page.index("CBP completes the written audit report")
    assert "Ann acknowledged it until Tue, Jul 8, 2025: Counsel writes" in page
    assert "nobody has acknowledged it" in page


def test_a_runway_stands_on_top_with_its_days_and_what_is_at_stake(desk: DeskOf) -> None:
    scene = desk.scene
    scene.open("SUM-1", "summons", on="2024-01-02")
    scene.record("contempt_adjudged", "2024-09-03", docket="SUM-1")
    held: dict[str, Any] = {"value_usd": 85000}
    scene.record("delivery_withheld", "2024-09-10", docket="SUM-1", facts=held)
    page = shown(desk)
    assert "Runways: what happens by itself" in page
    assert re.search(r"\d+ days left", page)
    assert "At stake: $85,000.00" in page


def test_what_was_handed_on_is_shown_as_the_others(desk: DeskOf) -> None:
    desk.scene.record("closing_conference_held", "2025-06-20")
    desk.scene.reassign("Ann", "Lee", on="2025-07-01")
    lee, ann = shown(desk, "?person=2"), shown(desk, "?person=1")
    assert "CBP completes the written audit report" in lee
    assert "CBP completes the written audit report" not in ann


def test_an_answer_to_days_that_moved_since_is_none(desk: DeskOf) -> None:
    scene = desk.scene
    scene.record("closing_conference_held", "2025-06-20")
    scene.acknowledge("Ann", "AUD-06 of E1", on="2025-06-23", until="2025-07-08")
    assert "Ann acknowledged it" in shown(desk)
    scene.record("closing_conference_held", "2025-06-10", replaces=1, reason="Misread", recorded="2025-06-25")
    page = shown(desk)
    assert "CBP completes the written audit report" in page
    assert "Ann acknowledged it" not in page


@pytest.mark.parametrize("query", ["?importer=77", "?person=99", "?kind=no+kind", "?importer=x"])
def test_what_is_no_choice_narrows_nothing(query: str, desk: DeskOf) -> None:
    desk.scene.record("closing_conference_held", "2025-06-20")
    page = shown(desk, query)
    assert "CBP completes the written audit report" in page
    assert "that you chose to see" not in page


def test_what_took_effect_and_evidence_that_expired_are_not_quiet(desk: DeskOf) -> None:
    scene = desk.scene
    scene.open("SUM-1", "summons", on="2023-01-03")
    scene.record("contempt_adjudged", "2023-09-05", docket="SUM-1")
    scene.record("delivery_withheld", "2023-09-11", docket="SUM-1")
    looked(desk)
    page = shown(desk)
    assert "Took effect" in page
    assert "All quiet" not in page


@pytest.mark.parametrize("query", ["?kind=summons"])
def test_what_is_narrowed_says_so_where_it_is_quiet(query: str, desk: DeskOf) -> None:
    desk.scene.record("closing_conference_held", "2025-06-20")
    page = shown(desk, query)
    assert "Nothing here needs you No deadline that you chose to see" in page
    assert "All quiet" not in page
    assert "Show everything to see the rest." in page


def test_matters_without_entries_are_named_where_it_is_quiet(desk: DeskOf) -> None:
    desk.scene.open("DEM-1", "demand")
    page = shown(desk)
    assert "2 matters have no entries yet: see below." in page
    assert "DEM-1 , opened on Thu, Jan 2, 2025. Record what happened in DEM-1" in page


def test_what_somebody_recorded_themselves_waits_for_another_person(desk: DeskOf) -> None:
    put_period(desk.scene.engine, EYES, 1, by="Max", now=desk.now)
    for who in ("Ann", "Bo"):
        draft = EntryInput(
            kind="closing_conference_held", occurred_on=date(2025, 6, 20), recorded_by=who, reference=who
        )
        put_entry(desk.scene.engine, "AUD-1", draft, "audit", now=desk.now)
    page = shown(desk)
    assert "E1 , recorded by you: someone else confirms it" in page
    assert "E2 , recorded by Bo (name typed, not signed in)" in page


def test_own_deadlines_defects_evidence_and_what_waits_for_a_reviewer_are_not_quiet(desk: DeskOf) -> None:
    scene = desk.scene
    own(scene, "2025-06-30", title="Call the surety", due_on=date(2025, 7, 10))
    page = shown(desk)
    assert "Call the surety" in page
    assert "All quiet" not in page

    with transaction(scene.engine) as session:
        session.add(
            Evidence(
                matter_id=1,
                point="(iv)",
                document="Training record",
                document_sha256="a" * 64,
                dated_on=at("2025-01-02").date(),
                owner="Ann",
                expires_on=at("2025-06-27").date(),
                recorded_by="Bo",
                recorded_at=desk.now,
            )
        )
    put_period(scene.engine, EYES, 1, by="Bo", now=desk.now)
    scene.record("closing_conference_held", "2025-06-20")
    page = shown(desk)
    assert "Evidence that expires 1 AUD-1 : Training record" in page
    assert "To confirm 1 AUD-1, E1" in page


def test_a_defect_is_not_quiet(desk: DeskOf) -> None:
    scene = desk.scene
    scene.open("SUM-1", "summons")
    for number in (1, 2):
        scene.record(
            "summons_issued",
            f"2025-06-1{number}",
            docket="SUM-1",
            facts={"return_on": "2025-12-01", "third_party": False},
            reference=f"S{number}",
        )
    scene.record("summons_complied", "2025-06-20", docket="SUM-1")
    page = shown(desk, "?kind=summons")
    assert "Defects to mend 1 SUM-1, E3" in page
    assert "All quiet" not in page


def test_only_who_sees_every_importer_is_told_how_much_waits_for_prefect(desk: DeskOf) -> None:
    desk.person("Ada", administrator=True)
    own_words = "What you did at the desk waits for Prefect."
    for by, said in (("Zoe", False), ("Ann", True)):
        with transaction(desk.scene.engine) as session:
            run_later(session, "watch", {}, title="x", by=by, at=desk.now)
        desk.now += timedelta(minutes=3)
        page = shown(desk)
        assert (own_words in page) is said
        assert "at the desk since" not in page
    with desk.signed_in("Ada") as ada:
        page = ada.text("/")
    assert "2 acts at the desk since Tue, Jul 1, 2025, 15:00 UTC wait for Prefect." in page
    assert own_words not in page


def test_undelivered_alerts_to_me_are_said_to_me(desk: DeskOf) -> None:
    desk.scene.down = {"ann"}
    desk.scene.record("closing_conference_held", "2025-06-20")
    looked(desk)
    page = shown(desk)
    assert "Alerts to you could not be delivered." in page
    assert "All quiet" not in page


def test_an_act_whose_run_did_not_end_well_is_named_for_a_week(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        run_later(session, "watch", {}, title="add Cy", by="Ann", at=desk.now)
    done_run(desk.scene.engine, 1, desk.now, state="FAILED", message="No such channel.")
    page = shown(desk)
    assert "Your acts that did not end well 1 add Cy" in page
    assert "All quiet" not in page
    desk.now += timedelta(days=8)
    looked(desk)
    assert "add Cy" not in shown(desk)
