"""Spreadsheets that somebody uploaded to import: kept for a day between the steps, for that person alone.

Each lies in a private directory of its own, with what was chosen and what was found. What belongs to another
person is not there, and what is over is not there either.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from models.errors import Refused
from models.forms.exchange import DateOrder
from tasks.desk.uploaded_kind import read_upload
from tasks.exchange.grids import Grid
from tasks.exchange.kept_cells import grids_from_json, grids_to_json

KEPT = timedelta(days=1)
"""How long an upload is kept that nobody imports."""

MOST = 5
"""Uploads of one person that are kept; the oldest makes room."""

_KEY = re.compile(r"(?P<person>[1-9]\d{0,14})-[A-Za-z0-9_-]{22}")
_STATE, _CELLS = "state.json", "cells.json"

Mends = dict[str, dict[int, dict[str, str]]]
"""Texts that somebody typed in the place of cells: by sheet, row and field; empty for no value."""


class UploadGone(Refused):
    """An upload that is over, imported or removed."""

    def __init__(self) -> None:
        super().__init__(
            "This upload is no longer kept: it was imported or removed, or it is more than a day old. "
            "Nothing was imported just now. Upload it again."
        )


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What a sheet is: its kind, empty where it is left out, the row of its titles, the fields by place."""

    kind: str
    titles_row: int
    columns: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Upload:
    """A file that was uploaded, and what was chosen so far."""

    key: str
    person_id: int
    name: str
    size: int
    sha256: str
    uploaded_at: datetime
    sheets: dict[str, SheetChoice] = field(default_factory=dict)
    is_mapped: bool = False
    """Whether the columns are chosen too."""

    dates: DateOrder = DateOrder.YEAR_FIRST
    mends: Mends = field(default_factory=dict)
    left_out: set[tuple[str, int]] = field(default_factory=set)
    """Rows that are left out, by sheet and number."""

    @property
    def goes_at(self) -> datetime:
        """When it is removed."""
        return self.uploaded_at + KEPT


_UPLOADS = TypeAdapter(Upload)


def put_upload(home: Path, person_id: int, name: str, content: bytes, *, now: datetime) -> Upload:
    """Reads a file and keeps what is in it. Raises `SheetError`, which calls the file by its name."""
    remove_expired(home, now)
    for old in uploads_of(home, person_id, now)[MOST - 1 :]:
        remove(home, old.key)
    key = f"{person_id}-{secrets.token_urlsafe(16)}"
    folder = _folder(home, key)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700)
    try:
        grids = read_upload(folder, name, content)
        upload = Upload(
            key=key,
            person_id=person_id,
            name=name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_at=now,
        )
        keep_beside(home, key, _CELLS, json.dumps(grids_to_json(grids)).encode())
        save(home, upload)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


def save(home: Path, upload: Upload) -> None:
    """Keeps what was chosen."""
    keep_beside(home, upload.key, _STATE, _UPLOADS.dump_json(upload))


def keep_beside(home: Path, key: str, name: str, content: bytes) -> None:
    """Writes a file beside an upload, whole or not at all. Raises `UploadGone`."""
    folder = _folder(home, key)
    unfinished = folder / f".{name}-{secrets.token_hex(4)}"
    try:
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
        unfinished.replace(folder / name)
    except FileNotFoundError:
        raise UploadGone from None


def kept_beside(home: Path, key: str, name: str) -> bytes | None:
    """What is kept beside an upload under a name; None where there is nothing."""
    try:
        return (_folder(home, key) / name).read_bytes()
    except FileNotFoundError:
        return None


def forget_beside(home: Path, key: str, name: str) -> None:
    """Removes what is kept beside an upload under a name."""
    (_folder(home, key) / name).unlink(missing_ok=True)


def is_of(key: str, person_id: int) -> bool:
    """Whether a key is one of a person's, whatever became of the upload."""
    found = _KEY.fullmatch(key)
    return found is not None and int(found["person"]) == person_id


def upload_of(home: Path, key: str, now: datetime) -> Upload:
    """An upload by a key that is the person's own. Raises `UploadGone`."""
    said = kept_beside(home, key, _STATE)
    if said is None:
        raise UploadGone
    upload = _UPLOADS.validate_json(said)
    if now >= upload.goes_at or not is_of(key, upload.person_id):
        raise UploadGone
    return upload


def grids_of(home: Path, upload: Upload) -> list[Grid]:
    """The sheets of an upload. Raises `UploadGone`."""
    said = kept_beside(home, upload.key, _CELLS)
    if said is None:
        raise UploadGone
    return grids_from_json(json.loads(said))


def uploads_of(home: Path, person_id: int, now: datetime) -> Sequence[Upload]:
    """What a person has uploaded and not imported, the newest first."""
    mine = [key for key in _keys(home) if is_of(key, person_id)]
    found = [upload for key in mine if (upload := _there(home, key, now)) is not None]
    return sorted(found, key=lambda each: each.uploaded_at, reverse=True)


def remove(home: Path, key: str) -> None:
    """Removes an upload with all that was kept of it."""
    shutil.rmtree(_folder(home, key), ignore_errors=True)


def remove_expired(home: Path, now: datetime) -> None:
    """Removes the uploads of everybody that are over, and what is left of one that broke off a day ago."""
    for key in _keys(home):
        folder = _folder(home, key)
        try:
            touched = datetime.fromtimestamp(folder.stat().st_mtime, now.tzinfo)
        except FileNotFoundError:
            continue
        is_whole = (folder / _STATE).exists()
        if (is_whole and _there(home, key, now) is None) or (not is_whole and now - touched > KEPT):
            remove(home, key)


def _there(home: Path, key: str, now: datetime) -> Upload | None:
    try:
        return upload_of(home, key, now)
    except (UploadGone, ValidationError):
        return None


def _keys(home: Path) -> Iterator[str]:
    folder = home / "uploads"
    if folder.is_dir():
        yield from sorted(each.name for each in folder.iterdir() if _KEY.fullmatch(each.name))


def _folder(home: Path, key: str) -> Path:
    assert _KEY.fullmatch(key), "a key comes from is_of"
    return home / "uploads" / key
