"""The installation that tests of several files share, and the mailbox that its alerts reach.

Each process that runs tests has a house of its own; it stops when the process goes on to other tests.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.wall_clock import now, today_in
from tests.support.browser import Desk, browser_page
from tests.support.installation import Installation, installed
from tests.support.mailbox import Mailbox, free_port
from tests.support.slack_receiver import Receiver

ZONE = "America/New_York"
SECRETS = (b"ulrike-the-user", b"hunter2-the-password", b"xoxb-the-token")
"""What stands in the addresses of channels that do not work."""
_HERE = Path(__file__).parent
_OF_OTHERS = "test_secrets.py"
"""It has a matter of another importer opened, after which no form of its house offers docket numbers."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test here starts a server, and who changes a house for others comes last."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker("server")
    items.sort(key=lambda item: item.path == _HERE / _OF_OTHERS)


@pytest.fixture(scope="package")
def post() -> Iterator[Mailbox]:
    """A mailbox for every test of the house."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="package")
def monitor() -> Iterator[Receiver]:
    """A monitor that waits for heartbeats."""
    with Receiver() as made:
        yield made


@pytest.fixture(scope="package")
def house(
    tmp_path_factory: pytest.TempPathFactory, post: Mailbox, monitor: Receiver
) -> Iterator[Installation]:
    """An installation as `make up` makes it: with a login, and one channel, `desk`."""
    home: Path = tmp_path_factory.mktemp("house") / "home"
    user, password, token = (each.decode() for each in SECRETS)
    broken = {
        "LANDWAITER_CHANNEL_BROKEN": f"mailtos://{user}:{password}@127.0.0.1:{free_port()}?to=a@example.com",
        "LANDWAITER_CHANNEL_WRONG": f"jsons://127.0.0.1:{free_port()}/{token}",
    }
    beats = {"LANDWAITER_HEARTBEAT_URL": f"http://{monitor.address}/{token}"}
    with installed(home, LANDWAITER_CHANNEL_DESK=post.url(), **broken, **beats) as made:
        yield made


@pytest.fixture(scope="package")
def desk(house: Installation) -> Iterator[Desk]:
    """A person who is logged in."""
    with browser_page() as page:
        made = Desk(page, house)
        page.goto(house.url)
        made.log_in()
        made.open_form("open-matter")
        yield made


@pytest.fixture(scope="package")
def cleo(desk: Desk, post: Mailbox) -> str:
    """A contact who is told of Acme's matters, some of which are open.

    The first is opened by its form, which offers all of them in every form from then on.
    """
    recently = (today_in(ZONE, now()) - timedelta(days=200)).isoformat()
    audit, summons = "Audit (19 CFR 163.11)", "Summons (19 CFR 163.7 to 163.10)"
    for docket, kind, day in (
        ("AUD-30", audit, recently),
        ("AUD-31", audit, recently),
        ("SUM-9", summons, "2026-01-05"),
    ):
        opened = {"docket_number": docket, "lifecycle": kind, "importer": "Acme", "opened_on": day}
        desk.house.run("open-matter", matter={**opened, "timezone": ZONE, "recorded_by": "Bo"})
    desk.open_matter("AUD-0", "Audit (19 CFR 163.11)", opened_on="2025-01-06")
    desk.open_form("add-contact")
    desk.fill(Name="Cleo", Role_in_the_chain="owner", Channel="desk", Importers="Acme", Recorded_by="Bo")
    assert "Added Cleo" in desk.submit()["state"]["message"]
    post.wait_for("this channel works", 180)
    return "Cleo"
