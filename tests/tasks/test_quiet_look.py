"""A look of which nothing is to be told reads no docket, and leaves what a look that reads it leaves."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from models.record.database import transaction
from models.record.tables.dockets import Deadline, Matter
from tasks.alerts.office_context import office_context
from tasks.watch.look import look_at
from tasks.watch.quiet_look import DueMatter, look_quietly
from tests.support.scenes import LINKS, Scene, at

DAY = "2025-06-24"
SUMMONED = {"return_on": "2025-07-30", "third_party": False}


@pytest.fixture
def told(scene: Scene) -> Scene:
    """Matters of which everybody has heard: one with a pause, one that was handed on, one that mutes."""
    for number in range(3):
        scene.open(f"AUD-{number}")
        scene.record("closing_conference_held", "2025-06-20", docket=f"AUD-{number}")
    scene.open("SUM-1", "summons")
    scene.record("summons_issued", "2025-06-20", docket="SUM-1", facts=SUMMONED)
    for role in ("owner", "lead"):
        scene.contact(role.capitalize(), on="2025-06-20", role=role)
    scene.sweep("2025-06-20")
    scene.acknowledge("Owner", "AUD-06", on="2025-06-20", until="2025-07-01", docket="AUD-0")
    scene.reassign("Owner", "Lead", on="2025-06-20", docket="AUD-1")
    scene.sweep("2025-06-23")
    return scene


def page_of(session: Session) -> list[DueMatter]:
    rows = session.exec(select(Matter).order_by(col(Matter.id))).all()
    return [DueMatter(row.id, row.timezone, row.account_id) for row in rows]


def all_due(session: Session, now: datetime) -> None:
    session.connection().execute(update(Deadline).values(next_step_at=now, looked_on=at("2025-06-23").date()))


def stored(session: Session) -> list[dict[str, Any]]:
    session.expire_all()
    rows = session.exec(select(Deadline).order_by(col(Deadline.id))).all()
    return [row.model_dump() for row in rows]


def test_it_leaves_what_a_look_at_the_docket_leaves(told: Scene) -> None:
    now = at(DAY)
    with transaction(told.engine) as session:
        all_due(session, now)
        quiet = look_quietly(session, page_of(session), office_context(session, LINKS, now))
        after = stored(session)
        all_due(session, now)
        matters = session.exec(select(Matter).order_by(col(Matter.id))).all()
        full = look_at(session, matters, office_context(session, LINKS, now))
        assert stored(session) == after
    assert full.claims == []
    assert (quiet.matters, quiet.clocks, quiet.looked) == (full.matters, full.clocks, full.looked)


def test_what_is_to_be_derived_or_told_is_left_to_a_look_at_the_docket(told: Scene) -> None:
    with transaction(told.engine) as session:
        all_due(session, at("2025-09-19"))
        before = stored(session)
        page, office = page_of(session), office_context(session, LINKS, at("2025-09-19"))
        assert look_quietly(session, page, office).looked == []
        assert stored(session) == before


def test_what_nobody_hears_of_stays_due(scene: Scene) -> None:
    scene.open()
    scene.record("closing_conference_held", "2025-06-20")
    assert scene.sweep(DAY).unheard == ["AUD-1"]
    assert scene.sweep(DAY).unheard == ["AUD-1"]
