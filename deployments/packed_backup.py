"""A backup that has documents: one archive with the record, and each document's file under its SHA-256."""

import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from models.errors import Refused
from tasks.exchange.document_files import FOLDER, DocumentFiles, FileLost

_RECORD = "record"
_DOCUMENT = re.compile(rf"{FOLDER}/(?P<start>[0-9a-f]{{2}})/(?P<sha256>(?P=start)[0-9a-f]{{62}})")
_LARGEST = 100_000_000
"""Bytes of a document's file, and more than may be uploaded."""


class PackedError(Refused):
    """An archive that cannot be used; the message names it."""


def pack(record: Path, files: DocumentFiles, target: Path) -> list[str]:
    """Writes the archive into a file that is there. Returns a sentence for each document that is left out.

    One that is missing or was altered is left out: a copy of it would only look like one.
    """
    said = []
    with target.open("wb") as file, tarfile.open(fileobj=file, mode="w") as packed:
        with record.open("rb") as content:
            _add(packed, _RECORD, record.stat().st_size, content)
        for sha256 in files.kept():
            try:
                content_of = files.read(sha256)
            except FileLost as error:
                said.append(f"A document is not in this backup. {error}")
            else:
                _add(packed, f"{FOLDER}/{sha256[:2]}/{sha256}", len(content_of), BytesIO(content_of))
    return said


def _add(packed: tarfile.TarFile, name: str, size: int, content: BinaryIO) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    packed.addfile(member, content)


def is_packed(source: Path) -> bool:
    """Whether a backup is such an archive, and not a record alone."""
    return tarfile.is_tarfile(source)


@contextmanager
def unpacked_record(source: Path, files: DocumentFiles) -> Iterator[Path]:
    """Puts the documents into the data directory, then gives the record until the block ends.

    A document that is there already stays. Raises `PackedError` for an archive that is none of ours.
    """
    files.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix=".restore-", dir=files.home) as folder:
        record = Path(folder) / _RECORD
        try:
            with tarfile.open(source, "r:") as packed, files.held():
                for member in packed:
                    _take(packed, member, record, files)
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise PackedError(f"{source} cannot be read: {error}.") from None
        if not record.is_file():
            raise PackedError(
                f"{source} contains no record of Landwaiter. Expected a backup that `save` made."
            )
        yield record


def _take(packed: tarfile.TarFile, member: tarfile.TarInfo, record: Path, files: DocumentFiles) -> None:
    # A link may lead to anywhere, and is none of what `save` writes.
    content = packed.extractfile(member) if member.isreg() else None
    found = _DOCUMENT.fullmatch(member.name)
    if content is not None and member.name == _RECORD and not record.exists():
        with record.open("wb") as file:
            shutil.copyfileobj(content, file)
    elif content is not None and found is not None and member.size <= _LARGEST:
        if files.keep(content.read()) != found["sha256"]:
            raise PackedError(f"The backup is damaged: {member.name} has other bytes than its name says.")
    else:
        raise PackedError(f"The backup has a part that `save` does not write: {member.name[:200]!r}.")
