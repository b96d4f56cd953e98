"""Long work shows how far it is on the page of its run; short work shows nothing."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.installation import Installation

ROOT = Path(__file__).resolve().parents[2]


def shown(house: Installation, words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.api("/artifacts/filter", artifacts={"type": {"any_": ["progress"]}})
    return [each for each in found if each["description"] == words]


def work(house: Installation, words: str, long: float) -> None:
    steps = f"from tasks.progress import Seen; shows = Seen({words!r}, long={long})"
    done = f"{steps}; [shows(done, 60) for done in range(61)]"
    subprocess.run([sys.executable, "-c", done], env=house.service_environment, cwd=ROOT, check=True)


def test_the_progress_of_long_work_is_one_artifact_that_ends_at_a_hundred(house: Installation) -> None:
    work(house, "Rows of a file", 0)
    (artifact,) = shown(house, "Rows of a file")
    assert float(artifact["data"]) == 100.0


def test_short_work_shows_nothing(house: Installation) -> None:
    work(house, "Rows of another", 3600)
    assert shown(house, "Rows of another") == []
