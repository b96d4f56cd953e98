"""A deadline of the office's own is kept as it was set, once, beside the law and no part of it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError as SqlError
from sqlmodel import col, select

from models.errors import RecordError
from models.record.database import transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Deadline
from models.record.tables.office import OwnDeadline
from tasks.record.office_law import office_law
from tasks.watch.recount import recount
from tests.support.own_deadlines import SET, end, own, staffed
from tests.support.scenes import Scene, at


@pytest.fixture
def desk(scene: Scene) -> Scene:
    return staffed(scene)


def test_the_same_twice_is_one_and_the_same_end_twice_is_one(desk: Scene) -> None:
    number = own(desk)
    assert own(desk, title=" Call  the surety ") == number
    end(desk, number, "2025-03-04")
    end(desk, number, "2025-03-05")
    assert own(desk, "2025-03-06") > number
    with transaction(desk.engine) as session:
        rows = session.exec(select(OwnDeadline).order_by(col(OwnDeadline.id))).all()
        assert [row.ends for row in rows] == [None, number, None]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"matter": "AUD-9"}, "AUD-9"),
        ({"title": "  "}, "No title is given. Enter what is to be done"),
        ({"title": "x" * 121}, "The title has 121 characters. Enter at most 120."),
        ({"note": "x" * 501}, "The note has 501 characters. Enter at most 500."),
        ({"due_on": date(2025, 3, 2)}, "The day is Sunday, March 2, 2025. Enter a day from today, Monday,"),
        ({"due_on": date(2225, 3, 2)}, "to March 11, 2035."),
        ({"whose": "Zoe"}, "No contact is named 'Zoe'"),
        (
            {"whose": "Gil"},
            r"Gil gets no alerts about Acme. Enter a contact who does \(Ann, Lee, Cora, Eve\)",
        ),
    ],
)
def test_bad_input_is_one_clear_sentence_and_writes_nothing(
    desk: Scene, more: dict[str, Any], said: str
) -> None:
    desk.open("GLO-1", importer="Globex")
    desk.contact("Gil", ("Globex",))
    with pytest.raises(RecordError, match=said):
        own(desk, **more)
    with transaction(desk.engine) as session:
        assert session.exec(select(OwnDeadline)).all() == []


@pytest.mark.parametrize(
    ("number", "more", "said"),
    [
        (9, {}, r"AUD-1 has no own deadline 9. Enter the number of one that is open: \d+."),
        (0, {"done": False}, "No reason is given. Enter why you take the deadline back"),
        (0, {"done": False, "reason": "x", "ended_on": date(2025, 3, 3)}, "but the deadline is taken back"),
        (0, {"ended_on": date(2025, 3, 5)}, "Done on is Wednesday, March 5, 2025, which is in the future"),
        (0, {"reason": "x" * 501}, "The reason has 501 characters. Enter at most 500."),
    ],
)
def test_an_end_that_cannot_be_is_refused_and_writes_nothing(
    desk: Scene, number: int, more: dict[str, Any], said: str
) -> None:
    known = own(desk)
    with pytest.raises(RecordError, match=said):
        end(desk, number or known, "2025-03-04", **more)
    with transaction(desk.engine) as session:
        assert len(session.exec(select(OwnDeadline)).all()) == 1
    end(desk, known, "2025-03-04")
    with pytest.raises(RecordError, match="has ended already: Bo recorded it as done"):
        end(desk, known, "2025-03-04", done=False, reason="Other")


@pytest.mark.parametrize("act", ["UPDATE owndeadline SET title = 'x'", "DELETE FROM owndeadline"])
def test_the_database_refuses_to_change_or_delete_a_row(desk: Scene, act: str) -> None:
    own(desk)
    with pytest.raises(SqlError, match="owndeadline is append-only"), desk.engine.begin() as connection:
        connection.execute(text(act))


def test_the_recount_and_the_explanation_never_have_it(desk: Scene) -> None:
    desk.record("closing_conference_held", "2025-02-20")
    desk.sweep("2025-02-20")

    def seen() -> tuple[object, ...]:
        with transaction(desk.engine) as session:
            matter = matter_named(session, "AUD-1")
            docket = office_law(session).docket(matter, entries_of(session, matter), now=at(SET))
            stored = [row.rule for row in session.exec(select(Deadline).order_by(col(Deadline.id))).all()]
        found = recount(desk.engine, now=at(SET))
        return docket, stored, found.differences, found.deadlines, found.hash

    before = seen()
    own(desk)
    desk.sweep(SET)
    assert seen() == before
