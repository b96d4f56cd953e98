"""Keeps the head of the record outside of it: `python -m deployments.witness --file PATH`, `--url URL`,
`--rfc3161 URL`.

The head is the hash of the newest receipt. Whoever keeps it can find out later whether the record was cut or
calculated again since: `python -m deployments.verify --record --head HASH`. Nothing else leaves the house:
no name, no date of a matter. It only reads the record, and no other program waits for it.
"""

import argparse
import json
import os
import secrets
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from deployments.proof.time_stamp import REQUEST_TYPE, check_reply, stamp_request
from models.errors import Refused
from tasks.exchange.private_file import keep_private

if TYPE_CHECKING:
    from models.settings import Settings

_PATIENCE = 30.0
"""Seconds that a witness may take to answer."""

Head = dict[str, str | int]
"""`seq` of a receipt, `at` in ISO 8601, and its `hash`."""


class WitnessError(Refused):
    """A witness that did not take the head; the message names it and what it said."""


def newest_head(settings: "Settings") -> Head:
    """The head of the record. Raises `VerifyError` where it cannot be read, `WitnessError` without any."""
    # Loaded late: who asks for help, or mistypes, waits for no database.
    from deployments.proof.record import record_read
    from models.record.receipts import last_receipt

    with record_read(settings) as session:
        receipt = last_receipt(session)
    if receipt is None:
        raise WitnessError("The record has no receipt yet. The first run of the watch leaves one.")
    return {"seq": receipt.seq, "at": receipt.at.isoformat(), "hash": receipt.hash}


def append_to(path: Path, head: Head) -> None:
    """Adds a line to a file, which is made if it is not there, and waits until it is on the disk."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(json.dumps(head).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise WitnessError(f"{path} cannot be written: {error.strerror or error}.") from None


def post_to(url: str, body: bytes, content_type: str) -> bytes:
    """Posts to an address and returns what it answers. The message of an error names only its host."""
    host = _host(url)
    request = urllib.request.Request(url, data=body, headers={"Content-Type": content_type}, method="POST")
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=_PATIENCE) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            raise WitnessError(f"{host} answered HTTP {error.code} {_phrase(error.code)}.") from None
    except OSError as error:
        cause = getattr(error, "reason", error)
        raise WitnessError(f"{host} cannot be reached: {type(cause).__name__}.") from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Where a redirection leads, the head would arrive as an empty question."""

    def redirect_request(self, *_: object) -> None:
        """Leaves the answer as it is, an error."""


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WitnessError(
            "The address of a witness begins with https:// or http://, such as https://a.example."
        )
    return parts.hostname


def _phrase(code: int) -> str:
    return HTTPStatus(code).phrase if code in set(HTTPStatus) else ""


def stamp_by(url: str, head: Head, home: Path) -> Path:
    """Has an authority stamp the head with the time, and keeps its answer below `home`."""
    sha256, nonce = str(head["hash"]), secrets.randbits(64)
    reply = post_to(url, stamp_request(sha256, nonce), REQUEST_TYPE)
    check_reply(reply, sha256, nonce)
    return keep_private(home / "witness", f"receipt-{head['seq']}-{sha256[:16]}.tsr", reply).path


def main(arguments: Sequence[str]) -> int:
    """Status 0 when the witness has the head, 1 with one sentence when it has not."""
    parser = argparse.ArgumentParser(
        prog="python -m deployments.witness", description="Keep the head of the record outside of it."
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--file", type=Path, help="a file, on another disk, to which a line is added")
    where.add_argument("--url", help="an address to which the head is posted as JSON")
    where.add_argument("--rfc3161", help="a time stamp authority; its answer is kept in the data directory")
    asked = parser.parse_args(arguments)
    from models.settings import Settings

    try:
        settings = Settings.from_environment(os.environ)
        head = newest_head(settings)
        if asked.file is not None:
            append_to(asked.file, head)
        elif asked.url is not None:
            post_to(asked.url, json.dumps(head).encode(), "application/json")
        else:
            print(f"Time stamp: {stamp_by(asked.rfc3161, head, settings.home)}")
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1
    print(f"Kept outside: receipt {head['seq']} of {head['at']}: {head['hash']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
