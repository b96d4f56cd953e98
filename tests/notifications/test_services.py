"""Only services of the list are used, and none with an option that reads a file or goes elsewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
from apprise.manager_plugins import NotificationManager

from notifications.channels.apprise_sender import ChannelError, check, send
from notifications.channels.services import SERVICES
from tests.support.rendered import rendered
from tests.support.slack_receiver import Slack

EXECUTE_OR_STAY = [
    "syslog://",
    "syslog://localhost",
    "rsyslog://192.0.2.1/",
    "dbus://",
    "qt://",
    "kde://",
    "glib://",
    "gnome://",
    "windows://",
    "macosx://",
    "blink1://",
    "growl://127.0.0.1",
    "file:///etc/passwd",
    "apprise://example.com/token",
    "apprises://example.com/token",
    "config://example.com/secret",
    "python://secret",
    "mqtt://example.com/topic",
    "http://example.com/secret",
    "https://example.com/secret",
    "SYSLOG://",
    " dbus://",
]
SLACK = "slack://T00000000/B00000000/madeUpTokenOfTwentyFour1/"
TEAMS = "workflows://prod-15.uksouth.logic.azure.com:443/3a4b5/i9d8U/"
MAIL = "mailto://user:secret@127.0.0.1:25/?from=a@example.com&to=b@example.com&"


@pytest.mark.parametrize("url", EXECUTE_OR_STAY)
def test_a_service_that_is_not_on_the_list_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(ChannelError, match="Enter an Apprise URL of mailtos, slack") as raised:
        check(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "option"),
    [
        (f"{SLACK}?template={{file}}", "template"),
        (f"{SLACK}?Template={{file}}", "template"),
        (f"{SLACK}?%74emplate=file://{{file}}", "template"),
        (f"{TEAMS}?template={{file}}", "template"),
        (f"{MAIL}pgpkey={{file}}", "pgpkey"),
        (f"{MAIL}pgp=sign&pgpprv={{file}}", "pgp, pgpprv"),
        (f"{MAIL}wkd=yes", "wkd"),
        ("ntfy://example.com/topic?attach=http://example.com/x", "attach"),
        ("matrix://user:secret@example.com/room?e2ee=yes", "e2ee"),
        ("json://example.com/hook?redirect=yes", "redirect"),
    ],
)
def test_an_option_that_reads_a_file_or_leads_elsewhere_is_named(
    url: str, option: str, tmp_path: Path
) -> None:
    file = tmp_path / "template.json"
    file.write_text('{"text": "a file of this machine"}', encoding="utf-8")
    with pytest.raises(ChannelError, match=f"has the option {option}, which") as raised:
        check(url.format(file=file))
    assert "secret" not in str(raised.value)
    assert str(file) not in str(raised.value)


def test_no_file_of_this_machine_goes_out(tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text('{"text": "a file of this machine"}', encoding="utf-8")
    with Slack() as slack:
        outcome = send(Slack.url(f"template={file}"), rendered())
    assert not outcome.ok
    assert slack.received == []


def test_every_service_of_the_list_is_one_that_apprise_has() -> None:
    manager: Any = NotificationManager
    known = set(manager().schemas())
    assert set(SERVICES) <= known
    assert len(SERVICES) == len(set(SERVICES))


def test_the_guide_lists_every_service() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
    section = guide.split("### Channels")[1].split("###")[0]
    listed = re.findall(r"`([a-z0-9]+)`", section.split("It refuses")[0])
    assert listed == list(SERVICES)
