"""A summons told to a chain of four, and what they are told from day to day."""

from datetime import date, timedelta

from tasks.watch.sweep import claim_due
from tests.support.scenes import LINKS, Scene, at

DAY = "2025-06-02"
CLOCK = "SUM-02"


def called(scene: Scene) -> Scene:
    """A summons with its return on a Saturday, told to a chain of four; Ann has a colleague, Abe."""
    scene.open("SUM-1", "summons")
    roles = {"Ann": "owner", "Abe": "owner", "Lee": "lead", "Cole": "counsel", "Eve": "executive"}
    for name, role in roles.items():
        scene.contact(name, role=role)
    returns(scene, "2025-07-05", on=DAY)
    scene.sweep(DAY)
    return scene


def returns(scene: Scene, day: str, *, on: str, changed: bool = False) -> None:
    """Records a summons to appear on a day, or that its day is changed to it."""
    kind, facts = "summons_issued", {"return_on": day, "third_party": False}
    if changed:
        kind, facts = "return_date_changed", {"return_on": day}
    scene.record(kind, on, docket="SUM-1", facts=facts)


def told(scene: Scene, first: str, last: str) -> list[tuple[str, str, str]]:
    """Day, contact and step of all that is told from a day through another."""
    found, day = [], date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        claims = claim_due(scene.engine, LINKS, now=at(str(day))).claims
        found += [(str(day), claim.contact, claim.step) for _, claim in claims]
        day += timedelta(days=1)
    return found
