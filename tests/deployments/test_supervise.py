"""Children are asked to stop, then killed, with all that they started; every way to stop reaches them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deployments.server.processes import Child, ChildDied, Household, end, stops_as_interrupt

SLEEP = "import time; time.sleep(60)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('deaf', flush=True); " + SLEEP
)
POLITE = "import time\ntry: print('here', flush=True); time.sleep(60)\nexcept KeyboardInterrupt: print('bye')"
PARENT = (
    "import subprocess, sys\n"
    f"child = subprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n"
    "print(child.pid, flush=True)\n" + SLEEP
)


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def household(home: Path) -> Household:
    return Household(root=home, logs=home / "logs", environment=os.environ)


def first_line(child: Child) -> str:
    """What a child says first, which shows that it is up."""
    latest = time.monotonic() + 20
    while "\n" not in child.log.read_text(encoding="utf-8"):
        assert time.monotonic() < latest
        time.sleep(0.02)
    return child.log.read_text(encoding="utf-8").splitlines()[0]


def is_there(pid: int) -> bool:
    """Whether a process runs, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_lives_in_a_session_of_its_own(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        child = house.start("sleeper", python(SLEEP))
        assert os.getsid(child.process.pid) == child.process.pid


def test_a_child_is_asked_first_and_may_say_good_bye(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        child = house.start("polite", python(POLITE))
        first_line(child)
    assert child.process.returncode == 0
    assert child.log.read_text(encoding="utf-8").splitlines() == ["here", "bye"]


def test_a_child_that_does_not_listen_is_killed_after_its_grace(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        child = house.start("deaf", python(DEAF))
        first_line(child)
        end(child.process, grace=0.3)
    assert child.process.returncode == -signal.SIGKILL


def test_what_a_child_started_goes_with_it(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        grandchild = int(first_line(house.start("parent", python(PARENT))))
        assert is_there(grandchild)
    latest = time.monotonic() + 10
    while is_there(grandchild):
        assert time.monotonic() < latest
        time.sleep(0.02)


def test_the_youngest_child_ends_first(tmp_path: Path) -> None:
    told = tmp_path / "order"
    program = POLITE.replace("print('bye')", f"open({str(told)!r}, 'a').write(__import__('sys').argv[1])")
    with household(tmp_path) as house:
        for name in ("1", "2", "3"):
            first_line(house.start(name, [*python(program), name]))
    assert told.read_text(encoding="utf-8") == "321"


def test_an_errand_may_end_when_it_likes_and_ends_with_the_rest_at_the_latest(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        short = house.send_out("short", python("raise SystemExit(7)"))
        short.process.wait()
        house.check()
        long = house.send_out("long", python(SLEEP))
    assert long.process.poll() is not None


def test_a_step_gives_way_to_the_death_of_a_child(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        house.start("mayfly", python("raise SystemExit(3)"))
        with pytest.raises(ChildDied, match="mayfly ended with status 3"):
            house.run("step", python(SLEEP), timeout=60)


def test_a_log_that_has_grown_long_is_put_aside_once(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        (tmp_path / "logs" / "poet.log").write_bytes(b"x" * 5_000_001)
        house.start("poet", python("print('new')")).process.wait()
    assert (tmp_path / "logs" / "poet.log").read_text(encoding="utf-8") == "new\n"
    assert (tmp_path / "logs" / "poet.log.1").stat().st_size == 5_000_001


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_way_to_stop_is_an_interrupt(number: signal.Signals) -> None:
    former = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt, match=number.name), stops_as_interrupt():
        signal.raise_signal(number)
    assert signal.getsignal(number) is former


STARTED_IN_THE_BACKGROUND = """
import os, signal, sys
from contextlib import nullcontext
from pathlib import Path
from deployments.server.processes import Household, stops_as_interrupt
assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
home, stops = Path(sys.argv[1]), {"handled": stops_as_interrupt, "ignored": nullcontext}[sys.argv[2]]
with stops(), Household(root=home, logs=home, environment=os.environ) as house:
    program = "import signal; print(signal.getsignal(signal.SIGINT))"
    child = house.start("child", [sys.executable, "-c", program])
    child.process.wait()
print(child.log.read_text())
assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
"""


@pytest.mark.parametrize("stops", ["handled", "ignored"])
def test_children_of_a_background_start_hear_ctrl_c(tmp_path: Path, stops: str) -> None:
    """A shell starts what stands before an & with SIGINT ignored, and that is inherited."""
    script = f'trap "" INT; exec {sys.executable} -c "$0" {tmp_path} {stops}'
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = ["sh", "-c", script, STARTED_IN_THE_BACKGROUND]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "default_int_handler" in done.stdout


def test_a_second_stop_does_not_cut_the_ending_short(tmp_path: Path) -> None:
    stop_the_parent = f"import os, signal; os.kill({os.getpid()}, signal.SIGTERM)"
    program = POLITE.replace("print('bye')", f"{stop_the_parent}; print('bye')")
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with household(tmp_path) as house:
            child = house.start("polite", python(program))
            first_line(child)
    finally:
        signal.signal(signal.SIGTERM, former)
    assert child.log.read_text(encoding="utf-8").splitlines() == ["here", "bye"]
