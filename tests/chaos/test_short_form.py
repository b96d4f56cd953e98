"""Killed at any point, nothing is lost, and only between a mail and its log may a message come twice.

`make chaos` does it at every point of every operation, with more than kills.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.chaos import short
from tests.chaos.grounds import POSTGRESQL, SQLITE
from tests.chaos.instrument import Point
from tests.chaos.kills import sampled, windows

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.chaos, pytest.mark.long]
Rows = dict[str, dict[str, Any]]


def tried(database: str) -> Rows:
    """What the short form comes to, in a process of its own: it forks for each kill."""
    command = [sys.executable, "-m", short.__name__, database]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows: Rows = json.loads(done.stdout)
    return rows


@pytest.fixture(scope="module")
def on_sqlite() -> Rows:
    return tried(SQLITE)


def sound(rows: Rows) -> None:
    """No row has lost anything, doubled anything elsewhere than in the window, or come out otherwise."""
    for row in rows.values():
        assert (row["lost"], row["doubled_outside_window"], row["differences"]) == (0, 0, []), row
        assert row["kills"] >= 2


def test_killed_at_commits_and_mails_of_a_sweep_nothing_is_lost(on_sqlite: Rows) -> None:
    rows = {name: row for name, row in on_sqlite.items() if not name.startswith("planted")}
    sound(rows)
    assert rows["sweep"]["kills"] == 16
    assert rows["sweep"]["doubled"] > 0


@pytest.mark.postgres
def test_on_postgresql_nothing_is_lost_either() -> None:
    rows = tried(POSTGRESQL)
    sound(rows)
    assert rows["send"]["doubled"] > 0


def test_a_delivery_that_is_logged_before_it_is_sent_is_found(on_sqlite: Rows) -> None:
    row = on_sqlite["planted: logged before it is sent"]
    assert row["lost"] > 0
    assert any("lost: mail to ann@example.com" in each for each in row["differences"])


def test_a_write_outside_the_transaction_is_found(on_sqlite: Rows) -> None:
    row = on_sqlite["planted: written outside the transaction"]
    assert any("lost: deadline" in each for each in row["differences"])


def test_the_window_is_open_from_a_mail_to_the_commit_after_it() -> None:
    told = [("after", "commit"), ("after", "send"), ("after", "statement"), ("after", "commit")]
    points = [Point(number, when, kind, "") for number, (when, kind) in enumerate(told)]
    assert windows(points) == {1, 2}


def test_a_sample_is_spread_over_all_points() -> None:
    points = [Point(number, "after", "statement", "") for number in range(100)]
    assert [point.number for point in sampled(points, 4)] == [12, 37, 62, 87]
    assert sampled(points, None) == points
