"""Starting and stopping: what is made, what stays, and that nothing is left behind."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.installation import ROOT, Installation
from tests.support.mailbox import free_port

DEPLOY = "-m prefect --no-prompt deploy --all --prefect-file deployments/prefect.yaml"
MEDDLE = """
import sys
from prefect.client.orchestration import get_client
from prefect.client.schemas.schedules import CronSchedule
with get_client(sync_client=True) as client:
    watch, tried = sys.argv[1:]
    client.pause_deployment(watch)
    (schedule,) = client.read_deployment_schedules(watch)
    client.update_deployment_schedule(watch, schedule.id, active=False)
    client.create_deployment_schedules(tried, [(CronSchedule(cron="0 8 * * 1"), True)])
"""
OF_A_ROW = ("id", "created", "updated", "deployment_id", "last_polled", "status", "version")
"""Fields that each row has of its own, and the version, for which Prefect's command takes the commit."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that a test may change and stop; each starts it where it does not run."""
    home = tmp_path_factory.mktemp("own") / "home"
    home.mkdir()
    made = Installation(home, {"LANDWAITER_LOGIN": "none"})
    yield made
    made.kill()


def held(house: Installation) -> dict[str, dict[str, Any]]:
    """The deployments that its server holds, by name."""

    def shared(row: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name not in OF_A_ROW}

    rows = house.api("/deployments/filter", limit=100)
    return {
        row["name"]: shared(row) | {"schedules": [shared(each) for each in row["schedules"]]} for row in rows
    }


def by_hand(house: Installation, *arguments: str) -> None:
    """Runs Python in the project's root, as somebody at the terminal does."""
    command = [sys.executable, *arguments]
    subprocess.run(
        command, cwd=ROOT, env=house.service_environment, check=True, capture_output=True, timeout=400
    )


def test_the_deployments_are_those_that_prefects_own_command_makes(own: Installation) -> None:
    made, ids = held(own.running()), own.deployments()
    assert made["watch"]["schedules"][0]["active"]
    while held(own):
        # Prefect deletes fifty at most in one call.
        own.api("/deployments/bulk_delete", service=True)
    by_hand(own, *DEPLOY.split())
    assert held(own) == made
    assert own.deployments() != ids


def test_registered_again_what_somebody_paused_runs_and_nothing_else_changes(own: Installation) -> None:
    made, ids = held(own.running()), own.deployments()
    by_hand(own, "-c", MEDDLE, ids["watch"], ids["send-test-alert"])
    meddled = held(own)
    assert (meddled["watch"]["paused"], meddled["watch"]["schedules"][0]["active"]) == (True, False)
    by_hand(own, "-m", "deployments.register")
    added = meddled["send-test-alert"]["schedules"]
    assert [each["schedule"]["cron"] for each in added] == ["0 8 * * 1"]
    made["send-test-alert"]["schedules"] = added
    assert held(own) == made
    assert own.deployments() == ids


def test_a_second_one_on_the_same_data_is_refused_and_ctrl_c_stops_everything(own: Installation) -> None:
    second = Installation(own.running().home, own.more, port=free_port())
    assert "already runs here" in second.refused()
    assert own.stop(signal.SIGINT) == 0
    assert own.processes() == []
    assert own.said.rstrip().endswith("Stopped.")
