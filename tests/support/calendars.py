"""Calendars that a scene writes, as a second library reads them."""

from pathlib import Path
from typing import Any

import vobject

from tasks.calendars.files import write_calendars
from tests.support.scenes import Scene, at

DAY = "2025-06-20"
VALID = "This calendar expires"


def write(scene: Scene, directory: Path, day: str = DAY, hour: int = 15) -> list[str]:
    """Writes the calendars of an hour; which were written."""
    return write_calendars(scene.engine, directory / "calendars", now=at(day, hour))


def read(directory: Path, name: str) -> Any:
    """A calendar as the second library has it, after that library found it valid."""
    found: Any = vobject.readOne((directory / "calendars" / name).read_text(encoding="utf-8"))
    assert found.behavior.validate(found, raiseException=True)
    return found


def events(directory: Path, name: str) -> list[Any]:
    """Its events but the one of its own last day."""
    return [each for each in read(directory, name).vevent_list if each.summary.value != VALID]


def statuses(directory: Path, name: str = "importer-acme.ics") -> dict[str, str]:
    """The statuses of its events, by title."""
    return {each.summary.value: each.status.value for each in events(directory, name)}


def files(directory: Path) -> list[str]:
    """What is in the directory."""
    return sorted(path.name for path in (directory / "calendars").iterdir())


def audit(scene: Scene) -> Scene:
    """An audit whose report is due on Thursday 18 September 2025."""
    scene.open()
    scene.contact("Ann")
    scene.record("closing_conference_held", DAY, privileged_note="They were late and know it")
    return scene
