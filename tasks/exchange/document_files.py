"""The files of the documents: in the data directory, each under its SHA-256, only for the process's owner.

A file is never changed, so the same file is kept once. It is there before a row names it, and goes after no
row does any more. A crash between leaves at most a file that no row names.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from models.errors import Refused

FOLDER = "documents"
"""Where they lie below the data directory."""

_SHA256 = re.compile("[0-9a-f]{64}")


class FileLost(Refused):
    """The file of a document that is missing, or no longer what was uploaded."""


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """The files below one data directory."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.home / FOLDER

    def path(self, sha256: str) -> Path:
        """Where a file lies. Raises `ValueError` for what is no SHA-256: it may lead out of the folder."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256.")
        return self.folder / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Writes a file, whole or not at all, and returns its SHA-256. One that was altered is mended."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not self.fault(sha256):
            return sha256
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_whole(path, content)
        except OSError as error:
            raise Refused(f"The file cannot be kept: {error.strerror or error}. Nothing was done.") from None
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a file. Raises `FileLost` where it is missing or no longer what was uploaded."""
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise FileLost(f"The file with the SHA-256 {sha256} is missing.") from None
        except (OSError, ValueError) as error:
            raise FileLost(f"The file with the SHA-256 {sha256} cannot be read: {error}.") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileLost(f"The file with the SHA-256 {sha256} was altered after it was uploaded.")
        return content

    def fault(self, sha256: str) -> str:
        """What is wrong with a file, as the end of a sentence; empty where it is what was uploaded."""
        try:
            with self.path(sha256).open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return "is missing"
        except (OSError, ValueError) as error:
            return f"cannot be read: {error}"
        return "" if same else "was altered after it was uploaded"

    def has(self, sha256: str) -> bool:
        """Whether a file lies there, whatever is in it."""
        return self.path(sha256).is_file()

    def kept(self) -> Iterator[str]:
        """The SHA-256 of each file that lies there, in order."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if _SHA256.fullmatch(path.name) and path.parent.name == path.name[:2]:
                yield path.name

    @contextmanager
    def held(self) -> Iterator[None]:
        """Lets no file go until the block ends: not between a file and its row, nor while a backup reads."""
        with self._lock() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    def clear(self, named: Callable[[], Collection[str]], sha256s: Collection[str]) -> bool:
        """Removes those of some files that no row names, and what a killed process left unfinished.

        False where someone holds the files just now; then nothing was removed.
        `named` reads which of them rows name; it is asked while no other row can come to name one.
        """
        with self._lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            for sha256 in set(sha256s) - set(named()):
                self.path(sha256).unlink(missing_ok=True)
            for unfinished in self.folder.glob("??/.*.unfinished"):
                unfinished.unlink(missing_ok=True)
        return True

    @contextmanager
    def _lock(self) -> Iterator[int]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield lock
        finally:
            os.close(lock)


def _write_whole(path: Path, content: bytes) -> None:
    """Through a file of another name, which is on the disk before it gets this one."""
    unfinished = path.with_name(f".{os.getpid()}-{os.urandom(6).hex()}.unfinished")
    try:
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Lets a name survive the machine's fall; a disk that knows no such thing does what it can."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)
