"""The chain of a docket shows every change, and holds when several people record at once."""

import threading
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError as SqlError

from models.record.docket_chain import content_of
from models.record.docket_seal import verify_chain
from models.record.tables.dockets import Entry
from tests.support.dockets import HELD, count, entries
from tests.support.scenes import Scene


@pytest.fixture
def desk(scene: Scene) -> Scene:
    scene.open()
    return scene


@pytest.mark.parametrize("act", ["UPDATE entry SET kind = 'x'", "DELETE FROM entry"])
def test_the_database_refuses_to_change_an_entry(act: str, desk: Scene) -> None:
    desk.record(*HELD)
    with pytest.raises(SqlError, match="entry is append-only"), desk.engine.begin() as connection:
        connection.execute(text(act))
    assert verify_chain(entries(desk)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("occurred_on", date(2025, 6, 1)),
        ("facts", {"x": 1}),
        ("recorded_by", "Cy"),
        ("previous_hash", "0" * 64),
    ],
)
def test_the_chain_shows_a_change_of_anything_an_entry_says(field: str, value: object, desk: Scene) -> None:
    for day in ("2025-06-18", "2025-06-19", "2025-06-20"):
        desk.record("closing_conference_held", day)
    found = entries(desk)
    assert verify_chain(found) == []
    setattr(found[1], field, value)
    assert 2 in verify_chain(found)


def test_the_chain_shows_a_missing_entry(desk: Scene) -> None:
    for day in ("2025-06-18", "2025-06-19", "2025-06-20"):
        desk.record("closing_conference_held", day)
    found = entries(desk)
    assert verify_chain([found[0], found[2]]) == [3]


def test_two_who_record_the_same_fact_at_once_make_one_row(desk: Scene) -> None:
    answers: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answers.append(desk.record(*HELD).put.already)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True, True, True]
    assert count(desk.engine, Entry) == 1


def test_two_who_record_different_facts_at_once_keep_the_chain(desk: Scene) -> None:
    days = [f"2025-06-{day:02}" for day in range(2, 8)]
    threads = [threading.Thread(target=desk.record, args=("closing_conference_held", day)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = entries(desk)
    assert [each.number for each in found] == [1, 2, 3, 4, 5, 6]
    assert verify_chain(found) == []


def test_the_hash_of_an_entry_covers_all_of_it_but_its_note(desk: Scene) -> None:
    desk.record(*HELD, privileged_note="for counsel")
    (entry,) = entries(desk)
    left_out = {"id", "privileged_note", "note_salt", "previous_hash", "hash"}
    assert content_of(entry.model_dump()).keys() == Entry.model_fields.keys() - left_out
    assert len(entry.note_salt) == 64


@pytest.mark.parametrize(
    ("field", "value"),
    [("privileged_note", "another"), ("privileged_note", ""), ("note_salt", "0" * 64), ("note_hash", "")],
)
def test_the_chain_shows_a_change_of_a_note(field: str, value: str, desk: Scene) -> None:
    desk.record(*HELD, privileged_note="for counsel")
    found = entries(desk)
    assert verify_chain(found) == []
    setattr(found[0], field, value)
    assert verify_chain(found) == [1]
