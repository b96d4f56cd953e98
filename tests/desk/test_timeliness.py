"""CBP timeliness at the desk: the ledger's figures, within the walls, and as a workbook."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from models.record.database import transaction
from models.record.tables.office import LawApproval
from tasks.timeliness.ledger import read_ledger, read_newest
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene, at
from tests.support.timeliness import CONFERENCE, REPORT, TODAY, audit, five_audits

LATE = "In 2 of 4 matters on record, CBP completed the audit report later than § 163.11(a)(5) allows"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Five audits of Acme and one of Zephyr; Lee leads Acme's, Ann owns them, Zoe Zephyr's, Ada sees all."""
    scene = sqlite_scene
    five_audits(scene)
    audit(scene, "=ZEP-1", (CONFERENCE, "2025-03-03"), (REPORT, "2025-08-01"), importer="Zephyr")
    scene.contact("Ann")
    scene.contact("Lee", role="lead")
    scene.contact("Zoe", ["Zephyr"], role="executive")
    made = DeskOf(scene, tmp_path, now=at(TODAY))
    for name in ("Ann", "Lee", "Zoe"):
        made.person(name)
    made.person("Ada", administrator=True)
    return made


def test_who_sees_one_importer_gets_the_page_that_its_petitions_may_cite(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        page = ann.text("/timeliness")
    assert LATE in page
    assert "This page counts only Acme, so its petitions may cite it." in page
    assert "late: 2 of 4 (50%)" in page
    assert "AUD-06, 19 CFR 163.11(a)(5); 19 U.S.C. 1509(b)(4): 90 calendar days after." in page
    assert 'href="/law/AUD-06"' in page
    assert 'href="/matters/4"' in page
    assert "Zephyr" not in page
    assert "ZEP-1" not in page


def test_who_sees_all_gets_all_and_may_choose_one(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        page = ada.text("/timeliness")
        assert "This page counts several importers" in page
        assert "<strong>Zephyr</strong>" in page
        assert LATE in page
        page = ada.text("/timeliness?importer=2")
        assert "This page counts only Zephyr" in page
        assert "AUD-4" not in page


def test_an_importer_of_others_is_not_there(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        for path in ("/timeliness", "/timeliness/workbook"):
            assert lee.open(f"{path}?importer=1").status_code == 200
            for other in ("2", "999"):
                answer = lee.open(f"{path}?importer={other}")
                assert answer.status_code == 404
                assert "Zephyr" not in answer.text


def test_a_workbook_holds_every_case_and_is_for_who_may_export(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        assert "/timeliness/workbook" not in ann.text("/timeliness")
        assert ann.open("/timeliness/workbook").status_code == 404
    with desk.signed_in("Lee") as lee:
        assert "/timeliness/workbook" in lee.text("/timeliness")
        answer = lee.open("/timeliness/workbook")
    assert answer.headers["content-disposition"].startswith('attachment; filename="CBP-timeliness-Acme-')
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["figures", "cases"]
    rows = list(book["cases"].values)
    numbers = [row[2] for row in rows[1:] if row[1] == "AUD-06"]
    assert numbers == ["AUD-1", "AUD-2", "AUD-3", "AUD-4", "AUD-5"]
    assert not any("Zephyr" in str(cell) for row in rows for cell in row)
    figures = [row for row in book["figures"].values if row[1] == "AUD-06" and row[2] == "All"]
    assert "median 106" in str(figures[0][3])


def test_no_text_of_a_workbook_is_a_formula(desk: DeskOf) -> None:
    with desk.signed_in("Zoe") as zoe:
        book = load_workbook(io.BytesIO(zoe.open("/timeliness/workbook").content))
    found = [cell for row in book["cases"].iter_rows(min_row=2) for cell in row if cell.value == "=ZEP-1"]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


def test_the_newest_matters_are_counted_as_the_form_counts_them(desk: DeskOf) -> None:
    engine, now = desk.scene.engine, at(TODAY)
    everything = read_ledger(engine, now=now)
    assert read_newest(engine, [], None, most=100, now=now).cases == everything.cases
    newest = read_newest(engine, [], None, most=2, now=now)
    assert newest.is_cut
    assert {case.docket_number for case in newest.cases} == {"AUD-5", "=ZEP-1"}
    assert not read_newest(engine, [], None, most=6, now=now).is_cut


def test_while_a_change_of_the_law_waits_nothing_is_counted(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        session.exec(select(LawApproval)).one().law_hash = "0" * 64
    with desk.signed_in("Lee") as lee:
        for path in ("/timeliness", "/timeliness/workbook"):
            answer = lee.open(path)
            assert answer.status_code == 400
            assert "A change of the law awaits approval" in answer.text


def test_who_sees_no_step_is_told_so(desk: DeskOf) -> None:
    desk.scene.open("SUM-9", "summons", importer="Quiet")
    desk.scene.contact("Quentin", ["Quiet"])
    desk.person("Quentin")
    with desk.signed_in("Quentin") as visitor:
        assert "No CBP step is on record." in visitor.text("/timeliness")
    with desk.nobody() as visitor:
        assert visitor.open("/timeliness").status_code == 303
