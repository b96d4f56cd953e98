"""The watch of the watch: when silence is silence, and what it does about it."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deployments.server.processes import Household
from deployments.server.step_in import main as step_in
from deployments.server.watchdog import Lookout, last_look, silent_since
from models.record.database import transaction
from models.record.receipts import ReceiptKind, append_receipt
from tests.support.databases import on_sqlite
from tests.support.scenes import Scene, at

HOUR = timedelta(hours=1)
START = at("2025-06-20", 6)

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("swept", "now", "silent"),
    [
        (None, START + 2 * HOUR, None),
        (None, START + 2 * HOUR + timedelta(seconds=1), START),
        (START + HOUR, START + 3 * HOUR, None),
        (START + HOUR, START + 3 * HOUR + timedelta(seconds=1), START + HOUR),
    ],
)
def test_two_intervals_without_a_look_are_silence(
    swept: datetime | None, now: datetime, silent: datetime | None
) -> None:
    assert silent_since(swept, since=START, now=now, interval=HOUR) == silent


def test_only_the_watch_itself_counts_as_a_look(scene: Scene) -> None:
    for kind, hour in ((ReceiptKind.SWEEP, 8), (ReceiptKind.PART, 9), (ReceiptKind.SILENCE, 10)):
        with transaction(scene.engine) as session:
            append_receipt(session, kind, {}, "law", at=at("2025-06-20", hour))
    assert last_look(scene.engine) == at("2025-06-20", 8)


@pytest.fixture
def lookout(tmp_path: Path, sqlite_scene: Scene) -> Iterator[tuple[Lookout, list[str]]]:
    said: list[str] = []
    environment = os.environ | {"LANDWAITER_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    sqlite_scene.open()
    with Household(root=tmp_path, logs=tmp_path / "logs", environment=environment) as household:
        made = Lookout(on_sqlite(tmp_path), household, said.append)
        yield made, said
        made.close()


def test_it_steps_in_once_an_interval_and_says_when_the_watch_is_back(
    lookout: tuple[Lookout, list[str]],
) -> None:
    made, said = lookout
    made.look(START, START + 3 * HOUR)
    made.look(START, START + 3 * HOUR + timedelta(minutes=5))
    assert sum("THE WATCH IS SILENT" in line for line in said) == 1
    made.look(START, START + 4 * HOUR)
    assert sum("THE WATCH IS SILENT" in line for line in said) == 2
    made.look(START + 4 * HOUR, START + 4 * HOUR)
    assert said[-1] == "The watch is back: it ran at 2025-06-20 10:00:00 UTC."


def test_the_errand_wants_one_instant(capsys: pytest.CaptureFixture[str]) -> None:
    assert step_in([]) == 2
    assert "expected the time of the last run" in capsys.readouterr().err
