"""A law that only says the same in other words approves itself; whatever else changed waits for somebody."""

from datetime import datetime

import pytest
from sqlmodel import col, select

from models.errors import RecordError
from models.law import fingerprint
from models.law.load import load_law
from models.record.database import transaction
from models.record.office_settings import awaits_approval, law_in_force
from models.record.receipts import ReceiptKind, all_receipts, verify_receipts
from models.record.tables.dockets import Deadline, Defect
from models.record.tables.office import LawApproval
from tasks.record.derive import derive_what_changed
from tasks.record.law_approval import SHOWN, approve_law, approve_rewording
from tests.support.scenes import Scene, at

DAY = "2025-06-23"
OTHER_WORDS = "0" * fingerprint.SIZE + load_law().meaning
SLOWER = "f3474e5610abf5f9790294f827110ceae66aa313cbdaf7eddb5ca78dd5af091c"
"""The hash of the law before its rules were prepared: another program, which counts the same."""

OTHER_MEANING = load_law().wording + "0" * fingerprint.SIZE


def run_under(scene: Scene, former: str) -> None:
    """As if all that is on record came from an earlier law, whose sentences were others."""
    with transaction(scene.engine) as session:
        session.exec(select(LawApproval)).one().law_hash = former
        for row in session.exec(select(Deadline)).all():
            row.law_hash, row.if_missed = former, "Said otherwise."
        for defect in session.exec(select(Defect)).all():
            defect.law_hash, defect.text, defect.citation = former, "Said otherwise.", "19 CFR"


@pytest.fixture
def told(scene: Scene) -> Scene:
    """A matter with deadlines and a defect of which everybody has heard."""
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.record("report_delay_notice", "2025-06-20")
    scene.sweep("2025-06-20")
    assert "defect" in scene.reasons()
    return scene


@pytest.mark.parametrize("former", [OTHER_WORDS, SLOWER])
def test_a_law_that_counts_the_same_approves_itself_leaves_a_receipt_and_tells_nobody(
    told: Scene, former: str
) -> None:
    run_under(told, former)
    before = told.reasons()
    assert approve_rewording(told.engine, now=at(DAY))
    with transaction(told.engine) as session:
        approved = law_in_force(session)
        assert approved is not None
        assert (approved.law_hash, approved.approved_by) == (
            load_law().hash,
            "Landwaiter: no deadline changes",
        )
        receipts = all_receipts(session)
        assert (receipts[-1].kind, receipts[-1].content["former"]) == (ReceiptKind.REWORDING, former)
        assert verify_receipts(receipts) == []
    assert derive_what_changed(told.engine, now=at(DAY)) == 1
    told.sweep(DAY)
    assert told.reasons() == before
    with transaction(told.engine) as session:
        words = {each.title for each in session.exec(select(Deadline)).all()}
        texts = {each.text for each in session.exec(select(Defect)).all()}
    assert "Called otherwise" not in words
    assert "Said otherwise." not in texts
    assert not approve_rewording(told.engine, now=at(DAY))


def test_a_law_that_means_something_else_waits_even_where_no_open_matter_is_touched(scene: Scene) -> None:
    scene.open()
    run_under(scene, OTHER_MEANING)
    assert not approve_rewording(scene.engine, now=at(DAY))
    with pytest.raises(RecordError, match="approve-law-change"):
        scene.record("closing_conference_held", "2025-06-20")


def test_the_same_meaning_that_moves_a_matter_all_the_same_waits(told: Scene) -> None:
    run_under(told, OTHER_WORDS)
    with transaction(told.engine) as session:
        row = session.exec(select(Deadline).where(col(Deadline.rule) == "AUD-06")).one()
        row.strict_on = row.lenient_on = row.set_on
    assert not approve_rewording(told.engine, now=at(DAY))
    with transaction(told.engine) as session:
        assert awaits_approval(session, load_law())


def superseded(scene: Scene, newer: str) -> None:
    """Somebody with a newer program put its law in force."""
    with transaction(scene.engine) as session:
        session.add(LawApproval(law_hash=newer, approved_by="Ann", approved_at=moment(), derived_at=moment()))


def moment() -> datetime:
    return at("2025-06-22")


@pytest.mark.parametrize("newer", [OTHER_WORDS, OTHER_MEANING], ids=["reworded", "changed"])
def test_the_older_of_two_workers_does_not_sweep_and_never_approves_itself(told: Scene, newer: str) -> None:
    superseded(told, newer)
    before = told.reasons()
    assert not approve_rewording(told.engine, now=at(DAY))
    with pytest.raises(RecordError, match="runs an older law"):
        told.sweep("2025-09-22")
    assert told.reasons() == before
    with pytest.raises(RecordError, match="approve-law-change"):
        told.record("petition_received", "2025-06-21")


def test_who_goes_back_to_an_older_version_approves_it_and_is_watched_again(told: Scene) -> None:
    superseded(told, OTHER_MEANING)
    approve_law(told.engine, load_law().hash[:SHOWN], by="Ann", now=at(DAY))
    derive_what_changed(told.engine, now=at(DAY))
    assert told.sweep("2025-09-22").claims
