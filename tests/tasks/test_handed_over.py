"""Not mine: who takes a clock or a matter over hears of it, and the former only that it changes."""

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.database import transaction
from models.record.tables.alerts import Reassignment
from notifications.policy.reasons import Reason
from tests.support.called import CLOCK, DAY, called, returns, told
from tests.support.mailbox import text_of
from tests.support.scenes import Scene


@pytest.fixture
def summons(sqlite_scene: Scene) -> Scene:
    return called(sqlite_scene)


def test_who_takes_a_clock_over_hears_first_of_it_and_the_former_only_that_it_changes(scene: Scene) -> None:
    called(scene)
    scene.sweep("2025-06-03")
    scene.reassign("Ann", "Eve", docket="SUM-1", clock=CLOCK, on="2025-06-05")
    heard = told(scene, "2025-06-05", "2025-06-20")
    assert heard[0] == ("2025-06-05", "Eve", "30 days before")
    scene.sweep("2025-06-20")
    assert "ACTION by Thu, Jul 3: " in str(scene.mails("eve")[0]["Subject"])
    assert "Ann" not in {name for _, name, _ in heard}
    returns(scene, "2025-08-08", on="2025-06-23", changed=True)
    moved = told(scene, "2025-06-23", "2025-06-23")
    assert {name for _, name, step in moved if step == "moved"} >= {"Ann", "Eve"}
    later = {name for _, name, _ in told(scene, "2025-06-24", "2025-08-12")}
    assert "Ann" not in later
    assert "Eve" in later


def test_who_heard_of_a_clock_before_hears_that_it_is_theirs_now(sqlite_scene: Scene) -> None:
    scene = called(sqlite_scene)
    scene.sweep("2025-06-05")
    before = len(scene.mails("lee"))
    scene.reassign("Ann", "Lee", docket="SUM-1", clock=CLOCK, on="2025-06-10")
    (claim,) = [claim for _, claim in scene.sweep("2025-06-10").claims if claim.contact == "Lee"]
    assert (claim.step, claim.reason) == ("handed on 1", Reason.REMINDER)
    (mail,) = scene.mails("lee")[before:]
    assert "Reassigned to you: from Ann; recorded by Bo." in text_of(mail)
    assert [step for _, name, step in told(scene, "2025-06-11", "2025-06-16") if "handed" in step] == []


def test_the_same_reassignment_submitted_twice_is_told_once(scene: Scene) -> None:
    called(scene)
    scene.sweep("2025-06-05")
    before = len(scene.mails("lee"))
    for _ in range(2):
        scene.reassign("Ann", "Lee", docket="SUM-1", clock=CLOCK, on="2025-06-10")
        scene.sweep("2025-06-10")
    assert len(scene.mails("lee")) == before + 1
    scene.reassign("Lee", "Ann", docket="SUM-1", clock=CLOCK, on="2025-06-11")
    scene.reassign("Ann", "Lee", docket="SUM-1", clock=CLOCK, on="2025-06-12")
    scene.sweep("2025-06-12")
    with transaction(scene.engine) as session:
        assert len(session.exec(select(Reassignment)).all()) == 3


def test_a_whole_matter_is_handed_over_with_the_clocks_to_come(summons: Scene) -> None:
    summons.reassign("Ann", "Eve", docket="SUM-1", on=DAY)
    summons.record("enforcement_ordered", "2025-06-04", docket="SUM-1", facts={"comply_by": "2025-09-05"})
    claims = summons.sweep("2025-06-04").claims
    heard = {claim.contact for _, claim in claims if "court's order" in claim.content.subject}
    assert heard == {"Eve", "Abe", "Lee"}


def test_what_was_handed_on_can_be_handed_on_and_back(summons: Scene) -> None:
    summons.reassign("Ann", "Eve", docket="SUM-1", on=DAY)
    summons.reassign("Eve", "Ann", docket="SUM-1", on=DAY)
    heard = {name for _, name, _ in told(summons, "2025-06-03", "2025-06-18")}
    assert heard == {"Ann", "Abe", "Lee"}


def test_nobody_hands_a_clock_to_themselves_or_one_that_there_is_not(summons: Scene) -> None:
    with pytest.raises(RecordError, match="You entered Ann twice"):
        summons.reassign("Ann", "Ann", docket="SUM-1", on=DAY)
    with pytest.raises(RecordError, match="names no deadline in SUM-1"):
        summons.reassign("Ann", "Lee", docket="SUM-1", clock="SUM-99", on=DAY)
