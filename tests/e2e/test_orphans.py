"""What outlives the worker does not outlive `make up`."""

import os
import signal
from datetime import timedelta
from pathlib import Path

from installation import Installation, installed
from mailbox_stage import Mailbox
from scenes import Scene

from models.clock import now, today_in
from models.db import engine as open_engine
from models.settings import Settings

YESTERDAY = (today_in("America/New_York", now()) - timedelta(days=1)).isoformat()


def running(house: Installation, word: bytes) -> list[int]:
    """The processes of a house whose command has a word."""
    return [
        pid for pid in house.processes() if word in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    ]


def test_a_run_whose_worker_was_killed_ends_with_everything_else(tmp_path: Path, mailbox: Mailbox) -> None:
    more = {
        "LANDWAITER_CHANNEL_DESK": mailbox.url(),
        "LANDWAITER_WATCH_SECONDS": "15",
        "LANDWAITER_LOGIN": "none",
    }
    with installed(tmp_path / "home", **more) as house:
        mailbox.pause = 60
        engine = open_engine(Settings.from_environment({"LANDWAITER_HOME": str(house.home)}))
        scene = Scene(engine, mailbox)
        scene.open(on="2026-01-05")
        scene.contact("Desk", on="2026-01-05")
        scene.record("closing_conference_held", YESTERDAY)
        engine.dispose()
        mailbox.wait_for("AUD-1", 90)
        for pid in running(house, b"worker"):
            os.kill(pid, signal.SIGKILL)
        assert house.process is not None
        assert house.process.wait(timeout=60) == 1
        assert "worker ended by signal 9" in house.said
        assert house.processes() == []
