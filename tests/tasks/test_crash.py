"""A watch that dies, wherever it dies, loses no alert, and repeats at most one, with the same key."""

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import dying
from tests.support.scenes import Scene

ROOT = Path(__file__).resolve().parents[2]
FORKS = multiprocessing.get_context("forkserver")
"""Where each sweep dies in a process of its own, and only one reads the program."""

FORKS.set_forkserver_preload([dying.__name__])
DAY, LATER = "2025-06-20", "2025-06-21"
MATTERS = 2


def dying_sweep(scene: Scene, fatal: str) -> int | None:
    """Returns the exit status of the process in which it died."""
    process = FORKS.Process(target=dying.main, args=(str(scene.engine.url), scene.mailbox.url(), fatal))
    process.start()
    process.join(timeout=120)
    return process.exitcode


@pytest.fixture
def scene(sqlite_scene: Scene) -> Scene:
    """Matters with a clock each, of which nobody has heard."""
    for number in range(MATTERS):
        sqlite_scene.open(f"AUD-{number}")
    sqlite_scene.contact()
    for number in range(MATTERS):
        sqlite_scene.record("closing_conference_held", DAY, docket=f"AUD-{number}")
    return sqlite_scene


def points() -> list[str]:
    """Every commit and every send of a sweep over two matters, before and after."""
    commits, sends = 6 + 2 * MATTERS, MATTERS
    return [
        *(f"commit:{n}:{when}" for n in range(1, commits + 1) for when in ("before", "after")),
        *(f"send:{n}:{when}" for n in range(1, sends + 1) for when in ("before", "after")),
    ]


def test_the_points_are_all_the_commits_and_sends_there_are(scene: Scene) -> None:
    command = [sys.executable, "-m", dying.__name__, str(scene.engine.url), scene.mailbox.url(), "none"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    commits = max(int(point.split(":")[1]) for point in points() if point.startswith("commit"))
    assert (done.stderr, done.stdout.split()) == ("", [str(commits), str(MATTERS)])


@pytest.mark.parametrize("fatal", points())
def test_nothing_is_lost_and_at_most_one_message_comes_twice(fatal: str, scene: Scene) -> None:
    assert dying_sweep(scene, fatal) == 137
    scene.sweep(LATER)
    keys = [str(mail["X-Landwaiter-Key"]) for mail in scene.mailbox.received]
    assert len(set(keys)) == MATTERS
    assert len(keys) - len(set(keys)) <= (1 if repeats(fatal) else 0)
    assert scene.states() == ["sent"] * MATTERS
    assert scene.reasons() == ["deadline_set"] * MATTERS


def repeats(fatal: str) -> bool:
    """Only between a send and its log may a message be told twice."""
    what, number, when = fatal.split(":")
    first_log = 7
    logs = {first_log + 2 * n for n in range(MATTERS)}
    return (what == "send" and when == "after") or (
        what == "commit" and when == "before" and int(number) in logs
    )
