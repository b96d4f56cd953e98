"""Privileged notes that an earlier version left with Prefect are sealed or gone, in both of its databases."""

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url

from deployments.server.scrub_notes import prefect_database, scrub_notes
from models.forms.sealed_notes import KEY, open_note
from models.settings import Settings
from tests.support.databases import on_postgres
from tests.support.scenes import Scene

HOUSE = "bGFuZHdhaXRlci1sYW5kd2FpdGVyLWxhbmR3YWl0ZXI="
TYPED = "Counsel: “ne-divulgez-pas” the 1997 memo"
RECORDED = "It's privileged: keep away from CBP"
FORMER = Path(__file__).resolve().parents[1] / "support" / "former" / "home.tar.xz"
ON_POSTGRES = """
CREATE TABLE configuration (id SERIAL PRIMARY KEY, key VARCHAR NOT NULL UNIQUE, value JSON NOT NULL);
CREATE TABLE flow_run (id SERIAL PRIMARY KEY, name VARCHAR, state_name VARCHAR, parameters JSONB NOT NULL);
CREATE TABLE flow_run_state (id SERIAL PRIMARY KEY, message VARCHAR, data JSON);
CREATE TABLE log (id SERIAL PRIMARY KEY, message TEXT NOT NULL, level SMALLINT);
CREATE TABLE events (id SERIAL PRIMARY KEY, payload JSON);
INSERT INTO flow_run (name, state_name, parameters) VALUES ('a', 'Completed', '{}');
INSERT INTO flow_run_state (message, data) VALUES ('done', '{}');
INSERT INTO log (message, level) VALUES ('it began', 20);
INSERT INTO events (payload) VALUES ('{}');
"""


@contextmanager
def opened(address: URL) -> Iterator[Connection]:
    engine = create_engine(address)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def prefect(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A database of Prefect's: that of the last version's own server, or the tables that matter."""
    if request.param == "sqlite":
        with tarfile.open(FORMER) as packed:
            packed.extract("home/prefect/prefect.db", tmp_path)
        yield make_url(f"sqlite:///{tmp_path.joinpath('home', 'prefect', 'prefect.db')}")
        return
    with on_postgres(tmp_path) as made:
        with opened(make_url(made.database_url)) as connection:
            connection.execute(text(ON_POSTGRES))
        yield make_url(made.database_url)


def plant(address: URL) -> None:
    """Leaves the notes where the last version left them: in parameters, and in what an error said of them."""
    sent = {"entry": {"matter": "A", "privileged_note": TYPED}}
    of = "JSONB" if address.get_backend_name() == "postgresql" else "TEXT"
    error = f"[parameters: {{'privileged_note': {RECORDED!r}}}] and {json.dumps(TYPED)}"
    with opened(address) as connection:
        connection.execute(
            text(f"UPDATE flow_run SET parameters = CAST(:sent AS {of})"), {"sent": json.dumps(sent)}
        )
        connection.execute(text("UPDATE log SET message = :said"), {"said": f"{TYPED}: {error}"})
        connection.execute(text("UPDATE flow_run_state SET message = :said"), {"said": RECORDED})
        json_of = "JSON" if of == "JSONB" else of
        connection.execute(
            text(f"UPDATE events SET payload = CAST(:said AS {json_of})"), {"said": json.dumps([RECORDED])}
        )


def everything(address: URL) -> str:
    """All that the tables say."""
    with opened(address) as connection:
        names = ("flow_run", "flow_run_state", "log", "events")
        rows = [tuple(row) for name in names for row in connection.execute(text(f"SELECT * FROM {name}"))]
    return f"{json.dumps(rows, default=str)} {rows}"


def test_notes_are_sealed_in_parameters_and_gone_from_all_else(
    prefect: URL, sqlite_scene: Scene, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_scene.open()
    sqlite_scene.record("closing_conference_held", "2025-06-20", privileged_note=RECORDED)
    plant(prefect)
    log = sqlite_settings.home / "logs" / "server.log"
    log.parent.mkdir()
    log.write_text(f"an error: {TYPED} and {json.dumps(RECORDED)}\nthe next line\n", encoding="utf-8")
    assert "divulgez" in everything(prefect)
    assert scrub_notes(sqlite_settings, prefect, HOUSE) == 2
    after = everything(prefect)
    for word in ("divulgez", "keep away"):
        assert word not in after
        assert word not in log.read_text(encoding="utf-8")
    assert "[privileged note]" in after
    assert log.read_text(encoding="utf-8").endswith("\nthe next line\n")
    monkeypatch.setenv(KEY, HOUSE)
    with opened(prefect) as connection:
        (kept,) = connection.execute(text("SELECT CAST(parameters AS TEXT) FROM flow_run LIMIT 1")).one()
    assert open_note(json.loads(kept)["entry"]["privileged_note"]) == TYPED
    if prefect.get_backend_name() == "sqlite":
        files = Path(str(prefect.database)).parent.iterdir()
        assert [each for each in files if b"divulgez" in each.read_bytes()] == []


def test_it_is_done_once(prefect: URL, sqlite_settings: Settings) -> None:
    assert scrub_notes(sqlite_settings, prefect, HOUSE) == 0
    plant(prefect)
    assert scrub_notes(sqlite_settings, prefect, HOUSE) == 0
    assert "divulgez" in everything(prefect)


def test_a_first_start_has_nothing_to_scrub(sqlite_settings: Settings, tmp_path: Path) -> None:
    nowhere = prefect_database({"PREFECT_HOME": str(tmp_path / "prefect")})
    assert scrub_notes(sqlite_settings, nowhere, HOUSE) == 0
    assert not (tmp_path / "prefect").exists()


def test_the_database_of_prefect_is_the_one_its_server_uses() -> None:
    elsewhere = "postgresql+asyncpg://user:secret@host/prefect"
    found = prefect_database({"PREFECT_HOME": "/data", "PREFECT_API_DATABASE_CONNECTION_URL": elsewhere})
    assert found.render_as_string(hide_password=True) == "postgresql+psycopg://user:***@host/prefect"
    assert str(prefect_database({"PREFECT_HOME": "/data"})) == "sqlite:////data/prefect.db"
