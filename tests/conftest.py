"""What every test stands on: no Prefect server by accident, real databases, a real SMTP server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
# The receivers of the tests are on loopback.
os.environ["LANDWAITER_ALLOW_PRIVATE_WEBHOOKS"] = "yes"
# Every mail reads the certificates that are trusted. Nobody outside is asked, so one suffices: it signs
# nothing.
os.environ["SSL_CERT_FILE"] = str(Path(__file__).parent / "support" / "nobody.pem")

from models.record.database import engine as open_engine
from models.record.database import migrate
from models.settings import Settings
from tests.support.databases import LentDatabase, compiled_once, on_postgres, on_sqlite
from tests.support.logged import assert_logged
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene

# How long an example takes says something of the machine, and nothing of what is tested.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """A file is shared out as a whole (`--dist loadscope`): for one alone no other process is started."""
    files = {argument.partition("::")[0] for argument in config.args}
    return 0 if len(files) == 1 and files.pop().endswith(".py") else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first: those that start a server, then what a file says of itself."""
    items.sort(
        key=lambda item: (item.get_closest_marker("server") is None, item.get_closest_marker("long") is None)
    )


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


@pytest.fixture(scope="session")
def lent_database(postgres_tables: str) -> Iterator[LentDatabase]:
    """The database that the tests on PostgreSQL have one after the other."""
    database = LentDatabase(postgres_tables)
    yield database
    database.end()


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
    with request.getfixturevalue("lent_database").lent(tmp_path) as made:
        yield made


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """Its database."""
    opened = compiled_once(open_engine(settings))
    yield opened
    opened.dispose()


@pytest.fixture
def scene(request: pytest.FixtureRequest, engine: Engine, mailbox: Mailbox) -> Iterator[Scene]:
    """A desk with an empty record. Whatever the test did to it, the log of changes has every row."""
    yield Scene(engine, mailbox)
    if request.node.get_closest_marker("tampers") is None:
        assert_logged(engine)


@pytest.fixture
def sqlite_scene(
    request: pytest.FixtureRequest, sqlite_settings: Settings, mailbox: Mailbox
) -> Iterator[Scene]:
    """The same on SQLite only, for what no database changes."""
    opened = compiled_once(open_engine(sqlite_settings))
    yield Scene(opened, mailbox)
    if request.node.get_closest_marker("tampers") is None:
        assert_logged(opened)
    opened.dispose()
