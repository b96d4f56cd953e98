"""One entry: what it says, to whom; corrected, withdrawn, and what its run in Prefect says of it."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.record.database import reading
from models.record.tables.dockets import Entry
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.hidden_fields import hidden_fields
from tests.support.scenes import Scene

NEW = "/matters/1/entries/new"
NOTE = "Our weak point"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with an audit whose closing conference was held; Ann answers for it, Cora is counsel."""
    sqlite_scene.open()
    sqlite_scene.contact("Ann")
    sqlite_scene.contact("Cora", role="counsel")
    sqlite_scene.record("closing_conference_held", "2025-06-20", reference="Letter 7", privileged_note=NOTE)
    made = DeskOf(sqlite_scene, tmp_path)
    for name in ("Ann", "Cora"):
        made.person(name)
    made.person("Ada", administrator=True)
    return made


def newest(desk: DeskOf) -> Entry:
    """The entry that was recorded last."""
    with reading(desk.scene.engine) as session:
        return session.exec(select(Entry).order_by(Entry.id.desc())).first()  # type: ignore[attr-defined,return-value]


def sent(visitor: Visitor, shown_at: str, **fields: Any) -> str:
    """Sends a form as it is filled in, then what would follow. Returns where that leads."""
    shown = hidden_fields(visitor.text(shown_at))
    answer = visitor.send(NEW, shown_at=shown_at, **shown, **fields, step="preview")
    assert answer.status_code == 200, answer.text
    answer = visitor.send(NEW, **hidden_fields(answer.text), step="record")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_note_is_for_who_may_read_notes_whoever_recorded_it(desk: DeskOf) -> None:
    for name, reads in (("Ann", False), ("Ada", False), ("Cora", True)):
        with desk.signed_in(name) as visitor:
            page = visitor.text("/matters/1/entries/1")
            assert (NOTE in page) is reads
            assert ("A privileged note is kept with this entry." in page) is not reads
            assert NOTE not in visitor.text(f"{NEW}?corrects=E1")


def test_who_typed_a_name_was_not_signed_in(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        assert "Bo (name typed, not signed in)" in visitor.text("/matters/1/entries/1")


def test_a_correction_begins_with_what_the_entry_says(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        page = visitor.text(f"{NEW}?corrects=E1")
        assert 'value="2025-06-20"' in page
        assert 'value="Letter 7"' in page
        assert "Correct E1" in page
        where = sent(
            visitor,
            f"{NEW}?corrects=E1",
            occurred_on="2025-06-23",
            reference="Letter 7",
            why_corrected="Wrong day",
        )
        page = visitor.text(where)
        assert "E2 replaces E1." in page
        assert "Replaced by" in visitor.text("/matters/1/entries/1")
        assert "Correct E1" not in visitor.text("/matters/1/entries/1")
    assert (newest(desk).replaces, newest(desk).reason) == (1, "Wrong day")


def test_a_correction_that_says_the_same_changes_nothing(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        shown = hidden_fields(visitor.text(f"{NEW}?corrects=E1"))
        same: dict[str, Any] = {"occurred_on": "2025-06-20", "reference": "Letter 7", "why_corrected": "None"}
        answer = visitor.send(NEW, **shown, **same, step="preview")
    assert "Already on record as" in answer.text
    assert 'value="record"' not in answer.text


def test_a_withdrawal_takes_the_entry_out(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        where = f"{NEW}?event=entry_withdrawn&corrects=E1"
        assert "Withdraw E1" in visitor.text(where)
        page = visitor.text(sent(visitor, where, why_corrected="It was another matter"))
        assert "E1 is withdrawn by E2." in page
        assert "Withdrawn: CBP completes the written audit report" in page
        assert "Withdrawn by" in visitor.text("/matters/1/entries/1")
        # There is nothing to withdraw any more.
        shown = hidden_fields(visitor.text(where))
        answer = visitor.send(NEW, **{**shown, "why_corrected": "Again", "occurred_on": "2025-06-30"})
    assert answer.status_code == 400
    assert "E1 has already been corrected by E2." in answer.text


def test_a_withdrawal_without_an_entry_leads_to_the_choice_of_an_event(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        assert "What happened?" in visitor.text(f"{NEW}?event=entry_withdrawn")
        assert "What happened?" in visitor.text(f"{NEW}?event=no_such_event")
        assert "What happened instead of E1?" in visitor.text(f"{NEW}?event=other&corrects=E1")


@pytest.mark.parametrize("number", ["0", "2", "x", "99999999999999999"])
def test_an_entry_that_is_not_there_is_not_found(number: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        assert visitor.open(f"/matters/1/entries/{number}").status_code == 404


def test_an_entry_in_doubt_offers_the_forms_that_say_where_it_belongs(desk: DeskOf) -> None:
    desk.scene.open("SUM-1", "summons")
    for number in ("A", "B"):
        facts = {"return_on": "2025-06-30", "third_party": False}
        desk.scene.record("summons_issued", "2025-06-02", docket="SUM-1", facts=facts, reference=number)
    desk.scene.record("summons_complied", "2025-06-20", docket="SUM-1")
    with desk.signed_in("Ann") as visitor:
        page = visitor.text("/matters/2/entries/3")
        assert "Defects at this entry" in page
        assert "It belongs to E1, Summons issued" in page
        assert "/matters/2/entries/new?event=summons_complied" in page
