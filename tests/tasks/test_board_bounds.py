"""The board reads the first of each group by an index, whatever is on record, and says what it leaves out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import insert, text
from sqlmodel import col, func, select

from models.law.derive import derive
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from models.record.amounts import MOST, Amount
from models.record.database import reading, transaction
from models.record.deadlines import columns_of
from models.record.open_deadlines import First
from models.record.tables.board import Group, condition
from models.record.tables.dockets import Deadline
from models.record.tables.office import OwnDeadline
from tasks.pages.board_choice import LONGEST, choose
from tasks.pages.board_page import board_page, read_board
from tasks.pages.deadline_cells import URGENCY
from tasks.watch.what_runs import what_runs
from tests.law.support.random_dockets import random_docket
from tests.support.scenes import LINKS, Scene, at
from tests.support.statements import plans, read_whole, sent_by

NOW = at("2025-07-07")
LARGE = ("deadline", "matter", "entry", "standingentry", "alert", "message", "delivery", "owndeadline")


def add(scene: Scene, number: int, *, first: date = date(2025, 8, 1), **said: object) -> None:
    """So many deadlines on the first matter, as they are stored, each a day after the other."""
    days = [first + timedelta(days=place % 300) for place in range(number)]
    put(scene, [{"strict_on": day, "lenient_on": day, "act_by": day, **said} for day in days])


def put(scene: Scene, rows: Sequence[Mapping[str, object]]) -> None:
    """Rows of deadlines of the first matter; what they do not say is that of a summons that runs."""
    rest = {
        **_columns(),
        "matter_id": 1,
        "rule": "SUM-02",
        "status": "pending",
        "settled_on": None,
        "chain_root": 0,
        "set_on": date(2025, 6, 1),
        "law_hash": load_law().hash,
        "derived_at": NOW,
        "withdrawn": False,
    }
    with transaction(scene.engine) as session:
        last = session.exec(select(func.coalesce(func.max(Deadline.trigger_root), 100))).one()
        whole = [{**rest, **row, "trigger_root": last + place} for place, row in enumerate(rows, start=1)]
        session.connection().execute(insert(Deadline), whole)


def _columns() -> dict[str, object]:
    law = load_law()
    docket = {
        "lifecycle": "summons",
        "as_of": "2025-06-02",
        "entries": [
            {
                "kind": "summons_issued",
                "on": "2025-06-02",
                "facts": {"return_on": "2025-07-07", "third_party": False},
            }
        ],
    }
    return columns_of(derive(read_docket(docket, law), law).deadlines[0])


@pytest.fixture
def opened(scene: Scene) -> Scene:
    scene.open("SUM-1", "summons")
    return scene


def page_of(scene: Scene) -> str:
    with reading(scene.engine) as session:
        return board_page(read_board(session, NOW), {}, LINKS)


def test_each_open_deadline_is_in_one_group_and_no_other_one_in_any(sqlite_scene: Scene) -> None:
    rng, law = Random(16), load_law()
    sqlite_scene.open("SUM-1", "summons")
    rows: list[dict[str, object]] = []
    for lifecycle in [*Lifecycle] * 40:
        try:
            answer = derive(read_docket(random_docket(rng, lifecycle), law), law)
        except DocketError:
            continue
        rows += [{**columns_of(clock), "rule": clock.rule} for clock in answer.deadlines]
    put(sqlite_scene, rows)
    running = [row for row in rows if row["status"] in URGENCY]
    assert 50 < len(running) < len(rows) - 50
    with reading(sqlite_scene.engine) as session:
        ids = [
            id_
            for group in Group
            for id_ in session.exec(select(Deadline.id).where(text(condition(group)))).all()
        ]
        is_open = select(Deadline.id).where(col(Deadline.status).in_(URGENCY))
        assert sorted(ids) == sorted(session.exec(is_open).all())
    assert len(ids) == len(running)


def test_the_statements_of_the_board_are_as_many_for_one_deadline_as_for_thousands(opened: Scene) -> None:
    def read() -> None:
        with reading(opened.engine) as session:
            read_board(session, NOW)

    add(opened, 2)
    few = sent_by(opened.engine, read)
    for status in ("pending", "missed", "ambiguous"):
        add(opened, LONGEST + 20, status=status)
    assert few <= sent_by(opened.engine, read) <= few + 2
    assert few <= 20


def test_no_large_table_is_read_as_a_whole_for_the_board_or_by_what_runs(opened: Scene) -> None:
    add(opened, LONGEST + 20)
    add(opened, 3, rule="DEM-02", status="met_late", settled_on=date(2025, 7, 1))

    def read() -> None:
        with reading(opened.engine) as session:
            read_board(session, NOW)
        what_runs(opened.engine, now=NOW)

    lines = plans(opened.engine, read)
    assert read_whole(lines, LARGE) == []
    used = " ".join(lines)
    for index in (*(f"ix_deadline_board_{group}" for group in Group), "ix_deadline_late_production"):
        assert index in used
    assert "ix_entry_demand_closed" in used
    assert "ix_owndeadline_open" in used
    assert "ix_message_unsent" in used


def test_what_the_board_leaves_out_is_said_by_group_and_where_it_begins(
    opened: Scene,
) -> None:
    add(opened, 150)
    add(opened, 150, status="missed", first=date(2024, 1, 1))
    page = page_of(opened)
    assert "100 more open deadlines not shown here:" in page
    with reading(opened.engine) as session:
        board = read_board(session, NOW)
    assert board.running == Amount(300)
    assert len(board.rows) == LONGEST
    shown = [row.strict_on for row, *_ in board.rows if row.status == "pending"]
    assert min(shown) == date(2025, 8, 1)
    assert f"- {150 - len(shown)} ahead, on " in page
    assert f"- {150 - (LONGEST - len(shown))} overdue, on " in page
    assert page.index("## Overdue") < page.index("more open deadlines")


def test_beyond_a_thousand_the_board_says_more_than_so_many(opened: Scene) -> None:
    add(opened, MOST + 500)
    page = page_of(opened)
    assert f"More than {MOST - LONGEST} more open deadlines not shown here:" in page
    with reading(opened.engine) as session:
        assert read_board(session, NOW).running == Amount(MOST, is_least=True)
    assert what_runs(opened.engine, now=NOW).startswith(f"{MOST + 500:,} deadlines are running; the next is ")


def test_a_group_that_has_little_leaves_its_room_to_the_others() -> None:
    first = {group: [First(place, date(2025, 1, 1)) for place in range(LONGEST)] for group in Group}
    first[Group.MISSED], first[Group.RIGHTS] = [], first[Group.RIGHTS][:1]
    chosen = choose(first, {group: Amount(len(rows)) for group, rows in first.items()})
    assert len(chosen.ids) == LONGEST
    assert set(chosen.left_out) == set(Group) - {Group.MISSED, Group.RIGHTS}
    assert sum(cut.amount.number for cut in chosen.left_out.values()) == 8 * LONGEST + 1 - LONGEST


def test_late_productions_and_own_deadlines_beyond_what_is_shown_are_counted(opened: Scene) -> None:
    add(opened, 53, rule="DEM-02", status="met_late", settled_on=date(2025, 7, 1))
    with transaction(opened.engine) as session:
        for place in range(104):
            day = date(2025, 8, 1) + timedelta(days=place)
            session.add(OwnDeadline(matter_id=1, title="Call", due_on=day, recorded_by="Bo", recorded_at=NOW))
    page = page_of(opened)
    assert "## Late production: 53" in page
    assert "3 more late productions, settled before these." in page
    assert "## Your own deadlines, not law: 104" in page
    assert "4 more deadlines of your own, later than these." in page
