"""How long a form takes from submit to answer, and how many a busy server refuses."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from tests.support.installation import Installation, installed
from tests.support.server import server_at

_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Submits:
    """What became of the forms that were submitted."""

    asked: int
    """Forms of the crowd."""

    refused: int
    """How many of them were answered with an error, and were not asked again."""

    answered_s: tuple[float, ...]
    """One after another: seconds from submit to the end of the run, sorted."""

    crowd_s: tuple[float, ...]
    """The same of what the crowd submitted and the server took."""

    note: str = ""


def submits(home: Path, *, alone: int, crowd: int, browsers: int = 5, watch_seconds: int = 20) -> Submits:
    """Starts an installation in `home`, submits forms one by one, then many at once."""
    with installed(home / "installation", LANDWAITER_WATCH_SECONDS=str(watch_seconds)) as office:
        deployment = office.deployment("open-matter")
        answered = [_asked(office, deployment) for _ in range(alone)]
        with ThreadPoolExecutor(browsers) as pool:
            crowded = list(pool.map(lambda _: _asked(office, deployment), range(crowd)))
    return Submits(
        asked=crowd,
        refused=crowded.count(None),
        answered_s=tuple(sorted(each for each in answered if each is not None)),
        crowd_s=tuple(sorted(each for each in crowded if each is not None)),
        note=f"{browsers} at once, the watch runs every {watch_seconds} s",
    )


def _asked(office: Installation, deployment: str) -> float | None:
    """Seconds from submit to the end of the run; None where the server refused it."""
    started = time.perf_counter()
    try:
        run_id = _submit(office, deployment)
    except httpx.HTTPStatusError:
        return None
    office.ended(run_id)
    return time.perf_counter() - started


def _submit(office: Installation, deployment: str) -> str:
    """Submits the form once, as a browser does. Raises `httpx.HTTPStatusError` where that is refused."""
    user, _, password = office.login.partition(":")
    with server_at(office.url, (user, password), {}) as server:
        office.token = office.token or server.new_token()
        headers = {"Prefect-Csrf-Token": office.token, "Prefect-Csrf-Client": "test"}
        path = f"/deployments/{deployment}/create_flow_run"
        answer = server.client.post(path, json={"parameters": {"matter": _matter()}}, headers=headers)
        return str(answer.raise_for_status().json()["id"])


def _matter() -> dict[str, Any]:
    number = next(_NUMBERS)
    return {
        "docket_number": f"AUD-{number}",
        "lifecycle": "Audit (19 CFR 163.11)",
        "importer": "Acme Imports",
        "opened_on": "2026-01-05",
        "timezone": "America/New_York",
        "recorded_by": "Bench",
    }
