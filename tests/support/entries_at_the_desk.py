"""Entries that are tried and recorded at the desk, as a browser sends them."""

from pathlib import Path
from typing import Any

from httpx2 import Response
from sqlmodel import select

from models.record.database import reading
from models.record.tables.dockets import Entry
from models.record.tables.people import DeskRun
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.hidden_fields import hidden_fields
from tests.support.scenes import Scene

NEW = "/matters/1/entries/new"


def entries_desk(scene: Scene, home: Path) -> DeskOf:
    """A desk with a matter of Acme and one of Zephyr, each with who answers for it."""
    scene.open()
    scene.contact("Ann")
    scene.open("DEM-9", "demand", importer="Zephyr")
    scene.contact("Zoe", ["Zephyr"])
    made = DeskOf(scene, home)
    for name in ("Ann", "Zoe"):
        made.person(name)
    return made


def preview(visitor: Visitor, event: str, on: str, **fields: Any) -> Response:
    """Sends the form of an event, whose button shows what would follow."""
    shown_at = f"{NEW}?event={event}"
    fields = {"state": hidden_fields(visitor.text(shown_at))["state"], **fields}
    return visitor.send(NEW, shown_at=shown_at, event=event, occurred_on=on, step="preview", **fields)


def record(visitor: Visitor, answer: Response, step: str = "record") -> Response:
    """Sends on what the page of what would follow holds."""
    assert answer.status_code == 200, answer.text
    return visitor.send(NEW, step=step, **hidden_fields(answer.text))


def entries(desk: DeskOf) -> list[Entry]:
    """All entries on record."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(Entry).order_by(Entry.id)).all())  # type: ignore[arg-type]


def runs(desk: DeskOf) -> list[DeskRun]:
    """All acts that are to be shown in Prefect."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(DeskRun).order_by(DeskRun.id)).all())  # type: ignore[arg-type]
