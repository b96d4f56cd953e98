"""A webhook reaches nothing inside the network unless a setting allows it; each refusal is one sentence."""

import pytest

from models.settings import PRIVATE_WEBHOOKS, SettingsError, private_webhooks
from tasks.delivery.webhooks import INSIDE, is_inside, send
from tests.support.mailbox import Mailbox
from tests.support.rendered import rendered
from tests.support.slack_receiver import Answer, Receiver

INSIDE_ADDRESSES = [
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "::",
    "fc00::1",
    "fd12::1",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "2002:a00:1::",
    "64:ff9b::a9fe:a9fe",
    "/run/some.socket",
]


@pytest.fixture(autouse=True)
def public_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting as it is where nobody sets it, and no proxy."""
    for name in (
        PRIVATE_WEBHOOKS,
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "http_proxy",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("address", INSIDE_ADDRESSES)
def test_an_address_inside_is_known(address: str) -> None:
    assert is_inside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_a_public_address_is_known(address: str) -> None:
    assert not is_inside(address)


@pytest.mark.parametrize(
    ("scheme", "host"),
    [
        *(("json", host) for host in ("127.0.0.1", "localhost", "2130706433", "[::1]")),
        *((scheme, "127.0.0.1") for scheme in ("xml", "form", "ntfy", "mmost")),
    ],
)
def test_a_webhook_to_this_machine_is_refused_before_anything_is_sent(scheme: str, host: str) -> None:
    with Receiver() as receiver:
        port = receiver.address.rpartition(":")[2]
        outcome = send(f"{scheme}://{host}:{port}/3ccdd113474722377935511fc85d3dd4", rendered())
        assert not outcome.ok
        assert receiver.received == []


def test_the_refusal_says_why_and_names_the_setting() -> None:
    with Receiver() as receiver:
        assert send(f"json://{receiver.address}/secret", rendered()).detail == INSIDE
        assert send(f"json://localhost:{receiver.address[-5:]}/secret", rendered()).detail == INSIDE


def test_with_the_setting_it_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PRIVATE_WEBHOOKS, "yes")
    with Receiver() as receiver:
        assert send(f"json://{receiver.address}/hook", rendered()).ok
        assert len(receiver.received) == 1


def test_no_answer_leads_to_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PRIVATE_WEBHOOKS, "yes")
    with Receiver() as other, Receiver() as receiver:
        receiver.answer = Answer(307, "", {"Location": f"http://{other.address}/meta-data"})
        assert not send(f"json://{receiver.address}/hook", rendered()).ok
        assert other.received == []


def test_a_mail_server_of_the_office_is_not_checked(mailbox: Mailbox) -> None:
    assert send(mailbox.url(), rendered()).ok


def test_a_proxy_that_the_environment_names_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as proxy:
        monkeypatch.setenv("http_proxy", f"http://{proxy.address}")
        monkeypatch.setenv("no_proxy", "")
        assert send("json://hooks.example.com/hook", rendered()).ok
        assert len(proxy.received) == 1


def test_the_setting_is_yes_or_no() -> None:
    assert [private_webhooks({}), private_webhooks({PRIVATE_WEBHOOKS: "yes"})] == [False, True]
    with pytest.raises(SettingsError, match="expected yes or no"):
        private_webhooks({PRIVATE_WEBHOOKS: "true"})
