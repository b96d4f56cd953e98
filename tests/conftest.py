"""What every test stands on: no Prefect server by accident, real databases, a real SMTP server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"

from models.record.database import engine as open_engine
from models.record.database import migrate
from models.settings import Settings
from tests.support.databases import on_postgres, on_sqlite
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene

# How long an example takes says something of the machine, and nothing of what is tested.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


_HOUSE, _LONGEST = "tests/e2e/", "tests/tasks/test_telling_machine.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test begins at once; those of a whole house come last, when the machine is theirs."""
    items.sort(key=lambda item: (item.nodeid.startswith(_HOUSE), not item.nodeid.startswith(_LONGEST)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Shares out test by test; those of a whole house go to one process, for they share the house.

    Groups by mark (`--dist loadgroup`) are silently ignored with pytest 9.2 (pytest-xdist #1386).
    """
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = lambda nodeid: _HOUSE if nodeid.startswith(_HOUSE) else nodeid
    return scheduler


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server on loopback."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with its tables and nothing in them: to copy it takes less time than to migrate again."""
    home = tmp_path_factory.mktemp("tables")
    migrate(on_sqlite(home))
    return home / "record.sqlite"


@pytest.fixture(scope="session")
def postgres_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same as a template on the PostgreSQL server."""
    with on_postgres(tmp_path_factory.mktemp("tables")) as made:
        migrate(made)
        yield str(make_url(made.database_url).database)


@pytest.fixture
def sqlite_settings(tmp_path: Path, sqlite_tables: Path) -> Settings:
    """An installation with its tables, on SQLite."""
    shutil.copy(sqlite_tables, tmp_path)
    return on_sqlite(tmp_path)


@pytest.fixture(params=BOTH)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An installation with its tables, on each kind of database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_settings")
        return
    with on_postgres(tmp_path, request.getfixturevalue("postgres_tables")) as made:
        yield made


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """Its database."""
    opened = open_engine(settings)
    yield opened
    opened.dispose()


@pytest.fixture
def scene(engine: Engine, mailbox: Mailbox) -> Scene:
    """A desk with an empty record."""
    return Scene(engine, mailbox)


@pytest.fixture
def sqlite_scene(sqlite_settings: Settings, mailbox: Mailbox) -> Iterator[Scene]:
    """The same on SQLite only, for what no database changes."""
    opened = open_engine(sqlite_settings)
    yield Scene(opened, mailbox)
    opened.dispose()
