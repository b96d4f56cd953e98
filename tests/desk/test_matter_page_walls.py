"""What the page of a matter shows to nobody of another importer."""

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from models.inputs import ImporterCorrection, MatterCorrection, OwnDeadlineInput
from models.record.confirmations import EYES
from models.record.database import reading, transaction
from models.record.own_deadlines import add_own
from models.record.tables.dockets import Deadline
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tasks.record.office_settings import put_period
from tests.support.at_the_desk import DeskOf
from tests.support.matter_pages import AUDIT, matter_desk, moved, shown
from tests.support.scenes import Scene, at
from tests.support.two_desks import id_of
from tests.support.uploaded import PDF


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers' people; an audit of Acme whose closing conference was held, with a privileged note."""
    return matter_desk(sqlite_scene, tmp_path)


def test_nobody_of_another_importer_finds_the_page_or_anything_below_it(desk: DeskOf) -> None:
    matter = id_of(desk, AUDIT)
    with desk.signed_in("Zoe") as zoe:
        for path in ("", "/correct", "/papers/1", "?through=1"):
            answer = zoe.open(f"/matters/{matter}{path}")
            assert answer.status_code == 404
            assert AUDIT not in answer.text
            assert "Acme" not in answer.text
        for path in ("/own", "/own/1/done", "/own/1/take-back", "/papers/1/send", "/export", "/correct"):
            answer = zoe.send(f"/matters/{matter}{path}", shown_at="/matters")
            assert answer.status_code == 404, path
        assert zoe.open("/matters/99999").status_code == 404
        assert zoe.open("/matters/x").status_code == 404


def test_a_matter_that_moved_says_nothing_of_the_importer_it_came_from(desk: DeskOf) -> None:
    desk.scene.acknowledge("Ann", "AUD-06 of E1", on="2025-06-22", until="2025-07-10", docket=AUDIT)
    desk.scene.reassign("Ann", "Lee", on="2025-06-23", docket=AUDIT)
    move = MatterCorrection(matter=AUDIT, importer="Globex", reason="It was never Acme's", recorded_by="Bo")
    put_mending(desk.scene.engine, move, Links(""), now=at("2025-06-24"))
    page = shown(desk, by="Zoe")
    main = page.partition("<main")[2]
    for secret in ("Acme", "Ann", "Lee", "Cora", "Eve", "by ann", "by lee"):
        assert secret not in main, secret
    assert "Importer: another importer → Globex (reason not shown)" in main
    assert "another importer&#39;s contact" in main
    assert "reassigned from another importer&#39;s contact to another importer&#39;s contact on Mon" in main
    everything = shown(desk, by="Ada")
    assert "Importer: Acme → Globex (It was never Acme&#39;s)" in everything
    assert "acknowledged by Ann" in everything
    assert "Next: Call them" in everything
    assert "Next:" not in main


def test_whose_the_offices_own_deadlines_were_is_not_said_after_a_move(desk: DeskOf) -> None:
    path = moved(desk)
    with desk.signed_in("Zoe") as zoe:
        pages = {each: zoe.text(each).partition("<main")[2] for each in ("/", "/calendar", path)}
    for place, page in pages.items():
        assert "Call the surety" in page, place
        for secret in ("Acme", "Ann", "Lee"):
            assert secret not in page, (place, secret)
    assert pages[path].count("Assigned to the owner for Globex.") == 2
    assert "Own deadline 2, set, Sun, Jun 22, 2025" in pages[path]
    assert "set by Lee (name typed, not signed in)" in shown(desk, by="Ada")


def test_nobody_who_worked_on_it_before_a_move_is_named_on_any_page(desk: DeskOf) -> None:
    matter = id_of(desk, AUDIT)
    desk.scene.record("sampling_plan_explained", "2025-06-21", docket=AUDIT)
    with desk.signed_in("Lee") as lee:
        documents = f"/matters/{matter}/documents"
        for name in ("kept.pdf", "gone.pdf"):
            lee.send(documents, files={"files": (name, PDF + name.encode(), "application/pdf")})
        lee.send("/documents/2/delete", reason="A copy")
        lee.send(f"/matters/{matter}/legal-hold", reason="A suit")
    path = moved(desk)
    put_period(desk.scene.engine, EYES, 1, by="Max", now=desk.now)
    paths = ["/", path, f"{path}/documents", f"{path}/legal-hold", f"{path}/entries/1", "/documents/2"]
    paths += ["/documents/1/delete", f"{path}/entries/2"]
    for reader, is_named in (("Zoe", False), ("Ada", True)):
        with desk.signed_in(reader) as visitor:
            pages = {each: visitor.open(each).text.partition("<main")[2] for each in paths}
        said = " ".join(pages.values())
        named = {name for name in ("Acme", "Ann", "Lee", "Cora", "Bo") if re.search(rf"\b{name}\b", said)}
        assert named >= {"Acme", "Ann", "Lee", "Bo"} if is_named else not named, pages
        assert ("someone at another importer" in said) is not is_named


def test_whose_it_was_stays_with_the_importer_where_nothing_moved(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        draft = OwnDeadlineInput(
            matter=AUDIT, title="Call", due_on=date(2025, 7, 10), whose="Ann", recorded_by="Lee"
        )
        add_own(session, draft, at=at("2025-06-22"))
    assert "Assigned to Ann." in shown(desk, by="Lee")


def test_a_matter_that_came_from_another_importer_is_exported_for_who_sees_both(desk: DeskOf) -> None:
    desk.scene.contact("Gil", ["Globex"], role="lead")
    desk.scene.contact("Una", ["Globex", "Acme"], role="lead")
    desk.person("Gil")
    desk.person("Una")
    path = moved(desk)
    with desk.signed_in("Gil") as gil:
        answer = gil.send(f"{path}/export", shown_at=path)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
        assert "This matter cannot be exported for you" in answer.text
        assert "Acme" not in answer.text
        assert gil.send("/matters/2/export", shown_at="/matters/2").status_code == 200
    for name in ("Una", "Ada"):
        with desk.signed_in(name) as visitor:
            answer = visitor.send(f"{path}/export", shown_at=path)
        packed = zipfile.ZipFile(io.BytesIO(answer.content))
        assert [each["whose"] for each in json.loads(packed.read("own-deadlines.json"))] == [
            "Ann",
            "Lee",
            "the importer's owner",
        ]


def test_an_importer_that_was_merged_into_theirs_is_theirs(desk: DeskOf) -> None:
    merge = ImporterCorrection(importer="Globex", merge_into="Acme", reason="One firm", recorded_by="Bo")
    put_mending(desk.scene.engine, merge, Links(""), now=desk.now)
    assert "GLO-2025-001" in shown(desk, "GLO-2025-001", by="Ann")


def test_what_a_person_may_not_do_is_not_offered(desk: DeskOf) -> None:
    executive, lead = shown(desk, by="Eve"), shown(desk, by="Lee")
    for words in ("Record an entry", "Correct this matter", "Add your own deadline"):
        assert words not in executive
        assert words in lead
    assert "Download the export" in executive
    assert "Download the export" not in shown(desk, by="Ann")
    assert 'name="privileged"' not in lead
    assert 'name="privileged"' in shown(desk, by="Cora")


def test_opening_the_page_changes_nothing(desk: DeskOf) -> None:
    def rows() -> list[str]:
        with reading(desk.scene.engine) as session:
            return [row.model_dump_json() for row in session.exec(select(Deadline)).all()]

    before = rows()
    shown(desk)
    assert rows() == before
