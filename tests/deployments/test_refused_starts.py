"""What cannot be started is refused with one sentence, before a server runs."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.installation import Installation


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "home").mkdir()
    made = Installation(tmp_path / "home", {"LANDWAITER_LOGIN": "none"})
    yield made
    made.kill()


def test_a_port_in_use_is_refused(quiet: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", quiet.port))
        other.listen()
        assert f"Cannot listen on 127.0.0.1:{quiet.port}" in quiet.refused()


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
    line = quiet.refused()
    assert said in line
    assert "secret" not in quiet.said
