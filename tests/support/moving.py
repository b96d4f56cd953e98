"""A filled record on SQLite, an empty database on PostgreSQL, and the command that moves one to the other.

Run as `python -m tests.support.moving STRIKE WHERE` it moves the record of the environment, and STRIKE hits
it at the first point whose name begins with WHERE.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from deployments.move import main
from models.record.database import migrate, opened_engine
from models.record.receipts import ReceiptKind
from models.settings import Settings
from tasks.watch.receipts import leave_receipt
from tests.chaos.disturbances import cut, terminated
from tests.chaos.instrument import Instrument, Point, Strike, by_signal
from tests.support.databases import on_sqlite
from tests.support.installation import ROOT
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene, at
from tests.support.server import environment_of_nobody
from tests.support.tampering import fill

Rows = dict[str, list[tuple[Any, ...]]]
LAST_LOOK = at("2025-09-23")


def filled(home: Path) -> Settings:
    """A record with a row in every table, of an installation that is stopped."""
    settings = on_sqlite(home)
    migrate(settings)
    with opened_engine(settings) as engine, Mailbox() as mailbox:
        scene = Scene(engine, mailbox)
        fill(scene, settings)
        scene.record("report_delay_notice", "2025-09-22", facts={"reason": "staff"})
        leave_receipt(engine, ReceiptKind.SWEEP, scene.sweep("2025-09-23").as_json(), now=LAST_LOOK)
    return settings


@dataclass(frozen=True)
class Move:
    """What a move begins with: an installation, and the settings that it is to have after."""

    old: Settings
    new: Settings

    @property
    def file(self) -> Path:
        """The old record."""
        return self.old.home / "record.sqlite"

    @property
    def environment(self) -> dict[str, str]:
        """What the command reads."""
        ours = {"LANDWAITER_HOME": str(self.old.home), "LANDWAITER_MOVE_TO": self.url}
        return environment_of_nobody() | ours

    @property
    def url(self) -> str:
        """The new database as a person writes it, with a password that nobody may print."""
        url = make_url(self.new.database_url).set(drivername="postgresql", password="hunter2")
        return url.render_as_string(hide_password=False)

    def run(self, *strike: str) -> subprocess.CompletedProcess[str]:
        """Runs the command, struck where it is said."""
        module = "tests.support.moving" if strike else "deployments.move"
        done = subprocess.run(
            [sys.executable, "-m", module, *strike],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "hunter2" not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done


def rows(settings: Settings) -> Rows:
    """Every row of every table, by a reader of our own; no table where there is none."""
    engine = create_engine(settings.database_url)
    found: Rows = {}
    with engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        for table in (each for each in known() if each.name in there):
            all_ = connection.execute(table.select()).all()
            found[table.name] = sorted((tuple(row) for row in all_), key=repr)
    engine.dispose()
    return found


def content(settings: Settings) -> dict[str, list[str]]:
    """All that is in a database of whatever tables."""
    with opened_engine(settings) as engine, engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")).all())) for name in names
        }


@contextmanager
def untouched(moving: Move) -> Iterator[None]:
    """Neither side is another one after the block."""
    before = hashlib.sha256(moving.file.read_bytes()).digest(), content(moving.new)
    yield
    assert (hashlib.sha256(moving.file.read_bytes()).digest(), content(moving.new)) == before


def known() -> list[Table]:
    """The tables that the models declare."""
    return SQLModel.metadata.sorted_tables


def write_to_source(_point: Point, _connection: Any) -> None:
    """What a second worker does that nobody stopped."""
    with closing(sqlite3.connect(Path(os.environ["LANDWAITER_HOME"]) / "record.sqlite")) as other:
        other.execute("UPDATE matter SET page_id = 'another'")
        other.commit()


STRIKES: Mapping[str, Strike] = {
    "killed": by_signal,
    "cut": cut,
    "terminated": terminated,
    "written": write_to_source,
}


@dataclass(slots=True)
class AtAName(Instrument):
    """Strikes once, at the first point of a name such as `before INSERT INTO alert`."""

    where: str = ""

    def passes(self, when: str, kind: str, what: str, connection: Any = None) -> None:
        """Strikes where the name fits."""
        if self.where and f"{when} {' '.join(what.split())}".startswith(self.where):
            self.where = ""
            self.strike(Point(0, when, kind, what), connection)


if __name__ == "__main__":
    AtAName(strike=STRIKES[sys.argv[1]], where=sys.argv[2]).install()
    sys.exit(main([]))
