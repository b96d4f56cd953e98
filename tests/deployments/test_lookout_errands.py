"""The lookout reads real receipts, and what becomes of those whom it sends out."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deployments.server.processes import Child, Household
from deployments.server.watchdog import Lookout
from models.record.database import migrate, transaction
from models.record.receipts import ReceiptKind, append_receipt
from models.wall_clock import now
from tests.support.databases import on_sqlite
from tests.support.scenes import Scene, at

HOUR = timedelta(hours=1)
LAST = at("2025-06-20", 6)


class Staff(Household):
    """A household whose errands are programs of the test; it remembers who was sent out."""

    program = "raise SystemExit(0)"

    def send_out(self, name: str, command: list[str]) -> Child:  # type: ignore[override]
        """Keeps what was asked for, and sends out the test's program instead."""
        self.asked = [*getattr(self, "asked", []), command[1:]]
        return super().send_out(name, [sys.executable, "-c", self.program])


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    """A household without children."""
    with Staff(root=tmp_path, logs=tmp_path / "logs", environment=os.environ) as house:
        yield house


@pytest.fixture
def said() -> list[str]:
    """What the lookout says on the terminal."""
    return []


@pytest.fixture
def lookout(tmp_path: Path, staff: Staff, said: list[str]) -> Iterator[Lookout]:
    """A lookout over an empty record."""
    migrate(on_sqlite(tmp_path))
    made = Lookout(on_sqlite(tmp_path), staff, said.append)
    yield made
    made.close()


def errand_of(lookout: Lookout) -> Child:
    """Who is out just now."""
    assert lookout._errand is not None
    return lookout._errand


def test_the_errand_is_told_when_the_last_look_was(lookout: Lookout, staff: Staff) -> None:
    lookout.look(LAST, LAST + 3 * HOUR)
    assert staff.asked == [["-m", "deployments.server.step_in", "2025-06-20T06:00:00+00:00"]]


def test_an_errand_that_failed_is_heard_with_its_last_words(
    lookout: Lookout, staff: Staff, said: list[str]
) -> None:
    staff.program = "print('no channel'); raise SystemExit(1)"
    lookout.look(LAST, LAST + 3 * HOUR)
    errand_of(lookout).process.wait()
    lookout.look(LAST, LAST + 3 * HOUR + timedelta(minutes=1))
    assert said[-1].startswith("silence ended with status 1")
    assert said[-1].endswith("no channel")
    lookout.look(LAST, LAST + 3 * HOUR + timedelta(minutes=2))
    assert len(said) == 2


def test_an_errand_that_did_its_work_is_not_spoken_of(lookout: Lookout, said: list[str]) -> None:
    lookout.look(LAST, LAST + 3 * HOUR)
    errand_of(lookout).process.wait()
    lookout.look(LAST, LAST + 3 * HOUR + timedelta(minutes=1))
    assert len(said) == 1


def test_an_errand_that_hangs_for_an_interval_is_ended_and_another_sent(
    lookout: Lookout, staff: Staff, said: list[str]
) -> None:
    staff.program = "import time; time.sleep(60)"
    lookout.look(LAST, LAST + 3 * HOUR)
    first = errand_of(lookout)
    lookout.look(LAST, LAST + 4 * HOUR)
    assert first.process.poll() is not None
    assert errand_of(lookout) is not first
    assert sum("THE WATCH IS SILENT" in line for line in said) == 2


def test_an_errand_that_outlasts_a_short_interval_is_left_to_end(
    tmp_path: Path, staff: Staff, said: list[str]
) -> None:
    staff.program = "import time; time.sleep(60)"
    migrate(on_sqlite(tmp_path))
    lookout = Lookout(replace(on_sqlite(tmp_path), watch_seconds=10), staff, said.append)
    try:
        lookout.look(LAST, LAST + HOUR)
        first = errand_of(lookout)
        lookout.look(LAST, LAST + HOUR + timedelta(minutes=4))
        assert first.process.poll() is None
        lookout.look(LAST, LAST + HOUR + timedelta(minutes=5))
        assert first.process.poll() is not None
    finally:
        lookout.close()


def test_a_glance_reads_the_receipts_and_waits_its_time(
    lookout: Lookout, staff: Staff, said: list[str]
) -> None:
    lookout.glance()
    assert not hasattr(staff, "asked")
    lookout._next = 0
    with transaction(lookout._engine) as session:
        append_receipt(session, ReceiptKind.SWEEP, {}, "law", at=LAST)
    lookout.glance()
    lookout.glance()
    assert len(staff.asked) == 1
    lookout._next = 0
    with transaction(lookout._engine) as session:
        append_receipt(session, ReceiptKind.SWEEP, {}, "law", at=now())
    lookout.glance()
    assert said[-1].startswith("The watch is back: it ran at ")


def test_receipts_that_cannot_be_read_are_spoken_of_and_nobody_dies(
    lookout: Lookout, tmp_path: Path, said: list[str]
) -> None:
    lookout.close()
    for path in tmp_path.glob("record.sqlite*"):
        path.unlink()
    lookout._next = 0
    lookout.glance()
    (line,) = said
    assert line.startswith(
        "THE RECEIPTS OF THE WATCH CANNOT BE READ: The file of the record's database is missing"
    )


def test_where_no_process_can_be_started_the_lookout_goes_on(
    lookout: Lookout, tmp_path: Path, said: list[str]
) -> None:
    with transaction(lookout._engine) as session:
        append_receipt(session, ReceiptKind.SWEEP, {}, "law", at=LAST)
    (tmp_path / "logs").rmdir()
    lookout._next = 0
    lookout.glance()
    assert said[-1] == "THE WATCH IS SILENT AND CANNOT BE REPLACED: No such file or directory."


def test_the_errand_tells_every_contact_and_sweeps_with_the_server_gone(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    sqlite_scene.open()
    sqlite_scene.contact()
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    environment = os.environ | {
        "LANDWAITER_HOME": str(tmp_path),
        "LANDWAITER_CHANNEL_ANN": sqlite_scene.mailbox.url(),
        "PREFECT_API_URL": "http://127.0.0.1:1/api",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    said: list[str] = []
    with Household(root=tmp_path, logs=tmp_path / "logs", environment=environment) as house:
        lookout = Lookout(on_sqlite(tmp_path), house, said.append)
        lookout.look(LAST, LAST + 3 * HOUR)
        errand = errand_of(lookout)
        errand.process.wait(timeout=90)
        lookout.close()
    assert errand.process.returncode == 0, errand.post_mortem()
    subjects = [str(mail["Subject"]) for mail in sqlite_scene.mailbox.received]
    assert "ACTION: Landwaiter has stopped checking deadlines" in subjects
    assert any("CBP completes the written audit report" in subject for subject in subjects)
