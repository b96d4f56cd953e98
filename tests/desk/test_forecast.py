"""The forecast at the desk: what `tasks/alerts/forecast.py` foresees, within the walls and bounded."""

from datetime import date
from pathlib import Path

import pytest

from models.record.database import reading, transaction
from models.record.matters import matter_named
from models.record.mendings import Correction, mend
from models.record.scope import Scope
from tasks.alerts.forecast import forecast
from tasks.desk.forecast import SHOWN, Forecast, Wanted, read_forecast
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene, at

TODAY = "2025-06-23"


@pytest.fixture
def offices(scene: Scene) -> Scene:
    """Two importers with matters and people of their own; everybody was told of what is due."""
    scene.open()
    scene.open("DEM-1", "demand")
    scene.open("ZEP-1", importer="Zephyr")
    scene.contact("Ann")
    scene.contact("Lee", role="lead")
    scene.contact("Zoe", ["Zephyr"])
    scene.record("closing_conference_held", "2025-06-20")
    scene.record("demand_received", "2025-06-20", docket="DEM-1")
    scene.record("closing_conference_held", "2025-06-19", docket="ZEP-1")
    scene.sweep(TODAY)
    return scene


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """The same at a desk: Ann and Zoe of one importer each, Ada who sees both."""
    scene = sqlite_scene
    scene.open()
    scene.open("ZEP-1", importer="Zephyr")
    scene.contact("Ann")
    scene.contact("Zoe", ["Zephyr"])
    for docket in ("AUD-1", "ZEP-1"):
        scene.record("closing_conference_held", "2025-06-20", docket=docket)
    scene.sweep(TODAY)
    made = DeskOf(scene, tmp_path, now=at(TODAY))
    made.person("Ann")
    made.person("Ada", administrator=True)
    return made


def foreseen(scene: Scene, scope: Scope, wanted: Wanted | None = None, most: int = 100) -> Forecast:
    """What the desk foresees."""
    with reading(scene.engine) as session:
        return read_forecast(session, scope, wanted or Wanted(), now=at(TODAY), most=most)


def test_it_foresees_what_the_form_foresees(offices: Scene) -> None:
    everything = forecast(offices.engine, now=at(TODAY), until=None)
    found = foreseen(offices, Scope(None))
    assert [each.alert for each in found.alerts] == everything
    assert everything
    assert (found.is_cut, found.through) == (False, date(2026, 7, 28))
    until = date(2025, 7, 20)
    narrowed = foreseen(offices, Scope(None), Wanted(account_id=1, until=until))
    of_acme = forecast(offices.engine, now=at(TODAY), until=until, importer="Acme")
    assert [each.alert for each in narrowed.alerts] == of_acme


def test_nobody_foresees_an_alert_of_another_importer(offices: Scene) -> None:
    mine = foreseen(offices, Scope(frozenset({2})))
    assert {(each.matter.docket_number, each.importer, each.alert.contact) for each in mine.alerts} == {
        ("ZEP-1", "Zephyr", "Zoe")
    }
    assert foreseen(offices, Scope(frozenset({2})), Wanted(account_id=1)).alerts == []
    assert foreseen(offices, Scope(frozenset({2})), Wanted(matter_id=1)).alerts == []
    assert foreseen(offices, Scope(frozenset())).alerts == []


@pytest.mark.parametrize("most", [1, 2])
def test_what_is_cut_is_whole_up_to_the_day_that_it_names(most: int, offices: Scene) -> None:
    everything = forecast(offices.engine, now=at(TODAY), until=None)
    found = foreseen(offices, Scope(None), most=most)
    assert found.is_cut
    assert [each.alert for each in found.alerts] == [each for each in everything if each.on <= found.through]
    assert any(each.on > found.through for each in everything)


def test_the_page_lists_alerts_and_leads_to_their_matters(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        page = ann.text("/forecast")
        assert "AUD-06 of E1 CBP completes the written audit report" in page
        assert '<a href="/matters/1">AUD-1</a>' in page
        assert "Ann" in page
        assert "by ann" in page
        for hidden in ("ZEP-1", "Zephyr", "Zoe", "zoe"):
            assert hidden not in page
        assert "No alerts are to come" in ann.text("/forecast?importer=2")
        assert "No alerts are to come" in ann.text("/forecast?until=2025-06-24")
    with desk.signed_in("Ada") as ada:
        assert "ZEP-1" in ada.text("/forecast")
        assert "ZEP-1" not in ada.text("/forecast?matter=AUD-1")
        assert ada.text("/forecast?page=99")
        assert ada.text("/forecast?page=0")
        assert ada.text("/forecast?page=x&importer=y")


@pytest.mark.parametrize("number", ["ZEP-1", "NONE-1", "<b>", "ZEP"])
def test_a_matter_of_another_importer_is_as_unknown_as_one_that_is_not_there(
    number: str, desk: DeskOf
) -> None:
    with desk.signed_in("Ann") as ann:
        answer = ann.open(f"/forecast?matter={number}")
    assert answer.status_code == 400
    expected = "None of your matters has the docket number"
    assert expected in answer.text
    assert "did you mean" not in answer.text.lower()
    assert "Zephyr" not in answer.text
    assert "<b>" not in answer.text


def test_a_former_docket_number_finds_the_matter_only_within_the_walls(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        for docket in ("AUD-1", "ZEP-1"):
            why = Correction(reason="A slip", by="Bo", at=desk.now)
            mend(session, matter_named(session, docket), {"docket_number": f"{docket}-B"}, why)
    with desk.signed_in("Ann") as ann:
        assert "AUD-1-B" in ann.text("/forecast?matter=AUD-1")
        assert ann.open("/forecast?matter=ZEP-1").status_code == 400


@pytest.mark.parametrize(
    ("until", "says"),
    [("soon", "is no date"), ("2025-06-22", "Sunday, June 22, 2025 is past."), ("2025-02-30", "is no date")],
)
def test_a_last_day_that_is_none_is_refused(until: str, says: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        answer = ann.open(f"/forecast?until={until}")
    assert answer.status_code == 400
    assert says in answer.text
    assert f'value="{until}"' in answer.text


def test_a_long_list_has_pages(desk: DeskOf) -> None:
    with reading(desk.scene.engine) as session:
        one = read_forecast(session, Scope(None), Wanted(), now=desk.now)
    many = Forecast(alerts=[*one.alerts] * 200, today=one.today, through=one.through, is_cut=False)
    assert many.pages == -(-len(many.alerts) // SHOWN)
    pages = [many.page(number) for number in range(1, many.pages + 1)]
    assert [each for page in pages for each in page] == list(many.alerts)


def test_who_is_not_signed_in_foresees_nothing(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        assert visitor.open("/forecast").status_code == 303
