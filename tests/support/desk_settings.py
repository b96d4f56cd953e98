"""Two importers and their people at the desk; a form that is previewed, then sent as the page shows it."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from httpx2 import Response
from sqlmodel import SQLModel, select

from models.record.database import reading
from models.record.tables.people import DeskRun, SignedAct
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.scenes import Scene

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def settings_desk(scene: Scene, home: Path) -> DeskOf:
    """Lee leads Acme, Cora is counsel of Globex, Max leads every importer, Ada is the administrator."""
    scene.open("ACME-1", importer="Acme", importer_number="12-3456789XX")
    scene.open("GLOB-1", importer="Globex", importer_number="98-7654321XX")
    scene.open("ACME-2", importer="Acme Import")
    scene.contact("Ann")
    scene.contact("Lee", ["Acme", "Acme Import"], role="lead")
    scene.contact("Cora", ["Globex"], role="counsel")
    scene.contact("Max", [], role="lead", every_importer=True)
    desk = DeskOf(scene, home)
    for name in ("Ann", "Lee", "Cora", "Max"):
        desk.person(name)
    desk.person("Ada", administrator=True)
    return desk


def previewed(visitor: Visitor, path: str, **fields: Any) -> str:
    """What the preview of a form shows."""
    answer = visitor.send(path, do="preview", **fields)
    assert answer.status_code == 200, answer.text
    assert "What this would change" in answer.text
    return unescape(answer.text)


def done(visitor: Visitor, path: str, shown: str, do: str = "record") -> Response:
    """Sends the form of a preview, as it stands there."""
    main = shown[shown.index("<main") :]
    fields: dict[str, list[str]] = {"do": [do]}
    for name, value in _HIDDEN.findall(main):
        fields.setdefault(name, []).append(value)
    answer: Response = visitor.client.post(path, data=fields)
    return answer


def runs(desk: DeskOf) -> list[DeskRun]:
    """The runs that were to be shown in Prefect, in order."""
    return rows(desk, DeskRun)


def signed(desk: DeskOf) -> set[str]:
    """The rows that somebody who was signed in made."""
    return {each.subject for each in rows(desk, SignedAct)}


def rows(desk: DeskOf, table: type[Any]) -> list[Any]:
    """All rows of a table, in order of their making."""
    assert issubclass(table, SQLModel)
    with reading(desk.scene.engine) as session:
        found = list(session.exec(select(table)).all())
    return sorted(found, key=lambda each: str(getattr(each, "id", "")).rjust(9))
