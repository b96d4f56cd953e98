"""Deadlines that an office sets itself in a scene."""

from datetime import date
from typing import Any

from models.inputs import OwnDeadlineInput, OwnEndInput
from tasks.record.own_deadlines import put_own, put_own_end
from tests.support.scenes import Scene, at

SET, DUE = "2025-03-03", date(2025, 5, 3)
"""A Monday, and a Saturday two months later."""

CHAIN = {"Ann": "owner", "Lee": "lead", "Cora": "counsel", "Eve": "executive"}


def staffed(scene: Scene) -> Scene:
    """A matter without an entry, so that nothing else is told of it, and a contact of each role."""
    scene.open()
    for name, role in CHAIN.items():
        scene.contact(name, role=role)
    return scene


def own(scene: Scene, day: str = SET, **more: Any) -> int:
    """Sets one on a day; its number."""
    given = {"matter": "AUD-1", "title": "Call the surety", "due_on": DUE, "recorded_by": "Bo"}
    return put_own(scene.engine, OwnDeadlineInput(**{**given, **more}), now=at(day))[1].id


def end(scene: Scene, number: int, day: str, *, done: bool = True, **more: Any) -> None:
    """Ends one on a day."""
    given = OwnEndInput(matter="AUD-1", number=number, done=done, recorded_by="Bo", **more)
    put_own_end(scene.engine, given, now=at(day))
