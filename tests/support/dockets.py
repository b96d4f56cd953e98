"""The docket AUD-1 of a desk: who hears of it, an event to record, its entries, and the rows of a table."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from models.record.database import transaction
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.tables.dockets import Entry
from tests.support.scenes import Scene

HELD = ("closing_conference_held", "2025-06-20")
"""An event that starts one clock."""


def opened(scene: Scene) -> Scene:
    """Opens AUD-1, an audit, and adds Ann, its owner."""
    scene.open()
    scene.contact()
    return scene


def count(engine: Engine, table: type[Any]) -> int:
    """How many rows a table has."""
    with transaction(engine) as session:
        return len(session.exec(select(table)).all())


def entries(scene: Scene) -> list[Entry]:
    """The entries of AUD-1, in order."""
    with transaction(scene.engine) as session:
        return entries_of(session, matter_named(session, "AUD-1"))
