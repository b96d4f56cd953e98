"""One installation that all tests of the pages share, and a mailbox that its alerts reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from installation import Installation, installed
from mailbox_stage import Mailbox


@pytest.fixture(scope="session")
def post() -> Iterator[Mailbox]:
    """A mailbox for the whole session."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, post: Mailbox) -> Iterator[Installation]:
    """An installation as `make up` makes it: with a login, and one channel, `desk`."""
    home: Path = tmp_path_factory.mktemp("house") / "home"
    settings = {"LANDWAITER_CHANNEL_DESK": post.url(), "LANDWAITER_WATCH_SECONDS": "60"}
    with installed(home, **settings) as made:
        yield made
