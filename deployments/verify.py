"""Verifies an exported matter: `python -m deployments.verify FILE.zip`. It needs no database and no server.

Verifies each entry, correction, receipt, paper and file. Status 0 when nothing is broken, 1 when something is
or the file cannot be read. What is left out is verified by its link only, and the last line counts that.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from deployments.proof.export import verify
from deployments.proof.verdict import Verdict, VerifyError


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
    """Status 0 when nothing is broken, 1 when something is or the file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m deployments.verify", description="Verify an exported matter."
    )
    parser.add_argument("file", type=Path, help="the ZIP that the form export-matter wrote")
    path = parser.parse_args(arguments).file
    try:
        verdict = verify(path)
    except VerifyError as error:
        print(f"landwaiter: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    _print(path, verdict)
    return 1 if verdict.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
