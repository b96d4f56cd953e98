"""The heartbeat: a real monitor hears it, and what goes wrong is said without its address."""

import pytest

from models.settings import Settings, SettingsError
from tasks.watch.heartbeat import beat
from tests.support.mailbox import free_port
from tests.support.slack_receiver import Answer, Receiver


def test_a_monitor_hears_one_beat() -> None:
    with Receiver() as monitor:
        assert beat(f"http://{monitor.address}/beat/7f2c") == ""
        (posted,) = monitor.received
    assert posted.path == "/beat/7f2c"


@pytest.mark.parametrize(("status", "said"), [(404, "HTTP 404 Not Found"), (500, "HTTP 500 Internal Server")])
def test_a_monitor_that_does_not_take_it_is_said(status: int, said: str) -> None:
    with Receiver(answer=Answer(status, "no")) as monitor:
        assert beat(f"http://{monitor.address}/beat/7f2c").startswith(said)


def test_a_monitor_that_is_not_there_is_said_without_its_address() -> None:
    assert beat(f"http://127.0.0.1:{free_port()}/beat/7f2c") == "ConnectionRefusedError"


@pytest.mark.parametrize("given", ["monitor.example/7f2c", "ftp://monitor.example/7f2c", "http://[::1/7f2c"])
def test_an_address_that_is_none_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(
        SettingsError, match="LANDWAITER_HEARTBEAT_URL is not a web address; expected"
    ) as raised:
        Settings.from_environment({"LANDWAITER_HEARTBEAT_URL": given})
    assert "7f2c" not in str(raised.value)
