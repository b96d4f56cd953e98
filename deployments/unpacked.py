"""Unpacks a ZIP that somebody else packed, within bounds: a small file can unpack to more than any memory."""

import lzma
import struct
import zipfile
import zlib
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


def unpacked(path: Path) -> list[tuple[str, bytes]]:
    """The names and contents, in the order of the ZIP. Raises `ZipError`."""
    try:
        with zipfile.ZipFile(path) as packed:
            _refuse_too_large(path, packed)
            return [(name, packed.read(name)) for name in packed.namelist()]
    except _UNREADABLE as error:
        said = " ".join(str(error).split())
        raise ZipError(f"{path} cannot be read: {said}.") from None


def _refuse_too_large(path: Path, packed: zipfile.ZipFile) -> None:
    parts, size = len(packed.infolist()), sum(each.file_size for each in packed.infolist())
    if parts > MOST_FILES or size > MOST_BYTES:
        raise ZipError(
            f"{path} holds {parts:,} files and unpacks to {size:,} bytes; the limits are {MOST_FILES:,} and "
            f"{MOST_BYTES:,}."
        )
