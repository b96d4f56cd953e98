"""A PostgreSQL server for the trials alone: in memory, and without waiting for a disk that nobody cuts off.

What is killed are the programs that use it. Where the server's own programs are missing, the tests' server on
127.0.0.1:5432 takes its place, which is slower.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.mailbox import free_port

_PROGRAMS = Path("/usr/lib/postgresql")
_QUICK = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c jit=off"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the server listens, and its own data where it is only ours."""

    port: int
    home: Path | None = None

    @property
    def url(self) -> str:
        """The beginning of a database's URL."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/"

    @property
    def address(self) -> str:
        """The same for psycopg."""
        return f"host=127.0.0.1 port={self.port} user=postgres"

    def crash(self) -> None:
        """The server's processes end at once, as by a kill."""
        self._control("stop", "--mode=immediate")

    def start(self) -> None:
        """It begins, and makes good what a crash left."""
        assert self.home is not None
        options = f"{_QUICK} -c port={self.port} -c unix_socket_directories={self.home}"
        self._control("start", "-o", f"-c listen_addresses=127.0.0.1 {options}", "-l", f"{self.home}/log")

    def _control(self, what: str, *more: str) -> None:
        assert self.home is not None
        command = [str(_programs() / "pg_ctl"), "--pgdata", f"{self.home}/data", "--wait", what, *more]
        subprocess.run(_as_postgres(command), check=True, stdout=subprocess.DEVNULL, cwd=self.home)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that runs until the block ends."""
    if not is_ours():
        yield Cluster(5432)
        return
    home = Path(tempfile.mkdtemp(prefix="landwaiter-chaos-", dir=in_memory()))
    made = Cluster(free_port(), home)
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        initdb = [str(_programs() / "initdb"), "--auth=trust", "--username=postgres", "-D", f"{home}/data"]
        subprocess.run(_as_postgres(initdb), check=True, stdout=subprocess.DEVNULL, cwd=home)
        made.start()
        yield made
    finally:
        made.crash()
        shutil.rmtree(home)


def is_ours() -> bool:
    """Whether the server's programs are here, so that a server can be started for the trials alone."""
    return (_programs() / "initdb").is_file()


def in_memory() -> Path | None:
    """A directory of a file system in memory; None where there is none."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


def _programs() -> Path:
    return max(_PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name), default=_PROGRAMS)


def _as_postgres(command: list[str]) -> list[str]:
    """The server refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command
