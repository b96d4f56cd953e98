"""Verifies an exported matter: `python -m deployments.verify FILE.zip`. It needs no database and no server.

Verifies each entry, correction, receipt, paper and file. Status 0 when nothing is broken, 1 when something is
or the file cannot be read. What is left out is verified by its link only, and the last line counts that.

With `--record` it verifies the record of this installation instead, by the settings LANDWAITER_…, and only
reads it; `--head` compares it with a head that was kept elsewhere.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from deployments.proof.export import verify
from deployments.proof.verdict import Verdict
from models.errors import Refused


def _print(path: Path, verdict: Verdict) -> None:
    for line in verdict.lines:
        print(line.encode(errors="backslashreplace").decode())
    if verdict.unproved_entries:
        numbers = ", ".join(f"E{number}" for number in verdict.unproved_entries)
        print(
            f"An earlier version of Landwaiter made this file. It does not prove what {numbers} says, "
            "because the privileged note is left out. Export the matter again to prove it."
        )
    print(f"Head of the docket's chain: {verdict.head}\nSHA-256 of this file: {_sha256(path)}")
    print(f"Head of this export: {verdict.export_head}")
    by_link = f"{verdict.by_link} verified by their link only"
    print(f"{verdict.whole} verified, {by_link}, {len(verdict.broken)} broken.")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Status 0 when nothing is broken, 1 when something is or nothing can be read."""
    parser = argparse.ArgumentParser(
        prog="python -m deployments.verify", description="Verify an exported matter, or the record itself."
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", type=Path, nargs="?", help="the ZIP that the form export-matter wrote")
    what.add_argument("--record", action="store_true", help="verify the record of this installation")
    parser.add_argument(
        "--head", default="", help="with --record: a head that you kept, as a digest shows it"
    )
    parser.add_argument("--seq", type=int, help="with --head: the number of its receipt")
    asked = parser.parse_args(arguments)
    if (asked.head and not asked.record) or (asked.seq is not None and not asked.head):
        parser.error("--head needs --record, and --seq needs --head")
    try:
        if asked.record:
            return _verify_record(asked.head, asked.seq)
        verdict = verify(asked.file)
    except Refused as error:
        print(f"landwaiter: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    _print(asked.file, verdict)
    return 1 if verdict.broken else 0


def _verify_record(head: str, seq: int | None) -> int:
    # An export is verified on a machine that has no database.
    from deployments.proof.record import verify_record
    from models.settings import Settings

    lines, holds = verify_record(Settings.from_environment(os.environ), head=head, seq=seq)
    for line in lines:
        print(line)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
