"""Starting and stopping: what is refused, what is said, and that nothing is left behind."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from installation import Installation
from mailbox_stage import free_port


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "home").mkdir()
    made = Installation(tmp_path / "home", {"LANDWAITER_LOGIN": "none"})
    yield made
    made.kill()


def refused(house: Installation) -> str:
    """What it says when it will not start."""
    house.start(wait=False)
    assert house.process is not None
    assert house.process.wait(timeout=60) == 1
    (line,) = house.said.splitlines()[-1:]
    assert line.startswith("landwaiter: ")
    assert "Traceback" not in house.said
    return line


def test_a_second_one_on_the_same_data_is_refused_and_ctrl_c_stops_everything(quiet: Installation) -> None:
    quiet.start()
    second = Installation(quiet.home, quiet.more, port=free_port())
    assert "already runs here" in refused(second)
    assert quiet.stop(signal.SIGINT) == 0
    assert quiet.processes() == []
    assert quiet.said.rstrip().endswith("Stopped.")


def test_the_death_of_a_child_stops_everything_and_is_named(quiet: Installation) -> None:
    quiet.start()
    server = [pid for pid in quiet.processes() if _runs(pid, b"server")]
    os.kill(server[0], signal.SIGKILL)
    assert quiet.process is not None
    assert quiet.process.wait(timeout=60) == 1
    assert "server ended by signal 9" in quiet.said
    assert quiet.processes() == []


def _runs(pid: int, word: bytes) -> bool:
    command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return b"prefect" in command and word in command


def test_a_port_in_use_is_refused(quiet: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", quiet.port))
        other.listen()
        assert f"Cannot listen on 127.0.0.1:{quiet.port}" in refused(quiet)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("LANDWAITER_BIND", "0.0.0.0:4999", "can be reached from other machines"),
        ("LANDWAITER_DATABASE_URL", "mysql://me:secret@db/x", "is for mysql; expected sqlite"),
        ("LANDWAITER_DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/x", "cannot be used"),
        ("LANDWAITER_WATCH_SECONDS", "hourly", "expected whole seconds"),
        ("LANDWAITER_URL", "nonsense", "LANDWAITER_URL is 'nonsense'"),
    ],
)
def test_what_cannot_be_is_refused_with_one_sentence_and_no_secret(
    quiet: Installation, variable: str, value: str, said: str
) -> None:
    quiet.more[variable] = value
    if variable == "LANDWAITER_URL":
        quiet.port = 0
    line = refused(quiet)
    assert said in line
    assert "secret" not in quiet.said
