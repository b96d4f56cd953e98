"""A filled record, and an empty database to which it can be moved."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import on_postgres, on_sqlite
from tests.support.moving import Move, filled


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a filled record, which each test copies."""
    home = tmp_path_factory.mktemp("filled") / "home"
    home.mkdir()
    return filled(home).home


@pytest.fixture
def moving(filled_home: Path, tmp_path: Path) -> Iterator[Move]:
    """The record before a move, and an empty database."""
    home = tmp_path / "home"
    shutil.copytree(filled_home, home)
    with on_postgres(home) as new:
        yield Move(on_sqlite(home), new)
