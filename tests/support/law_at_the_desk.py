"""People who read the law at the desk, and what they had done."""

from pathlib import Path

from sqlmodel import select

from models.law.load import load_law
from models.record.database import reading
from models.record.tables.people import DeskRun, SignedAct
from tasks.record.law_approval import SHOWN
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene

LAW = load_law()

NEW = LAW.hash[:SHOWN]

NOTE = "/law/unclear/A1/note"

AT = "/law/unclear/A1"


def law_desk(scene: Scene, home: Path) -> DeskOf:
    """Two importers; Ann owns matters of one, Cora is counsel for all, Carl for one; Ada keeps everything."""
    scene.open()
    scene.open("ZEP-1", importer="Zephyr")
    scene.contact("Ann")
    scene.contact("Carl", role="counsel")
    scene.contact("Cora", [], role="counsel", every_importer=True)
    for docket in ("AUD-1", "ZEP-1"):
        scene.record("closing_conference_held", "2025-06-20", docket=docket)
        scene.record("report_completed", "2025-06-20", docket=docket)
    made = DeskOf(scene, home)
    for name in ("Ann", "Carl", "Cora"):
        made.person(name)
    made.person("Ada", administrator=True)
    return made


def runs(desk: DeskOf) -> list[DeskRun]:
    """The acts that are to be shown in Prefect."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(DeskRun).order_by(DeskRun.id)).all())  # type: ignore[arg-type]


def signed(desk: DeskOf) -> list[str]:
    """What somebody who was signed in made."""
    with reading(desk.scene.engine) as session:
        return [row.subject for row in session.exec(select(SignedAct)).all()]
