"""Unpacks a ZIP that somebody else packed, within bounds: a small file can unpack to more than any memory."""

import hashlib
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from models.errors import Refused

MOST_FILES, MOST_BYTES = 10_000, 500_000_000
"""Of an export: a matter with thousands of entries and all their papers is a tenth of it."""

_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    struct.error,
    lzma.LZMAError,
    zlib.error,
    zipfile.BadZipFile,
)
"""Whatever Python raises for a ZIP that is none, is damaged or has a password."""


class ZipError(Refused):
    """A ZIP that cannot be read or is too large; the message names it."""


MOST_BESIDE = 20_000_000_000
"""Bytes of what is only hashed, and never in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a ZIP holds, in its order, each with its name: contents; and SHA-256 of what lies in a folder."""

    contents: list[tuple[str, bytes]]
    hashed: list[tuple[str, str]]


def unpacked(path: Path, *, beside: str) -> Unpacked:
    """Reads a ZIP. Of the files in the folder `beside` only the SHA-256 is returned. Raises `ZipError`."""
    try:
        with zipfile.ZipFile(path) as packed:
            _refuse_too_large(path, packed, beside)
            inside = [each for each in packed.infolist() if not each.filename.startswith(beside)]
            others = [each for each in packed.infolist() if each.filename.startswith(beside)]
            return Unpacked(
                [(each.filename, packed.read(each)) for each in inside],
                [(each.filename, _sha256(packed, each)) for each in others],
            )
    except _UNREADABLE as error:
        said = " ".join(str(error).split())
        raise ZipError(f"{path} cannot be read: {said}.") from None


def _sha256(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    found = hashlib.sha256()
    with packed.open(part) as file:
        while chunk := file.read(1 << 20):
            found.update(chunk)
    return found.hexdigest()


def _refuse_too_large(path: Path, packed: zipfile.ZipFile, beside: str) -> None:
    parts = len(packed.infolist())
    whole = sum(each.file_size for each in packed.infolist())
    size = sum(each.file_size for each in packed.infolist() if not each.filename.startswith(beside))
    if whole > MOST_BESIDE:
        raise ZipError(f"{path} unpacks to {whole:,} bytes; the limit is {MOST_BESIDE:,}.")
    if parts > MOST_FILES or size > MOST_BYTES:
        raise ZipError(
            f"{path} holds {parts:,} files and unpacks to {size:,} bytes; the limits are {MOST_FILES:,} and "
            f"{MOST_BYTES:,}."
        )
