"""A matter in pictures: the timeline shows every entry and clock, the runway what is left and a way out."""

import base64
import re
from datetime import date
from xml.etree import ElementTree

from models.record.database import transaction
from models.record.matters import matter_named
from tasks.pages.matter_page import matter_page
from tasks.pages.timeline_picture import timeline
from tests.support.scenes import LINKS, Scene, at

SVG = "{http://www.w3.org/2000/svg}"


def page(scene: Scene, docket: str, day: str) -> str:
    with transaction(scene.engine) as session:
        return matter_page(session, matter_named(session, docket), LINKS, now=at(day))


def drawn(markdown: str) -> ElementTree.Element:
    """The picture in a page, read as XML."""
    found = re.search(r"data:image/svg\+xml;base64,([^)]+)\)", markdown)
    assert found is not None
    return ElementTree.fromstring(base64.b64decode(found[1]))


def words(picture: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in picture.iter(f"{SVG}text")]


def test_the_timeline_names_every_entry_and_every_clock_with_its_readings(sqlite_scene: Scene) -> None:
    sqlite_scene.open("AUD-1 <b>&", importer="Acme")
    sqlite_scene.record("closing_conference_held", "2025-07-14", docket="AUD-1 <b>&")
    shown = page(sqlite_scene, "AUD-1 <b>&", "2025-08-01")
    picture = drawn(shown)
    assert "E1" in words(picture)
    assert "AUD-06, Sun, Oct 12, 2025 or Tue, Oct 14, 2025: pending" in words(picture)
    assert "today, Fri, Aug 1, 2025" in words(picture)
    assert picture.findtext(f"{SVG}title") == "AUD-1 <b>&"
    places = [float(each.get("x") or 0) for each in picture.iter(f"{SVG}text")]
    assert all(0 <= place <= float(picture.get("width") or 0) for place in places)
    assert "1 entries" not in shown


def test_the_runway_says_how_long_it_is_what_is_at_stake_and_who_can_stop_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.record("contempt_adjudged", "2025-02-20", docket="SUM-1")
    scene.record("delivery_withheld", "2025-03-03", docket="SUM-1", facts={"value_usd": 85000.0})
    shown = page(scene, "SUM-1", "2025-12-03")
    for part in (
        "## Runway: Withheld merchandise is considered abandoned",
        "**90 days left to act**, by Tuesday, March 3, 2026. It takes effect on Wednesday, March 4, 2026",
        "Instructions to withhold delivery issued, March 3, 2025; value of the merchandise: $85,000.00.",
        "[Contempt purged](",
        "A purge of the contempt on or before the anniversary stops it:",
    ):
        assert part in shown
    scene.record("contempt_purged", "2025-12-10", docket="SUM-1")
    assert "## Runway" not in page(scene, "SUM-1", "2025-12-10")


def test_an_empty_docket_has_no_picture(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    assert timeline("AUD-1", [], [], date(2025, 1, 2)) == ""
    assert "The docket has no entries yet." in page(sqlite_scene, "AUD-1", "2025-01-02")
