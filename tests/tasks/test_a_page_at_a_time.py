"""A look, a recount and a forecast read a page at a time: as many statements for one matter as for many."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, update
from sqlmodel import select

from models.record.database import transaction
from models.record.docket_rows import docket_rows
from models.record.matters import matter_named
from models.record.tables.dockets import Deadline, DerivedDocket
from models.record.tables.running import UNLOOKED
from tasks.alerts.forecast import forecast
from tasks.record.derive import derive_what_changed
from tasks.record.office_settings import put_period
from tasks.watch.recount import recount
from tasks.watch.repair import repair
from tasks.watch.sweep import claim_due
from tests.support.scenes import LINKS, Scene, at
from tests.support.statements import plans, read_whole

FEW, MANY = 1, 60
SET, DUE, LATER = "2025-06-20", "2025-09-19", "2025-09-24"


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is executed in the block, each statement once however many rows it is given."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def filled(scene: Scene, first: int, last: int) -> None:
    for place in range(first, last):
        scene.open(f"AUD-{place}")
        scene.record("closing_conference_held", SET, docket=f"AUD-{place}")


def people(scene: Scene) -> None:
    scene.open("AUD-HEARD")
    scene.record("closing_conference_held", SET, docket="AUD-HEARD")
    for role in ("owner", "lead"):
        scene.contact(role.capitalize(), ["Acme"], on=SET, role=role)


def all_due(scene: Scene, day: str) -> None:
    with transaction(scene.engine) as session:
        session.connection().execute(update(Deadline).values(next_step_at=at(day, 8)))


def silent(scene: Scene) -> None:
    found = claim_due(scene.engine, LINKS, now=at("2025-06-23"))
    assert found.clocks == found.matters
    assert found.claims == []


def told(scene: Scene) -> None:
    found = claim_due(scene.engine, LINKS, now=at(DUE))
    assert len(found.claims) >= found.matters - 1


def recounted(scene: Scene) -> None:
    assert recount(scene.engine, now=at("2025-06-23")).differences == []


def foreseen(scene: Scene) -> None:
    assert forecast(scene.engine, now=at("2025-06-23"), until=None)


def derived_again(scene: Scene) -> None:
    put_period(scene.engine, "PRG-06", 10, by="Bo", now=at("2025-06-23"))
    assert derive_what_changed(scene.engine, now=at("2025-06-23"))


@pytest.mark.parametrize("work", [silent, told, recounted, foreseen, derived_again])
def test_one_matter_takes_as_many_statements_as_a_hundred(
    scene: Scene, work: Callable[[Scene], None]
) -> None:
    people(scene)
    counts = []
    for first, last in ((0, FEW), (FEW, MANY)):
        filled(scene, first, last)
        claim_due(scene.engine, LINKS, now=at("2025-06-21"))
        if work is told:
            # One of which they have heard already, so that both kinds of look are counted each time.
            claim_due(scene.engine, LINKS, now=at(DUE), matter_id=1)
        all_due(scene, "2025-06-23")
        with statements(scene.engine) as seen:
            work(scene)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_docket_that_is_the_same_is_not_derived_again(scene: Scene) -> None:
    people(scene)
    with transaction(scene.engine) as session:
        before = session.exec(select(DerivedDocket)).one()
        assert before.holds_through.isoformat() == "2025-09-17"
        # Where it is as it was nothing is derived: what is stored is what is looked at.
        session.connection().execute(update(Deadline).values(status="missed", next_step_at=at("2025-06-23")))
    claim_due(scene.engine, LINKS, now=at("2025-06-23"))
    assert stored(scene).status == "missed"
    (name,) = recount(scene.engine, now=at("2025-06-23")).derived
    assert name == "AUD-HEARD"


def test_it_is_derived_again_once_an_entry_a_setting_or_a_day_changes_it(scene: Scene) -> None:
    filled(scene, 0, 1)
    all_due(scene, DUE)
    claim_due(scene.engine, LINKS, now=at(LATER))
    assert (stored(scene).status, kept(scene).derived_on.isoformat()) == ("missed", LATER)
    put_period(scene.engine, "PRG-06", 10, by="Bo", now=at(LATER))
    settings = kept(scene).settings
    derive_what_changed(scene.engine, now=at(LATER))
    assert kept(scene).settings != settings
    head = kept(scene).head
    scene.record("report_completed", LATER, docket="AUD-0")
    with transaction(scene.engine) as session:
        (docket,) = docket_rows(session, [matter_named(session, "AUD-0")])
        assert (docket.head.split()[0], docket.head) == ("2", session.exec(select(DerivedDocket)).one().head)
    assert docket.head != head


def test_under_a_clock_that_was_ahead_it_is_derived_again(scene: Scene) -> None:
    filled(scene, 0, 1)
    all_due(scene, "2025-06-23")
    claim_due(scene.engine, LINKS, now=at("2026-06-23"))
    assert stored(scene).status == "missed"
    all_due(scene, "2025-06-23")
    claim_due(scene.engine, LINKS, now=at("2025-06-23") + timedelta(hours=1))
    assert stored(scene).status == "pending"


def stored(scene: Scene) -> Deadline:
    with transaction(scene.engine) as session:
        return session.exec(select(Deadline)).one()


def kept(scene: Scene) -> DerivedDocket:
    with transaction(scene.engine) as session:
        return session.exec(select(DerivedDocket)).one()


@pytest.mark.parametrize("day", ["2099-12-31", "2025-07-01"])
def test_the_recount_finds_and_repairs_a_docket_that_is_kept_as_it_is_too_long_or_not_long_enough(
    scene: Scene, day: str
) -> None:
    people(scene)
    claim_due(scene.engine, LINKS, now=at("2025-06-21"))
    with transaction(scene.engine) as session:
        session.exec(select(DerivedDocket)).one().holds_through = at(day).date()
    found = recount(scene.engine, now=at("2025-06-23"))
    assert found.differences == [
        f"AUD-HEARD: it is to be derived again after {day}, expected after 2025-09-17"
    ]
    assert repair(scene.engine, found.derived, now=at("2025-06-23")) == ["AUD-HEARD"]
    assert kept(scene).holds_through == at("2025-09-17").date()


def test_what_is_due_is_found_by_indexes_however_much_runs_or_was_missed(scene: Scene) -> None:
    filled(scene, 0, FEW)
    people(scene)
    scene.sweep(SET)
    large = ("deadline", "matter", "defect", "evidence", "owndeadline")
    lines = plans(scene.engine, lambda: claim_due(scene.engine, LINKS, now=at(LATER)))
    assert read_whole(lines, large) == []
    # PostgreSQL takes any of those by the last days while they are small.
    either = {f"unlooked_{day}" for day in UNLOOKED}
    used = {
        each for each in {"next_step_at", "looked_on", *either} if f"ix_deadline_{each}" in " ".join(lines)
    }
    assert {"next_step_at", "looked_on"} < used
    assert either <= used or scene.engine.dialect.name == "postgresql"
