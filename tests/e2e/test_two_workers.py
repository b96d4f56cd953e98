"""Two workers, one record and one Prefect database in PostgreSQL, one data directory: they share the work."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.engine import make_url
from sqlmodel import select

from deployments.looks import looks_by_worker
from deployments.server.processes import end
from models.record.database import engine as open_engine
from models.record.database import reading
from models.record.tables.alerts import Alert
from models.settings import Settings
from models.wall_clock import HOUSE_ZONE, now, today_in
from tests.support.databases import on_postgres
from tests.support.installation import ROOT, Installation, installed
from tests.support.mailbox import Mailbox, free_port, text_of
from tests.support.scenes import Scene
from tests.support.server import environment_of_nobody
from tests.support.sheets import entry_row, matter_row, write_book

pytestmark = [pytest.mark.postgres, pytest.mark.long]
MATTERS, FIRST, SECOND = 8, "this machine", "second"


@dataclass
class Two:
    """An installation with a second worker, and a desk at its record."""

    house: Installation
    scene: Scene
    settings: Settings
    health: str

    def worked(self) -> set[str]:
        """The workers that have left a receipt."""
        return {name.partition(" on ")[0] for name, _ in looks_by_worker(self.scene.engine, now())}

    def until_both(self, deployment: str) -> None:
        """Starts runs until each of the two has had one."""
        self.house.until(lambda: self._again(deployment), f"both have run {deployment}", 600)

    def _again(self, deployment: str) -> bool:
        ids = [self.house.begin(deployment) for _ in range(3)]
        assert {self.house.ended(each)["state"]["type"] for each in ids} == {"COMPLETED"}
        return {FIRST, SECOND} <= self.worked()


@contextmanager
def second_worker(house: Installation, port: int) -> Iterator[None]:
    """A worker as somebody starts it beside `make up`."""
    ours = {"LANDWAITER_HOME": str(house.home), "LANDWAITER_URL": house.url}
    there = {"PREFECT_API_URL": f"{house.url}/api", "PREFECT_WORKER_QUERY_SECONDS": "0.5"}
    environment = environment_of_nobody() | house.more | ours | there
    command = [sys.executable, "-m", "deployments.worker", "--name", SECOND, "--health-port", str(port)]
    with (house.home.parent / "second.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield
    finally:
        end(process)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    home, port = tmp_path_factory.mktemp("two") / "home", free_port()
    with ExitStack() as stack:
        mailbox = stack.enter_context(Mailbox())
        record, prefect = (stack.enter_context(on_postgres(home)) for _ in range(2))
        database = make_url(prefect.database_url).set(drivername="postgresql+asyncpg")
        more = {
            "LANDWAITER_DATABASE_URL": record.database_url,
            "PREFECT_API_DATABASE_CONNECTION_URL": database.render_as_string(hide_password=False),
            "LANDWAITER_WATCH_RUNS": "2",
            "LANDWAITER_CHANNEL_DESK": mailbox.url(),
        }
        house = stack.enter_context(installed(home, **more))
        stack.enter_context(second_worker(house, port))
        engine = open_engine(record)
        stack.callback(engine.dispose)
        made = Two(house, Scene(engine, mailbox), record, f"http://127.0.0.1:{port}/health")
        house.until(lambda: online(house) == {FIRST, SECOND}, "both workers are online", 180)
        yield made


def online(house: Installation) -> set[str]:
    known = house.api("/work_pools/landwaiter/workers/filter")
    return {each["name"] for each in known if each["status"] == "ONLINE"}


def test_each_of_two_workers_checks_deadlines_and_nobody_is_told_twice(two: Two) -> None:
    scene, yesterday = two.scene, today_in(HOUSE_ZONE, now()) - timedelta(days=1)
    for number in range(MATTERS):
        scene.open(f"AUD-{number}", on="2026-01-05")
    scene.contact("Desk", on="2026-01-05")
    for number in range(MATTERS):
        scene.record("closing_conference_held", yesterday.isoformat(), docket=f"AUD-{number}")
    two.until_both("share-watch")
    with reading(scene.engine) as session:
        told = [(each.subject, each.step) for each in session.exec(select(Alert)).all()]
    assert len(told) == len(set(told)) >= MATTERS
    mails = [f"{mail['Subject']} {text_of(mail)}" for mail in scene.mailbox.received]
    assert {f"AUD-{number}" for number in range(MATTERS)} == set(re.findall(r"AUD-\d", " ".join(mails)))
    keys = [str(mail["X-Landwaiter-Key"]) for mail in scene.mailbox.received]
    assert len(keys) == len(set(keys))
    assert httpx.get(two.health, trust_env=False).status_code == httpx.codes.OK


def test_the_shared_data_directory_has_what_either_of_them_writes(two: Two) -> None:
    matters = [matter_row("AUD-9", "Audit (19 CFR 163.11)", **{"Opened on": "2026-01-05"})]
    rows = [entry_row("AUD-9", "Closing conference held", "2026-06-10")]
    write_book(two.settings.home / "inbox" / "matters.xlsx", matters=matters, entries=rows)
    sheet = {"file": "matters.xlsx", "effect": "Import, if nothing is wrong", "recorded_by": "Bo"}
    assert two.house.run("import-matters", sheet=sheet)["state"]["type"] == "COMPLETED"
    asked = [{"matter": f"AUD-{number}", "privileged": "No"} for number in (0, 1, 2, 9)]
    ids = [two.house.begin("export-matter", asked=each) for each in asked]
    assert {two.house.ended(each)["state"]["type"] for each in ids} == {"COMPLETED"}
    assert len(list((two.settings.home / "exports").glob("*.zip"))) == len(ids)
    assert two.house.run("watch")["state"]["type"] == "COMPLETED"
    assert list((two.settings.home / "calendars").glob("*.ics"))


def test_the_command_says_of_each_when_it_last_looked(two: Two) -> None:
    environment = two.house.client_environment | two.house.more
    command = [sys.executable, "-m", "deployments.looks"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {line.partition(" on ")[0] for line in done.stdout.splitlines()[:-1]} == {FIRST, SECOND}
    assert done.stdout.splitlines()[-1].startswith("The watch last ran 0 minutes ago")


def test_the_server_has_a_schedule_for_each_run_that_shares(two: Two) -> None:
    (found,) = two.house.api("/deployments/filter", deployments={"name": {"any_": ["share-watch"]}})
    assert [(each["slug"], each["active"]) for each in found["schedules"]] == [("share-2", True)]
