"""What a sweep costs: clocks that are due, beside clocks that are open and not due, and beside bare sqlite3.

Prints its figures and asserts nothing about them. The peer writes the same rows of alerts and messages in one
transaction, and decides nothing.
"""

import json
import sqlite3
from pathlib import Path
from time import perf_counter
from typing import Any

from tasks.watch.sweep import sweep
from tasks.watch.sweep_report import Sweep
from tests.support.scenes import LINKS, Scene, at

OPEN, DUE = 400, 100
DAY, DUE_DAY = "2025-06-20", "2025-09-19"


def look(scene: Scene, day: str) -> tuple[float, Sweep]:
    """A sweep that claims and has nowhere to send, so that no mail server is measured."""
    scene.down = {"ann"}
    started = perf_counter()
    found = sweep(scene.engine, scene.channels, LINKS, now=at(day))
    return perf_counter() - started, found


def bare(path: Path, found: Sweep) -> float:
    """The same alerts and messages written by sqlite3 alone."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE message (key TEXT UNIQUE, content TEXT)")
    connection.execute("CREATE TABLE alert (subject TEXT, step TEXT, UNIQUE (subject, step))")
    started = perf_counter()
    for docket, claim in found.claims:
        content = json.dumps(claim.words.to_json())
        connection.execute("INSERT INTO message VALUES (?, ?)", (claim.words.key, content))
        connection.execute("INSERT INTO alert VALUES (?, ?)", (docket, claim.step))
    connection.commit()
    took = perf_counter() - started
    connection.close()
    return took


def test_a_sweep_costs_by_what_is_due(sqlite_scene: Scene, tmp_path: Path, capsys: Any) -> None:
    scene = sqlite_scene
    for number in range(OPEN):
        scene.open(f"AUD-{number}")
        day = DAY if number < DUE else "2025-09-01"
        scene.record("closing_conference_held", day, docket=f"AUD-{number}", recorded="2025-09-01")
    scene.contact(on="2025-09-01")
    first, _ = look(scene, "2025-09-02")
    idle, nothing = look(scene, "2025-09-02")
    due, found = look(scene, DUE_DAY)
    assert (nothing.clocks, len(found.claims)) == (0, DUE)
    peer = bare(tmp_path / "peer.sqlite", found)
    with capsys.disabled():
        print(f"\n{OPEN} clocks open: {first:.2f} s to tell of all; {1e3 * idle:.1f} ms if nothing is due;")
        print(f"{DUE} due: {1e3 * due / DUE:.2f} ms each, {due / peer:.0f} times bare sqlite3's writes")
