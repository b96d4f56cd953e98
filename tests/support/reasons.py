"""The reasons of a deadline as they are shown."""

from sqlmodel import select

from models.record.database import reading
from models.record.tables.dockets import Deadline, Matter
from models.wall_clock import now
from tasks.record.reasons import Reasons, whys
from tests.support.scenes import Scene


def reasons(scene: Scene, rule: str) -> Reasons:
    """Of the only deadline of a rule."""
    with reading(scene.engine) as session:
        row = session.exec(select(Deadline).where(Deadline.rule == rule)).one()
        matter = session.get_one(Matter, row.matter_id)
        return whys(session, [matter], now=now())[matter.id].of(row)
