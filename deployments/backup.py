"""Saves and restores the record: `python -m deployments.backup save FILE`, `… restore FILE`.

`save` works while Landwaiter runs. `restore` needs Landwaiter stopped and replaces the present record, whole
or not at all. On SQLite the file is a database; on PostgreSQL it is an archive of pg_dump, whose programs
must be installed. Where there are documents, it is an archive of that file and of theirs. The login,
`<home>/login`, is a secret: keep it elsewhere.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from deployments.packed_backup import is_packed, pack, unpacked_record
from deployments.server.lock import claim
from models.errors import Refused
from tasks.exchange.document_files import DocumentFiles

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from models.settings import Settings

_TABLE = "receipt"


class BackupError(Refused):
    """A copy that could not be made or used; the text names the file or program and what was expected."""


def save(url: "URL", target: Path, home: Path | None = None) -> list[str]:
    """Writes a copy of the record at one instant. Raises `BackupError`; then `target` is as it was.

    The documents of the data directory `home` come along. Returns a sentence for each that is left out.
    """
    if target.exists():
        raise BackupError(
            f"{target} already exists. Expected the name of a new file, such as record-2.backup."
        )
    unfinished = target.with_name(f"{target.name}.unfinished")
    packed = target.with_name(f"{target.name}.packed.unfinished")
    files = DocumentFiles(home) if home is not None and home.is_dir() else None
    _make_private(unfinished)
    try:
        # What is deleted meanwhile stays until the files are read: the copy of the record still names it.
        with files.held() if files else nullcontext():
            _copy(url, unfinished)
            if files is None or next(files.kept(), None) is None:
                unfinished.replace(target)
                return []
            _make_private(packed)
            said = pack(unfinished, files, packed)
        packed.replace(target)
    finally:
        for left in (unfinished, packed):
            left.unlink(missing_ok=True)
    return said


def _copy(url: "URL", unfinished: Path) -> None:
    if url.get_backend_name() == "sqlite":
        copy_sqlite(_sqlite_file(url), unfinished)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}", url=url)


def restore(url: "URL", source: Path, home: Path | None = None) -> None:
    """Puts the copy in the place of the present record. Raises `BackupError`; then that is as it was.

    Its documents go into the data directory `home` first: no row of the record is ever without its file.
    """
    if not source.is_file():
        raise BackupError(f"{source} is not a file. Expected a backup that `save` made.")
    if not is_packed(source):
        _restore_record(url, source)
        return
    if home is None:
        raise BackupError(f"{source} has documents. Expected a data directory to restore them into.")
    with unpacked_record(source, DocumentFiles(home)) as record:
        _restore_record(url, record)


def _restore_record(url: "URL", source: Path) -> None:
    if url.get_backend_name() == "sqlite":
        restore_sqlite(source, _sqlite_file(url))
    else:
        _run(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source), url=url
        )


def copy_sqlite(source: Path, target: Path) -> None:
    """Copies a database while others write to it, and reads the copy through. Raises `BackupError`."""
    if not source.is_file():
        raise BackupError(
            f"There is no record to save: {source} is not a file. Set LANDWAITER_HOME to the data directory."
        )
    try:
        with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode=DELETE")
            sound = _is_sound(writer)
    except sqlite3.Error as error:
        raise BackupError(f"The record {source} could not be copied: {error}.") from None
    if not sound:
        raise BackupError(f"The record {source} is damaged. Restore your latest backup.")


def restore_sqlite(source: Path, target: Path) -> None:
    """Checks the copy, then lets SQLite write it over the present database in one transaction.

    Raises `BackupError`. A present record that is no database any more is left to whoever runs Landwaiter.
    """
    with closing(_open_copy(source)) as reader:
        _refuse_no_copy(source, reader)
        try:
            with closing(sqlite3.connect(target)) as writer:
                reader.backup(writer)
        except sqlite3.Error as error:
            raise BackupError(
                f"The record {target} cannot be written: {error}. If it is damaged, move it away together "
                "with its -wal and -shm files, then restore again."
            ) from None


def _open_copy(source: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise BackupError(f"{source} cannot be read: {error}.") from None


def _refuse_no_copy(source: Path, reader: sqlite3.Connection) -> None:
    try:
        ours = reader.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLE,)).fetchone()
        sound = _is_sound(reader)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{source} is not a backup that `save` made: {error}.") from None
    if not (sound and ours):
        raise BackupError(
            f"{source} is damaged or contains no record of Landwaiter. Expected a backup that `save` made."
        )


def _is_sound(database: sqlite3.Connection) -> bool:
    answer: tuple[str] = database.execute("PRAGMA integrity_check").fetchone()
    return answer == ("ok",)


def _make_private(path: Path) -> None:
    """Makes an empty file that only its owner reads, before anything privileged is in it."""
    try:
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise BackupError(
            f"{path} cannot be written: {error.strerror}. Expected a folder in which you may write."
        ) from None


def _sqlite_file(url: "URL") -> Path:
    return Path(url.database or "")


def _run(program: str, *arguments: str, url: "URL") -> None:
    """Runs a program of PostgreSQL; the password travels in its environment, never in its arguments."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    try:
        done = subprocess.run(
            [program, f"--dbname={address}", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise BackupError(f"{program} is not installed. Install PostgreSQL's client programs.") from None
    if done.returncode != 0:
        # Its other lines repeat statements and what was to be kept.
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise BackupError(f"{program} failed: {said[0]}")


def _clear_deleted(settings: "Settings") -> None:
    """Removes the files of documents that were deleted while the backup read them."""
    files = DocumentFiles(settings.home)
    if next(files.kept(), None) is None:
        return
    from models.record.database import opened_engine
    from tasks.desk.document_acts import clear_deleted

    with opened_engine(settings) as engine, suppress(Refused):
        clear_deleted(engine, files)


def main(arguments: list[str]) -> int:
    """Status 0 when it is done, 1 with one sentence when it is not."""
    parser = argparse.ArgumentParser(
        prog="python -m deployments.backup", description="Save a backup of the record, or restore one."
    )
    parser.add_argument(
        "what",
        choices=["save", "restore"],
        help="save works while Landwaiter runs; restore needs it stopped",
    )
    parser.add_argument("file", type=Path, help="a new file to save to, or the backup to restore")
    wanted = parser.parse_args(arguments)
    # Loaded late: who asks for help, or mistypes, waits for nothing.
    from sqlalchemy.engine import make_url

    from models.settings import Settings

    try:
        settings = Settings.from_environment(os.environ)
        url = make_url(settings.database_url)
        if wanted.what == "save":
            for said in save(url, wanted.file, settings.home):
                print(f"landwaiter: {said}", file=sys.stderr)
            _clear_deleted(settings)
        else:
            with claim(settings.home, address="restoring a copy"):
                restore(url, wanted.file, settings.home)
    except (Refused, OSError) as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
