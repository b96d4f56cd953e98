"""A change of the law is shown first; until it is approved nothing of it is derived, told or recorded."""

from datetime import date

import pytest
from sqlmodel import col, select

from models.errors import RecordError
from models.law.load import load_law
from models.record.database import transaction
from models.record.receipts import ReceiptKind
from models.record.tables.dockets import Deadline
from models.record.tables.office import LawApproval
from tasks.alerts.law_change import law_change, tell_law_change
from tasks.pages.law_change_page import law_change_page
from tasks.record.derive import derive_what_changed
from tasks.record.law_approval import SHOWN, approve_law
from tasks.watch.receipts import leave_receipt
from tasks.watch.recount import recount
from tests.support.scenes import LINKS, Scene, at

FORMER = "0" * 64
NEW = load_law().hash[:SHOWN]
DAY = "2025-06-23"


@pytest.fixture
def upgraded(scene: Scene) -> Scene:
    """A record of a former law: it counted 80 days, knew a clock that is gone, and did not know another."""
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.record("report_completed", "2025-06-20", reference="R")
    scene.record("petition_received", "2025-06-21")
    with transaction(scene.engine) as session:
        session.exec(select(LawApproval)).one().law_hash = FORMER
        rows = {row.rule: row for row in session.exec(select(Deadline)).all()}
        rows["AUD-07"].strict_on = rows["AUD-07"].lenient_on = date(2025, 7, 10)
        rows["AUD-07"].law_hash = FORMER
        rows["AUD-09"].rule = "AUD-00"
    scene.sweep("2025-06-21")
    return scene


def stored(scene: Scene) -> dict[str, date]:
    with transaction(scene.engine) as session:
        rows = session.exec(select(Deadline).where(col(Deadline.withdrawn).is_(False))).all()
        return {row.rule: row.strict_on for row in rows}


def test_what_it_adds_moves_and_withdraws_is_shown_and_nothing_is_written(upgraded: Scene) -> None:
    before = stored(upgraded)
    change = law_change(upgraded.engine, now=at(DAY))
    assert change is not None
    assert [line[:22] for line in change.added] == ["AUD-1: AUD-09 CBP hold"]
    (moved,) = change.moved
    assert moved.startswith(
        "AUD-1: AUD-07 CBP sends a copy of the audit report: earliest last day Sunday, July 20, 2025, "
        "latest last day Monday, July 21, 2025"
    )
    assert moved.endswith("; before, Thursday, July 10, 2025")
    assert [line[:13] for line in change.withdrawn] == ["AUD-1: AUD-00"]
    assert stored(upgraded) == before
    page = law_change_page(change, LINKS)
    assert "## Moved: 1" in page
    assert change.law == NEW


def test_until_it_is_approved_the_days_that_were_told_are_watched(upgraded: Scene) -> None:
    before = stored(upgraded)
    told = upgraded.reasons()
    upgraded.sweep(DAY)
    assert (stored(upgraded), upgraded.reasons()) == (before, told)
    swept = upgraded.sweep("2025-07-11")
    assert ("missed", "ACTION, CBP overdue since Fri, Jul 11") in [
        (claim.reason.value, claim.content.subject[:37]) for _, claim in swept.claims
    ]


def test_until_it_is_approved_nothing_is_recorded_and_the_recount_says_why(upgraded: Scene) -> None:
    with pytest.raises(RecordError, match="awaits approval"):
        upgraded.record("audit_closed", DAY)
    found = recount(upgraded.engine, now=at(DAY))
    assert found.differences == ["nothing is compared until someone approves it"]
    receipt = leave_receipt(upgraded.engine, ReceiptKind.SWEEP, {}, now=at(DAY))
    assert receipt.law_hash == FORMER


def test_every_contact_is_told_each_day_that_it_waits_and_of_no_matter(upgraded: Scene) -> None:
    for day in (DAY, "2025-06-24"):
        for hour in (9, 15):
            tell_law_change(upgraded.engine, LINKS, now=at(day, hour))
            upgraded.sweep(day, hour)
    mails = [
        mail
        for mail in upgraded.mailbox.received
        if "approve Landwaiter's new version of the law" in str(mail["Subject"])
    ]
    assert len(mails) == 2
    assert "AUD-1" not in mails[0].as_string()


def test_another_law_than_the_one_shown_cannot_be_approved(upgraded: Scene) -> None:
    with pytest.raises(RecordError, match="awaits approval"):
        approve_law(upgraded.engine, "123456789abc", by="Bo", now=at(DAY))
    assert law_change(upgraded.engine, now=at(DAY)) is not None


def test_once_it_is_approved_every_matter_is_derived_under_it_and_what_moved_is_told(upgraded: Scene) -> None:
    approve_law(upgraded.engine, NEW, by="Bo", now=at(DAY))
    assert derive_what_changed(upgraded.engine, now=at(DAY)) == 1
    assert derive_what_changed(upgraded.engine, now=at(DAY)) == 0
    before = len(upgraded.reasons())
    upgraded.sweep(DAY)
    assert sorted(upgraded.reasons()[before:]) == ["deadline_set", "moved", "withdrawn"]
    assert stored(upgraded)["AUD-07"] == date(2025, 7, 20)
    assert recount(upgraded.engine, now=at(DAY)).differences == []
    with pytest.raises(RecordError, match="No change of the law awaits approval"):
        approve_law(upgraded.engine, NEW, by="Bo", now=at(DAY))


def test_an_approval_cut_short_is_finished_by_the_next_look(upgraded: Scene) -> None:
    approve_law(upgraded.engine, NEW, by="Bo", now=at(DAY))
    leave_receipt(upgraded.engine, ReceiptKind.PART, {}, now=at(DAY))
    assert derive_what_changed(upgraded.engine, now=at("2025-06-24")) == 1


def test_the_first_matter_puts_the_law_in_force(scene: Scene) -> None:
    scene.open()
    assert law_change(scene.engine, now=at("2025-06-20")) is None
    scene.record("closing_conference_held", "2025-06-20")
