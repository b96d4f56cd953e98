"""What an import costs: 5,000 entries checked, imported and imported again, beside bare sqlite3.

Prints its figures and asserts nothing about them: machines differ. The peer writes the same entries in one
transaction, and checks, chains and derives nothing.
"""

import csv
import sqlite3
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from tasks.exchange.imported import Imported
from tasks.exchange.importing import import_file
from tests.support.scenes import Scene, at
from tests.support.sheets import KINDS, Rows, entry_row, many_rows, matter_row, write_book, write_tables

MANY, BAD = 5000, 50
NOW = at("2026-11-20")


def one_docket() -> tuple[Rows, Rows]:
    """All of the entries on one docket, such as an importer's customs entries that are to be kept."""
    kind = KINDS[2][1]
    rows = [
        entry_row("REC-1", "Customs entry made", f"2024-02-{1 + place % 28:02}", Reference=f"R-{place}")
        for place in range(MANY)
    ]
    return [matter_row("REC-1", kind)], rows


def timed(scene: Scene, path: Path, *, commit: bool = True) -> tuple[float, Imported]:
    started = perf_counter()
    done = import_file(scene.engine, path, by="Bo", commit=commit, now=NOW)
    return perf_counter() - started, done


def bare(path: Path, file: Path) -> float:
    """The same rows written by sqlite3 alone."""
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE entry (docket TEXT, event TEXT, day TEXT, by TEXT, more TEXT)")
    started = perf_counter()
    with (path / "entries.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = [[*row[:4], ";".join(row[4:])] for row in csv.reader(table)]
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    took = perf_counter() - started
    connection.close()
    return took


@pytest.mark.parametrize("dockets", [1, 250])
def test_what_an_import_costs(dockets: int, sqlite_scene: Scene, tmp_path: Path, capsys: Any) -> None:
    matters, rows = one_docket() if dockets == 1 else many_rows(MANY, dockets=dockets)
    wrong = [
        {**row, "Occurred on": "soon"} if place % (MANY // BAD) == 7 else row
        for place, row in enumerate(rows)
    ]
    checked, found = timed(sqlite_scene, write_book(tmp_path / "bad.xlsx", matters=matters, entries=wrong))
    path = write_tables(tmp_path / "good", matters=matters, entries=rows)
    imported, done = timed(sqlite_scene, path)
    again, nothing = timed(sqlite_scene, path)
    assert (found.bad_rows, done.entries, nothing.entries) == (BAD, MANY, 0)
    peer = bare(path, tmp_path / "peer.sqlite")
    with capsys.disabled():
        print(f"\n{MANY} entries on {dockets} dockets: {checked:.1f} s to name {BAD} bad ones, ", end="")
        print(
            f"{imported:.1f} s to import with {done.started} clocks, {again:.1f} s to import again; ", end=""
        )
        print(f"bare sqlite3 writes the rows in {1e3 * peer:.0f} ms")
