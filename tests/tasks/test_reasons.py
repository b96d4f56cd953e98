"""Why a deadline has its days is derived when it is shown: of what runs, what moved, what is withdrawn."""

import pytest
from sqlalchemy import inspect
from sqlmodel import select

from models.law.load import load_law
from models.record.database import reading, transaction
from models.record.matters import matter_named
from models.record.tables.dockets import Deadline
from tasks.record.reasons import Reasons, whys
from tests.support.scenes import Scene, at

SET, NOW = "2025-06-20", at("2025-06-24")


@pytest.fixture
def audited(scene: Scene) -> Scene:
    scene.open()
    scene.record("closing_conference_held", SET)
    return scene


def shown(scene: Scene, rule: str = "AUD-06") -> Reasons:
    with reading(scene.engine) as session:
        row = session.exec(select(Deadline).where(Deadline.rule == rule)).one()
        matter = matter_named(session, "AUD-1")
        return whys(session, [matter], now=NOW)[matter.id].of(row)


def test_they_are_the_words_of_the_law_and_the_count(audited: Scene) -> None:
    why = shown(audited)
    assert why.quote == load_law().rules["AUD-06"].versions[-1].quote
    assert "Jun 20, 2025" in why.trace[0]
    audited.record(
        "closing_conference_held", "2025-06-19", replaces=1, reason="Misread", recorded="2025-06-23"
    )
    assert "Jun 19, 2025" in shown(audited).trace[0]


def test_of_what_is_withdrawn_they_are_those_from_before(audited: Scene) -> None:
    before = shown(audited)
    audited.record("entry_withdrawn", SET, replaces=1, reason="Of another audit", recorded="2025-06-23")
    with reading(audited.engine) as session:
        assert session.exec(select(Deadline.withdrawn).where(Deadline.rule == "AUD-06")).one()
    assert shown(audited) == before


@pytest.mark.tampers
def test_reasons_that_lead_to_other_days_than_those_on_record_are_not_shown(audited: Scene) -> None:
    with transaction(audited.engine) as session:
        row = session.exec(select(Deadline).where(Deadline.rule == "AUD-06")).one()
        row.strict_on = row.lenient_on = at("2025-09-01").date()
    assert shown(audited) == Reasons(load_law().rules["AUD-06"].versions[-1].quote)


@pytest.mark.tampers
def test_of_what_was_derived_under_another_law_there_are_none(audited: Scene) -> None:
    with transaction(audited.engine) as session:
        session.exec(select(Deadline).where(Deadline.rule == "AUD-06")).one().law_hash = "0" * 64
    assert shown(audited) == Reasons()


@pytest.mark.tampers
def test_a_docket_that_cannot_be_derived_has_no_count(audited: Scene) -> None:
    audited.spoil()
    assert shown(audited).trace == ()


def test_none_of_them_is_stored(audited: Scene) -> None:
    stored = {column["name"] for column in inspect(audited.engine).get_columns("deadline")}
    assert stored.isdisjoint({"title", "quote", "trace"})
    with reading(audited.engine) as session:
        row = session.exec(select(Deadline).where(Deadline.rule == "AUD-06")).one()
        assert row.title == load_law().rules["AUD-06"].title
        row.rule = "AUD-99"
        assert row.title == "AUD-99"
