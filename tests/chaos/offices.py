"""The office that each operation is tried on: four matters of two importers, three people, alerts told."""

from datetime import datetime, timedelta

from models.record.database import migrate, reading
from models.record.dockets import lifecycles_on_record
from models.record.matters import matter_named
from models.record.receipts import ReceiptKind
from models.record.time_doubts import time_part
from tasks.calendars.files import write_calendars
from tasks.delivery.tell import tell
from tasks.record.derive import derive_what_changed
from tasks.watch.receipts import leave_receipt
from tasks.watch.sweep import claim_due, sweep
from tests.chaos.grounds import Ground, Site, empty
from tests.support.scenes import LINKS, at

DAY = "2025-06-20"
"""A Friday, on which everything happens."""

BEGINS = at(DAY)
"""When the operation is begun that is cut short."""

AGAIN = BEGINS + timedelta(minutes=10)
"""When the person submits the form again, or the next look comes."""

NEXT_LOOK = BEGINS + timedelta(hours=1)
"""When the watch looks after that."""

SUMMONED = {"return_on": "2025-07-03", "third_party": False}


def founded(database: str, site: Site) -> Ground:
    """The office, two days before."""
    ground = empty(database, site)
    migrate(ground.settings)
    scene = ground.scene
    scene.open("AUD-1")
    scene.open("SUM-1", "summons")
    scene.open("PRG-1", "certification", on="2024-07-01")
    scene.open("GLO-1", importer="Globex")
    scene.contact("Ann", wants_digest=True)
    scene.contact("Lee", role="lead")
    scene.contact("Zoe", ["Globex"])
    scene.record("closing_conference_held", "2025-06-02")
    scene.record("summons_issued", "2025-06-03", docket="SUM-1", facts=SUMMONED)
    watch(ground, at("2025-06-18"))
    ground.close()
    return ground


def look(ground: Ground, now: datetime, docket: str | None = None) -> None:
    """What a form does at its end: looks at one matter or all, and sends what is due."""
    matter = None if docket is None else _id_of(ground, docket)
    sweep(ground.engine, ground.channels, LINKS, now=now, matter_id=matter)


def mirror(ground: Ground, now: datetime) -> None:
    """What some forms do after that: they bring the calendars up to date."""
    write_calendars(ground.engine, ground.home / "calendars", now=now)


def watch(ground: Ground, now: datetime) -> None:
    """One hour of the watch, part by part as its flow runs them."""
    engine = ground.engine
    derive_what_changed(engine, now=now)
    with reading(engine) as session:
        lifecycles = lifecycles_on_record(session)
    swept = [claim_due(engine, LINKS, now=now, lifecycle=each.value) for each in lifecycles]
    tell(engine, ground.channels, LINKS, now=now)
    seen = {each.lifecycle: each.as_json() for each in swept}
    leave_receipt(engine, ReceiptKind.SWEEP, {**seen, **time_part(None, [])}, now=now)
    mirror(ground, now)


def _id_of(ground: Ground, docket: str) -> int:
    with reading(ground.engine) as session:
        return matter_named(session, docket).id
