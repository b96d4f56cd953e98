"""Submits of open-matter, asked of the server as Prefect's pages ask it, and the parts of their time."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx

from tests.support.installation import Installation
from tests.support.server import BUSY

PARTS = ("Scheduled", "Pending", "Submitting", "Running", "Completed", "seen")
"""The states of a run, and its end as a client that looks ten times a second sees it."""

_TICK = os.sysconf("SC_CLK_TCK")
_ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def matter(docket: str) -> dict[str, str]:
    """What a person types to open a matter."""
    return {
        "docket_number": docket,
        "lifecycle": "Audit (19 CFR 163.11)",
        "importer": "Acme",
        "opened_on": "2026-01-05",
        "timezone": "America/New_York",
        "recorded_by": "Bo",
        "not_on_record": "Yes",
    }


@contextmanager
def browser_like(house: Installation, name: str, *, service: bool = False) -> Iterator[httpx.Client]:
    """A client with a login, or the service's credential, and a token of its own."""
    user, _, password = house.login.partition(":")
    headers = dict(house.credential) if service else {}
    with httpx.Client(
        base_url=f"{house.url}/api", auth=(user, password), headers=headers, timeout=BUSY, trust_env=False
    ) as client:
        token = client.get("/csrf-token", params={"client": name}).raise_for_status().json()["token"]
        client.headers.update({"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": name})
        yield client


@dataclass
class Answers:
    """What was answered: the status of each submit and of each look, and how each run ended."""

    submits: list[int] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)

    def refused(self) -> int:
        """How many requests the server did not answer as it should."""
        return sum(each >= httpx.codes.BAD_REQUEST for each in (*self.submits, *self.looks))


def submit(client: httpx.Client, deployment: str, docket: str, answers: Answers) -> str | None:
    """Opens the form, has it checked and submits it. Returns the id of the run, if one was made."""
    values = {"matter": matter(docket)}
    opened = client.get(f"/deployments/{deployment}")
    form = {"schema": opened.json().get("parameter_openapi_schema"), "values": values}
    checked = client.post("/ui/schemas/validate", json=form)
    said = {"type": "SCHEDULED", "message": "Run from the Prefect UI"}
    made = client.post(
        f"/deployments/{deployment}/create_flow_run", json={"parameters": values, "state": said}
    )
    answers.looks += [opened.status_code, checked.status_code]
    answers.submits.append(made.status_code)
    return str(made.json()["id"]) if made.is_success else None


def wait(client: httpx.Client, run_id: str, answers: Answers, pause: float) -> None:
    """Looks at a run until it has ended."""
    while True:
        looked = client.get(f"/flow_runs/{run_id}")
        answers.looks.append(looked.status_code)
        if looked.is_success and looked.json()["state"]["type"] in _ENDED:
            answers.ends.append(looked.json()["state"]["type"])
            return
        time.sleep(pause)


def submit_at_once(house: Installation, people: int, each: int) -> Answers:
    """Several people submit so many forms each; everyone waits for the answer to one before the next."""
    answers, deployment = Answers(), house.deployment("open-matter")

    def person(number: int) -> None:
        with browser_like(house, f"person {number}") as client:
            for one in range(each):
                run = submit(client, deployment, f"AUD-{number}-{one}", answers)
                if run is not None:
                    wait(client, run, answers, 0.5)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(person, range(people)))
    return answers


def parts(client: httpx.Client, run_id: str, begun: float, seen: float) -> dict[str, float]:
    """Seconds from the submit to each state of a run, and to the look that saw its end."""
    states = client.get("/flow_run_states/", params={"flow_run_id": run_id}).raise_for_status().json()
    at = {each["name"]: datetime.fromisoformat(each["timestamp"]).timestamp() - begun for each in states}
    return at | {"seen": seen - begun}


def spent(pid: int) -> tuple[float, float]:
    """CPU seconds of a process, and of its children that have ended."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    ticks = [int(each) for each in after_name[11:15]]
    return sum(ticks[:2]) / _TICK, sum(ticks[2:]) / _TICK


def process_of(house: Installation, word: str) -> int:
    """The oldest process of an installation that has a word among its arguments."""
    found = [pid for pid in house.processes() if word in _arguments(pid)]
    return min(found, key=_started)


def _arguments(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
    except OSError:
        return []


def _started(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19])
