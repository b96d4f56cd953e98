"""In hand, not now: what people answer, how far it holds, and what is refused."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.contacts import remove_contact
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.tables.alerts import Acknowledgement
from notifications.policy.pauses import LIMITS
from tasks.alerts.replies import Held
from tasks.pages.matter_page import matter_page
from tests.support.called import CLOCK, DAY, called, returns, told
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

CRITICAL = {"last safe day", "in the gap", "missed"}


@pytest.fixture
def summons(sqlite_scene: Scene) -> Scene:
    """A summons with its return on a Saturday, told to a chain of four; Ann has a colleague, Abe."""
    return called(sqlite_scene)


def acknowledged(scene: Scene, name: str = "Ann", *, on: str = DAY, until: str) -> Held:
    return scene.acknowledge(name, CLOCK, docket="SUM-1", on=on, until=until)


def snoozed(scene: Scene, name: str = "Ann", *, on: str = DAY, until: str) -> Held:
    return scene.snooze(name, CLOCK, docket="SUM-1", on=on, until=until)


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
