"""A page in which something fails: one matter silences no other, and nothing is left of what was undone."""

from typing import Any

import pytest
from sqlmodel import select

from models.record.database import snapshot, transaction
from models.record.log_proof import log_faults
from models.record.receipts import all_receipts
from models.record.tables.dockets import Deadline, Defect, DerivedDocket
from models.record.tables.office import LawApproval
from tests.support.late_report import MISSED, late_report, papers
from tests.support.scenes import Scene, at

NOTICE = {"in_writing": True, "by_telephone": True, "estimated_end": "2025-12-19"}


@pytest.mark.tampers
def test_one_that_cannot_be_worded_is_told_as_such_after_the_page_is_undone(scene: Scene) -> None:
    late_report(scene).open("AUD-2")
    with transaction(scene.engine) as session:
        # Of an entry that is not there: it cannot be named.
        fault = Defect(matter_id=2, code="x", entry_number=99, citation="", text="t", law_hash="h")
        fault.next_step_at = fault.derived_at = at("2025-07-22")
        session.add(fault)
        session.add(DerivedDocket(**derived_as_of(scene)))
    found = scene.sweep(MISSED)
    assert [each.split(":")[0] for each in found.broken] == ["AUD-2"]
    told = [(docket, claim.contact, claim.reason.value) for docket, claim in found.claims]
    assert told == [(f"AUD-{number}", name, reason) for number, reason in TOLD for name in ("Ann", "Lee")]
    assert len(papers(scene)) == 1
    with snapshot(scene.engine) as session:
        assert log_faults(session, all_receipts(session)) == []


TOLD = ((1, "missed"), (2, "defect"))


def derived_as_of(scene: Scene) -> dict[str, Any]:
    """As if the second matter, which has no entry, were derived: its defect is looked at as it stands."""
    with snapshot(scene.engine) as session:
        first = session.exec(select(DerivedDocket)).one().model_dump()
    return {**first, "matter_id": 2, "head": "", "holds_through": at("2099-01-01").date()}


def test_the_reasons_of_a_withdrawn_deadline_are_found_though_a_clock_was_ahead_once(scene: Scene) -> None:
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    scene.record("audit_notice", "2025-01-06", facts=NOTICE, recorded="2030-01-02")
    scene.record("onsite_work_completed", "2025-06-18", recorded="2025-06-22")
    scene.record("onsite_work_completed", "2025-06-17", recorded="2025-06-23", replaces=3, reason="Misread")
    scene.record("entry_withdrawn", "2025-06-20", recorded="2025-06-24", replaces=1, reason="Of another")
    found = scene.sweep("2025-06-24")
    assert found.broken == []
    assert "withdrawn" in [claim.reason.value for _, claim in found.claims]


@pytest.mark.tampers
def test_what_was_restated_while_a_law_waited_is_derived_once_a_law_is_in_force_again(scene: Scene) -> None:
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    with transaction(scene.engine) as session:
        approved = session.exec(select(LawApproval)).one()
        law, approved.law_hash = approved.law_hash, "0" * 64
        session.exec(select(Deadline)).one().next_step_at = at("2025-06-21")
    scene.sweep("2025-06-21")
    with transaction(scene.engine) as session:
        assert session.exec(select(DerivedDocket)).all() == []
        session.exec(select(LawApproval)).one().law_hash = law
        row = session.exec(select(Deadline)).one()
        row.status, row.next_step_at = "missed", at("2025-06-22")
    scene.sweep("2025-06-22")
    with transaction(scene.engine) as session:
        assert session.exec(select(Deadline)).one().status == "pending"
