"""What is decided before anything starts: addresses, the login, the claim, the environment, the schedule."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from deployments.schedules import settled
from deployments.server.address import Address, AddressError, listening_address, refuse_open_door
from deployments.server.environment import surroundings
from deployments.server.lock import MARK, AlreadyRunning, claim, end_orphans, orphans
from deployments.server.login import LoginError, open_login
from deployments.server.processes import ChildDied, Household, StepFailed
from deployments.up import name_unusable_channels
from tests.support.databases import on_sqlite

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize(
    ("url", "bind", "host", "port"),
    [
        ("http://127.0.0.1:4200", None, "127.0.0.1", 4200),
        ("http://desk.example", None, "desk.example", 80),
        ("https://desk.example", None, "127.0.0.1", 4200),
        ("http://desk.example:4300", "0.0.0.0:4201", "0.0.0.0", 4201),
        ("http://[::1]:4200", None, "::1", 4200),
    ],
)
def test_the_address_to_listen_at(url: str, bind: str | None, host: str, port: int) -> None:
    assert listening_address(url, bind) == Address(host, port)


@pytest.mark.parametrize("bind", ["nonsense:port", ":4200", "host:0"])
def test_an_address_that_is_none_is_refused(bind: str) -> None:
    with pytest.raises(AddressError, match="expected host:port"):
        listening_address("http://127.0.0.1:4200", bind)


@pytest.mark.parametrize(
    ("host", "open_"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("::", True)]
)
def test_without_a_login_only_this_machine_may_reach_it(host: str, open_: bool) -> None:
    refuse_open_door(Address(host, 4200), has_login=True)
    if open_:
        with pytest.raises(AddressError, match="reads and writes everything"):
            refuse_open_door(Address(host, 4200), has_login=False)
    else:
        refuse_open_door(Address(host, 4200), has_login=False)


def test_the_login_is_made_once_in_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    first, second = open_login(tmp_path, None), open_login(tmp_path, None)
    assert first == second
    assert stat.S_IMODE((tmp_path / "login").stat().st_mode) == 0o600
    assert first.auth_string is not None
    assert first.auth_string not in repr(first)
    assert open_login(tmp_path, "none").auth_string is None
    assert open_login(tmp_path, "ann:secret").auth_string == "ann:secret"


def test_a_login_that_others_can_read_is_refused(tmp_path: Path) -> None:
    open_login(tmp_path, None)
    (tmp_path / "login").chmod(0o644)
    with pytest.raises(LoginError, match="chmod 600"):
        open_login(tmp_path, None)


def test_a_wish_that_is_no_login_is_refused_without_being_told(tmp_path: Path) -> None:
    with pytest.raises(LoginError) as raised:
        open_login(tmp_path, "secret")
    assert "secret" not in str(raised.value)


def test_a_data_directory_is_claimed_by_one_at_a_time(tmp_path: Path) -> None:
    with claim(tmp_path, address="here"), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}, here"):
        claim(tmp_path, address="x").__enter__()
    with claim(tmp_path, address="again"):
        pass


def test_what_a_killed_one_left_behind_is_found_and_ended(tmp_path: Path) -> None:
    says = [sys.executable, "-c", f"print('here', flush=True); {SLEEP[-1]}"]
    left = subprocess.Popen(says, env=os.environ | {MARK: str(tmp_path)}, stdout=subprocess.PIPE)
    assert left.stdout is not None
    with left.stdout:
        # A process that has just begun has no environment to be seen yet.
        assert left.stdout.readline() == b"here\n"
    assert [orphan.pid for orphan in orphans(tmp_path)] == [left.pid]
    end_orphans(orphans(tmp_path), home=tmp_path)
    assert left.wait(timeout=10) == -signal.SIGTERM
    assert orphans(tmp_path) == []


def test_the_children_get_our_settings_and_no_key_of_another_server(tmp_path: Path) -> None:
    given = {"PREFECT_API_KEY": "other", "PREFECT_WORKER_QUERY_SECONDS": "7", "HOME": "/h", "NO_PROXY": "x"}
    made = surroundings(
        given,
        settings=on_sqlite(tmp_path),
        address=Address("127.0.0.1", 4201),
        login=open_login(tmp_path, "ann:secret"),
    )
    assert "PREFECT_API_KEY" not in made
    assert made["PREFECT_WORKER_QUERY_SECONDS"] == "7"
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4201/api"
    assert made["PREFECT_SERVER_API_AUTH_STRING"] == made["PREFECT_API_AUTH_STRING"] == "ann:secret"
    assert made["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert made["NO_PROXY"].startswith("x,127.0.0.1")
    assert made["PATH"].split(":")[0] == str(Path(sys.executable).parent)


def test_the_interval_of_the_watch_is_the_one_thing_that_is_put_in_place() -> None:
    source = Path(__file__).resolve().parents[2] / "deployments" / "prefect.yaml"
    before, after = yaml.safe_load(source.read_text()), settled(source, watch_seconds=90)
    assert before.keys() == after.keys()
    for old, new in zip(before["deployments"], after["deployments"], strict=True):
        if new["name"] == "watch":
            assert new["schedules"][0].pop("interval") == 90
            assert old["schedules"][0].pop("interval") == 3600
        assert new == old


def test_as_many_runs_as_are_set_share_a_look_with_the_watch() -> None:
    source = Path(__file__).resolve().parents[2] / "deployments" / "prefect.yaml"
    wanted = settled(source, watch_seconds=90, watch_runs=3)["deployments"]
    watch, shares = ([each for each in wanted if each["name"] == name] for name in ("watch", "share-watch"))
    (schedule,) = watch[0]["schedules"]
    assert shares[0]["schedules"] == [{**schedule, "slug": f"share-{number}"} for number in (2, 3)]
    assert schedule["interval"] == 90


def household(home: Path) -> Household:
    return Household(root=home, logs=home / "logs", environment=os.environ)


def test_the_children_end_with_the_household(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        child = house.start("sleeper", SLEEP)
        house.check()
    assert child.process.poll() is not None


def test_the_death_of_a_child_is_named_with_its_last_words(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        child = house.start("poet", [sys.executable, "-c", "print('farewell'); raise SystemExit(3)"])
        child.process.wait()
        with pytest.raises(ChildDied, match=r"(?s)poet ended with status 3.*farewell"):
            house.check()


def test_a_step_that_fails_or_takes_too_long_is_named(tmp_path: Path) -> None:
    with household(tmp_path) as house:
        with pytest.raises(StepFailed, match="builder ended with status 1"):
            house.run("builder", [sys.executable, "-c", "raise SystemExit(1)"], timeout=30)
        with pytest.raises(StepFailed, match="sleeper ended by signal"):
            house.run("sleeper", SLEEP, timeout=0.5)


def test_a_channel_that_can_no_longer_be_used_stops_no_start_and_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    channels = {
        "LANDWAITER_CHANNEL_LOG": "syslog://secret",
        "LANDWAITER_CHANNEL_DESK": "mailtos://a:b@example.com",
    }
    name_unusable_channels(channels | {"LANDWAITER_CHANNEL_NONE": "", "PATH": "/bin"})
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("No alert can be sent through LANDWAITER_CHANNEL_LOG. Landwaiter cannot use")
    assert "secret" not in line
