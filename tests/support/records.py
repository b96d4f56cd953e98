"""The record of an installation, reached past Prefect."""

from collections.abc import Iterator
from contextlib import contextmanager

from models.record.database import engine as open_engine
from models.record.database import transaction
from models.record.receipts import ReceiptKind, all_receipts, verify_receipts
from models.record.tables.dockets import Receipt
from models.settings import Settings
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene


def settings_of(house: Installation) -> Settings:
    """The settings by which the record of a house is reached."""
    return Settings.from_environment({"LANDWAITER_HOME": str(house.home)})


@contextmanager
def scene_of(house: Installation, mailbox: Mailbox) -> Iterator[Scene]:
    """A desk at the record of a house."""
    engine = open_engine(settings_of(house))
    yield Scene(engine, mailbox)
    engine.dispose()


def receipts(house: Installation, kind: ReceiptKind) -> list[Receipt]:
    """The receipts of a kind, in order, of a chain that holds together."""
    engine = open_engine(settings_of(house))
    with transaction(engine) as session:
        chain = all_receipts(session)
        assert verify_receipts(chain) == []
        found = [each for each in chain if each.kind == kind]
    engine.dispose()
    return found
