"""Two importers with a calendar each, and what a secret address serves."""

from pathlib import Path
from typing import Any

import vobject
from icalendar import Calendar

from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.calendars import VALID
from tests.support.scenes import Scene

HELD = "2025-06-20"


def calendar_desk(scene: Scene, home: Path) -> DeskOf:
    """Two importers with an audit each: Ann of the first, Zoe of the other, Ada who sees both."""
    scene.open()
    scene.open("ZEP-1", importer="Zephyr")
    scene.contact("Ann")
    scene.contact("Zoe", ["Zephyr"])
    scene.record("closing_conference_held", HELD, privileged_note="They were late and know it")
    scene.record("closing_conference_held", HELD, docket="ZEP-1")
    made = DeskOf(scene, home)
    for name in ("Ann", "Zoe"):
        made.person(name)
    made.person("Ada", administrator=True)
    return made


def address(visitor: Visitor, importer: str = "all") -> str:
    """The path of a new address."""
    answer = visitor.send("/calendar/addresses", importer=importer)
    assert answer.status_code == 200, answer.text
    made = answer.text.split("<code>")[1].split("</code>")[0]
    assert made.startswith("http://127.0.0.1:4163/calendar/")
    return made.removeprefix("http://127.0.0.1:4163")


def events(content: bytes) -> list[Any]:
    """The events of a calendar that two libraries find valid and read alike, but the one of its last day."""
    found: Any = vobject.readOne(content.decode())
    assert found.behavior.validate(found, raiseException=True)
    ours = [
        (str(each["UID"]), str(each["DESCRIPTION"])) for each in Calendar.from_ical(content).walk("VEVENT")
    ]
    assert ours == [(each.uid.value, each.description.value) for each in found.vevent_list]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return [each for each in found.vevent_list if each.summary.value != VALID]
