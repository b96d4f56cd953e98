"""People of two importers and an administrator who keeps them."""

from pathlib import Path

from sqlmodel import col, select

from models.record.database import reading
from models.record.people import person_named
from models.record.tables.people import DeskRun, Person
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene

FOUR_WORDS = "four words none guesses"


def people_desk(scene: Scene, home: Path) -> DeskOf:
    """Two importers, each with its people, and an administrator."""
    scene.open()
    scene.open("AUD-9", importer="Zephyr")
    for name in ("Ann", "Bea"):
        scene.contact(name)
    scene.contact("Zoe", ["Zephyr"])
    made = DeskOf(scene, home)
    made.person("Ada", administrator=True)
    made.person("Ann")
    return made


def person(desk: DeskOf, name: str) -> Person:
    with reading(desk.scene.engine) as session:
        found = person_named(session, name)
    assert found is not None
    return found


def runs(desk: DeskOf) -> list[DeskRun]:
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(DeskRun).order_by(col(DeskRun.id))).all())
