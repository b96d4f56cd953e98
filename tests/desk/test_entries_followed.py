"""The run that follows an entry at the desk records nothing: what was corrected since does not come back."""

from pathlib import Path

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.inputs import EntryInput
from models.record.database import reading, transaction
from models.record.people import person_named
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Entry
from tasks.record.entries import put_entry
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene, at

HELD = "closing_conference_held"


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """Ann recorded a closing conference at the desk."""
    scene.open()
    scene.contact("Ann")
    made = DeskOf(scene, tmp_path)
    made.person("Ann")
    put_entry(scene.engine, "AUD-1", draft(), "audit", now=made.now)
    with transaction(scene.engine) as session:
        person = person_named(session, "Ann")
        assert person is not None
        entry = session.exec(select(Entry)).one()
        sign_act(session, f"entry:{entry.id}", person.id, at=made.now)
    return made


def draft(day: str = "2025-06-20", **more: object) -> EntryInput:
    given: dict[str, object] = {"kind": HELD, "occurred_on": at(day).date(), "recorded_by": "Ann", **more}
    return EntryInput(**given)  # type: ignore[arg-type]


def numbers(desk: DeskOf) -> list[int]:
    with reading(desk.scene.engine) as session:
        return sorted(entry.number for entry in session.exec(select(Entry)).all())


def test_the_run_says_what_the_act_changed(desk: DeskOf) -> None:
    done = put_entry(desk.scene.engine, "AUD-1", draft(), "audit", now=desk.now, follows=True)
    assert (done.at_the_desk, done.put.already, done.put.entry.number) == (True, True, 1)
    assert [row.rule for row in done.changes.started] == ["AUD-06"]


@pytest.mark.parametrize("gone", ["corrected", "withdrawn"])
def test_what_was_taken_back_meanwhile_does_not_come_back(gone: str, desk: DeskOf) -> None:
    kind = HELD if gone == "corrected" else "entry_withdrawn"
    day = "2025-06-10" if gone == "corrected" else "2025-06-20"
    again = draft(day, kind=kind, replaces=1, reason="Misread")
    put_entry(desk.scene.engine, "AUD-1", again, "audit", now=desk.now)
    done = put_entry(desk.scene.engine, "AUD-1", draft(), "audit", now=desk.now, follows=True)
    assert done.put.entry.number == 1
    assert numbers(desk) == [1, 2]


def test_a_run_that_follows_nothing_records_nothing(desk: DeskOf) -> None:
    with pytest.raises(RecordError, match="is not on record"):
        put_entry(desk.scene.engine, "AUD-1", draft("2025-06-11"), "audit", now=desk.now, follows=True)
    assert numbers(desk) == [1]
