"""The installations that tests of several files share, and the mailboxes that their alerts reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import Desk, browser_page
from tests.support.installation import SECRETS, Installation, installed
from tests.support.mailbox import Mailbox, free_port
from tests.support.records import scene_of
from tests.support.slack_receiver import Receiver


@pytest.fixture(scope="session")
def post() -> Iterator[Mailbox]:
    """A mailbox for the whole session."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def monitor() -> Iterator[Receiver]:
    """A monitor that waits for heartbeats."""
    with Receiver() as made:
        yield made


@pytest.fixture(scope="session")
def house(
    tmp_path_factory: pytest.TempPathFactory, post: Mailbox, monitor: Receiver
) -> Iterator[Installation]:
    """An installation as `make up` makes it: with a login, and one channel, `desk`."""
    home: Path = tmp_path_factory.mktemp("house") / "home"
    settings = {"LANDWAITER_CHANNEL_DESK": post.url(), "LANDWAITER_WATCH_SECONDS": "120"}
    user, password, token = (each.decode() for each in SECRETS)
    broken = {
        "LANDWAITER_CHANNEL_BROKEN": f"mailtos://{user}:{password}@127.0.0.1:{free_port()}?to=a@example.com",
        "LANDWAITER_CHANNEL_WRONG": f"jsons://127.0.0.1:{free_port()}/{token}",
    }
    beats = {"LANDWAITER_HEARTBEAT_URL": f"http://{monitor.address}/{token}"}
    with installed(home, **settings, **broken, **beats) as made:
        yield made


@pytest.fixture(scope="session")
def slow() -> Iterator[Mailbox]:
    """A mailbox that takes its time, for what is killed in the middle of an alert."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def restarted(tmp_path_factory: pytest.TempPathFactory, slow: Mailbox) -> Iterator[Installation]:
    """An installation that looks every minute, was killed in the middle of an alert, and runs again.

    It is shared so that other tests run while the lease of that alert runs out.
    """
    home: Path = tmp_path_factory.mktemp("restarted") / "home"
    channels = {"LANDWAITER_CHANNEL_DESK": slow.url(), "LANDWAITER_CHANNEL_NIGHT": slow.url()}
    settings = {"LANDWAITER_WATCH_SECONDS": "60", "LANDWAITER_LOGIN": "none"}
    with installed(home, **settings, **channels) as made:
        with scene_of(made, slow) as scene:
            slow.pause = 20
            scene.open_with_an_event("AUD-1", "Acme", "Desk")
            slow.wait_for("AUD-1", 180)
            made.kill()
            assert scene.states() == ["claimed"]
            slow.pause = 0
        made.start()
        yield made


@pytest.fixture(scope="session")
def desk(house: Installation) -> Iterator[Desk]:
    """A person who is logged in."""
    with browser_page() as page:
        made = Desk(page, house)
        page.goto(house.url)
        made.log_in()
        made.open_form("open-matter")
        yield made


@pytest.fixture(scope="session")
def cleo(desk: Desk, post: Mailbox) -> str:
    """A contact who is told of Acme's matters; the first matter of Acme is open."""
    desk.open_matter("AUD-0", "Audit (19 CFR 163.11)", opened_on="2025-01-06")
    desk.open_form("add-contact")
    desk.fill(Name="Cleo", Role_in_the_chain="owner", Channel="desk", Importers="Acme", Recorded_by="Bo")
    assert "Added Cleo" in desk.submit()["state"]["message"]
    post.wait_for("this channel works", 30)
    return "Cleo"
