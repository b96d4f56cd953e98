"""A further worker lives in the same environment as the first, and is refused where it would do harm."""

import json
import os
from pathlib import Path

import pytest

from deployments.server.callers import SERVICE
from deployments.server.environment import WORKER
from deployments.server.lock import MARK
from deployments.server.login import open_login
from deployments.worker import WorkerRefused, command, environment, main, refuse_other_tables, run
from models.record.database import migrate
from models.record.database_faults import DatabaseError
from models.settings import Settings
from tests.support.databases import on_sqlite, settings_on

API = "http://desk-1:4200/api"


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    """A data directory with a record and a login."""
    made = on_sqlite(tmp_path)
    migrate(made)
    open_login(tmp_path, None)
    return made


def test_it_has_the_credential_of_the_server_and_not_its_mark_or_its_secrets(house: Settings) -> None:
    login = open_login(house.home, None)
    made = environment({"PREFECT_API_URL": API, "PATH": os.environ["PATH"]}, house)
    assert made["PREFECT_API_URL"] == API
    assert json.loads(made["PREFECT_CLIENT_CUSTOM_HEADERS"])[SERVICE] == login.service
    assert made["PREFECT_API_AUTH_STRING"] == login.auth_string
    assert made["LANDWAITER_NOTE_KEY"] == login.encryption_key
    assert {MARK, "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_SERVER_ENCRYPTION_KEY"}.isdisjoint(made)


def test_it_is_prefects_own_worker_of_the_type_of_the_pool(house: Settings) -> None:
    started = command(house, "second", limit=2, answers=True)
    assert started[1:] == [
        "-m", "prefect", "worker", "start", "--pool", "landwaiter", "--type", "process", "--name", "second",
        "--limit", "2", "--with-healthcheck",
    ]  # fmt: skip


@pytest.mark.parametrize("api", ["", "desk-1:4200", "http:///api"])
def test_without_a_server_it_is_refused(house: Settings, api: str) -> None:
    with pytest.raises(WorkerRefused, match="PREFECT_API_URL does not name Landwaiter's server"):
        environment({"PREFECT_API_URL": api}, house)


def test_without_the_login_it_is_refused(house: Settings) -> None:
    (house.home / "login").unlink()
    with pytest.raises(WorkerRefused, match="copy the file login"):
        environment({"PREFECT_API_URL": API}, house)
    assert not (house.home / "login").exists()


def test_under_another_workers_name_it_is_refused() -> None:
    with pytest.raises(WorkerRefused, match="Expected another, such as second"):
        run(["--name", WORKER], {})


def test_for_a_record_of_another_version_it_is_refused(tmp_path: Path) -> None:
    made = on_sqlite(tmp_path)
    migrate(made, "0012")
    with pytest.raises(WorkerRefused, match=r"another version of Landwaiter \(0012; this version has"):
        refuse_other_tables(made)


def test_without_a_record_it_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DatabaseError, match="is missing or cannot be opened"):
        refuse_other_tables(settings_on(tmp_path, f"sqlite:///{tmp_path}/none.sqlite"))
    monkeypatch.setenv("LANDWAITER_HOME", str(tmp_path))
    assert main(["--name", "second"]) == 1
    assert capsys.readouterr().err.startswith("landwaiter: The file of the record's database is missing")
