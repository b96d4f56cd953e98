"""From the submit of a form to its answer, and whether a submit is refused while the watch runs.

Prints its figures and asserts only that every timed run ended well. Beside a form, in the same minutes, runs
an empty flow of a stock worker of Prefect. `SUBMITS` (50) is how many forms five people submit, and `ANSWERS`
(10) how many are timed. It is no part of the tests: `python -m pytest tests/benchmarks/submits_at_once.py
--numprocesses 0`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import pytest
from prefect.workers.process import ProcessWorker

from models.wall_clock import now
from tests.support.browser import Desk, browser_page
from tests.support.installation import ROOT, Installation, installed
from tests.support.submits import (
    PARTS,
    Answers,
    browser_like,
    matter,
    parts,
    process_of,
    spent,
    submit_at_once,
    wait,
)

PEOPLE = 5
SUBMITS = int(os.environ.get("SUBMITS", "50"))
ANSWERS = int(os.environ.get("ANSWERS", "10"))
_SERVER, _WORKER, _WARM = "deployments.server.application", "worker", "deployments.server.warm"


@contextmanager
def stock_worker(house: Installation, service: httpx.Client) -> Iterator[str]:
    """Worker and pool as Prefect makes them, on the same server; yields the deployment of an empty flow."""
    template = ProcessWorker.get_default_base_job_template()
    service.post("/work_pools/", json={"name": "stock", "type": "process", "base_job_template": template})
    flow = service.post("/flows/", json={"name": "empty"}).json()["id"]
    wanted = {"name": "empty", "flow_id": flow, "work_pool_name": "stock", "work_queue_name": "default"}
    wanted |= {"entrypoint": "tests.support.empty_flow.empty", "pull_steps": []}
    made = service.post("/deployments/", json=wanted).raise_for_status().json()["id"]
    environment = house.service_environment | {"PYTHONPATH": str(ROOT), "PREFECT_WORKER_QUERY_SECONDS": "1"}
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "stock", "--type", "process"]
    with (house.home / "stock.log").open("wb") as log:
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield str(made)
    finally:
        worker.terminate()
        worker.wait()


def timed(client: httpx.Client, deployment: str, values: dict[str, Any]) -> dict[str, float]:
    """The parts of the time of a run that is made of a deployment."""
    answers, begun = Answers(), now().timestamp()
    made = client.post(f"/deployments/{deployment}/create_flow_run", json={"parameters": values})
    run = made.raise_for_status().json()["id"]
    wait(client, run, answers, 0.1)
    found = parts(client, run, begun, now().timestamp())
    assert answers.ends == ["COMPLETED"], answers
    return found


def said(what: str, found: list[dict[str, float]]) -> str:
    """The medians of the parts in one line."""
    at = ", ".join(f"{part} {median(each.get(part, 0.0) for each in found):.2f}" for part in PARTS)
    return f"{what}: median of {len(found)}, seconds from the submit: {at}"


def test_the_time_from_submit_to_answer_beside_an_empty_flow(tmp_path: Path, capsys: Any) -> None:
    with (
        installed(tmp_path / "h" / "home", PREFECT_WORKER_QUERY_SECONDS="1") as house,
        browser_like(house, "person") as person,
        browser_like(house, "service", service=True) as service,
        stock_worker(house, service) as empty,
    ):
        form, forms, peers = house.deployment("open-matter"), [], []
        pids = {each: process_of(house, each) for each in (_SERVER, _WORKER, _WARM)}
        for number in range(ANSWERS + 1):
            before = {each: spent(pid) for each, pid in pids.items()}
            forms.append(timed(person, form, {"matter": matter(f"AUD-{number}")}))
            time.sleep(2)
            after = {each: spent(pid) for each, pid in pids.items()}
            peers.append(timed(service, empty, {}))
    cpu = {each: [round(b - a, 2) for a, b in zip(before[each], after[each], strict=True)] for each in pids}
    with capsys.disabled():
        print(f"\n{said('open-matter', forms[1:])}\n{said('an empty flow, stock worker', peers[1:])}")
        print(
            f"CPU seconds of the last form and two idle seconds, by process and by its ended children: {cpu}"
        )


def test_how_many_submits_are_refused_while_the_watch_runs(tmp_path: Path, capsys: Any) -> None:
    with installed(tmp_path / "h" / "home", LANDWAITER_WATCH_SECONDS="20") as house:
        begun = time.monotonic()
        answers = submit_at_once(house, PEOPLE, SUBMITS // PEOPLE)
        took = time.monotonic() - begun
        watched = len(house.runs("watch", state={"type": {"any_": ["COMPLETED"]}}))
    with capsys.disabled():
        print(
            f"\n{len(answers.submits)} submits of {PEOPLE} clients, {watched} runs of the watch, {took:.0f} s"
        )
        print(f"{answers.refused()} requests refused, {answers.ends.count('COMPLETED')} runs completed")


@pytest.mark.browser
def test_how_many_submits_of_five_browsers_are_refused(tmp_path: Path, capsys: Any) -> None:
    with installed(tmp_path / "h" / "home", LANDWAITER_WATCH_SECONDS="20") as house:

        def person(number: int) -> list[int]:
            answered: list[int] = []
            with browser_page() as page:
                page.on("response", lambda answer: answered.append(answer.status))
                page.goto(f"{house.url}/dashboard")
                desk = Desk(page, house)
                desk.log_in()
                for one in range(2):
                    desk.open_matter(f"AUD-{number}-{one}", "Audit (19 CFR 163.11)")
            return answered

        with ThreadPoolExecutor(PEOPLE) as pool:
            statuses = [each for answered in pool.map(person, range(PEOPLE)) for each in answered]
    refused = sum(each >= httpx.codes.INTERNAL_SERVER_ERROR for each in statuses)
    with capsys.disabled():
        print(f"\n{2 * PEOPLE} submits of five browsers: {refused} of {len(statuses)} requests refused")
