"""To open a matter at the desk: recorded, signed, shown in Prefect; asked about only within the walls."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.inputs import MatterCorrection
from models.record.database import reading
from models.record.tables.dockets import Account, Matter
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene
from tests.support.two_desks import id_of, numbers, runs, signed, two_desks

KNOWN = ["AUD-2025-014", "GLO-2025-001"]


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers' people."""
    return two_desks(sqlite_scene, tmp_path)


def account(desk: DeskOf, name: str) -> int:
    """The id of an importer."""
    with reading(desk.scene.engine) as session:
        return session.exec(select(Account.id).where(Account.name == name)).one()


def typed(desk: DeskOf, by_name: str = "Acme", **other: Any) -> dict[str, Any]:
    """The form, filled in."""
    return {
        "docket_number": "DEM-2025-007",
        "lifecycle": "Demand for entry records (19 CFR 163.6)",
        "importer": str(account(desk, by_name)) if by_name else "",
        "opened_on": "2025-06-30",
        "timezone": "America/Chicago",
        "title": "Entry records",
        "customs_office": "Long Beach",
        **other,
    }


def test_a_matter_is_opened_under_the_name_of_who_is_signed_in_and_shown_in_prefect(
    scene: Scene, tmp_path: Path
) -> None:
    desk = two_desks(scene, tmp_path)
    with desk.signed_in("Ann") as ann:
        answer = ann.send("/matters/new", **typed(desk, recorded_by="Somebody Else"))
        assert answer.status_code == 303, answer.text
        page = ann.text(answer.headers["location"])
    with reading(desk.scene.engine) as session:
        matter = session.exec(select(Matter).where(Matter.docket_number == "DEM-2025-007")).one()
    assert (matter.opened_by, matter.lifecycle, matter.timezone) == ("Ann", "demand", "America/Chicago")
    assert answer.headers["location"] == f"/matters/{matter.id}"
    assert "Opened DEM-2025-007." in page
    assert "signed in" in page
    assert signed(desk) == {f"matter:{matter.id}"}
    assert runs(desk) == [("show-matter", {"shown": {"matter": "DEM-2025-007"}})]
    assert desk.woken == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"docket_number": ""}, "Docket number is blank."),
        ({"docket_number": "x" * 61}, "Docket number has 61 characters. Enter at most 60."),
        ({"lifecycle": "cat"}, "Kind of matter is “cat”."),
        ({"opened_on": "tomorrow"}, "Opened on is “tomorrow”. Enter a date that exists"),
        ({"opened_on": "2025-07-09"}, "which is in the future"),
        ({"timezone": ""}, "Time zone is blank."),
        ({"title": "x" * 121}, "This has 121 characters. Enter at most 120."),
        ({"importer": ""}, "Importer is blank. Choose one from the list."),
        ({"importer": "99"}, "This importer is none of yours. Choose one from the list."),
        ({"docket_number": "AUD-2025-014"}, "The docket number AUD-2025-014 is taken."),
        ({"docket_number": "A\x00B"}, "a character that cannot be stored"),
    ],
)
def test_what_is_wrong_is_said_and_the_form_keeps_what_was_typed(
    wrong: dict[str, str], said: str, desk: DeskOf
) -> None:
    with desk.signed_in("Ann") as ann:
        answer = ann.send("/matters/new", **typed(desk, **wrong))
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="Entry records"' in answer.text or "title" in wrong
    assert (numbers(desk), runs(desk), desk.woken) == (KNOWN, [], 0)


def test_a_number_nearly_on_record_is_asked_about_and_can_be_gone_on_with(desk: DeskOf) -> None:
    near = typed(desk, docket_number="aud 2025/14")
    with desk.signed_in("Ann") as ann:
        asked = ann.send("/matters/new", **near)
        assert asked.status_code == 400
        assert "is nearly one on record. Did you mean" in asked.text
        assert f'<a href="/matters/{id_of(desk, "AUD-2025-014")}">AUD-2025-014</a>' in asked.text
        assert numbers(desk) == KNOWN
        assert ann.send("/matters/new", **near, different="yes").status_code == 303
    assert numbers(desk) == [*KNOWN, "aud 2025/14"]


def test_nothing_is_asked_about_a_number_of_another_importer(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        answer = ann.send("/matters/new", **typed(desk, docket_number="glo 2025 001"))
    assert answer.status_code == 303


def test_a_number_that_another_importer_has_or_had_is_refused_without_a_word_about_it(desk: DeskOf) -> None:
    correction = MatterCorrection(
        matter="GLO-2025-001", docket_number="GLO-2025-777", reason="Slip", recorded_by="Bo"
    )
    put_mending(desk.scene.engine, correction, Links(""), now=desk.now)
    with desk.signed_in("Ann") as ann:
        for number in ("GLO-2025-001", "GLO-2025-777"):
            answer = ann.send("/matters/new", **typed(desk, docket_number=number))
            assert answer.status_code == 400
            assert f"The docket number {number} cannot be used." in answer.text
            other = {"GLO-2025-001": "GLO-2025-777", "GLO-2025-777": "GLO-2025-001"}[number]
            assert other not in answer.text
            assert "Globex" not in answer.text
    assert len(numbers(desk)) == 2


def test_an_importer_of_others_cannot_be_chosen_and_a_new_one_not_be_added(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        form = ann.text("/matters/new")
        assert "Globex" not in form
        assert "new_importer" not in form
        assert "Laredo" not in form
        for wrong in (typed(desk, "Globex"), typed(desk, "", new_importer="Initech")):
            answer = ann.send("/matters/new", **wrong)
            assert answer.status_code == 400
            assert "Choose one from the list." in answer.text
            assert "Globex" not in answer.text
        number = typed(desk, importer_number="12-3456789XX")
        assert ann.send("/matters/new", **number).status_code == 303
    with reading(desk.scene.engine) as session:
        assert {each.importer_number for each in session.exec(select(Account)).all()} == {""}


def test_who_sees_every_importer_adds_a_new_one_and_is_asked_about_its_name(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        asked = ada.send("/matters/new", **typed(desk, "", new_importer="Globexx"))
        assert asked.status_code == 400
        assert "The importer “Globexx” is not on record. Did you mean Globex?" in asked.text
        blank = ada.send("/matters/new", **typed(desk, ""))
        assert "Choose one from the list, or enter the name of a new one." in blank.text
        both = ada.send("/matters/new", **typed(desk, "Acme", new_importer="Initech"))
        assert "Do not do both." in both.text
        new = typed(desk, "", new_importer="Initech", importer_number="12-3456789XX")
        assert ada.send("/matters/new", **new).status_code == 303
    with reading(desk.scene.engine) as session:
        made = session.exec(select(Account).where(Account.name == "Initech")).one()
    assert made.importer_number == "12-3456789XX"
    assert f"account:{made.id}" in signed(desk)


def test_a_next_step_fills_the_form_in(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        form = ann.text("/matters/new?importer=Acme&title=From+X-1&timezone=America/Denver&importer_number=7")
    assert f'<option value="{account(desk, "Acme")}" selected>Acme</option>' in form
    assert 'value="From X-1"' in form


def test_who_may_not_record_has_no_such_page_and_a_forged_form_writes_nothing(desk: DeskOf) -> None:
    with desk.signed_in("Eve") as eve:
        assert eve.open("/matters/new").status_code == 404
        assert eve.send("/matters/new", shown_at="/matters", **typed(desk)).status_code == 404
        token = eve.token("/matters")
    with desk.signed_in("Ann") as ann:
        for data in (typed(desk), typed(desk) | {"token": token}):
            answer = ann.client.post("/matters/new", data=data)
            assert answer.status_code == 400
            assert "This form did not come from a page" in answer.text
    assert (numbers(desk), runs(desk)) == (KNOWN, [])


def test_each_question_has_an_answer_of_its_own(desk: DeskOf) -> None:
    near = typed(desk, "", docket_number="aud 2025/14", new_importer="Globex Inc.")
    each: tuple[dict[str, Any], ...] = ({}, {"different": "yes"}, {"different_importer": "yes"})
    both: dict[str, Any] = {"different": "yes", "different_importer": "yes"}
    with desk.signed_in("Ada") as ada:
        for answers in each:
            asked = ada.send("/matters/new", **near, **answers)
            assert asked.status_code == 400
            assert asked.text.count(" checked>") == len(answers)
            assert "Inc.." not in asked.text
        assert ada.send("/matters/new", **near, **both).status_code == 303
    assert numbers(desk) == [*KNOWN, "aud 2025/14"]


def test_every_fault_is_reported_in_one_answer(desk: DeskOf) -> None:
    wrong = typed(desk, "", docket_number="AUD-2025-014", opened_on="2025-07-09", title="x" * 121)
    with desk.signed_in("Ann") as ann:
        text = ann.send("/matters/new", **wrong).text
    for said in ("Importer is blank.", "is taken.", "which is in the future", "This has 121 characters."):
        assert said in text
