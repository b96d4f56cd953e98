"""The page of an act's run: for who made it and for administrators, with the sentence it ended with."""

from pathlib import Path

import pytest

from models.record.database import transaction
from tasks.desk.follow_up import done_run, made_run, put_off_run, run_later
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene

SAID = "Recorded. NOT DELIVERED YET to Zoe, of Zephyr."


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk at which Ann recorded something; Zoe is of another importer."""
    sqlite_scene.open()
    sqlite_scene.contact("Ann")
    sqlite_scene.open("DEM-9", "demand", importer="Zephyr")
    sqlite_scene.contact("Zoe", ["Zephyr"])
    made = DeskOf(sqlite_scene, tmp_path)
    for name in ("Ann", "Zoe"):
        made.person(name)
    made.person("Ada", administrator=True)
    with transaction(sqlite_scene.engine) as session:
        run_later(session, "record-audit", {}, title="AUD-1: audit notice", by="Ann", at=made.now)
    return made


def test_it_waits_runs_and_ends(desk: DeskOf) -> None:
    engine = desk.scene.engine
    with desk.signed_in("Ann") as visitor:
        page = visitor.text("/runs/1")
        assert "Prefect runs it in a moment." in page
        assert 'data-asks-again="2"' in page
        assert '<a href="/runs/1">Look again</a>' in page
        put_off_run(engine, 1, desk.now)
        assert "It waits for Prefect." in visitor.text("/runs/1")
        made_run(engine, 1, "id-of-the-run")
        assert "It runs in Prefect now." in visitor.text("/runs/1")
        done_run(engine, 1, desk.now, state="COMPLETED", message=SAID)
        page = visitor.text("/runs/1")
        assert "It is done." in page
        assert "data-asks-again" not in page
        assert "id-of-the-run" not in page


def test_its_sentence_stays_inside_the_walls(desk: DeskOf) -> None:
    done_run(desk.scene.engine, 1, desk.now, state="FAILED", message=SAID)
    with desk.signed_in("Ann") as visitor:
        page = visitor.text("/runs/1")
    assert "It did not end well" in page
    assert "Zephyr" not in page
    made_run(desk.scene.engine, 1, "id-of-the-run")
    with desk.signed_in("Ada") as visitor:
        page = visitor.text("/runs/1")
    assert SAID in page
    assert "/runs/flow-run/id-of-the-run" in page


def test_it_is_for_nobody_else(desk: DeskOf) -> None:
    with desk.signed_in("Zoe") as visitor:
        assert visitor.open("/runs/1").status_code == 404
        assert visitor.open("/runs/2").status_code == 404
    with desk.nobody() as visitor:
        assert visitor.open("/runs/1").status_code == 303
