"""Two watches at once, in threads and in processes, tell everybody once."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models.record.database import engine as open_engine
from models.settings import Settings
from tasks.watch.sweep import sweep
from tests.support.databases import settings_on
from tests.support.mailbox import Mailbox, text_of
from tests.support.scenes import LINKS, Scene, at


@pytest.mark.parametrize("round_", range(3))
def test_two_sweeps_at_once_tell_everybody_once(scene: Scene, round_: int) -> None:
    for number in range(12):
        scene.open(f"AUD-{number}")
    scene.contact()
    for number in range(12):
        scene.record(
            "closing_conference_held",
            f"2025-06-{10 + round_:02}",
            docket=f"AUD-{number}",
            recorded="2025-06-20",
        )
    errors: list[BaseException] = []

    def run() -> None:
        try:
            scene.sweep("2025-06-20")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    scene.sweep("2025-06-21")
    assert errors == []
    each_told_once(scene, 12)


ROOT = Path(__file__).resolve().parents[2]


def each_told_once(scene: Scene, matters: int) -> None:
    """Every matter stands in one mail, once, however many mails the two made of them."""
    lines = [text_of(mail) for mail in scene.mailbox.received]
    named = [name for line in lines for name in re.findall(r"\(AUD-\d+\)", line)]
    subjects = [name for mail in scene.mailbox.subjects for name in re.findall(r"\(AUD-\d+\)", mail)]
    assert sorted([*named, *subjects]) == sorted(f"(AUD-{number})" for number in range(matters))
    keys = [str(mail["X-Landwaiter-Key"]) for mail in scene.mailbox.received]
    assert len(keys) == len(set(keys))
    assert set(scene.states()) == {"sent"}


def sweep_in_process(url: str, mail_url: str) -> None:
    engine = open_engine(settings_on(Path(), url))
    sweep(engine, lambda _name: mail_url, LINKS, now=at("2025-06-20"))
    engine.dispose()


def test_two_watches_in_two_processes_tell_everybody_once(
    settings: Settings, scene: Scene, mailbox: Mailbox
) -> None:
    for number in range(8):
        scene.open(f"AUD-{number}")
    scene.contact()
    for number in range(8):
        scene.record("closing_conference_held", "2025-06-20", docket=f"AUD-{number}")
    command = [sys.executable, "-m", "tests.tasks.test_two_watches", settings.database_url, mailbox.url()]
    watches = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [watch.wait(timeout=60) for watch in watches] == [0, 0]
    scene.sweep("2025-06-21")
    each_told_once(scene, 8)


if __name__ == "__main__":
    sweep_in_process(*sys.argv[1:])
