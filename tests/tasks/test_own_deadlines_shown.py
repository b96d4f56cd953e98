"""A deadline of the office's own is on every page, in digests, calendars, exports and forecasts: not law."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from models.record.database import transaction
from models.record.matters import matter_named
from notifications.wording.links import Links
from tasks.alerts.forecast import forecast
from tasks.exchange.exporting import export_matter
from tasks.pages.board_page import board_page, read_board
from tasks.pages.matter_page import matter_page
from tasks.watch.sweep import rehearse
from tests.support.calendars import events, statuses, write
from tests.support.own_deadlines import DUE, SET, end, own, staffed
from tests.support.scenes import Scene, at

NOT_LAW = "not law: your own deadline"
LINKS = Links("http://pages", {"add-own-deadline": "to-add", "end-own-deadline": "to-end"})


@pytest.fixture
def desk(sqlite_scene: Scene) -> Scene:
    return staffed(sqlite_scene)


def page(scene: Scene, day: str) -> str:
    with transaction(scene.engine) as session:
        return matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at(day))


def board(scene: Scene, day: str) -> str:
    with transaction(scene.engine) as session:
        return board_page(read_board(session, at(day)), {}, LINKS)


def test_the_matters_page_shows_it_with_the_form_that_ends_it_and_then_how_it_ended(desk: Scene) -> None:
    assert "/deployment/to-add/run" in page(desk, SET)
    number = own(desk, whose="Cora", title="Call | *them*", note="Ask for Pat")
    shown = page(desk, SET)
    assert "## Your own deadlines, not law" in shown
    assert "**Sat, May 3, 2025**<br>*open*" in shown
    assert (
        f"*{NOT_LAW}*<br>own deadline {number}, assigned to Cora<br>note: Ask for Pat<br>set by Bo" in shown
    )
    assert "/deployment/to-end/run" in shown
    assert "| *them*" not in shown
    assert "*today*" in page(desk, "2025-05-03")
    assert "*overdue*" in page(desk, "2025-05-04")
    end(desk, number, "2025-05-05", done=False, reason="They called")
    shown = page(desk, "2025-05-05")
    assert "*taken back Mon, May 5, 2025*" in shown
    assert "taken back, recorded by Bo: They called" in shown
    assert "/deployment/to-end/run" not in shown


def test_the_board_shows_those_that_run(desk: Scene) -> None:
    assert "Your own deadlines" not in board(desk, SET)
    number = own(desk)
    shown = board(desk, "2025-05-04")
    assert "## Your own deadlines, not law: 1" in shown
    assert "*overdue*" in shown
    assert f"AUD-1, Acme<br>Call the surety<br>*{NOT_LAW}*" in shown
    assert "assigned to the owner for Acme" in shown
    assert "No deadline is open." not in shown
    end(desk, number, "2025-05-05")
    assert "Your own deadlines" not in board(desk, "2025-05-05")


def test_the_digest_lists_it_under_the_heading_that_fits_and_says_that_it_is_not_law(
    sqlite_scene: Scene,
) -> None:
    sqlite_scene.open()
    sqlite_scene.contact(wants_digest=True)
    own(sqlite_scene, due_on=date(2025, 3, 6))
    sqlite_scene.sweep(SET)
    sqlite_scene.sweep("2025-03-04")
    digest = sqlite_scene.mails("ann")[-1]
    body = digest.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    assert "digest of Tue, Mar 4" in str(digest["Subject"])
    assert "Call the surety (AUD-1, Acme): act by Thu, Mar 6, 2025" in said
    assert f"{NOT_LAW.capitalize()}." in said


def test_the_calendars_have_its_day_and_cancel_it_when_it_ends(desk: Scene, tmp_path: Path) -> None:
    number = own(desk)
    write(desk, tmp_path, SET)
    title = f"Call the surety ({NOT_LAW}) (AUD-1)"
    for name in ("importer-acme.ics", "person-ann.ics"):
        (event,) = events(tmp_path, name)
        assert (event.summary.value, event.dtstart.value) == (title, DUE)
        assert event.uid.value == f"own-{number}@landwaiter"
        assert "Not law: your own deadline. No law sets this day." in event.description.value
    end(desk, number, "2025-03-04")
    write(desk, tmp_path, "2025-03-04")
    assert statuses(tmp_path) == {title: "CANCELLED"}
    write(desk, tmp_path, "2025-05-04")
    assert statuses(tmp_path) == {}


def test_the_export_of_its_matter_has_it_and_no_other_part_of_the_law_has(
    desk: Scene, tmp_path: Path
) -> None:
    desk.open("AUD-2")
    own(desk, matter="AUD-2", title="Of another matter")
    number = own(desk, whose="Cora")
    desk.sweep(SET)
    end(desk, number, "2025-03-04", reason="By phone")
    done = export_matter(desk.engine, "AUD-1", tmp_path, privileged=False, now=at("2025-03-05"))
    with zipfile.ZipFile(done.path) as packed:
        files = {name: packed.read(name).decode() for name in packed.namelist()}
    (given,) = json.loads(files["own-deadlines.json"])
    assert (given["number"], given["is"], given["whose"]) == (number, NOT_LAW, "Cora")
    assert (given["title"], given["due_on"]) == ("Call the surety", "2025-05-03")
    assert (given["end"]["ended_as"], given["end"]["reason"]) == ("done", "By phone")
    assert "they are not law" in files["README.txt"]
    assert json.loads(files["alerts.json"])[0]["words"]["matter"] == "AUD-1"
    for name in ("explain.json", "deadlines.json", "docket.json", "deadlines.csv"):
        assert "surety" not in files[name]


def test_the_forecast_has_what_is_then_told_and_so_has_a_rehearsal(desk: Scene) -> None:
    number = own(desk)
    found = forecast(desk.engine, now=at(SET), until=None)
    assert {each.clock for each in found} == {f"own deadline {number} Call the surety ({NOT_LAW})"}
    rehearsed = rehearse(desk.engine, LINKS, as_of=DUE)
    assert [claim.reason.value for _, claim in rehearsed.claims] == ["due_now", "due_now"]
    told = []
    for day in sorted({each.on for each in found}):
        claims = desk.sweep(day.isoformat()).claims
        told += sorted((day, claim.contact, claim.step, claim.reason.value) for _, claim in claims)
    assert told == sorted((each.on, each.contact, each.step, each.reason) for each in found)
    assert len(told) == 10
