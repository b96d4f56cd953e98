"""A graver clock mutes what is lesser beside it once it is near; never a new clock, nor our own last days."""

from datetime import date, timedelta

import pytest

from tests.support.called import DAY, told
from tests.support.scenes import Scene

CHAIN = {"Ann": "owner", "Lee": "lead", "Cole": "counsel", "Eve": "executive"}
FACTS = {"return_on": "2025-06-16", "third_party": False}


def withheld(scene: Scene, on: str) -> Scene:
    """A summons whose merchandise is withheld from a day on; everybody has heard of it."""
    scene.open("SUM-1", "summons", on="2024-01-02")
    for name, role in CHAIN.items():
        scene.contact(name, role=role, on="2024-01-02")
    scene.record("delivery_withheld", on, docket="SUM-1")
    scene.sweep(on)
    return scene


def days(first: str, last: str) -> list[str]:
    start, count = date.fromisoformat(first), date.fromisoformat(last) - date.fromisoformat(first)
    return [(start + timedelta(days=n)).isoformat() for n in range(count.days + 1)]


def heard(scene: Scene, rule: str, first: str, last: str) -> list[tuple[str, str]]:
    """Who heard which step of the clocks of a rule."""
    claims = [claim for day in days(first, last) for _, claim in scene.sweep(day).claims]
    return [(claim.contact, claim.step) for claim in claims if rule in claim.content.subject]


def test_a_new_summons_is_told_and_reminded_of_though_merchandise_is_withheld(sqlite_scene: Scene) -> None:
    scene = withheld(sqlite_scene, "2025-03-10")
    scene.record("summons_issued", "2025-04-15", docket="SUM-1", facts=FACTS)
    found = heard(scene, "Appear or produce", "2025-04-15", "2025-06-16")
    assert {("Ann", "set"), ("Lee", "set"), ("Ann", "30 days before"), ("Cole", "1 day before")} <= set(found)
    assert ("Eve", "last safe day") in found


def test_near_abandonment_the_repeats_of_what_is_missed_are_mute(sqlite_scene: Scene) -> None:
    scene = withheld(sqlite_scene, "2024-08-01")
    scene.record("summons_issued", "2025-05-02", docket="SUM-1", facts=FACTS)
    found = heard(scene, "Appear or produce", "2025-05-02", "2025-07-20")
    assert ("Ann", "missed") in found
    assert [step for _, step in found if step.startswith("missed for")] == []


def test_far_from_abandonment_they_are_not(sqlite_scene: Scene) -> None:
    scene = withheld(sqlite_scene, "2025-03-10")
    scene.record("summons_issued", "2025-05-02", docket="SUM-1", facts=FACTS)
    assert ("Ann", "missed for 7 days") in heard(scene, "Appear or produce", "2025-05-02", "2025-07-20")


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


def test_an_acknowledgement_does_not_swallow_the_paper(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("DEM-1", "demand")
    scene.contact()
    scene.record("demand_received", "2025-05-01", docket="DEM-1", facts={"demanded_on": "2025-04-28"})
    scene.sweep("2025-05-01")
    scene.acknowledge("Ann", "DEM-03", docket="DEM-1", on="2025-05-05", until="2025-05-20")
    claims = [claim for day in days("2025-05-05", "2025-05-21") for _, claim in scene.sweep(day).claims]
    (expired,) = [claim for claim in claims if claim.step.endswith("expired")]
    assert len(expired.content.papers) == 1


def test_a_right_that_opens_is_told_whatever_was_acknowledged_before(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    scene.contact()
    facts = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-04-30"}
    scene.record("audit_notice", "2025-02-03", facts=facts)
    scene.sweep("2025-02-03")
    scene.acknowledge("Ann", "AUD-08", on="2025-04-29", until="2027-01-01")
    claims = [claim for day in days("2025-04-29", "2025-05-01") for _, claim in scene.sweep(day).claims]
    assert [(claim.reason.value, len(claim.content.papers)) for claim in claims] == [("right_opened", 1)]


def test_an_old_miss_brings_the_paper_that_it_calls_for(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-02-03", recorded="2025-07-14")
    (claim,) = [claim for _, claim in scene.sweep("2025-07-14").claims]
    assert (claim.step, len(claim.content.papers)) == ("missed for 30 days", 1)


def test_a_right_open_for_long_is_told_as_open(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open()
    scene.contact()
    facts = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-04-30"}
    scene.record("audit_notice", "2025-02-03", facts=facts, recorded="2025-07-14")
    assert [claim.reason.value for _, claim in scene.sweep("2025-07-14").claims] == ["right_opened"]
