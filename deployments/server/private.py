"""Makes what is on this machine private to its owner, also where it was there before with other rights."""

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.engine import make_url

from models.settings import Settings

_OTHERS = 0o077
_BESIDE = ("", "-wal", "-shm")


def make_private(settings: Settings) -> list[str]:
    """Takes the data directory and the record from everybody else, and lets new files be so too.

    Returns a sentence for each that others can still read: another owns it, or its disk knows no rights.
    """
    os.umask(_OTHERS)
    return [each for path in _ours(settings) if path.exists() and (each := _taken_from_others(path))]


def _ours(settings: Settings) -> Iterable[Path]:
    yield settings.home
    yield from (
        settings.home / name
        for name in ("prefect", "logs", "inbox", "exports", "calendars", "documents", "uploads")
    )
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite":
        yield from (Path(f"{address.database}{end}") for end in _BESIDE)


def _taken_from_others(path: Path) -> str:
    wanted = path.stat().st_mode & 0o777 & ~_OTHERS
    try:
        path.chmod(wanted)
    except OSError as error:
        return f"Other users may read {path}: its rights cannot be changed ({error.strerror})."
    still = path.stat().st_mode & _OTHERS
    return f"Other users may read {path}: its disk keeps no rights." if still else ""
