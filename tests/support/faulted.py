"""Faults of a record's database, and the sentence that each must be."""

import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from models.record.database import DatabaseError, reading, transaction
from models.record.database_faults import Fault
from models.settings import Settings
from tests.support.faulted_runs import NOTE


def refused(act: Callable[[], Any], fault: Fault) -> DatabaseError:
    """What is raised, after it was seen to be this sentence and nothing else, to its last cause."""
    with pytest.raises(DatabaseError) as raised:
        act()
    assert str(raised.value) == fault.value
    told = "".join(traceback.format_exception(raised.value))
    for secret in (NOTE, "[SQL", "[parameters", "sqlalchemy.exc", "hunter2"):
        assert secret not in told
    return raised.value


def postgres(settings: Settings) -> str:
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    if is_sqlite(settings):
        with closing(sqlite3.connect(settings.home / "record.sqlite")) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(postgres(settings)) as other:
            other.execute("LOCK TABLE entry, alert, receipt IN ACCESS EXCLUSIVE MODE")
            yield


def ask(engine: Engine) -> None:
    with reading(engine) as session:
        session.connection().execute(text("SELECT 1 FROM entry"))


def write(engine: Engine, statement: str) -> None:
    with transaction(engine) as session:
        session.connection().execute(text(statement))
