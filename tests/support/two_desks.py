"""Two importers' people at one desk, to see what crosses the wall between them there."""

from pathlib import Path

from sqlmodel import select

from models.record.database import reading
from models.record.tables.dockets import Matter
from models.record.tables.people import DeskRun, SignedAct
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene


def two_desks(scene: Scene, home: Path) -> DeskOf:
    """Ann (owner), Lee (lead), Cora (counsel), Eve (executive) of Acme; Zoe of Globex; Ada, who keeps it."""
    scene.open("AUD-2025-014", title="Focused assessment", customs_office="Long Beach")
    scene.open("GLO-2025-001", importer="Globex", title="Their audit", customs_office="Laredo")
    scene.contact("Ann")
    scene.contact("Lee", role="lead")
    scene.contact("Cora", role="counsel")
    scene.contact("Eve", role="executive")
    scene.contact("Zoe", ["Globex"])
    made = DeskOf(scene, home)
    for name in ("Ann", "Lee", "Cora", "Eve", "Zoe"):
        made.person(name)
    made.person("Ada", administrator=True)
    return made


def id_of(desk: DeskOf, docket_number: str) -> int:
    """The id of a matter."""
    with reading(desk.scene.engine) as session:
        return session.exec(select(Matter.id).where(Matter.docket_number == docket_number)).one()


def numbers(desk: DeskOf) -> list[str]:
    """The docket numbers on record, in the order in which they were opened."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(Matter.docket_number).order_by(Matter.id)).all())  # type: ignore[arg-type]


def runs(desk: DeskOf) -> list[tuple[str, dict[str, object]]]:
    """What is to be shown in Prefect, in order: the deployment and the parameters of each run."""
    with reading(desk.scene.engine) as session:
        found = session.exec(select(DeskRun).order_by(DeskRun.id)).all()  # type: ignore[arg-type]
        return [(row.deployment, row.parameters) for row in found]


def signed(desk: DeskOf) -> set[str]:
    """What was recorded by somebody who was signed in."""
    with reading(desk.scene.engine) as session:
        return set(session.exec(select(SignedAct.subject)).all())
