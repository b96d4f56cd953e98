"""The board: each running clock under the heading that says how pressing it is, and counts by importer."""

import re

import pytest

from models.record.database import transaction
from tasks.pages.board_choice import LONGEST
from tasks.pages.board_page import board_page, read_board
from tests.support.scenes import LINKS, Scene, at


def board(scene: Scene, day: str, hour: int = 15) -> str:
    scene.sweep(day, hour)
    with transaction(scene.engine) as session:
        return board_page(read_board(session, at(day, hour)), {1: "http://page/1"}, LINKS)


def under(page: str) -> dict[str, str]:
    """What stands below each heading."""
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0]: part for part in parts}


def test_clocks_stand_under_the_heading_that_fits_the_day(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.open("AUD-2", importer="Globex")
    facts = {"return_on": "2025-07-07", "third_party": False}
    scene.record("summons_issued", "2025-06-02", docket="SUM-1", facts=facts)
    scene.record("closing_conference_held", "2025-06-02", docket="AUD-2")
    early = under(board(scene, "2025-06-03"))
    assert list(early) == ["Later: 2", "By importer"]
    assert "[SUM-1](http://page/1)" in early["Later: 2"]
    week = under(board(scene, "2025-07-01"))
    assert list(week) == ["Act this week: 1", "Later: 1", "By importer"]
    assert "SUM-02" in week["Act this week: 1"]
    today = under(board(scene, "2025-07-07"))
    assert list(today) == ["Act today: 1", "Later: 1", "By importer"]
    missed = under(board(scene, "2025-09-08"))
    assert list(missed) == ["Overdue: 1", "Others are overdue: 1", "By importer"]
    assert "| Acme | overdue: 1 | 1 |" in missed["By importer"]
    assert "| Globex | others are overdue: 1 | 1 |" in missed["By importer"]


def test_a_board_of_nothing_says_so(sqlite_scene: Scene) -> None:
    page = board(sqlite_scene, "2025-06-03")
    assert "No deadline is open." in page
    assert under(page) == {}


def test_what_did_not_get_through_stands_first_with_the_form_that_sends_it_again(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    sqlite_scene.contact()
    sqlite_scene.record("closing_conference_held", "2025-06-02")
    sqlite_scene.down = {"ann"}
    shown = under(board(sqlite_scene, "2025-06-03"))
    assert next(iter(shown)) == "Not delivered"
    assert "not delivered in 1 attempt" in shown["Not delivered"]
    assert "The channel ann has no address." in shown["Not delivered"]


@pytest.mark.parametrize(
    ("timezone", "first"),
    [
        ("Pacific/Guam", "Overdue: 1"),
        ("America/New_York", "Act today: 1"),
        ("Pacific/Honolulu", "Act today: 1"),
    ],
)
def test_each_matter_is_judged_by_the_day_at_its_own_place(
    timezone: str, first: str, sqlite_scene: Scene
) -> None:
    """At 22:00 UTC on the last day it is the day after in Guam already."""
    scene = sqlite_scene
    scene.open("SUM-1", "summons", timezone=timezone)
    scene.record(
        "summons_issued",
        "2025-06-02",
        docket="SUM-1",
        facts={"return_on": "2025-07-07", "third_party": False},
    )
    assert next(iter(under(board(scene, "2025-07-07", 22)))) == first


def test_a_board_that_is_full_shows_what_presses_and_counts_the_rest(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.summon("SUM-1", LONGEST, on="2025-06-02", return_on="2025-09-15")
    scene.open("SUM-2", "summons")
    scene.summon("SUM-2", 1, on="2025-06-02", return_on="2025-07-07")
    page = board(scene, "2025-07-07")
    with transaction(scene.engine) as session:
        running = read_board(session, at("2025-07-07")).running.number
    assert running > LONGEST
    assert f"{running - LONGEST} more open deadline" in page
    assert "SUM-2" in under(page)["Act today: 1"]


def test_what_happens_by_itself_stands_on_top_with_the_days_left_to_act_and_who_has_it_in_hand(
    sqlite_scene: Scene,
) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.record("contempt_adjudged", "2025-02-20", docket="SUM-1")
    scene.record("delivery_withheld", "2025-03-03", docket="SUM-1", facts={"value_usd": 85000.0})
    scene.open("AUD-2", importer="Globex")
    scene.record("closing_conference_held", "2025-11-24", docket="AUD-2")
    scene.contact()
    shown = under(board(scene, "2025-12-03"))
    (runways, *_) = shown
    assert runways.startswith("Runways: ")
    assert "**90 days**" in shown[runways]
    assert "at stake: $85,000.00" in shown[runways]
    assert "nobody has acknowledged it" in shown[runways]
    (withheld, *_) = re.findall(r"SUM-16[A-Z]?", shown[runways])
    scene.acknowledge("Ann", withheld, on="2025-12-03", until="2025-12-10", docket="SUM-1")
    assert "Ann acknowledged it until Wed, Dec 10, 2025" in under(board(scene, "2025-12-04"))[runways]
    assert "Ann acknowledged it" not in under(board(scene, "2025-12-11"))[runways]
