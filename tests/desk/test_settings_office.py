"""The office's own numbers, days and closures at the desk: previewed, then set by one run of the form."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from deployments.desk.pages import settings_closures
from models.forms.office import ClosureForm, PeriodForm
from models.inputs import ClosureInput
from models.record.tables.office import OfficePeriod, ProclaimedClosure
from tasks.desk import office_numbers
from tasks.record.closures import put_closure
from tasks.record.office_settings import put_period
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.desk_settings import done, previewed, rows, runs, settings_desk
from tests.support.scenes import Scene, at

NUMBER, CLOSURES = "/settings/office/AUD-05", "/settings/closures"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with a demand, and an audit of which CBP owes the closing conference."""
    made = settings_desk(sqlite_scene, tmp_path)
    sqlite_scene.open("DEM-1", "demand", importer="Globex", on="2025-06-20")
    sqlite_scene.record("demand_received", "2025-06-25", docket="DEM-1", facts={"produce_by": "2025-07-25"})
    sqlite_scene.record("onsite_work_completed", "2025-06-26", docket="GLOB-1")
    made.now = at("2025-06-27")
    return made


@pytest.fixture
def ada(desk: DeskOf) -> Iterator[Visitor]:
    """The administrator."""
    with desk.signed_in("Ada") as visitor:
        yield visitor


def test_each_setting_is_there_with_its_value_today(desk: DeskOf, ada: Visitor) -> None:
    put_period(desk.scene.engine, "AUD-05", 45, by="Bo", now=desk.now)
    text = unescape(ada.text("/settings/office"))
    for words in (
        "Second review",
        "Schedule a closing conference",
        "45 calendar days",
        "Default: 30 calendar days",
        "Bo,",
    ):
        assert words in text


def test_a_number_shows_what_moves_and_is_set_by_one_run(desk: DeskOf, ada: Visitor) -> None:
    shown = previewed(ada, NUMBER, value="45")
    assert "45 calendar days instead of 30 calendar days" in shown
    assert "The setting concerns 3 matters of the kind audit" in shown
    assert "1 deadline would move" in shown
    assert "GLOB-1: AUD-05" in shown
    assert rows(desk, OfficePeriod) == []
    places = {done(ada, NUMBER, shown).headers["location"] for _ in range(2)}
    (run,) = runs(desk)
    assert places == {f"/runs/{run.id}"}
    assert run.deployment == "set-office-number"
    form = PeriodForm(**run.parameters["period"])
    assert (form.rule_id, form.number, form.recorded_by) == ("AUD-05", 45, "Ada")
    assert run.title == "set AUD-05 to 45"
    assert desk.woken == 2


@pytest.mark.parametrize(
    ("rule", "value", "says", "kept"),
    [
        ("EYES", "1", "No one has confirmed 2 entries on record", {"number": 1.0}),
        ("EYES", "0", "no longer provisional", {"number": 0.0}),
        ("CONTROLS", "2025-06-01", "no one is alerted about any more: 0", {"day": "2025-06-01"}),
        ("CONTROLS", "", "alerted about again: 0", {}),
        ("A7", "36", "No deadline moves", {"number": 36.0}),
        ("DEM-04", "0", "off instead of 10 calendar days", {"number": 0.0}),
        ("DEM-04", "", "10 calendar days instead of 10 calendar days", {}),
    ],
)
def test_every_setting_shows_what_it_changes(
    rule: str, value: str, says: str, kept: dict[str, Any], desk: DeskOf, ada: Visitor
) -> None:
    path = f"/settings/office/{rule}"
    shown = previewed(ada, path, value=value)
    assert says in shown
    done(ada, path, shown)
    (run,) = runs(desk)
    form = PeriodForm(**run.parameters["period"])
    assert form.rule_id == rule
    assert {name: run.parameters["period"].get(name) for name in ("number", "day")} == {
        "number": None,
        "day": None,
        **kept,
    }


def test_controls_missed_before_the_day_are_counted(desk: DeskOf, ada: Visitor) -> None:
    desk.scene.open("CER-1", "certification", importer="Globex", on="2025-01-02")
    desk.scene.record("certification_granted", "2025-01-02", docket="CER-1")
    path = "/settings/office/CONTROLS"
    shown = previewed(ada, path, value="2025-06-01")
    assert "no one is alerted about any more: 0" not in shown


@pytest.mark.parametrize(
    ("rule", "value", "says"),
    [
        ("DEM-04", "ten", "The number is “ten”"),
        ("DEM-04", "-1", "The number is “-1”"),
        ("DEM-04", "٣", "The number is “٣”"),
        ("DEM-04", "99999", "a whole number from 0 to 3660"),
        ("EYES", "2", "expected 1 to turn second review on"),
        ("CONTROLS", "yesterday", "The day is “yesterday”"),
    ],
)
def test_what_cannot_be_set_is_said(rule: str, value: str, says: str, desk: DeskOf, ada: Visitor) -> None:
    for do in ("preview", "record"):
        answer = ada.send(f"/settings/office/{rule}", do=do, once="key", value=value)
        assert answer.status_code == 400
        assert says in unescape(answer.text)
    assert runs(desk) == []
    assert ada.open("/settings/office/none").status_code == 404


def test_a_closure_shows_what_moves_and_is_added_by_one_run(desk: DeskOf, ada: Visitor) -> None:
    fields = {"on": "2025-07-25", "source": "Executive Order of July 1, 2025, read at whitehouse.gov"}
    shown = previewed(ada, CLOSURES, **fields)
    assert "Friday, July 25, 2025 would be counted both ways" in shown
    assert "DEM-1: DEM-02" in shown
    assert rows(desk, ProclaimedClosure) == []
    for _ in range(2):
        answer = done(ada, CLOSURES, shown)
    (run,) = runs(desk)
    assert answer.headers["location"] == f"/runs/{run.id}"
    form = ClosureForm(**run.parameters["closure"])
    assert form.effect.name == "RECORD"
    assert form.to_input() == ClosureInput(on=form.on, source=fields["source"], recorded_by="Ada")
    assert run.deployment == "proclaim-closure"


def test_a_preview_of_the_newest_matters_alone_says_so(ada: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_numbers, "DEADLINES_OF", 1)
    monkeypatch.setattr(settings_closures, "DEADLINES_OF", 1)
    says = "This counts the newest 1 matter of {} only. The change applies to all of them."
    assert says.format(3) in previewed(ada, NUMBER, value="45")
    shown = previewed(ada, CLOSURES, on="2025-07-25", source="An order")
    assert says.format(4) in shown
    assert "Preview every matter" in shown


def test_a_closure_is_withdrawn_with_a_reason(desk: DeskOf, ada: Visitor) -> None:
    day = at("2025-07-25").date()
    put_closure(desk.scene.engine, ClosureInput(on=day, source="An order", recorded_by="Bo"), now=desk.now)
    assert "Withdraw Fri, Jul 25, 2025" in ada.text(CLOSURES)
    path = f"{CLOSURES}/1"
    answer = ada.send(path, do="preview", reason="")
    assert answer.status_code == 400
    assert "No reason is given" in answer.text
    shown = previewed(ada, path, reason="It was revoked")
    done(ada, path, shown, do="count")
    done(ada, path, shown)
    form, recorded = (ClosureForm(**run.parameters["closure"]) for run in runs(desk))
    assert [form.effect.name, recorded.effect.name] == ["PREVIEW", "RECORD"]
    assert recorded.to_input() == ClosureInput(
        on=day, withdraws=True, reason="It was revoked", recorded_by="Ada"
    )
    assert len(rows(desk, ProclaimedClosure)) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"on": "", "source": "x"}, "Enter the day"),
        ({"on": "2025-07-25", "source": ""}, "No order is named"),
        ({"on": "2025-07-26", "source": "x"}, "a weekend day"),
        ({"on": "2099-07-30", "source": "x"}, "a year ahead"),
        ({"on": "2025-07-25", "source": "x" * 301}, "301 characters"),
        ({"on": "2025-07-25", "source": "a\x00b"}, "cannot be stored"),
    ],
)
def test_a_closure_that_cannot_be_added_is_said(
    fields: dict[str, Any], says: str, desk: DeskOf, ada: Visitor
) -> None:
    answer = ada.send(CLOSURES, do="preview", **fields)
    assert answer.status_code == 400
    assert says in answer.text
    assert f'value="{fields["on"]}"' in answer.text
    assert ada.open(f"{CLOSURES}/9").status_code == 404
    assert runs(desk) == []
