"""In hand, not now, not mine: what people answer, how far it holds, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.contacts import remove_contact
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.tables.alerts import Acknowledgement
from notifications.policy.pauses import LIMITS
from notifications.policy.reasons import Reason
from tasks.alerts.replies import Held
from tasks.pages.matter_page import matter_page
from tasks.watch.sweep import claim_due
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

DAY = "2025-06-02"
CLOCK = "SUM-02"
CRITICAL = {"last safe day", "in the gap", "missed"}


@pytest.fixture
def summons(sqlite_scene: Scene) -> Scene:
    """A summons with its return on a Saturday, told to a chain of four; Ann has a colleague, Abe."""
    return called(sqlite_scene)


def called(scene: Scene) -> Scene:
    scene.open("SUM-1", "summons")
    roles = {"Ann": "owner", "Abe": "owner", "Lee": "lead", "Cole": "counsel", "Eve": "executive"}
    for name, role in roles.items():
        scene.contact(name, role=role)
    returns(scene, "2025-07-05", on=DAY)
    scene.sweep(DAY)
    return scene


def returns(scene: Scene, day: str, *, on: str, changed: bool = False) -> None:
    kind, facts = "summons_issued", {"return_on": day, "third_party": False}
    if changed:
        kind, facts = "return_date_changed", {"return_on": day}
    scene.record(kind, on, docket="SUM-1", facts=facts)


def acknowledged(scene: Scene, name: str = "Ann", *, on: str = DAY, until: str) -> Held:
    return scene.acknowledge(name, CLOCK, docket="SUM-1", on=on, until=until)


def snoozed(scene: Scene, name: str = "Ann", *, on: str = DAY, until: str) -> Held:
    return scene.snooze(name, CLOCK, docket="SUM-1", on=on, until=until)


def told(scene: Scene, first: str, last: str) -> list[tuple[str, str, str]]:
    """Day, contact and step of all that is told from a day through another."""
    found, day = [], date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        claims = claim_due(scene.engine, LINKS, now=at(str(day))).claims
        found += [(str(day), claim.contact, claim.step) for _, claim in claims]
        day += timedelta(days=1)
    return found


def kept(scene: Scene) -> list[Acknowledgement]:
    with transaction(scene.engine) as session:
        return list(session.exec(select(Acknowledgement)).all())


@pytest.mark.parametrize("answer", [acknowledged, snoozed])
def test_the_same_answer_twice_is_one(answer: Callable[..., Held], scene: Scene) -> None:
    called(scene)
    first, second = (answer(scene, until="2025-06-20") for _ in range(2))
    assert (first.until, first.clock) == (second.until, second.clock)
    assert len(kept(scene)) == 1
    answer(scene, until="2025-06-21")
    assert len(kept(scene)) == 2


def test_an_acknowledgement_quiets_everybody_and_goes_one_up_when_it_expires(summons: Scene) -> None:
    acknowledged(summons, until="2025-06-19")
    assert told(summons, DAY, "2025-06-20") == [
        ("2025-06-20", name, "acknowledgement 1 expired") for name in ("Ann", "Abe", "Lee")
    ]


def test_who_hears_that_it_expired_hears_who_had_it_in_hand_and_what_was_promised(summons: Scene) -> None:
    acknowledged(summons, until="2025-06-19")
    summons.sweep("2025-06-20")
    said = text_of(summons.mails("lee")[-1])
    assert "Escalated because nothing on record shows that it is done" in said
    assert ("Ann" in said, "June 19, 2025" in said, "Call them" in said) == (True, True, True)


def test_a_snooze_quiets_one_and_they_hear_it_when_it_is_over(summons: Scene) -> None:
    snoozed(summons, until="2025-06-19")
    assert told(summons, DAY, "2025-06-20") == [
        ("2025-06-03", "Abe", "30 days before"),
        ("2025-06-18", "Abe", "14 days before"),
        ("2025-06-18", "Lee", "14 days before"),
        ("2025-06-20", "Ann", "snooze 1 over"),
    ]


@pytest.mark.parametrize("answer", [acknowledged, snoozed])
def test_nothing_outlives_the_day_before_the_last_safe_step(
    answer: Callable[..., Held], summons: Scene
) -> None:
    held = answer(summons, until="2026-06-01")
    assert (held.until, held.asked) == (date(2025, 7, 2), date(2026, 6, 1))
    with transaction(summons.engine) as session:
        page = matter_page(session, matter_named(session, "SUM-1"), LINKS, now=at(DAY))
    assert f"reminders paused until Wed, Jul 2, 2025<br>(asked for Mon, Jun 1, 2026; {LIMITS})" in page
    heard = [(day, step) for day, name, step in told(summons, DAY, "2025-07-08") if name == "Ann"]
    over = "acknowledgement 1 expired" if answer is acknowledged else "snooze 1 over"
    assert [step for _, step in heard if step in CRITICAL | {over}] == [step for _, step in heard]
    assert {step for _, step in heard} >= CRITICAL


def test_ninety_days_are_the_longest(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact()
    returns(scene, "2026-07-03", on=DAY)
    assert acknowledged(scene, until="2026-06-01").until == date(2025, 8, 31)


def test_what_was_answered_to_a_day_is_void_once_the_day_moves(summons: Scene) -> None:
    acknowledged(summons, until="2025-07-01")
    returns(summons, "2025-08-08", on="2025-06-10", changed=True)
    heard = told(summons, "2025-06-10", "2025-07-25")
    assert ("2025-06-10", "Ann", "moved") in heard
    assert [step for _, name, step in heard if name == "Ann"] == [
        "moved",
        "30 days before",
        "14 days before",
    ]


@pytest.mark.parametrize("answer", [acknowledged, snoozed])
@pytest.mark.parametrize(("until", "quiet"), [("2025-06-01", False), (DAY, True)])
def test_a_day_in_the_past_is_refused_and_today_is_not(
    answer: Callable[..., Held], until: str, quiet: bool, summons: Scene
) -> None:
    if quiet:
        assert answer(summons, until=until).until == date.fromisoformat(DAY)
        return
    with pytest.raises(RecordError, match="Enter today, Monday, June 2, 2025, or later"):
        answer(summons, until=until)
    assert kept(summons) == []


@pytest.mark.parametrize("answer", [acknowledged, snoozed])
def test_a_clock_that_is_over_cannot_be_answered(answer: Callable[..., Held], summons: Scene) -> None:
    summons.record("summons_complied", "2025-06-04", docket="SUM-1")
    with pytest.raises(RecordError, match=r"SUM-02 of E1 in SUM-1 is over \(done on Wednesday, June 4"):
        answer(summons, on="2025-06-05", until="2025-06-20")
    assert kept(summons) == []


@pytest.mark.parametrize("name", ["SUM-99", "SUM-02 of E7", "AUD-06", ""])
def test_an_unknown_clock_is_refused_with_those_there_are(name: str, summons: Scene) -> None:
    expected = r"names no deadline in SUM-1. Enter one of: .*SUM-02 of E1"
    with pytest.raises(RecordError, match=expected):
        summons.acknowledge("Ann", name, docket="SUM-1", on=DAY, until="2025-06-20")


def test_a_name_that_two_clocks_bear_is_refused_and_each_has_one_of_its_own(summons: Scene) -> None:
    returns(summons, "2025-08-08", on="2025-06-03")
    with pytest.raises(RecordError, match=r"more than one deadline in SUM-1. Enter one of: .*SUM-02 of E2"):
        acknowledged(summons, on="2025-06-03", until="2025-06-20")
    held = summons.acknowledge("Ann", " SUM-02  of E2 ", docket="SUM-1", on="2025-06-03", until="2025-06-20")
    assert held.clock == "SUM-02 of E2"


def test_who_is_not_of_the_importer_or_on_record_can_answer_nothing(summons: Scene) -> None:
    summons.open("GLOB-1", importer="Globex")
    summons.contact("Zoe", ["Globex"])
    with transaction(summons.engine) as session:
        remove_contact(session, "Abe", at=at(DAY))
    for answer in (acknowledged, snoozed):
        with pytest.raises(RecordError, match="Zoe is not a contact for Acme"):
            answer(summons, "Zoe", until="2025-06-20")
        for name in ("Abe", "Nobody"):
            with pytest.raises(RecordError, match=f"No contact is named '{name}'"):
                answer(summons, name, until="2025-06-20")
    assert kept(summons) == []


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


def test_a_whole_matter_is_handed_over_with_the_clocks_to_come(summons: Scene) -> None:
    summons.reassign("Ann", "Eve", docket="SUM-1", on=DAY)
    summons.record("enforcement_ordered", "2025-06-04", docket="SUM-1", facts={"comply_by": "2025-09-05"})
    claims = summons.sweep("2025-06-04").claims
    heard = {claim.contact for _, claim in claims if "court's order" in claim.words.subject}
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


@pytest.mark.parametrize("corrected", ["2025-07-15", "2025-08-20"])
def test_what_a_graver_clock_muted_is_told_once_it_mutes_no_more(corrected: str, sqlite_scene: Scene) -> None:
    """Merchandise said to be withheld mutes the missed order, until it turns out that none was."""
    scene = sqlite_scene
    scene.open("SUM-1", "summons", on="2024-06-03")
    scene.contact()
    scene.record("enforcement_ordered", DAY, docket="SUM-1", facts={"comply_by": "2025-07-03"})
    scene.sweep(DAY)
    scene.record("delivery_withheld", "2024-09-10", docket="SUM-1", recorded="2025-06-10")
    quiet = told(scene, "2025-06-10", corrected)
    assert "missed" in {step for _, _, step in quiet}
    assert [step for _, _, step in quiet if step.startswith("missed for")] == []
    scene.record("entry_withdrawn", corrected, docket="SUM-1", replaces=2)
    assert "missed for 30 days" in {step for _, _, step in told(scene, corrected, "2025-09-10")}
