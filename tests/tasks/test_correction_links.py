"""The page of a matter offers to correct each current entry, with the form filled in."""

import json
import re
from urllib.parse import unquote

from models.record.database import transaction
from models.record.matters import matter_named
from tasks.pages.matter_page import matter_page
from tests.support.scenes import LINKS, Scene, at


def offered(scene: Scene) -> list[dict[str, str]]:
    with transaction(scene.engine) as session:
        page = matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at("2025-07-01"))
    found = re.findall(r"\[Correct this entry\]\([^)]*\?parameters=([^)]*)\)", page)
    return [json.loads(unquote(each))["entry"] for each in found]


def test_a_current_entry_is_corrected_by_a_form_that_says_the_same(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    sqlite_scene.record("closing_conference_held", "2025-06-20", reference="CC-1", privileged_note="secret")
    (form,) = offered(sqlite_scene)
    assert form == {
        "matter": "AUD-1",
        "event": "Closing conference held",
        "occurred_on": "2025-06-20",
        "corrects": "E1",
        "reference": "CC-1",
    }


def test_what_was_corrected_or_withdrawn_is_not_offered(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    sqlite_scene.record("closing_conference_held", "2025-06-21", replaces=1)
    assert [form["corrects"] for form in offered(sqlite_scene)] == ["E2"]
    sqlite_scene.record("entry_withdrawn", "2025-06-22", replaces=2)
    assert offered(sqlite_scene) == []
