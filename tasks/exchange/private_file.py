"""Files that only the owner of the process can read: what is in them may be privileged."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from models.errors import Refused


class ExportError(Refused):
    """A file that could not be written; the message names it and why."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: where it is, and the SHA-256 by which whoever gets it knows it.

    `head` is the head of the export of a matter.
    """

    path: Path
    sha256: str
    head: str = ""


def keep_private(folder: Path, name: str, content: bytes) -> Exported:
    """Writes a file that only its owner reads, whole or not at all. Raises `ExportError`.

    A file of that name, made in the same second, stays: this one gets a number.
    """
    return write_private(folder, name, lambda file: file.write(content))


def write_private(folder: Path, name: str, write: Callable[[BinaryIO], object]) -> Exported:
    """The same for what is too large to be in memory: `write` writes it."""
    path, unfinished = _free(folder / name), folder / f".{os.getpid()}-{name}.unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.unlink(missing_ok=True)
        opened = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w+b") as file:
            write(file)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from None
    except Refused:
        unfinished.unlink(missing_ok=True)
        raise
    return Exported(path, sha256)


def _free(path: Path) -> Path:
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in chain([path], numbered) if not os.path.lexists(each))


def file_name(what: str, ending: str, now: datetime) -> str:
    """A name that says what it is of and when it was made, in UTC."""
    plain = "".join(each if each.isascii() and each.isalnum() else "-" for each in what).strip("-")
    return f"{plain[:80] or 'export'}-{now:%Y%m%d-%H%M%S}.{ending}"
