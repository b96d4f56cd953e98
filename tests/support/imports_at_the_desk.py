"""Somebody who imports at the desk in a test: uploads a file, and goes from step to step."""

import re
from pathlib import Path
from typing import Any

from httpx2 import Response

from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.scenes import Scene
from tests.support.sheets import write_book

AUDIT, CLOSING = "Audit (19 CFR 163.11)", "Closing conference held"


def desk_that_imports(scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with Lee, who leads for Acme alone, Ann, who owns for Acme, and Ada, who sees every importer."""
    scene.open("AUD-1", on="2024-01-02")
    scene.open("DEM-9", "demand", importer="Zephyr Trading", on="2024-01-02")
    scene.contact("Lee", role="lead")
    scene.contact("Ann")
    made = DeskOf(scene, tmp_path)
    made.person("Lee")
    made.person("Ann")
    made.person("Ada", administrator=True)
    return made


def book(tmp_path: Path, **sheets: Any) -> bytes:
    """A workbook's bytes."""
    return write_book(tmp_path / "made.xlsx", **sheets).read_bytes()


def uploaded(visitor: Visitor, content: bytes, name: str = "acme.xlsx") -> Response:
    """Uploads a file."""
    return visitor.send("/import", files={"file": (name, content)})


def key_of(answer: Response) -> str:
    """The address of an upload."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removesuffix("/sheets").removesuffix("/check")


def chosen_in(text: str) -> dict[str, str]:
    """What the form of a page has chosen already."""
    found = {}
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def go_on(visitor: Visitor, page: str, **more: str) -> Response:
    """Sends the form of a page as it is suggested, with what else is said."""
    fields: dict[str, Any] = {**chosen_in(visitor.text(page)), **more}
    return visitor.send(page, **fields)


def mend(visitor: Visitor, there: str, fields: dict[str, Any]) -> Response:
    """Sends the form of a check with these fields."""
    return visitor.send(f"{there}/check", **fields)


def checked(visitor: Visitor, content: bytes, name: str = "acme.xlsx", **columns: str) -> str:
    """Uploads a file and goes on to its check. Returns the upload's address."""
    there = key_of(uploaded(visitor, content, name))
    assert go_on(visitor, f"{there}/sheets").headers["location"] == f"{there}/columns"
    answer = go_on(visitor, f"{there}/columns", **columns)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"{there}/check"
    return there
