"""The agenda, and the calendars that secret addresses serve."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.record.database import reading
from models.record.scope import Scope
from tasks.desk.agenda import read_agenda
from tests.support.at_the_desk import DeskOf
from tests.support.calendars_at_the_desk import calendar_desk
from tests.support.scenes import Scene, at


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers with an audit each: Ann of the first, Zoe of the other, Ada who sees both."""
    return calendar_desk(scene, tmp_path)


def test_the_agenda_shows_the_days_to_come_by_month_and_only_of_ones_own_importers(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        page = ann.text("/calendar")
        assert "September 2025" in page
        assert "CBP completes the written audit report" in page
        assert "Thu, Sep 18, 2025" in page
        assert "Zephyr" not in page
        assert "ZEP-1" not in page
        assert "No date in these days" in ann.text("/calendar?from=2025-09-19")
        assert "Thu, Sep 18, 2025" in ann.text("/calendar?from=2025-06-21")
        assert "No date in these days" in ann.text("/calendar?importer=2")
    with desk.signed_in("Ada") as ada:
        page = ada.text("/calendar")
        assert page.count("CBP completes the written audit report") == 2
        assert ada.text("/calendar?importer=2").count("CBP completes the written audit report") == 1


@pytest.mark.parametrize("given", ["", "tomorrow", "0001-01-01", "9999-12-31", "2025-02-30"])
def test_what_is_no_day_begins_today(given: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        assert "Tuesday, July 1, 2025 to Sunday, September 28, 2025" in ann.text(f"/calendar?from={given}")


def test_an_agenda_ends_with_a_whole_day_and_goes_on_from_the_next(desk: DeskOf) -> None:
    for number, day in ((2, "2025-06-20"), (3, "2025-06-23"), (4, "2025-06-23")):
        desk.scene.open(f"AUD-{number}")
        desk.scene.record("closing_conference_held", day, docket=f"AUD-{number}")
    everything, since = Scope(None), at("2025-09-01").date()
    with reading(desk.scene.engine) as session:
        first = read_agenda(session, everything, since, most=4)
        rest = read_agenda(session, everything, first.through + timedelta(days=1), most=4)
        part = read_agenda(session, everything, since, most=2)
    dockets = [each.matter.docket_number for _, rows in first.months for each in rows]
    assert (dockets, first.is_cut, first.is_part) == (["AUD-1", "AUD-2", "ZEP-1"], True, False)
    assert [each.matter.docket_number for _, rows in rest.months for each in rows] == ["AUD-3", "AUD-4"]
    assert (rest.is_cut, part.is_part, str(part.through)) == (False, True, "2025-09-18")


@pytest.mark.parametrize(
    ("since", "shown_on"),
    [
        ("2025-06-27", "2025-06-27"),
        ("2025-06-28", "2025-06-29"),
        ("2025-06-29", "2025-06-29"),
        ("2025-06-30", "2025-06-30"),
        ("2025-07-01", ""),
    ],
)
def test_a_deadline_is_shown_until_its_last_day_by_either_reading(
    since: str, shown_on: str, desk: DeskOf
) -> None:
    desk.scene.open("SUM-1", "summons", on="2025-05-02")
    desk.scene.summon("SUM-1", 1, on="2025-06-02", return_on="2025-06-29")
    with reading(desk.scene.engine) as session:
        agenda = read_agenda(session, Scope(None), at(since).date())
        tight = read_agenda(session, Scope(None), at(since).date(), most=1)
    found = [each for _, rows in agenda.months for each in rows if each.matter.docket_number == "SUM-1"]
    assert [str(each.on) for each in found] == ([shown_on] if shown_on else [])
    assert all("act by Fri, Jun 27, 2025" in each.says for each in found)
    assert (tight.months[0][1][0].matter.docket_number == "SUM-1") is bool(shown_on)
