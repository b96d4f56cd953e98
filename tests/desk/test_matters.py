"""The list of matters: found by what people call them, narrowed, in order, and never beyond the walls."""

from pathlib import Path

import pytest

from models.inputs import ImporterCorrection, MatterCorrection, MatterInput
from models.record.database import reading, transaction
from models.record.matters import open_matter
from models.record.scope import Scope
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tasks.desk.matters import PAGE, Order, Search, State, list_matters
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene
from tests.support.two_desks import id_of, two_desks


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers' people."""
    return two_desks(scene, tmp_path)


@pytest.fixture
def renamed(desk: DeskOf) -> DeskOf:
    """The matter of Acme had another number, and Acme another name."""
    desk.scene.open("DEM-2024-007", "demand", importer="Akme", title="Entry records")
    for draft in (
        MatterCorrection(
            matter="DEM-2024-007", docket_number="DEM-2024-070", reason="Slip", recorded_by="Bo"
        ),
        ImporterCorrection(importer="Akme", name="Northwind", reason="Slip", recorded_by="Bo"),
    ):
        put_mending(desk.scene.engine, draft, Links(""), now=desk.now)
    return desk


def found(desk: DeskOf, scope: Scope | None = None, **search: object) -> list[str]:
    """The docket numbers that a search finds, in order."""
    with reading(desk.scene.engine) as session:
        listed = list_matters(session, scope or Scope(None), Search(**search), now=desk.now)  # type: ignore[arg-type]
        return [row.matter.docket_number for row in listed.rows]


@pytest.mark.parametrize(
    "words",
    [
        "AUD-2025-014",
        "aud 2025/14",
        "2025-14",
        "014",
        "focused",
        "ASSESSMENT foc",
        "acme",
        "long beach",
        "acme beach",
    ],
)
def test_a_matter_is_found_by_number_title_importer_and_office(words: str, desk: DeskOf) -> None:
    assert found(desk, words=words) == ["AUD-2025-014"]


@pytest.mark.parametrize("words", ["DEM-2024-070", "DEM-2024-007", "dem 2024 007", "Akme", "northwind entry"])
def test_a_matter_is_found_by_what_it_and_its_importer_were_called_once(words: str, renamed: DeskOf) -> None:
    assert found(renamed, words=words) == ["DEM-2024-070"]


@pytest.mark.parametrize("words", ["100%", "_", "%", "\\", "nowhere", "acme laredo"])
def test_signs_of_a_pattern_are_letters_like_any_other(words: str, desk: DeskOf) -> None:
    assert found(desk, words=words) == []


def test_matters_are_narrowed_by_importer_kind_and_state(renamed: DeskOf) -> None:
    desk = renamed
    desk.scene.open("DEM-1", "demand", on="2025-02-01")
    desk.scene.record("demand_received", "2025-02-03", docket="DEM-1")
    desk.scene.record("demand_closed", "2025-02-10", docket="DEM-1", of=(1,))
    desk.scene.record("demand_received", "2025-02-03", docket="DEM-2024-070", form="demand")
    assert found(desk, lifecycle="demand") == ["DEM-1", "DEM-2024-070"]
    assert found(desk, lifecycle="demand", state=State.CLOSED) == ["DEM-1"]
    assert found(desk, lifecycle="demand", state=State.OPEN) == ["DEM-2024-070"]
    with reading(desk.scene.engine) as session:
        rows = list_matters(session, Scope(None), Search(words="Northwind"), now=desk.now).rows
    assert found(desk, account_id=rows[0].account.id) == ["DEM-2024-070"]


def test_a_matter_is_not_closed_while_a_deadline_is_open(desk: DeskOf) -> None:
    desk.scene.open("AUD-9", on="2025-01-02")
    desk.scene.record("audit_closed", "2025-02-03", docket="AUD-9")
    assert found(desk, state=State.CLOSED) == ["AUD-9"]
    desk.scene.record("closing_conference_held", "2025-02-10", docket="AUD-9")
    assert found(desk, state=State.CLOSED) == []
    assert "AUD-9" in found(desk, state=State.OPEN)
    with desk.signed_in("Ann") as ann:
        page = f"/matters/{id_of(desk, 'AUD-9')}"
        assert "This matter is closed." not in ann.text(page)
        desk.scene.record("audit_closed", "2025-06-02", docket="AUD-9")
        assert "This matter is closed." in ann.text(page)
    assert found(desk, state=State.CLOSED) == ["AUD-9"]


def test_what_took_effect_by_itself_keeps_no_matter_open(desk: DeskOf) -> None:
    desk.scene.open("SUM-9", "summons", on="2024-01-02")
    desk.scene.record("delivery_withheld", "2024-02-29", docket="SUM-9")
    desk.scene.sweep("2025-06-02")
    desk.scene.record("summons_closed", "2025-06-02", docket="SUM-9")
    assert found(desk, state=State.CLOSED) == ["SUM-9"]


def test_the_nearest_deadline_comes_first_and_matters_without_one_last(desk: DeskOf) -> None:
    for docket, received in (("DEM-2", "2025-06-20"), ("DEM-1", "2025-06-10")):
        desk.scene.open(docket, "demand", on="2025-06-01")
        desk.scene.record("demand_received", received, docket=docket)
    assert found(desk, order=Order.NEAREST)[:2] == ["DEM-1", "DEM-2"]
    assert sorted(found(desk, order=Order.NEAREST)) == sorted(found(desk))
    with reading(desk.scene.engine) as session:
        first, *_, last = list_matters(session, Scope(None), Search(order=Order.NEAREST), now=desk.now).rows
    assert first.nearest is not None
    assert first.days_left > 0
    assert last.nearest is None


def test_a_long_list_has_pages_and_says_how_many_matters_there_are(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    desk = two_desks(sqlite_scene, tmp_path)
    with transaction(desk.scene.engine) as session:
        for number in range(PAGE + 5):
            draft = MatterInput(
                docket_number=f"LOT-{number:03}",
                lifecycle="audit",
                importer="Acme",
                opened_on=desk.now.date(),
                opened_by="Bo",
            )
            open_matter(session, draft, at=desk.now)
    with desk.signed_in("Ann") as ann:
        first, second = ann.text("/matters?q=lot"), ann.text("/matters?q=lot&page=2")
    assert "55 matters, page 1." in first
    assert "LOT-054" in first
    assert "LOT-004" not in first
    assert 'href="/matters?q=lot&amp;page=2"' in first
    assert "LOT-004" in second
    assert "Next page" not in second


def test_each_person_sees_and_finds_the_matters_of_their_importers_alone(desk: DeskOf) -> None:
    searches = ("", "?q=audit", "?q=GLO", "?q=Laredo", "?order=nearest", f"?importer={2}", "?page=1000000")
    with desk.signed_in("Ann") as ann:
        for search in searches:
            shown = ann.text(f"/matters{search}")
            assert "Globex" not in shown
            assert "GLO-" not in shown.replace('value="GLO"', "")
            assert f'href="/matters/{id_of(desk, "GLO-2025-001")}"' not in shown
    with desk.signed_in("Ada") as ada:
        shown = ada.text("/matters?q=2025")
    assert "GLO-2025-001" in shown
    assert "AUD-2025-014" in shown


@pytest.mark.parametrize("search", ["?page=x&kind=cat&state=gone&order=odd&importer=-1", "?q=%00", "?page=0"])
def test_what_is_no_choice_narrows_nothing(search: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        assert "AUD-2025-014" in ann.text(f"/matters{search}")


def test_who_is_no_contact_and_no_administrator_any_more_sees_no_list(desk: DeskOf) -> None:
    with desk.nobody() as visitor:
        assert visitor.open("/matters").headers["location"] == "/sign-in?then=/matters"
