"""The page of a matter, as people of two importers see it."""

from datetime import date
from pathlib import Path

from sqlmodel import select

from models.inputs import MatterCorrection, OwnDeadlineInput, OwnEndInput
from models.record.database import reading, transaction
from models.record.own_deadlines import add_own, end_own
from models.record.tables.dockets import Deadline
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene, at
from tests.support.two_desks import id_of, two_desks

AUDIT = "AUD-2025-014"

NOTE = "Counsel thinks that the report is late."


def matter_desk(scene: Scene, home: Path) -> DeskOf:
    """Two importers' people; an audit of Acme whose closing conference was held, with a privileged note."""
    desk = two_desks(scene, home)
    desk.scene.record(
        "closing_conference_held", "2025-06-20", docket=AUDIT, privileged_note=NOTE, reference="Minutes 4"
    )
    desk.scene.sweep("2025-06-21")
    return desk


def shown(desk: DeskOf, docket: str = AUDIT, by: str = "Ann", more: str = "") -> str:
    """The page as a person sees it."""
    with desk.signed_in(by) as visitor:
        return visitor.text(f"/matters/{id_of(desk, docket)}{more}")


def deadline_of(desk: DeskOf, docket: str, rule: str) -> Deadline:
    """A deadline of a matter."""
    with reading(desk.scene.engine) as session:
        wanted = select(Deadline).where(Deadline.matter_id == id_of(desk, docket), Deadline.rule == rule)
        return session.exec(wanted).one()


def moved(desk: DeskOf) -> str:
    """The path of Acme's audit, which Ann and Lee worked on, after it moved to Zoe's importer."""
    with transaction(desk.scene.engine) as session:
        for title, whose in (("Call the surety", "Ann"), ("Call the bank", "Lee"), ("Call the port", "")):
            draft = OwnDeadlineInput(
                matter=AUDIT, title=title, due_on=date(2025, 7, 10), whose=whose, recorded_by="Lee"
            )
            add_own(session, draft, at=at("2025-06-22"))
        end_own(
            session, OwnEndInput(matter=AUDIT, number=2, done=True, recorded_by="Ann"), at=at("2025-06-23")
        )
    desk.scene.acknowledge("Ann", "AUD-06 of E1", on="2025-06-22", until="2025-07-10", docket=AUDIT)
    move = MatterCorrection(matter=AUDIT, importer="Globex", reason="It was never Acme's", recorded_by="Bo")
    put_mending(desk.scene.engine, move, Links(""), now=at("2025-06-24"))
    return f"/matters/{id_of(desk, AUDIT)}"
