"""What disturbs an installation from outside: a full disk, a record nobody may write, a server gone."""

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.chaos.cluster import Cluster
from tests.chaos.forked import joined, start
from tests.chaos.grounds import POSTGRESQL, SQLITE, Ground, copied, name_of, removed, serve
from tests.chaos.instrument import Point

_ROOM = {SQLITE: "2m", POSTGRESQL: "20m"}
"""The size of the small file system."""

LEFT = (0, 4, 16, 48, 96, 160, 256)
"""Kilobytes that are left on it."""


@contextmanager
def mounted(place: Path, size: str) -> Iterator[None]:
    """A file system in memory of a size; only root may mount one."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def may_mount() -> bool:
    """Whether this user may have a file system of a size."""
    return os.geteuid() == 0 and shutil.which("mount") is not None


@contextmanager
def on_a_small_disk(source: Ground) -> Iterator[Ground]:
    """A copy of an installation whose record is on a small file system."""
    place, name = _place(source), f"small_{os.getpid()}"
    place.mkdir()
    with mounted(place, _ROOM[source.database]):
        more = ""
        if source.database == POSTGRESQL:
            shutil.chown(place, "postgres")
            serve(source.site, f"CREATE TABLESPACE {name} LOCATION '{place}'")
            more = f" TABLESPACE {name}"
        ground = copied(source, place / "home" if source.database == SQLITE else None, more)
        try:
            yield ground
        finally:
            removed(ground)
            if source.database == POSTGRESQL:
                serve(source.site, f"DROP TABLESPACE {name}")
    place.rmdir()


def _place(ground: Ground) -> Path:
    """Where the small file system is; the server must be able to enter it."""
    site = ground.site
    return (
        site.room if ground.database == SQLITE else site.cluster.home or site.room
    ) / f"small-{os.getpid()}"


@contextmanager
def full(ground: Ground, number: int) -> Iterator[None]:
    """The small file system with so many kilobytes left."""
    place = _place(ground)
    free = os.statvfs(place)
    filler = place / "filler"
    filler.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - number * 1024))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(ground: Ground, number: int) -> Iterator[None]:
    """Nothing can be written."""
    assert number == 1
    if ground.database == POSTGRESQL:
        serve(ground.site, f"ALTER DATABASE {name_of(ground)} SET default_transaction_read_only = on")
        yield
        serve(ground.site, f"ALTER DATABASE {name_of(ground)} RESET default_transaction_read_only")
        return
    subprocess.run(["mount", "-o", "remount,ro", str(ground.home.parent)], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(ground.home.parent)], check=True)


@contextmanager
def held(ground: Ground, number: int) -> Iterator[None]:
    """Another process holds the record for so long."""
    reader, writer = os.pipe()

    def hold() -> None:
        _hold(ground, lambda: os.write(writer, b"."), number)

    holder = start(hold)
    os.read(reader, 1)
    try:
        yield
    finally:
        joined(holder, patience=2 * number)
        os.close(reader)
        os.close(writer)


def _hold(ground: Ground, is_held: Callable[[], object], seconds: int) -> None:
    if ground.database == SQLITE:
        lite = sqlite3.connect(ground.home / "record.sqlite", isolation_level=None)
        lite.execute("BEGIN IMMEDIATE")
        is_held()
        time.sleep(seconds)
        lite.execute("ROLLBACK")
        return
    address = ground.database_url.replace("+psycopg", "")
    with psycopg.connect(address) as server:
        server.execute("LOCK TABLE matter, deadline, alert, message IN ACCESS EXCLUSIVE MODE")
        is_held()
        time.sleep(seconds)


def terminated(_point: Point, connection: Any) -> None:
    """The server ends the connection, as an administrator or a failover would."""
    info = connection.info
    with psycopg.connect(host=info.host, port=info.port, user="postgres", autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [info.backend_pid])


def cut(_point: Point, connection: Any) -> None:
    """The network goes away."""
    with socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def crashed(own: Cluster, _point: Point, _connection: Any) -> None:
    """The server's processes end at once, and begin again."""
    own.crash()
    own.start()
