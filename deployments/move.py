"""Moves the whole record from SQLite to PostgreSQL: `LANDWAITER_MOVE_TO=URL python -m deployments.move`.

Landwaiter must be stopped. The old record is only read. The new database must be empty; it gets every table
with every row, key and hash in one transaction, or nothing. Before that is kept, both sides are compared row
by row and their proofs with each other; after it every matter is recalculated.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection
from sqlmodel import Session

from deployments.moving.agreement import refuse_disagreement, refuse_other_recount
from deployments.moving.ends import VARIABLE, file_of, new_record, old_record, target_of, watched
from deployments.moving.refusal import name_of
from deployments.moving.rows import carry, tables, turn_triggers
from deployments.server.lock import AlreadyRunning, claim, orphans
from deployments.server.processes import stops_as_interrupt
from models.errors import Refused
from models.in_words import counted
from models.record.record_proof import RecordProof
from models.settings import Settings
from models.wall_clock import now as read_clock

Say = Callable[[str], None]


def move(settings: Settings, target: Settings, say: Say) -> None:
    """Moves the record, and says what it did. Raises `Refused`; then nothing was moved, unless it says so."""
    path = file_of(settings)
    with claim(settings.home, address="moving the record"):
        _refuse_orphans(settings)
        say(f"Moving {path} to {name_of(target.database_url)} …")
        with watched(path) as refuse_written, old_record(settings) as old, new_record(target, old) as new:
            _carry_all(old, new, say)
            say("Comparing both sides …")
            proof = refuse_disagreement(old, new)
            refuse_written()
        for line in _proved(proof):
            say(line)
        found = refuse_other_recount(settings, target, read_clock())
        agrees = "as in the old record" if found.differences else "everything matches"
        say(f"{counted(found.matters, 'matter')} recalculated: {agrees}.")


def _refuse_orphans(settings: Settings) -> None:
    for orphan in orphans(settings.home):
        raise AlreadyRunning(
            f"A process of Landwaiter still runs here: {orphan.pid}, {orphan.command[:100]}. Nothing was "
            "moved. Stop it first."
        )


def _carry_all(old: Session, new: Connection, say: Say) -> None:
    turn_triggers(new, "DISABLE")
    for table in tables():
        if carried := carry(old.connection(), new, table):
            say(f"  {table.name}: {counted(carried, 'row')}")
    turn_triggers(new, "ENABLE")


def _proved(proof: RecordProof) -> list[str]:
    entries, receipts = counted(proof.entries, "entry", "entries"), counted(len(proof.receipts), "receipt")
    lines = [
        f"Moved. Every row of {counted(len(tables()), 'table')} is the same on both sides.",
        f"{counted(proof.dockets, 'docket')}, {entries} and {receipts} read, {len(proof.faults)} broken.",
    ]
    if proof.faults:
        lines.append("What is broken was so before: python -m deployments.verify --record lists it.")
    head = proof.head
    return lines if head is None else [*lines, f"Head of the record: receipt {head.seq}: {head.hash}"]


def next_steps(settings: Settings, target: Settings) -> str:
    """What to do after a move."""
    return (
        "Next:\n"
        f"1. Set LANDWAITER_DATABASE_URL to {name_of(target.database_url)}, with the password, wherever "
        "Landwaiter and its workers take their settings from.\n"
        "2. Start Landwaiter. It goes on where it stopped, and sends no alert a second time.\n"
        f"3. Keep {file_of(settings)} as a backup. Never start Landwaiter with it again: both would send "
        "alerts."
    )


def run(arguments: Sequence[str], env: Mapping[str, str]) -> None:
    """Moves the record of an environment. Raises `Refused`, or `KeyboardInterrupt` for a stop."""
    parser = argparse.ArgumentParser(
        prog="python -m deployments.move", description="Move the record from SQLite to PostgreSQL."
    )
    parser.add_argument(
        "to",
        nargs="?",
        default="",
        help=f"the URL of an empty database, if {VARIABLE} is not set; other accounts of this machine can "
        "see a password in an argument",
    )
    asked = parser.parse_args(arguments)
    settings = Settings.from_environment(env)
    file_of(settings)
    target = target_of(settings, asked.to, env)
    move(settings, target, _say)
    _say(next_steps(settings, target))


def _say(line: str) -> None:
    print(line, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Status 0 when the record is moved, 1 with one sentence when it is not."""
    try:
        with stops_as_interrupt():
            run(arguments, os.environ)
    except KeyboardInterrupt:
        print("landwaiter: Stopped. If it had not said Moved, nothing was moved.", file=sys.stderr)
        return 1
    except (Refused, OSError) as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
