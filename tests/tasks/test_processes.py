"""A whole record is worked through by several processes: the same comes out, and none outlives the first."""

import os
import signal
import subprocess
import sys
from multiprocessing import parent_process
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, text

from models.record.database import read_only_engine, transaction
from models.record.office_settings import law_in_force
from models.settings import Settings
from tasks.record import processes
from tasks.record.derive import derive_what_changed
from tasks.record.processes import Span, in_spans
from tasks.watch import recount as recounting
from tasks.watch.recount import recount
from tests.support.installation import ROOT
from tests.support.scenes import Scene, at

NOW = at("2025-06-20")
MATTERS = 7

_BEGINS = """
import sys, time
from models.record.database import engine_at
from tasks.record import processes
from tests.tasks.test_processes import asleep
processes.ALONE = 0
next(processes.in_spans(engine_at(sys.argv[1]), asleep, size=1))
"""


@pytest.fixture
def several(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    return filled(scene, monkeypatch)


@pytest.fixture
def sqlite_several(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    return filled(sqlite_scene, monkeypatch)


def filled(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A record for which two processes are begun, a matter for each piece of work."""
    for number in range(1, MATTERS + 1):
        scene.open(f"AUD-{number}")
        scene.record("closing_conference_held", f"2025-03-{number:02}", docket=f"AUD-{number}")
    scene.sweep("2025-06-20")
    monkeypatch.setattr(recounting, "PAGE", 1)
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    return scene


def whose(_engine: Engine, span: Span) -> tuple[int, int]:
    return os.getpid(), span.through


def broken(_engine: Engine, span: Span) -> int:
    if span.through == 3:
        raise ValueError("the third cannot be done")
    return span.through


def only_once(_engine: Engine, span: Span) -> int:
    if parent_process() is not None and span.through == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def asleep(_engine: Engine, _span: Span) -> None:
    print(os.getpid(), flush=True)
    signal.pause()


def test_the_parts_come_in_order_from_processes_of_their_own(
    sqlite_several: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(in_spans(sqlite_several.engine, whose, size=3)) == [(os.getpid(), each) for each in (3, 6, 7)]
    monkeypatch.setattr(processes, "ALONE", 0)
    found = list(in_spans(sqlite_several.engine, whose, size=3))
    assert [through for _, through in found] == [3, 6, 7]
    assert os.getpid() not in {process for process, _ in found}


def test_what_one_of_them_raises_is_raised_here(
    sqlite_several: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ALONE", 0)
    with pytest.raises(ValueError, match="the third cannot be done"):
        list(in_spans(sqlite_several.engine, broken, size=1))


def test_where_one_of_them_dies_the_first_does_the_rest_itself(
    sqlite_several: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ALONE", 0)
    found = list(in_spans(sqlite_several.engine, only_once, size=1))
    assert len(found) == MATTERS
    assert set(found[2:]) == {os.getpid()}


def test_under_other_files_of_the_law_than_it_has_it_does_all_itself(
    sqlite_several: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ALONE", 0)
    monkeypatch.setattr(processes, "load_law", lambda: SimpleNamespace(hash="0" * 64))
    found = list(in_spans(sqlite_several.engine, whose, size=3))
    assert found == [(os.getpid(), each) for each in (3, 6, 7)]


@pytest.mark.usefixtures("sqlite_several")
def test_where_it_only_reads_it_does_all_itself(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ALONE", 0)
    engine = read_only_engine(sqlite_settings)
    assert {process for process, _ in in_spans(engine, whose, size=3)} == {os.getpid()}
    assert recount(engine, now=NOW).differences == []
    engine.dispose()


def test_a_recount_by_several_says_what_one_says(several: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    with several.engine.begin() as connection:
        connection.execute(text("UPDATE deadline SET strict_on = '2025-01-01' WHERE matter_id = 4"))
    alone, seen = recount(several.engine, now=NOW), []
    monkeypatch.setattr(processes, "ALONE", 0)
    found = recount(several.engine, now=NOW, progress=lambda done, of: seen.append((done, of)))
    assert found == alone
    assert (found.matters, found.derived) == (MATTERS, ["AUD-4"])
    assert len(found.hash) == 64
    assert seen == [(number, MATTERS) for number in range(1, MATTERS + 1)]


def test_a_law_that_was_approved_is_counted_by_all_of_them(
    several: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ALONE", 0)
    with several.engine.begin() as connection:
        connection.execute(text("UPDATE deadline SET strict_on = '2025-01-01' WHERE matter_id = 4"))
    with transaction(several.engine) as session:
        approved = law_in_force(session)
        assert approved is not None
        approved.derived_at = None
        session.add(approved)
    assert derive_what_changed(several.engine, now=NOW) == MATTERS
    assert recount(several.engine, now=NOW).differences == []


def test_none_outlives_the_process_that_began_it(sqlite_several: Scene) -> None:
    address = sqlite_several.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", _BEGINS, address]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    with first.stdout:
        begun = [int(first.stdout.readline()) for _ in range(2)]
        first.send_signal(signal.SIGKILL)
        first.wait()
        # The pipe ends once nobody holds it any more.
        assert first.stdout.read() == ""
    assert not any(map(_runs, begun))


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
