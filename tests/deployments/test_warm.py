"""A run in a forked process is what the worker asked for, and ends for the worker as one of its own would.

The process that forks here has loaded nothing, and each run is a line of Python instead of Prefect's engine.
"""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deployments.server.run import SOCKET

_WARM = """
import os, sys
from pathlib import Path
from deployments.server.warm import Forks, listening, settle
with listening(Path(sys.argv[1])) as listener:
    asked = Forks(listener).serve()
settle(asked)
exec(asked.environment["LINE"])
"""
_TOLD = "import os; print(os.getcwd(), os.environ['LINE'][:6], oct(os.umask(0)), os.getsid(0) == os.getpid())"
_SLEEPS = "import time; print(__import__('os').getpid(), flush=True); time.sleep(60)"
_HEARS = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data directory whose path is longer than that of a socket may be."""
    made = tmp_path / ("deep" * 30)
    made.mkdir()
    return made


@pytest.fixture
def warm(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", _WARM, str(home)]) as process:
        until(lambda: answers(home), process)
        yield process
        process.kill()


def until(holds: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    latest = time.monotonic() + 120
    while not holds():
        assert process.poll() is None
        assert time.monotonic() < latest
        time.sleep(0.05)


def answers(home: Path) -> bool:
    """Whether it listens; this caller then hangs up, which it takes for a run that broke off."""
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as caller, contextlib.suppress(OSError):
        os.chdir(home)
        try:
            caller.connect(SOCKET)
        finally:
            os.chdir(here)
        return True
    return False


def started(home: Path, line: str, **more: str) -> subprocess.Popen[str]:
    """A run as the worker starts it."""
    environment = os.environ | {"LANDWAITER_HOME": str(home), "LINE": line} | more
    return subprocess.Popen(
        [sys.executable, "-m", "deployments.server.run"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(home: Path, line: str, **more: str) -> tuple[int, str]:
    with started(home, line, **more) as run:
        said, _ = run.communicate(timeout=120)
    return run.returncode, said


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.usefixtures("warm")
def test_it_has_the_directory_environment_output_and_rights_of_its_worker_and_a_session_of_its_own(
    home: Path,
) -> None:
    mask = os.umask(0o022)
    os.umask(mask)
    assert ended(home, _TOLD) == (0, f"{Path.cwd()} import {oct(mask)} True\n")


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("raise SystemExit(3)", 3),
        ("1 / 0", 1),
        ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL),
        ("import os; os.abort()", -signal.SIGABRT),
    ],
)
def test_it_ends_for_the_worker_as_it_ends(home: Path, line: str, status: int) -> None:
    assert ended(home, line)[0] == status


@pytest.mark.usefixtures("warm")
def test_it_hears_the_worker_that_asks_it_to_stop(home: Path) -> None:
    with started(home, _HEARS) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
        run.terminate()
        assert run.wait(timeout=120) == 7


def test_it_is_killed_with_the_process_that_stands_for_it(home: Path, warm: subprocess.Popen[bytes]) -> None:
    with started(home, _SLEEPS) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        run.kill()
        until(lambda: not is_there(pid), warm)


@pytest.mark.usefixtures("warm")
def test_several_run_at_once(home: Path) -> None:
    with started(home, _HEARS) as first, started(home, _HEARS) as second:
        for each in (first, second):
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        assert ended(home, "print('third')") == (0, "third\n")
        for each in (first, second):
            each.terminate()
            assert each.wait(timeout=120) == 7


def test_a_run_goes_on_to_its_end_when_the_process_that_forked_it_is_killed(
    home: Path, warm: subprocess.Popen[bytes]
) -> None:
    with started(home, "print('began', flush=True); print('ended after', input())") as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "began\n"
        warm.kill()
        warm.wait()
        assert run.communicate("that\n", timeout=120)[0] == "ended after that\n"
    assert run.returncode == 1


def test_whoever_says_nothing_of_use_ends_nothing(home: Path, warm: subprocess.Popen[bytes]) -> None:
    assert answers(home)
    assert ended(home, "print('still there')") == (0, "still there\n")
    assert warm.poll() is None


@pytest.mark.usefixtures("warm")
def test_nobody_else_reaches_the_socket(home: Path) -> None:
    assert stat.S_IMODE((home / SOCKET).stat().st_mode) == 0o700 & ~0o077


def test_without_that_process_it_loads_everything_itself(home: Path) -> None:
    status, said = ended(home, "", PREFECT__FLOW_RUN_ID="none", PREFECT_HOME=str(home))
    assert (status, "Invalid flow run id" in said) == (1, True)


def test_loading_everything_starts_no_thread(tmp_path: Path) -> None:
    line = (
        "import threading; from deployments.server.warm import load; load(); print(threading.active_count())"
    )
    environment = os.environ | {"PREFECT_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", line], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "1"
