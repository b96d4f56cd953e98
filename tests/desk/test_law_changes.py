"""Counsel's notes and a change of the law at the desk."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.forms.office import ApprovalForm, NoteForm
from models.inputs import ClosureInput
from models.law.load import listed_closures
from models.record.closures import record_closure
from models.record.database import reading, transaction
from models.record.scope import Scope
from models.record.tables.dockets import Deadline
from models.record.tables.office import LawApproval
from models.record.tables.people import DeskRun
from tasks.desk.law import change_in
from tasks.record.office_settings import put_note
from tests.support.at_the_desk import DeskOf
from tests.support.law_at_the_desk import AT, LAW, NEW, NOTE, law_desk, runs, signed
from tests.support.scenes import Scene, at


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers; Ann owns matters of one, Cora is counsel for all, Carl for one; Ada keeps everything."""
    return law_desk(sqlite_scene, tmp_path)


@pytest.fixture
def changed(desk: DeskOf) -> DeskOf:
    """A record of a former law, by which the copy of the report was due ten days earlier."""
    with transaction(desk.scene.engine) as session:
        session.exec(select(LawApproval)).one().law_hash = "0" * 64
        for row in session.exec(select(Deadline).where(Deadline.rule == "AUD-07")).all():
            row.strict_on = row.lenient_on = date(2025, 7, 10)
    return desk


def test_unclear_points_show_both_readings_cases_and_counsels_note(desk: DeskOf) -> None:
    put_note(desk.scene.engine, "A1", "We follow <b>Psaki</b>", "Cora", by="Bo", now=desk.now)
    with desk.signed_in("Ann") as ann:
        for path in ("/law/unclear", AT, "/law/AUD-06"):
            page = ann.text(path)
            assert "The last day moves to the next business day." in page
            assert "We follow &lt;b&gt;Psaki&lt;/b&gt;" in page
        page = ann.text(AT)
        assert "Psaki Bros. v. United States" in page
        assert "Computed just now: as expected." in page
        assert "/note" not in page
        assert ann.open("/law/unclear/A999").status_code == 404


@pytest.mark.parametrize("name", ["Cora", "Ada"])
def test_counsel_and_administrators_have_a_note_added_under_their_own_name(name: str, desk: DeskOf) -> None:
    typed: dict[str, Any] = {"counsel": "C. Sel", "note": "Act by the earlier day", "once": "k"}
    with desk.signed_in(name) as visitor:
        answers = [visitor.send(NOTE, shown_at=AT, **typed) for _ in range(2)]
        assert 'name="once" value=' in visitor.text(AT)
    (run,) = runs(desk)
    assert [each.headers["location"] for each in answers] == [f"/runs/{run.id}"] * 2
    assert (run.deployment, run.title, run.made_by) == ("note-ambiguity", "A1: note of C. Sel", name)
    form = NoteForm(**run.parameters["note"])
    assert (form.ambiguity_id, form.counsel, form.note, form.recorded_by) == (
        "A1",
        "C. Sel",
        "Act by the earlier day",
        name,
    )
    assert signed(desk) == [f"deskrun:{run.id}"]
    put_note(desk.scene.engine, form.ambiguity_id, form.note, form.counsel, by=name, now=desk.now)
    with desk.signed_in(name) as visitor:
        assert "Act by the earlier day" in visitor.text(AT)


def test_a_form_without_its_key_adds_no_note(desk: DeskOf) -> None:
    with desk.signed_in("Cora") as cora:
        answer = cora.send(NOTE, shown_at=AT, counsel="Cora", note="Text")
    assert answer.status_code == 400
    assert "This page is too old." in answer.text
    assert runs(desk) == []


@pytest.mark.parametrize(
    ("counsel", "note", "says"),
    [
        ("", "Text", "No name of the counsel is given."),
        ("Cora", "", "No note is given."),
        ("Cora", "x" * 2001, "The note has 2,001 characters. Enter at most 2,000."),
        ("C" * 121, "Text", "The name of the counsel has 121 characters."),
    ],
)
def test_a_bad_note_is_refused_and_what_was_typed_stays(
    counsel: str, note: str, says: str, desk: DeskOf
) -> None:
    with desk.signed_in("Cora") as cora:
        answer = cora.send(NOTE, shown_at=AT, counsel=counsel, note=note, once="k")
        assert answer.status_code == 400
        assert says in answer.text
        assert counsel in answer.text
        assert note in answer.text
    assert (runs(desk), signed(desk)) == ([], [])


def test_who_does_not_see_every_importer_adds_no_note_and_approves_nothing(changed: DeskOf) -> None:
    """A note is quoted in the alerts of every importer."""
    for name in ("Ann", "Carl"):
        with changed.signed_in(name) as visitor:
            data = {"token": visitor.token("/law"), "counsel": "C", "note": "N", "law": NEW}
            for path in (NOTE, "/law/change/approve"):
                assert visitor.client.post(path, data=data).status_code == 404
            assert "Approve the law" not in visitor.text("/law/change")
    with changed.signed_in("Cora") as cora, changed.signed_in("Ada") as ada:
        forged = {"counsel": "C", "note": "N", "law": NEW, "token": ada.token("/law")}
        for path in (NOTE, "/law/change/approve"):
            assert cora.client.post(path, data=forged).status_code == 400
    assert runs(changed) == []


def test_closures_are_the_laws_own_and_the_offices(desk: DeskOf) -> None:
    day = date(2025, 12, 26)
    with transaction(desk.scene.engine) as session:
        given = ClosureInput(
            on=day, source="Order of <December>", withdraws=False, reason="", recorded_by="Bo"
        )
        if day not in LAW.closures:
            record_closure(session, given, LAW, at=at("2025-12-20"))
    with desk.signed_in("Ann") as ann:
        page = ann.text("/law/closures")
    assert "Executive Order 13453 of December 6, 2007" in page
    assert {each.on for each in listed_closures()} == set(LAW.closures)
    assert ("Order of &lt;December&gt;" in page) == (day not in LAW.closures)


def test_editions_name_what_was_not_read(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        page = ann.text("/law/editions")
    assert all(each.replace("&", "&amp;").replace("'", "&#39;") in page for each in LAW.not_read)


def test_a_change_shows_what_it_moves_only_of_ones_own_importers(changed: DeskOf) -> None:
    with changed.signed_in("Ann") as ann:
        assert "A change of the law awaits approval." in ann.text("/law")
        page = ann.text("/law/change")
        assert "your one matter" in page
        assert "AUD-1: AUD-07 CBP sends a copy of the audit report" in page
        assert "before, Thursday, July 10, 2025" in page
        assert "ZEP-1" not in page
    with changed.signed_in("Ada") as ada:
        page = ada.text("/law/change")
        assert "all 2 matters that you see" in page
        assert "ZEP-1: AUD-07" in page
    with reading(changed.scene.engine) as session:
        rows = session.exec(select(Deadline).where(Deadline.rule == "AUD-07")).all()
    assert {row.strict_on for row in rows} == {date(2025, 7, 10)}


def test_a_change_is_shown_some_matters_at_a_time(changed: DeskOf) -> None:
    seen, after = [], 0
    while True:
        shown = change_in(changed.scene.engine, Scope(None), after, now=changed.now, most=1)
        assert shown is not None
        seen.append((shown.first, shown.last, shown.number, shown.change.moved[0][:5]))
        if shown.next_after is None:
            break
        after = shown.next_after
    assert seen == [(1, 1, 2, "AUD-1"), (2, 2, 2, "ZEP-1")]
    with changed.signed_in("Ann") as ann:
        for given in ("1", "999999", "-1", "x"):
            assert "ZEP-1" not in ann.text(f"/law/change?after={given}")


def test_the_approval_is_a_run_under_ones_own_name_and_twice_is_once(changed: DeskOf) -> None:
    with changed.signed_in("Cora") as cora:
        answers = [cora.send("/law/change/approve", shown_at="/law/change", law=NEW)]
        token = cora.token("/law/unclear/A1")
        answers.append(cora.client.post("/law/change/approve", data={"law": NEW, "token": token}))
        assert "The approval is under way." in cora.text("/law/change")
    (run,) = runs(changed)
    assert [each.headers["location"] for each in answers] == [f"/runs/{run.id}"] * 2
    assert (run.deployment, run.title, run.made_by) == ("approve-law-change", f"approve {NEW}", "Cora")
    form = ApprovalForm(**run.parameters["change"])
    assert (form.law, form.recorded_by) == (NEW, "Cora")
    assert (signed(changed), changed.woken) == ([f"deskrun:{run.id}"], 2)


def test_an_approval_that_did_not_end_well_can_be_given_again(changed: DeskOf) -> None:
    with changed.signed_in("Ada") as ada:
        ada.send("/law/change/approve", shown_at="/law/change", law=NEW)
        with transaction(changed.scene.engine) as session:
            row = session.exec(select(DeskRun)).one()
            row.next_at, row.done_at = None, changed.now + timedelta(minutes=1)
        ada.send("/law/change/approve", shown_at="/law/change", law=NEW)
    assert len(runs(changed)) == 2


def test_another_change_than_the_one_shown_is_not_approved(changed: DeskOf) -> None:
    with changed.signed_in("Ada") as ada:
        answer = ada.send("/law/change/approve", shown_at="/law/change", law="123456789abc")
        assert answer.status_code == 400
        assert "is not the one that awaits approval" in answer.text
    assert runs(changed) == []


def test_without_a_change_the_page_says_who_approved_the_law(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        page = ada.text("/law/change")
        assert f"The law {NEW} is in force." in page
        data = {"law": NEW, "token": ada.token("/law")}
        answer = ada.client.post("/law/change/approve", data=data)
    assert (answer.status_code, runs(desk)) == (400, [])
    assert "No change of the law awaits approval any more" in answer.text


def test_the_law_is_not_for_who_is_not_signed_in(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        for path in (
            "/law",
            "/law/AUD-06",
            "/law/unclear",
            AT,
            "/law/closures",
            "/law/editions",
            "/law/change",
        ):
            assert visitor.open(path).status_code == 303
